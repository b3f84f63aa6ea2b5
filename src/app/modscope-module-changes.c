/* What can be changed about modules: which of the actions fit which of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-changes.h"

#include <string.h>

const ModscopeModuleChange modscope_module_changes[MODSCOPE_MODULE_CHANGES] = {
  { "modules.load", "load" },   { "modules.unload", "unload" },   { "modules.restart", "restart" },
  { "modules.block", "block" }, { "modules.unblock", "unblock" },
};

gboolean
modscope_module_change_fits (const char *verb, ModscopeModule *module)
{
  ModscopeModuleState state = modscope_module_get_state (module);
  gboolean is_blocked = modscope_module_get_blocked (module) != MODSCOPE_BLOCKED_NO;

  if (strcmp (verb, "load") == 0)
    return state == MODSCOPE_MODULE_AVAILABLE;
  if (strcmp (verb, "unload") == 0 || strcmp (verb, "restart") == 0)
    return state == MODSCOPE_MODULE_LOADED;
  if (strcmp (verb, "block") == 0)
    return state != MODSCOPE_MODULE_BUILTIN && !is_blocked;
  /* Also where the rule is not Modscope's: it is said then whose it is. */
  return is_blocked;
}

gboolean
modscope_module_change_takes_several (const char *verb)
{
  return strcmp (verb, "restart") != 0;
}

GStrv
modscope_module_change_dup_names (const char *verb, GPtrArray *modules)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < modules->len; i++)
    {
      ModscopeModule *module = g_ptr_array_index (modules, i);

      if (modscope_module_change_fits (verb, module))
        g_strv_builder_add (names, modscope_module_get_name (module));
    }
  return g_strv_builder_end (names);
}
