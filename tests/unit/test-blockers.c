/* The lines that keep a module from loading, or load it in spite of one that should.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-blockers.h"

static GPtrArray *
make_lines (void)
{
  static const struct
  {
    ModscopeVerb verb;
    const char *module;
    const char *value;
    const char *ignored;
  } rows[] = {
    { MODSCOPE_VERB_BLACKLIST, "a", NULL, NULL },
    { MODSCOPE_VERB_BLACKLIST, "a*", NULL, NULL }, /* no pattern here */
    { MODSCOPE_VERB_BLACKLIST, "b", NULL, "shadowed" },
    { MODSCOPE_VERB_INSTALL, "c*", "/bin/false", NULL },
    { MODSCOPE_VERB_INSTALL, "c1", "/sbin/modprobe x", NULL },
    { MODSCOPE_VERB_COMMAND_LINE, "a", "module_blacklist=z,a", NULL },
    { MODSCOPE_VERB_COMMAND_LINE, "a", "a.blacklist=1", NULL },
    { MODSCOPE_VERB_SOFTDEP, "d", "pre: snd-pcm post: e", NULL },
    { MODSCOPE_VERB_SOFTDEP, "e*", "pre: e1", NULL },
    { MODSCOPE_VERB_OPTIONS, "a", "x=1", NULL },
    { MODSCOPE_VERB_UNKNOWN, NULL, "blacklst a", "unknown" },
  };
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (lines, modscope_config_line_new (rows[i].verb, rows[i].module, rows[i].value,
                                                      "/etc/f", i + 1, rows[i].ignored));
  return lines;
}

static void
test_list (void)
{
  static const char *const cases[][2] = {
    { "a", "/etc/f:1 /etc/f:6" }, { "b", "" }, { "c1", "/etc/f:4" }, { "d", "" }, { "nothing", "" },
  };
  g_autoptr (GPtrArray) lines = make_lines ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) places = modscope_blockers_list (lines, cases[i][0]);
      g_autofree char *joined = g_strjoinv (" ", places);

      g_assert_cmpstr (joined, ==, cases[i][1]);
    }
}

static void
test_find (void)
{
  g_autoptr (GPtrArray) lines = make_lines ();

  g_assert_cmpuint (modscope_blockers_find (lines, MODSCOPE_VERB_INSTALL, "c1")->line, ==, 4);
  g_assert_null (modscope_blockers_find (lines, MODSCOPE_VERB_INSTALL, "a"));
  g_assert_cmpuint (modscope_blockers_find_companion (lines, "snd_pcm")->line, ==, 8);
  g_assert_cmpuint (modscope_blockers_find_companion (lines, "e")->line, ==, 8);
  g_assert_null (modscope_blockers_find_companion (lines, "e1")); /* only its own line */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blockers/list", test_list);
  g_test_add_func ("/blockers/find", test_find);
  return g_test_run ();
}
