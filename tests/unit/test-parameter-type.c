/* What parameters take: kinds, bounds, and what is wrong with a value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-parameter-type.h"

static gboolean
takes (const char *word, const char *value)
{
  ModscopeParameterType type;
  g_autofree char *wrong = NULL;

  modscope_parameter_type_parse (&type, word);
  wrong = modscope_parameter_type_check (&type, value);
  if (wrong != NULL)
    g_assert_cmpstr (wrong, !=, "");
  return wrong == NULL;
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *word;
    ModscopeParameterKind kind;
    gboolean is_list;
  } cases[] = {
    { "bool", MODSCOPE_PARAMETER_SWITCH, FALSE },
    { "invbool", MODSCOPE_PARAMETER_SWITCH, FALSE },
    { "bint", MODSCOPE_PARAMETER_SWITCH, FALSE },
    { "array of bool", MODSCOPE_PARAMETER_SWITCH, TRUE },
    { "int", MODSCOPE_PARAMETER_NUMBER, FALSE },
    { "hexint", MODSCOPE_PARAMETER_NUMBER, FALSE },
    { "array of ushort", MODSCOPE_PARAMETER_NUMBER, TRUE },
    { "charp", MODSCOPE_PARAMETER_TEXT, FALSE },
    { "string", MODSCOPE_PARAMETER_TEXT, FALSE },
    { "array of charp", MODSCOPE_PARAMETER_TEXT, TRUE },
    { "what_a_driver_made", MODSCOPE_PARAMETER_TEXT, FALSE },
    { "", MODSCOPE_PARAMETER_TEXT, FALSE },
    { NULL, MODSCOPE_PARAMETER_TEXT, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ModscopeParameterType type;

      modscope_parameter_type_parse (&type, cases[i].word);
      g_assert_cmpint (type.kind, ==, cases[i].kind);
      g_assert_cmpint (type.is_list, ==, cases[i].is_list);
    }
}

/* The kernel's own bounds: kstrtou8() and its relatives in lib/kstrtox.c. */
static void
test_bounds (void)
{
  g_assert_true (takes ("byte", "0"));
  g_assert_true (takes ("byte", "255"));
  g_assert_false (takes ("byte", "256"));
  g_assert_false (takes ("byte", "-1"));
  g_assert_true (takes ("short", "-32768"));
  g_assert_false (takes ("short", "-32769"));
  g_assert_false (takes ("short", "32768"));
  g_assert_true (takes ("ushort", "65535"));
  g_assert_false (takes ("ushort", "65536"));
  g_assert_true (takes ("int", "-2147483648"));
  g_assert_false (takes ("int", "-2147483649"));
  g_assert_true (takes ("int", "2147483647"));
  g_assert_false (takes ("int", "2147483648"));
  g_assert_true (takes ("uint", "4294967295"));
  g_assert_false (takes ("uint", "4294967296"));
  g_assert_true (takes ("ullong", "18446744073709551615"));
  g_assert_false (takes ("ullong", "18446744073709551616"));
  g_assert_false (takes ("ullong", "-1"));
  g_assert_true (takes ("long", sizeof (long) == 8 ? "-9223372036854775808" : "-2147483648"));
  g_assert_false (takes ("long", "-9223372036854775809"));
}

static void
test_numbers (void)
{
  g_assert_true (takes ("hexint", "0xffffffff"));
  g_assert_false (takes ("hexint", "0x1ffffffff"));
  g_assert_true (takes ("int", "0x10"));
  g_assert_true (takes ("int", "+7"));
  g_assert_true (takes ("uint", "-0"));
  g_assert_false (takes ("int", ""));
  g_assert_false (takes ("int", "-"));
  g_assert_false (takes ("int", "abc"));
  g_assert_false (takes ("int", "1x"));
  g_assert_false (takes ("int", "1.5"));
  g_assert_false (takes ("int", "--1"));
  g_assert_false (takes ("int", "1,2"));
}

static void
test_lists (void)
{
  g_assert_true (takes ("array of int", "1,-2,3"));
  g_assert_true (takes ("array of int", "1"));
  g_assert_false (takes ("array of int", "1,,3"));
  g_assert_false (takes ("array of int", "1,x"));
  g_assert_false (takes ("array of int", ""));
  g_assert_true (takes ("array of bool", "Y,n,1,0"));
  g_assert_false (takes ("array of bool", "Y,maybe"));
  g_assert_true (takes ("array of charp", "one,two"));
}

/* What the helper refuses (base/modscope-parameters.c). */
static void
test_words (void)
{
  g_autofree char *longest = g_strnfill (1024, 'x');
  g_autofree char *too_long = g_strnfill (1025, 'x');

  g_assert_true (takes ("charp", "eth0,eth1:4/5"));
  g_assert_true (takes ("charp", ""));
  g_assert_true (takes ("charp", longest));
  g_assert_false (takes ("charp", too_long));
  g_assert_false (takes ("charp", "a b"));
  g_assert_false (takes ("charp", "a\tb"));
  g_assert_false (takes ("charp", "ä"));
  g_assert_false (takes ("charp", "a\x01"));
  g_assert_false (takes ("charp", "--"));
  for (const char *c = "\"'\\#$;`"; *c != '\0'; c++)
    {
      const char value[] = { 'a', *c, 'b', '\0' };

      g_assert_false (takes ("charp", value));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameter-type/kinds", test_kinds);
  g_test_add_func ("/parameter-type/bounds", test_bounds);
  g_test_add_func ("/parameter-type/numbers", test_numbers);
  g_test_add_func ("/parameter-type/lists", test_lists);
  g_test_add_func ("/parameter-type/words", test_words);
  return g_test_run ();
}
