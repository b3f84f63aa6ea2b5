/* Parameters of a module that a caller gave.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/modscope-helper-error.h"
#include "base/modscope-parameters.h"

static const char *const info[] = {
  "license=GPL",    "parm=x:A number", "parmtype=x:int",  "parm=power-save:Seconds",
  "parmtype=y:int", "parm=dyndbg:No",  "parm=wide_text:", NULL,
};

static char *
check (const char *text, GError **error)
{
  g_autoptr (GVariant) parameters =
    g_variant_parse (G_VARIANT_TYPE ("a{ss}"), text, NULL, NULL, NULL);

  g_assert_nonnull (parameters);
  return modscope_parameters_check (parameters, info, error);
}

static void
test_good (void)
{
  static const char *const cases[][2] = {
    { "{}", "" },
    { "{'x': '1', 'y': 'a,b:c/d=e'}", "x=1 y=a,b:c/d=e" },
    { "{'power-save': '0'}", "power_save=0" },
    { "{'power_save': ''}", "power_save=" },
    { "{'wide_text': '--x'}", "wide_text=--x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = check (cases[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_bad (void)
{
  static const char *const cases[] = {
    "{'x': '1\\ninstall y sh'}",
    "{'x': '1\\\\'}",
    "{'x': '\"1'}",
    "{'x': '1 other=2'}",
    "{'x': '\"1 other=2\"'}",
    "{'x': '--'}",
    "{'x': ';touch'}",
    "{'x': '`id`'}",
    "{'x': '$HOME'}",
    "{'x': \"'1'\"}",
    "{'x': '#1'}",
    "{'x': '1\\t2'}",
    "{'x': 'é'}",
    "{'x': '\\u007f'}",
    "{'unknown': '1'}",
    "{'X': '1'}",
    "{'': '1'}",
    "{'x:A number': '1'}",
    "{'x=1 y': '1'}",
    "{'license': 'GPL'}",
    "{'dyndbg': '+p'}",
    "{'async_probe': '1'}",
    "{'async-probe': '1'}",
    "{'power-save': '1', 'power_save': '2'}",
    "{'x': '1', 'x': '2'}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = check (cases[i], &error);

      g_test_message ("%s", cases[i]);
      g_assert_null (text);
      g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER);
    }
}

static void
test_limits (void)
{
  g_autofree char *longest = g_strnfill (MODSCOPE_PARAMETER_VALUE_MAX, '1');
  g_autofree char *fits = g_strdup_printf ("{'x': '%s'}", longest);
  g_autofree char *too_long = g_strdup_printf ("{'x': '%s1'}", longest);
  g_auto (GVariantBuilder) many = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) thousand = NULL;
  g_autofree char *text = check (fits, NULL);

  g_assert_nonnull (text);
  g_assert_null (check (too_long, NULL));
  for (guint i = 0; i < 1000; i++)
    g_variant_builder_add (&many, "{ss}", "x", "1");
  thousand = g_variant_ref_sink (g_variant_builder_end (&many));
  g_assert_null (modscope_parameters_check (thousand, info, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameters/good", test_good);
  g_test_add_func ("/parameters/bad", test_bad);
  g_test_add_func ("/parameters/limits", test_limits);
  return g_test_run ();
}
