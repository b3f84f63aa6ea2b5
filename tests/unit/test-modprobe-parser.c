/* Text of modprobe.d as lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-modprobe-parser.h"

#include <string.h>

#include "unit/config-lines.h"

#define FILE_NAME "/etc/modprobe.d/x.conf"

static GPtrArray *
parse (const char *text)
{
  return modscope_config_parse_modprobe (text, strlen (text), FILE_NAME);
}

static void
check (const char *text, const char *expected)
{
  g_autoptr (GPtrArray) lines = parse (text);

  assert_config_lines (lines, expected);
}

/* Checks that one line is ignored and that its reason speaks of @word. */
static void
check_reason (const char *text, const char *word)
{
  g_autoptr (GPtrArray) lines = parse (text);
  const ModscopeConfigLine *line;

  g_assert_cmpuint (lines->len, ==, 1);
  line = lines->pdata[0];
  g_assert_nonnull (line->ignored);
  g_assert_true (g_utf8_validate (line->ignored, -1, NULL));
  if (strstr (line->ignored, word) == NULL)
    g_error ("“%s” does not speak of “%s”", line->ignored, word);
}

static void
test_commands (void)
{
  g_autoptr (GPtrArray) lines = parse ("blacklist x\n");
  const ModscopeConfigLine *line = lines->pdata[0];

  g_assert_cmpstr (line->file, ==, FILE_NAME);
  check ("# comment\n"
         "blacklist snd-pcsp\n"
         "\n"
         "install floppy /bin/false\n"
         "remove floppy  rm -f x\n"
         "options snd-hda-intel index=0\tmodel=auto\n"
         "softdep a\tpre: b-c d post: e\n"
         "alias net-pf-* ipv6-x\n",
         "2 blacklist|snd_pcsp|-\n"
         "4 install|floppy|/bin/false\n"
         "5 remove|floppy| rm -f x\n"
         "6 options|snd_hda_intel|index=0 model=auto\n"
         "7 softdep|a|pre: b-c d post: e\n"
         "8 alias|ipv6_x|net_pf_*\n");
  check ("", "");
  check ("\n\n#\n  \t\n  # indented\n", "");
  check ("blacklist a", "1 blacklist|a|-\n");
  check (" \tblacklist \t a b\n", "1 blacklist|a|-\n");
}

static void
test_names (void)
{
  check ("alias a-b[-c]-d x-y\n", "1 alias|x_y|a_b[-c]_d\n");
  check ("blacklist a]\nblacklist [b\ninstall c[d-e]-f true\n", "!1 blacklist|a]|-\n"
                                                                "!2 blacklist|[b|-\n"
                                                                "3 install|c[d-e]_f|true\n");
  check_reason ("blacklist [b\n", "brackets");
}

static void
test_continuation (void)
{
  check ("options a \\\n b=1 \\\n c=2\nblacklist d\n", "1 options|a| b=1  c=2\n"
                                                       "4 blacklist|d|-\n");
  check ("# comment \\\nblacklist a\nblacklist b\n", "3 blacklist|b|-\n");
  check ("black\\\nlist a\n", "1 blacklist|a|-\n");
  check ("install a x\\\\y\\z\n", "1 install|a|x\\yz\n");
  check ("blacklist a\\\n", "1 blacklist|a|-\n");
}

/* libkmod 30 reads a stray byte behind such a line. */
static void
test_backslash_at_end (void)
{
  check ("\\", "");
  check ("blacklist a \\", "1 blacklist|a|-\n");
  check ("blacklist a\\", "!1 blacklist|a|-\n");
  check ("options a b=1\\", "!1 options|a|b=1\n");
  check_reason ("options a b=1\\", "backslash");
}

static void
test_softdeps (void)
{
  check ("softdep a pre: b\n", "1 softdep|a|pre: b\n");
  check ("softdep a post: b\t c\n", "1 softdep|a|post: b c\n");
  check ("softdep a post: b pre: c post: d\n", "1 softdep|a|pre: c post: b d\n");
  check ("softdep a b c\n", "1 softdep|a|\n");
  check ("softdep a pre:\n", "1 softdep|a|\n");
  /* One blank too many hides the first word from libkmod 30, two do not. */
  check ("softdep a  pre: b\n", "1 softdep|a|\n");
  check ("softdep a   pre: b\n", "1 softdep|a|pre: b\n");
}

static void
test_missing_words (void)
{
  check ("blacklist\nblacklist \noptions a\noptions a \ninstall\nalias a\nsoftdep a\n",
         "!1 blacklist|-|-\n"
         "!2 blacklist|-|-\n"
         "!3 options|a|-\n"
         "!4 options|a|-\n"
         "!5 install|-|-\n"
         "!6 alias|-|a\n"
         "!7 softdep|a|-\n");
  check_reason ("blacklist\n", "missing");
  check_reason ("options a\n", "Nothing follows");
}

static void
test_unknown_commands (void)
{
  check ("blackist nouveau\ninclude /etc/x\n", "!1 -|nouveau|blackist nouveau\n"
                                               "!2 -|-|include /etc/x\n");
  check_reason ("blackist a\n", "“blacklist”");
  check_reason ("Options a b\n", "“options”");
  check_reason ("isntall a b\n", "“install”");
  check_reason ("include x\n", "no longer");
  check_reason ("weakdep a b\n", "kmod 33");
  check_reason ("gobbledygook a\n", "There is no command “gobbledygook”.");
  check_reason ("\xff\x01 a\n", "There is no command");
}

static void
test_windows_text (void)
{
  check ("# a\r\n\r\nblacklist a\r\noptions b c=1\r\nalias x y\r\nblacklist\r\n",
         "!3 blacklist|a|-\n"
         "4 options|b|c=1\r\n"
         "!5 alias|y|x\n"
         "!6 blacklist|-|-\n");
  check_reason ("blacklist a\r\n", "Windows");
  check ("\xef\xbb\xbf"
         "blacklist a\nblacklist b\n",
         "!1 blacklist|a|-\n"
         "2 blacklist|b|-\n");
  check_reason ("\xef\xbb\xbf"
                "blacklist a\n",
                "byte order mark");
  check ("\xef\xbb\xbf# a\nblacklist b\n", "2 blacklist|b|-\n");
}

static void
test_zero_bytes (void)
{
  static const char text[] = "blacklist a\0b\n\0blacklist c\nblacklist d\n";
  g_autoptr (GPtrArray) lines = modscope_config_parse_modprobe (text, sizeof text - 1, FILE_NAME);

  assert_config_lines (lines, "1 blacklist|a|-\n3 blacklist|d|-\n");
}

/* A file that is no configuration does not fill the memory, and what is one comes through. */
static void
test_foreign_file (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) lines = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append (text, "a\n");
  g_string_append (text, "blacklist b\n");
  lines = parse (text->str);
  g_assert_cmpuint (lines->len, ==, 101);
  g_assert_cmpuint (((ModscopeConfigLine *) lines->pdata[100])->line, ==, 100001);
}

static char *
read_kmod_case (const char *path)
{
  g_autofree char *file =
    g_test_build_filename (G_TEST_DIST, "..", "fixtures", "kmod-cases", path, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* kmod's own case: each joined line, followed by the number of lines it was read from. */
static void
test_kmod_continuation (void)
{
  g_autofree char *input = read_kmod_case ("test-util/freadline_wrapped-input.txt");
  g_autofree char *correct = read_kmod_case ("test-util/freadline_wrapped-correct.txt");
  g_autoptr (GPtrArray) lines = parse (input);
  g_auto (GStrv) expected = g_strsplit (correct, "\n", -1);
  guint number = 1;

  g_assert_cmpuint (lines->len, ==, 6);
  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = lines->pdata[i];

      g_assert_cmpuint (line->line, ==, number);
      /* The last one is read differently by kmod 30, see above. */
      if (i + 1 < lines->len)
        g_assert_cmpstr (line->value, ==, expected[2 * i]);
      number += (guint) g_ascii_strtoull (expected[2 * i + 1], NULL, 10);
    }
}

static void
test_kmod_files (void)
{
  g_autofree char *blacklist = read_kmod_case ("test-blacklist/etc/modprobe.d/modprobe.conf");
  g_autofree char *first = read_kmod_case ("test-multi-softdep/etc/modprobe.d/dumb-softdep.conf");
  g_autofree char *second = read_kmod_case ("test-multi-softdep/etc/modprobe.d/dumb-softdep2.conf");
  g_autofree char *alias =
    read_kmod_case ("test-new-module/from_alias/etc/modprobe.d/modprobe.conf");
  g_autofree char *both = g_strconcat (first, second, NULL);

  check (blacklist, "1 blacklist|floppy|-\n2 blacklist|pcspkr|-\n");
  check (both, "1 softdep|mod_softdep_a|pre: mod-foo-a\n"
               "2 softdep|mod_softdep_a|pre: mod-foo-b\n"
               "3 softdep|mod_softdep_a|post: mod-foo-c\n"
               "4 softdep|mod_softdep_b|pre: mod-foo-a\n"
               "5 softdep|mod_softdep_b|post: mod-foo-b mod-foo-c\n");
  check (alias, "1 alias|ext4|ext4.*\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modprobe-parser/commands", test_commands);
  g_test_add_func ("/modprobe-parser/names", test_names);
  g_test_add_func ("/modprobe-parser/continuation", test_continuation);
  g_test_add_func ("/modprobe-parser/backslash-at-end", test_backslash_at_end);
  g_test_add_func ("/modprobe-parser/softdeps", test_softdeps);
  g_test_add_func ("/modprobe-parser/missing-words", test_missing_words);
  g_test_add_func ("/modprobe-parser/unknown-commands", test_unknown_commands);
  g_test_add_func ("/modprobe-parser/windows-text", test_windows_text);
  g_test_add_func ("/modprobe-parser/zero-bytes", test_zero_bytes);
  g_test_add_func ("/modprobe-parser/foreign-file", test_foreign_file);
  g_test_add_func ("/modprobe-parser/kmod/continuation", test_kmod_continuation);
  g_test_add_func ("/modprobe-parser/kmod/files", test_kmod_files);
  return g_test_run ();
}
