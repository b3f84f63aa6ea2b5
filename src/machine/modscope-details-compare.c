/* Whether two readings of a module's details say the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-module-details.h"
#include "machine/modscope-rule.h"

static gboolean
parameters_say_the_same (GPtrArray *old, GPtrArray *new)
{
  gboolean same = old->len == new->len;

  for (guint i = 0; same && i < new->len; i++)
    {
      const ModscopeParameter *a = g_ptr_array_index (old, i);
      const ModscopeParameter *b = g_ptr_array_index (new, i);

      same = g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->value, b->value) == 0 &&
             g_strcmp0 (a->rule_value, b->rule_value) == 0;
    }
  return same;
}

static gboolean
firmware_says_the_same (GPtrArray *old, GPtrArray *new)
{
  gboolean same = old->len == new->len;

  for (guint i = 0; same && i < new->len; i++)
    {
      const ModscopeFirmware *a = g_ptr_array_index (old, i);
      const ModscopeFirmware *b = g_ptr_array_index (new, i);

      same = g_strcmp0 (a->name, b->name) == 0 && a->present == b->present;
    }
  return same;
}

gboolean
modscope_module_details_say_the_same (ModscopeModuleDetails *a, ModscopeModuleDetails *b)
{
  gboolean same =
    g_strcmp0 (a->file, b->file) == 0 && g_strcmp0 (a->srcversion, b->srcversion) == 0 &&
    parameters_say_the_same (a->parameters, b->parameters) &&
    firmware_says_the_same (a->firmware, b->firmware) && a->rules->len == b->rules->len;

  for (guint i = 0; same && i < a->rules->len; i++)
    same = modscope_rule_equal (g_ptr_array_index (a->rules, i), g_ptr_array_index (b->rules, i));
  return same;
}
