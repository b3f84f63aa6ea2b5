/* One rule of the configuration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-rule.h"

static ModscopeRule *
make_rule (ModscopeVerb verb, const char *module, const char *value, const char *ignored)
{
  g_autoptr (ModscopeConfigLine) line =
    modscope_config_line_new (verb, module, value, "/etc/modprobe.d/x.conf", 7, ignored);

  return modscope_rule_new (line);
}

static void
check_text (ModscopeVerb verb, const char *value, const char *expected)
{
  g_autoptr (ModscopeRule) rule = make_rule (verb, "x", value, NULL);
  g_autofree char *text = modscope_rule_dup_text (rule);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_fields (void)
{
  g_autoptr (ModscopeRule) rule = make_rule (MODSCOPE_VERB_OPTIONS, "a", "b=\xe9", NULL);
  g_autoptr (ModscopeRule) ignored = make_rule (MODSCOPE_VERB_UNKNOWN, NULL, "x y", "Why.");

  g_assert_cmpint (modscope_rule_get_verb (rule), ==, MODSCOPE_VERB_OPTIONS);
  g_assert_cmpstr (modscope_rule_get_module (rule), ==, "a");
  g_assert_cmpstr (modscope_rule_get_value (rule), ==, "b=é");
  g_assert_cmpstr (modscope_rule_get_file (rule), ==, "/etc/modprobe.d/x.conf");
  g_assert_cmpuint (modscope_rule_get_line (rule), ==, 7);
  g_assert_cmpint (modscope_rule_get_effective (rule), ==, MODSCOPE_TRI_UNKNOWN);
  g_assert_null (modscope_rule_get_reason (rule));

  g_assert_null (modscope_rule_get_module (ignored));
  g_assert_cmpint (modscope_rule_get_effective (ignored), ==, MODSCOPE_TRI_NO);
  g_assert_cmpstr (modscope_rule_get_reason (ignored), ==, "Why.");
  g_assert_null (modscope_verb_to_string (modscope_rule_get_verb (ignored)));
}

/* Only some lines take the name as a pattern. */
static void
test_names_module (void)
{
  g_autoptr (ModscopeRule) install = make_rule (MODSCOPE_VERB_INSTALL, "b43*", "false", NULL);
  g_autoptr (ModscopeRule) blacklist = make_rule (MODSCOPE_VERB_BLACKLIST, "b43*", NULL, NULL);
  g_autoptr (ModscopeRule) plain = make_rule (MODSCOPE_VERB_BLACKLIST, "b43", NULL, NULL);
  g_autoptr (ModscopeRule) nothing = make_rule (MODSCOPE_VERB_COMMAND_LINE, NULL, "nomodule", NULL);

  g_assert_true (modscope_rule_names_module (install, "b43legacy"));
  g_assert_false (modscope_rule_names_module (install, "b4"));
  g_assert_false (modscope_rule_names_module (blacklist, "b43legacy"));
  g_assert_true (modscope_rule_names_module (plain, "b43"));
  g_assert_false (modscope_rule_names_module (plain, "b43legacy"));
  g_assert_false (modscope_rule_names_module (nothing, "b43"));
}

static void
test_text (void)
{
  check_text (MODSCOPE_VERB_BLACKLIST, NULL, "Do not load automatically");
  check_text (MODSCOPE_VERB_INSTALL, "/bin/false", "Never load");
  check_text (MODSCOPE_VERB_INSTALL, "echo", "Run a command instead of loading: echo");
  check_text (MODSCOPE_VERB_INSTALL, NULL, "Run a command instead of loading");
  check_text (MODSCOPE_VERB_REMOVE, "echo", "Run a command instead of unloading: echo");
  check_text (MODSCOPE_VERB_OPTIONS, "a=1", "Load with options: a=1");
  check_text (MODSCOPE_VERB_ALIAS, "usb:*", "Load when this is asked for: usb:*");
  check_text (MODSCOPE_VERB_LOAD_AT_STARTUP, NULL, "Load when the computer starts");
  check_text (MODSCOPE_VERB_UNKNOWN, "x y", "Not understood: x y");
}

static void
test_softdep_text (void)
{
  check_text (MODSCOPE_VERB_SOFTDEP, "pre: a b", "First load: a b");
  check_text (MODSCOPE_VERB_SOFTDEP, "post: c", "Afterwards load: c");
  check_text (MODSCOPE_VERB_SOFTDEP, "pre: a xpost: b post: c",
              "First load: a xpost: b; afterwards load: c");
  check_text (MODSCOPE_VERB_SOFTDEP, "", "Load nothing else before or after it");
  check_text (MODSCOPE_VERB_SOFTDEP, NULL, "Load nothing else before or after it");
}

static void
test_command_line_text (void)
{
  check_text (MODSCOPE_VERB_COMMAND_LINE, "nomodule", "Load no modules at all");
  check_text (MODSCOPE_VERB_COMMAND_LINE, "x.y=1", "Load with options: y=1");
  check_text (MODSCOPE_VERB_COMMAND_LINE, "modprobe.blacklist=x", "Do not load automatically");
  check_text (MODSCOPE_VERB_COMMAND_LINE, "module_blacklist=x",
              "Never load, refused by the kernel itself");
  check_text (MODSCOPE_VERB_COMMAND_LINE, "rd.modules_load=x",
              "Load early when the computer starts");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/fields", test_fields);
  g_test_add_func ("/rule/names-module", test_names_module);
  g_test_add_func ("/rule/text", test_text);
  g_test_add_func ("/rule/softdep-text", test_softdep_text);
  g_test_add_func ("/rule/command-line-text", test_command_line_text);
  return g_test_run ();
}
