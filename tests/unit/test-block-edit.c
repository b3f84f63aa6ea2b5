/* Edits of the file of blocks: what is Modscope's own, and that all else stays byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-block-edit.h"

#include <string.h>

#include "base/modscope-error.h"
#include "support/test-root.h"

#define WHEN "2026-11-23"
#define FILE_PATH "/etc/modprobe.d/00-modscope-block.conf"

/* What stands in the file already and is not ours. */
static const char *const foreign[] = {
  "",
  "\n",
  "# mine\nblacklist pcspkr\n",
  "blacklist pcspkr",
  "options a b=1 \\\n  c=2\n\n\n",
  "# ends with a backslash \\",
  "install * /bin/echo\nsoftdep nouveau pre: drm\n",
  "\xef\xbb\xbf# from another system\r\nblacklist pcspkr\r\n",
  "\xff\xfe bytes of no encoding\n",
  /* Blocks that were changed by hand. */
  "# Modscope, " WHEN ": never load\nblacklist nouveau\n",
  "# Modscope, " WHEN ": never load\nblacklist nouveau\nsoftdep nouveau pre:\n"
  "install nouveau /bin/true\n",
  "# Modscope, " WHEN ": never load\nblacklist nouveau\nsoftdep nouveau pre:\n"
  "install nouveau /bin/false",
  "# Modscope, " WHEN ": never load\r\nblacklist nouveau\r\nsoftdep nouveau pre:\r\n"
  "install nouveau /bin/false\r\n",
  "# Modscope, " WHEN ": do not load automatically\nblacklist nouveau # why?\n",
  "# Modscope, " WHEN ": do not load automatically.\nblacklist nouveau\n",
  "# Modscope, " WHEN ": do not load automatically. Reason: \nblacklist nouveau\n",
  "# Modscope, 23.11.2026: do not load automatically\nblacklist nouveau\n",
  "# Modscope, " WHEN ": do not load automatically\n\nblacklist nouveau\n",
  "# Modscope, " WHEN ": do not load automatically\nblacklist snd-hda-intel\n",
  "# Modscope, " WHEN ": do not load automatically\nblacklist *\n",
  "# Modscope, ",
  /* Part of the comment above. */
  "# mine \\\n# Modscope, " WHEN ": do not load automatically\nblacklist nouveau\n",
};

static const ModscopeBlocked strengths[] = { MODSCOPE_BLOCKED_AUTOLOAD, MODSCOPE_BLOCKED_ALWAYS };
static const char *const reasons[] = { NULL, "", "freezes on resume", "Gerät: nein. Reason: ö" };

static char *
add (const char *text, const char *module, ModscopeBlocked strength, const char *reason)
{
  g_autoptr (GError) error = NULL;
  char *edited = modscope_block_edit_add (text, module, strength, reason, WHEN, &error);

  g_assert_no_error (error);
  return edited;
}

static void
test_written (void)
{
  gboolean removed;
  g_autofree char *first = add (NULL, "nouveau", MODSCOPE_BLOCKED_ALWAYS, "freezes");
  g_autofree char *second = add (first, "pcspkr", MODSCOPE_BLOCKED_AUTOLOAD, NULL);
  g_autofree char *third = modscope_block_edit_remove (second, "nouveau", &removed);

  g_assert_cmpstr (first, ==,
                   "# Modscope, 2026-11-23: never load. Reason: freezes\n"
                   "blacklist nouveau\n"
                   "softdep nouveau pre:\n"
                   "install nouveau /bin/false\n");
  g_assert_true (removed);
  g_assert_cmpstr (third, ==,
                   "# Modscope, 2026-11-23: do not load automatically\n"
                   "blacklist pcspkr\n");
}

/* Adding and removing gives back what was there; adding twice is adding once. */
static void
test_properties (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (strengths); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (reasons); k++)
        {
          gboolean removed;
          g_autofree char *added = add (foreign[i], "nouveau", strengths[j], reasons[k]);
          g_autofree char *again = add (added, "nouveau", strengths[j], reasons[k]);
          g_autofree char *back = modscope_block_edit_remove (added, "nouveau", &removed);
          g_autofree char *nothing = NULL;

          g_assert_true (removed);
          g_assert_true (g_str_has_suffix (added, foreign[i]));
          g_assert_cmpstr (again, ==, added);
          g_assert_cmpstr (back, ==, foreign[i]);
          nothing = modscope_block_edit_remove (back, "nouveau", &removed);
          g_assert_false (removed);
          g_assert_cmpstr (nothing, ==, back);
        }
}

/* Random files of foreign lines and blocks in any order: only the blocks of one module go. */
static void
test_random (void)
{
  static const char *const lines[] = { "# x\n",
                                       "blacklist a\r\n",
                                       "softdep nouveau pre: x\n",
                                       "\n",
                                       "install nouveau /bin/false\n",
                                       "options x y=\\\\\n" };

  for (int round = 0; round < 500; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autofree char *left = NULL;
      gboolean has_block = FALSE;
      gboolean removed;

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        {
          gboolean ours = g_test_rand_int_range (0, 3) == 0;
          const char *module = g_test_rand_int_range (0, 2) == 0 ? "nouveau" : "a";
          g_autofree char *block = add (NULL, module, strengths[g_test_rand_int_range (0, 2)],
                                        reasons[g_test_rand_int_range (0, G_N_ELEMENTS (reasons))]);
          const char *piece = ours ? block : lines[g_test_rand_int_range (0, G_N_ELEMENTS (lines))];

          g_string_append (text, piece);
          if (ours && strcmp (module, "nouveau") == 0)
            has_block = TRUE;
          else
            g_string_append (expected, piece);
        }
      left = modscope_block_edit_remove (text->str, "nouveau", &removed);
      g_assert_cmpstr (left, ==, expected->str);
      g_assert_true (removed == has_block);
    }
}

static void
test_replaced (void)
{
  gboolean removed;
  g_autofree char *weak = add ("# mine\n", "nouveau", MODSCOPE_BLOCKED_AUTOLOAD, NULL);
  g_autofree char *strong = add (weak, "nouveau", MODSCOPE_BLOCKED_ALWAYS, "x");
  g_autofree char *weak_again = add (strong, "nouveau", MODSCOPE_BLOCKED_AUTOLOAD, NULL);
  g_autofree char *left = modscope_block_edit_remove (strong, "nouveau", &removed);

  g_assert_cmpstr (weak_again, ==, weak);
  g_assert_cmpstr (left, ==, "# mine\n");
}

/* abuse 8 */
static void
test_folded (void)
{
  gboolean removed;
  g_autofree char *dash = add (NULL, "snd-hda-intel", MODSCOPE_BLOCKED_AUTOLOAD, NULL);
  g_autofree char *both = add (dash, "snd_hda_intel", MODSCOPE_BLOCKED_AUTOLOAD, NULL);
  g_autofree char *left = modscope_block_edit_remove (both, "snd-hda_intel", &removed);

  g_assert_cmpstr (both, ==, dash);
  g_assert_nonnull (strstr (both, "blacklist snd_hda_intel\n"));
  g_assert_cmpstr (left, ==, "");
}

static void
test_refused (void)
{
  static const char *const names[] = { "", "../x", "a b", "a\nb", "x.ko", "*" };
  static const char *const wrong[] = { "a\nb", "a\\", "\t", "\xff", "\u202e", "\u2028", "\x7f" };
  static const char *const dates[] = { "", "2026-11-2", "2026-11-23\n", "23.11.2026" };
  g_autofree char *longest = g_strnfill (MODSCOPE_REASON_MAX, 'x');
  g_autofree char *too_long = g_strnfill (MODSCOPE_REASON_MAX + 1, 'x');
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_null (modscope_block_edit_add ("", names[i], strengths[0], NULL, WHEN, &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME);
      g_clear_error (&error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (modscope_block_reason_is_valid (wrong[i]));
      g_assert_null (modscope_block_edit_add ("", "a", strengths[0], wrong[i], WHEN, &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_assert_null (modscope_block_edit_add ("", "a", strengths[0], NULL, dates[i], &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }
  g_assert_null (modscope_block_edit_add ("", "a", MODSCOPE_BLOCKED_AT_BOOT, NULL, WHEN, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT);
  g_assert_true (modscope_block_reason_is_valid (longest));
  g_assert_false (modscope_block_reason_is_valid (too_long));
  g_assert_false (modscope_block_reason_is_valid (NULL));
}

/* abuse 52: the file has an end. */
static void
test_most (void)
{
  g_autoptr (GString) full = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *replaced = NULL;

  for (int i = 0; i < MODSCOPE_BLOCKS_MAX; i++)
    g_string_append_printf (full,
                            "# Modscope, " WHEN ": do not load automatically\nblacklist m%d\n", i);
  g_assert_null (modscope_block_edit_add (full->str, "n", strengths[0], NULL, WHEN, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED);
  replaced = add (full->str, "m7", MODSCOPE_BLOCKED_ALWAYS, NULL);
  g_assert_cmpuint (strlen (replaced), >, full->len);
}

/* abuse 47, 49: whatever else is in the file, what was added is what counts. */
static void
test_in_effect (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (strengths); j++)
      {
        g_autofree char *text = add (foreign[i], "nouveau", strengths[j], NULL);
        g_autoptr (GPtrArray) lines =
          modscope_config_parse_modprobe (text, strlen (text), FILE_PATH);
        g_autoptr (ModscopeBlockedTable) table = modscope_blocked_table_new (lines);
        ModscopeBlocked blocked = modscope_blocked_table_get (table, "nouveau", TRUE);

        if (strengths[j] == MODSCOPE_BLOCKED_ALWAYS)
          g_assert_cmpint (blocked, ==, MODSCOPE_BLOCKED_ALWAYS);
        else
          g_assert_cmpint (blocked, >=, MODSCOPE_BLOCKED_AUTOLOAD);
      }
}

/* abuse 49: files of the same name elsewhere do not stand in for ours. */
static void
test_same_name (void)
{
  static const char *const folders[] = { "/run", "/usr/local/lib", "/usr/lib", "/lib" };
  g_autofree char *text = add (NULL, "nouveau", MODSCOPE_BLOCKED_ALWAYS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      char *root = test_root_new ();
      g_autofree char *other = g_strconcat (folders[i], "/modprobe.d/00-modscope-block.conf", NULL);
      g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
      g_auto (GStrv) problems = NULL;
      g_autoptr (GPtrArray) lines = NULL;
      g_autoptr (ModscopeBlockedTable) table = NULL;

      test_root_write (root, other, "install nouveau /sbin/modprobe -i nouveau\n");
      test_root_write (root, FILE_PATH, text);
      lines = modscope_config_read (paths, FALSE, &problems);
      table = modscope_blocked_table_new (lines);
      g_assert_cmpint (modscope_blocked_table_get (table, "nouveau", TRUE), ==,
                       MODSCOPE_BLOCKED_ALWAYS);
      test_root_free (root);
    }
}

/* Whose the lines are: a block that somebody has written into is not Modscope's any more. */
static void
test_marked (void)
{
  static const char text[] = "# Modscope, 2026-11-23: never load\nblacklist a\nsoftdep a pre:\n"
                             "install a /bin/false\n"
                             "blacklist \\\n  b\n"
                             "# Modscope, 2026-11-23: do not load automatically\n# it crackles\n"
                             "blacklist c\n"
                             "options d e=\\\n"
                             "# Modscope, 2026-11-23: do not load automatically\nblacklist f\n"
                             "# Modscope, 2026-11-23: do not load automatically\nblacklist g";
  g_autoptr (GPtrArray) lines = modscope_config_parse_modprobe (text, strlen (text), FILE_PATH);
  GString *own = g_string_new (NULL);

  modscope_block_edit_mark (text, lines);
  for (guint i = 0; i < lines->len; i++)
    {
      const ModscopeConfigLine *line = lines->pdata[i];

      g_string_append_printf (own, "%s%s ", line->module, line->is_own ? "+" : "-");
    }
  g_assert_cmpstr (own->str, ==, "a+ a+ a+ b- c- d- f- g- ");
  g_string_free (own, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block-edit/written", test_written);
  g_test_add_func ("/block-edit/properties", test_properties);
  g_test_add_func ("/block-edit/random", test_random);
  g_test_add_func ("/block-edit/replaced", test_replaced);
  g_test_add_func ("/block-edit/08-folded", test_folded);
  g_test_add_func ("/block-edit/refused", test_refused);
  g_test_add_func ("/block-edit/52-most", test_most);
  g_test_add_func ("/block-edit/47-49-in-effect", test_in_effect);
  g_test_add_func ("/block-edit/marked", test_marked);
  g_test_add_func ("/block-edit/49-same-name", test_same_name);
  return g_test_run ();
}
