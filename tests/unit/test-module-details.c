/* What a module says of itself, taken apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-module-details.h"

#define PARSE(...)                                                                                 \
  modscope_module_details_parse ("a_module", (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_list (char **list, const char *expected)
{
  g_autofree char *joined = NULL;

  g_assert_nonnull (list);
  joined = g_strjoinv ("|", list);
  g_assert_cmpstr (joined, ==, expected);
}

static const ModscopeParameter *
get_parameter (ModscopeModuleDetails *details, guint index)
{
  g_assert_cmpuint (index, <, details->parameters->len);
  return details->parameters->pdata[index];
}

static void
assert_parameter (ModscopeModuleDetails *details,
                  guint index,
                  const char *name,
                  const char *type,
                  const char *description)
{
  const ModscopeParameter *parameter = get_parameter (details, index);

  g_assert_cmpstr (parameter->name, ==, name);
  g_assert_cmpstr (parameter->type, ==, type);
  g_assert_cmpstr (parameter->description, ==, description);
  g_assert_null (parameter->value);
  g_assert_null (parameter->rule_value);
}

static void
test_fields (void)
{
  g_autoptr (ModscopeModuleDetails) details =
    PARSE ("license=GPL v2", "description=A driver: what it = does", "author=One", "author=Two",
           "version=1.2", "srcversion=ABC", "vermagic=6.1.0 SMP ", "intree=Y", "name=other",
           "alias=pci:v*", "alias=usb:v*", "signer=A key", "sig_key=01:02", "sig_hashalgo=sha256");

  g_assert_cmpstr (details->name, ==, "a_module");
  g_assert_cmpstr (details->license, ==, "GPL v2");
  g_assert_cmpstr (details->description, ==, "A driver: what it = does");
  g_assert_cmpstr (details->version, ==, "1.2");
  g_assert_cmpstr (details->srcversion, ==, "ABC");
  g_assert_cmpstr (details->vermagic, ==, "6.1.0 SMP ");
  g_assert_cmpstr (details->signer, ==, "A key");
  g_assert_cmpstr (details->signature_key, ==, "01:02");
  g_assert_cmpstr (details->signature_hash, ==, "sha256");
  g_assert_true (details->in_tree);
  assert_list (details->authors, "One|Two");
  assert_list (details->aliases, "pci:v*|usb:v*");
  g_assert_cmpuint (g_strv_length (details->fields), ==, 14);
  g_assert_cmpstr (details->fields[13], ==, "sig_hashalgo=sha256");
}

/* Nothing is %NULL that is a list, and nothing is "" that is not there. */
static void
test_empty (void)
{
  g_autoptr (ModscopeModuleDetails) details = PARSE (NULL);
  g_autoptr (ModscopeModuleDetails) hollow =
    PARSE ("description=", "author=", "version=", "depends=", "softdep=", "alias=", "parm=",
           "parmtype=:int", "firmware=", "intree=", "descriptionary=x", "description");

  for (guint i = 0; i < 2; i++)
    {
      ModscopeModuleDetails *each = i == 0 ? details : hollow;

      g_assert_null (each->description);
      g_assert_null (each->license);
      g_assert_null (each->version);
      g_assert_null (each->file);
      g_assert_null (each->problem);
      g_assert_false (each->in_tree);
      assert_list (each->authors, "");
      assert_list (each->aliases, "");
      assert_list (each->needs, "");
      assert_list (each->all_needs, "");
      assert_list (each->needed_by, "");
      assert_list (each->soft_pre, "");
      assert_list (each->soft_post, "");
      g_assert_cmpuint (each->parameters->len, ==, 0);
      g_assert_cmpuint (each->firmware->len, ==, 0);
      g_assert_cmpuint (each->rules->len, ==, 0);
    }
}

static void
test_needs (void)
{
  g_autoptr (ModscopeModuleDetails) details =
    PARSE ("depends=snd-pcm,snd,,crc32c_generic", "softdep=pre: crc32c-intel  aes post: x-y",
           "softdep=post: z", "softdep=stray pre: last");

  assert_list (details->needs, "snd_pcm|snd|crc32c_generic");
  assert_list (details->soft_pre, "crc32c_intel|aes|last");
  assert_list (details->soft_post, "x_y|z");
}

static void
test_parameters (void)
{
  g_autoptr (ModscopeModuleDetails) details = PARSE (
    "parmtype=typed:int", "parm=typed:Two parts: 0 = off\n1 = on", "parm=only_parm:words",
    "parmtype=only_type:array of charp", "parm=late:first the words", "parmtype=between:bool",
    "parmtype=late:uint", "parm=bare", "parm=no_words:", "parm=:no name");

  g_assert_cmpuint (details->parameters->len, ==, 7);
  assert_parameter (details, 0, "typed", "int", "Two parts: 0 = off\n1 = on");
  assert_parameter (details, 1, "only_parm", NULL, "words");
  assert_parameter (details, 2, "only_type", "array of charp", NULL);
  assert_parameter (details, 3, "late", "uint", "first the words");
  assert_parameter (details, 4, "between", "bool", NULL);
  assert_parameter (details, 5, "bare", NULL, NULL);
  assert_parameter (details, 6, "no_words", NULL, NULL);
}

/* As modinfo does it: one row a name, and the last words count. */
static void
test_doubles (void)
{
  g_autoptr (ModscopeModuleDetails) details =
    PARSE ("parm=a:one", "parmtype=a:int", "parm=a:two", "parmtype=a:bool", "parm=aa:three",
           "firmware=f.bin", "firmware=g.bin", "firmware=f.bin", "license=GPL", "license=MIT",
           "description=", "description=second");
  const ModscopeFirmware *firmware = details->firmware->pdata[1];

  g_assert_cmpuint (details->parameters->len, ==, 2);
  assert_parameter (details, 0, "a", "bool", "two");
  assert_parameter (details, 1, "aa", NULL, "three");
  g_assert_cmpuint (details->firmware->len, ==, 2);
  g_assert_cmpstr (firmware->name, ==, "g.bin");
  g_assert_false (firmware->present);
  g_assert_cmpstr (details->license, ==, "GPL");
  g_assert_cmpstr (details->description, ==, "second");
}

static void
test_boxed (void)
{
  g_autoptr (ModscopeModuleDetails) details = PARSE ("license=GPL");
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, MODSCOPE_TYPE_MODULE_DETAILS);
  g_value_set_boxed (&value, details);
  g_assert_true (g_value_get_boxed (&value) == details);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/module-details/fields", test_fields);
  g_test_add_func ("/module-details/empty", test_empty);
  g_test_add_func ("/module-details/needs", test_needs);
  g_test_add_func ("/module-details/parameters", test_parameters);
  g_test_add_func ("/module-details/doubles", test_doubles);
  g_test_add_func ("/module-details/boxed", test_boxed);
  return g_test_run ();
}
