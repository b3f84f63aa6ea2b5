/* What the window says about a module: its status, counts and values in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-words.h"

#include <glib/gi18n.h>

ModscopeStatus
modscope_status_of (ModscopeModule *module)
{
  switch (modscope_module_get_state (module))
    {
    case MODSCOPE_MODULE_LOADED:
      return modscope_module_get_use_count (module) > 0 ? MODSCOPE_STATUS_IN_USE
                                                        : MODSCOPE_STATUS_LOADED;
    case MODSCOPE_MODULE_LOADING:
      return MODSCOPE_STATUS_LOADING;
    case MODSCOPE_MODULE_UNLOADING:
      return MODSCOPE_STATUS_UNLOADING;
    case MODSCOPE_MODULE_BUILTIN:
      return MODSCOPE_STATUS_BUILTIN;
    case MODSCOPE_MODULE_AVAILABLE:
    default:
      return modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_NO ? MODSCOPE_STATUS_AVAILABLE
                                                                         : MODSCOPE_STATUS_BLOCKED;
    }
}

const char *
modscope_status_get_label (ModscopeStatus status)
{
  switch (status)
    {
    case MODSCOPE_STATUS_IN_USE:
      /* Translators: status of a kernel module in a table column */
      return C_ ("module", "In use");
    case MODSCOPE_STATUS_LOADED:
      /* Translators: status of a kernel module in a table column */
      return C_ ("module", "Loaded");
    case MODSCOPE_STATUS_LOADING:
      /* Translators: status of a kernel module in a table column */
      return C_ ("module", "Loading");
    case MODSCOPE_STATUS_UNLOADING:
      /* Translators: status of a kernel module in a table column */
      return C_ ("module", "Unloading");
    case MODSCOPE_STATUS_BUILTIN:
      /* Translators: status of a kernel module in a table column: part of the kernel itself */
      return C_ ("module", "Built in");
    case MODSCOPE_STATUS_BLOCKED:
      /* Translators: status of a kernel module in a table column: a rule keeps it from loading */
      return C_ ("module", "Blocked");
    case MODSCOPE_STATUS_AVAILABLE:
    default:
      /* Translators: status of a kernel module in a table column: there, and not loaded */
      return C_ ("module", "Available");
    }
}

const char *
modscope_status_get_icon_name (ModscopeStatus status)
{
  switch (status)
    {
    case MODSCOPE_STATUS_IN_USE:
      return "modscope-in-use-symbolic";
    case MODSCOPE_STATUS_LOADED:
      return "radio-checked-symbolic";
    case MODSCOPE_STATUS_LOADING:
    case MODSCOPE_STATUS_UNLOADING:
      return "content-loading-symbolic";
    case MODSCOPE_STATUS_BUILTIN:
      return "modscope-kind-platform-symbolic";
    case MODSCOPE_STATUS_BLOCKED:
      return "action-unavailable-symbolic";
    case MODSCOPE_STATUS_AVAILABLE:
    default:
      return "modscope-available-symbolic";
    }
}

const char *
modscope_status_get_style (ModscopeStatus status)
{
  switch (status)
    {
    case MODSCOPE_STATUS_IN_USE:
    case MODSCOPE_STATUS_LOADED:
      return "success";
    case MODSCOPE_STATUS_LOADING:
    case MODSCOPE_STATUS_UNLOADING:
      return "";
    case MODSCOPE_STATUS_BLOCKED:
      return "warning";
    case MODSCOPE_STATUS_BUILTIN:
    case MODSCOPE_STATUS_AVAILABLE:
    default:
      return "dim-label";
    }
}

static const char *
get_blocked_text (ModscopeBlocked blocked)
{
  switch (blocked)
    {
    case MODSCOPE_BLOCKED_AUTOLOAD:
      return _ ("Blocked (blacklisted)");
    case MODSCOPE_BLOCKED_ALWAYS:
      return _ ("Blocked (install rule)");
    case MODSCOPE_BLOCKED_AT_BOOT:
      return _ ("Blocked at startup (module_blacklist)");
    case MODSCOPE_BLOCKED_NO:
    default:
      return NULL;
    }
}

char *
modscope_module_dup_status_text (ModscopeModule *module)
{
  ModscopeStatus status = modscope_status_of (module);
  int use_count = modscope_module_get_use_count (module);
  guint n_devices;

  switch (status)
    {
    case MODSCOPE_STATUS_IN_USE:
      /* Translators: how many programs, devices or other modules use this kernel module */
      return g_strdup_printf (ngettext ("In use by %d", "In use by %d", use_count), use_count);
    case MODSCOPE_STATUS_LOADED:
      if (modscope_module_is_permanent (module))
        return g_strdup (_ ("Loaded until restart (permanent)"));
      n_devices = g_strv_length ((GStrv) modscope_module_get_devices (module));
      if (use_count == 0 && n_devices > 0)
        return g_strdup_printf (
          ngettext ("Loaded, drives %u device", "Loaded, drives %u devices", n_devices), n_devices);
      return g_strdup (use_count == 0 ? _ ("Loaded, not in use") : _ ("Loaded"));
    case MODSCOPE_STATUS_LOADING:
      return g_strdup (_ ("Being loaded"));
    case MODSCOPE_STATUS_UNLOADING:
      return g_strdup (_ ("Being unloaded"));
    case MODSCOPE_STATUS_BUILTIN:
      return g_strdup (_ ("Built into the kernel"));
    case MODSCOPE_STATUS_BLOCKED:
      return g_strdup (get_blocked_text (modscope_module_get_blocked (module)));
    case MODSCOPE_STATUS_AVAILABLE:
    default:
      return g_strdup (_ ("Available, not loaded"));
    }
}

static gboolean
is_loaded_though_blocked (ModscopeModule *module)
{
  /* A blacklist line alone lets other modules and people load it: no contradiction. */
  return modscope_module_is_in_kernel (module) &&
         modscope_module_get_blocked (module) > MODSCOPE_BLOCKED_AUTOLOAD;
}

gboolean
modscope_module_has_problem (ModscopeModule *module)
{
  const guint marks = MODSCOPE_TAINT_CRASHED | MODSCOPE_TAINT_FORCED;

  return modscope_module_get_problem (module) != NULL ||
         (modscope_module_get_taints (module) & marks) != 0 || is_loaded_though_blocked (module);
}

const char *
modscope_module_get_problem_title (ModscopeModule *module)
{
  const guint marks = MODSCOPE_TAINT_CRASHED | MODSCOPE_TAINT_FORCED;

  if (modscope_module_get_problem (module) == NULL &&
      (modscope_module_get_taints (module) & marks) == 0 && is_loaded_though_blocked (module))
    return _ ("Blocked, but Still Loaded");
  return _ ("Something Is Wrong");
}

char *
modscope_module_dup_problem_text (ModscopeModule *module)
{
  const char *unreadable = modscope_module_get_problem (module);
  guint taints = modscope_module_get_taints (module);

  if ((taints & MODSCOPE_TAINT_CRASHED) != 0)
    return g_strdup (_ ("It crashed. Restart the computer before you rely on what it does."));
  if (unreadable != NULL)
    /* Translators: %s is the reason, as the system tells it */
    return g_strdup_printf (_ ("Its file cannot be read: %s"), unreadable);
  if ((taints & MODSCOPE_TAINT_FORCED) != 0)
    return g_strdup (_ ("It was loaded by force, although it was not made for this kernel."));
  if (is_loaded_though_blocked (module))
    return g_strdup (_ ("A rule blocks it, and it is loaded all the same. A new rule takes effect "
                        "when it is unloaded, or at the next start. If it is loaded then, too, it "
                        "comes from the boot image."));
  return NULL;
}

gboolean
modscope_module_is_unsigned (ModscopeModule *module)
{
  return modscope_module_get_signed (module) == 0 ||
         (modscope_module_get_taints (module) & MODSCOPE_TAINT_UNSIGNED) != 0;
}

gboolean
modscope_module_is_foreign (ModscopeModule *module)
{
  const char *path = modscope_module_get_path (module);

  if (modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    return FALSE;
  return path == NULL || !g_str_has_prefix (path, "kernel/") ||
         (modscope_module_get_taints (module) & MODSCOPE_TAINT_OUT_OF_TREE) != 0;
}

static char *
dup_count (int count)
{
  return count > 0 ? g_strdup_printf ("%'d", count) : g_strdup ("");
}

char *
modscope_module_dup_use_text (ModscopeModule *module)
{
  return dup_count (modscope_module_get_use_count (module));
}

char *
modscope_module_dup_memory_text (ModscopeModule *module)
{
  guint64 size = modscope_module_get_size_bytes (module);

  return size > 0 ? g_format_size (size) : g_strdup ("");
}

char *
modscope_module_dup_devices_text (ModscopeModule *module)
{
  return dup_count ((int) g_strv_length ((GStrv) modscope_module_get_devices (module)));
}

char *
modscope_module_dup_spoken (ModscopeModule *module)
{
  g_autofree char *status = modscope_module_dup_status_text (module);

  /* Translators: a row for a screen reader: name, what the module does (a sentence), status */
  return g_strdup_printf (C_ ("spoken row", "%s: %s %s"), modscope_module_get_name (module),
                          modscope_module_get_purpose (module), status);
}

char *
modscope_taint_words_dup_text (const char *const *words)
{
  static const struct
  {
    const char *word;
    const char *text;
  } texts[] = {
    { "proprietary", N_ ("Proprietary licence") },
    { "out-of-tree", N_ ("Built outside of the kernel") },
    { "unsigned", N_ ("Not signed") },
    { "forced", N_ ("Loaded by force") },
    { "staging", N_ ("Unfinished (staging)") },
    { "crashed", N_ ("Crashed") },
    { "livepatch", N_ ("Patches the running kernel (livepatch)") },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *known = words[i];

      for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
        if (g_str_equal (texts[k].word, words[i]))
          known = _ (texts[k].text);
      if (text->len > 0)
        g_string_append (text, "\n");
      g_string_append (text, known);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
append_line (GString *report, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (report, "%s: %s\n", label, value);
}

static void
append_list (GString *report, const char *label, const char *const *values)
{
  g_autofree char *joined = values != NULL ? g_strjoinv (", ", (GStrv) values) : NULL;

  append_line (report, label, joined);
}

static void
append_details (GString *report, ModscopeModuleDetails *details)
{
  append_list (report, _ ("Needs"), (const char *const *) details->needs);
  append_list (report, _ ("Needed by"), (const char *const *) details->needed_by);
  for (guint i = 0; details->parameters != NULL && i < details->parameters->len; i++)
    {
      const ModscopeParameter *parameter = g_ptr_array_index (details->parameters, i);

      if (parameter->value != NULL)
        g_string_append_printf (report, "%s: %s=%s\n", _ ("Parameter"), parameter->name,
                                parameter->value);
    }
  for (guint i = 0; details->firmware != NULL && i < details->firmware->len; i++)
    {
      const ModscopeFirmware *firmware = g_ptr_array_index (details->firmware, i);

      g_string_append_printf (report, "%s: %s (%s)\n", _ ("Firmware"), firmware->name,
                              firmware->present ? _ ("present") : _ ("missing"));
    }
  append_line (report, _ ("File"), details->file);
  append_line (report, _ ("Version"), details->version);
  append_line (report, _ ("Licence"), details->license);
  append_list (report, _ ("Author"), (const char *const *) details->authors);
  append_line (report, _ ("Signed by"), details->signer);
  append_line (report, _ ("Made for kernel"), details->vermagic);
}

char *
modscope_module_dup_report (ModscopeModule *module, ModscopeModuleDetails *details)
{
  GString *report = g_string_new (NULL);
  g_autofree char *status = modscope_module_dup_status_text (module);
  g_autofree char *memory = modscope_module_dup_memory_text (module);
  g_autofree char *problem = modscope_module_dup_problem_text (module);

  append_line (report, _ ("Module"), modscope_module_get_name (module));
  append_line (report, _ ("What it does"), modscope_module_get_purpose (module));
  append_line (report, _ ("In its own words"), modscope_module_get_description (module));
  append_line (report, _ ("Status"), status);
  append_line (report, _ ("Problem"), problem);
  append_line (report, _ ("Memory"), memory);
  append_list (report, _ ("Used by"), modscope_module_get_used_by (module));
  append_list (report, _ ("Devices"), modscope_module_get_devices (module));
  if (details != NULL)
    append_details (report, details);
  return g_string_free (report, FALSE);
}

char *
modscope_count_dup_text (guint shown, guint all)
{
  if (shown == all)
    return g_strdup_printf (ngettext ("%'u module", "%'u modules", all), all);
  /* Translators: the first number is how many modules the filters leave, the second all */
  return g_strdup_printf (ngettext ("%'u of %'u module", "%'u of %'u modules", all), shown, all);
}

GStrv
modscope_words_from_search (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text != NULL ? text : "", -1);
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (gsize i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (words, pieces[i]);
  return g_strv_builder_end (words);
}
