/* Parameters of a module that a caller gave, none of them trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-parameters.h"

#include <string.h>

#include "base/modscope-helper-error.h"
#include "base/modscope-name.h"

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_INVALID_PARAMETER,
                       sentence);
  return FALSE;
}

/* The kernel takes "-" and "_" in a parameter's name as the same (parameq in kernel/params.c). */
static gboolean
is_name_of (const char *folded, const char *field, const char *key)
{
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (field, key))
    return FALSE;
  field += strlen (key);
  name = g_strndup (field, strcspn (field, ":"));
  g_strdelimit (name, "-", '_');
  return strcmp (name, folded) == 0;
}

static gboolean
check_name (const char *folded, const char *const *info, GError **error)
{
  /* These two the kernel gives to every module: they are no parameters of the driver. */
  if (strcmp (folded, "dyndbg") == 0 || strcmp (folded, "async_probe") == 0)
    return refuse (error, "This parameter cannot be set here");
  for (; *info != NULL; info++)
    if (is_name_of (folded, *info, "parm=") || is_name_of (folded, *info, "parmtype="))
      return TRUE;
  return refuse (error, "The module has no such parameter");
}

static gboolean
check_value (const char *value, GError **error)
{
  gsize length = strlen (value);

  if (length > MODSCOPE_PARAMETER_VALUE_MAX)
    return refuse (error, "The parameter's value is too long");
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (value[i]))
      return refuse (error, "The parameter's value holds a blank or what cannot be printed");
  if (strpbrk (value, MODSCOPE_PARAMETER_VALUE_FORBIDDEN) != NULL)
    return refuse (error, "The parameter's value holds a character that could mean more than text");
  if (strcmp (value, "--") == 0)
    return refuse (error, "The parameter's value would end the parameters");
  return TRUE;
}

char *
modscope_parameters_check (GVariant *parameters, const char *const *info, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  GVariantIter iter;
  const char *name;
  const char *value;

  if (g_variant_n_children (parameters) > MODSCOPE_PARAMETERS_MAX)
    {
      refuse (error, "Too many parameters");
      return NULL;
    }
  g_variant_iter_init (&iter, parameters);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      char *folded = g_strdelimit (g_strdup (name), "-", '_');

      if (!g_hash_table_add (seen, folded))
        {
          refuse (error, "A parameter is given twice");
          return NULL;
        }
      if (!check_name (folded, info, error) || !check_value (value, error))
        return NULL;
      g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", folded, value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
