/* What the window says about a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-device-words.h"

#include <glib/gi18n.h>

const char *
modscope_chain_get_icon_name (const ModscopeChain *chain)
{
  if (chain->finding != NULL)
    switch (chain->finding->severity)
      {
      case MODSCOPE_SEVERITY_ERROR:
        return "dialog-error-symbolic";
      case MODSCOPE_SEVERITY_WARNING:
        return "dialog-warning-symbolic";
      case MODSCOPE_SEVERITY_NOTICE:
      default:
        return "dialog-information-symbolic";
      }
  if (g_str_equal (chain->verdict, "working"))
    return "object-select-symbolic";
  return g_str_equal (chain->verdict, "unknown") ? "dialog-question-symbolic"
                                                 : "modscope-available-symbolic";
}

const char *
modscope_chain_get_style (const ModscopeChain *chain)
{
  if (chain->finding != NULL)
    switch (chain->finding->severity)
      {
      case MODSCOPE_SEVERITY_ERROR:
        return "error";
      case MODSCOPE_SEVERITY_WARNING:
        return "warning";
      case MODSCOPE_SEVERITY_NOTICE:
      default:
        return "dim-label";
      }
  return g_str_equal (chain->verdict, "working") ? "success" : "dim-label";
}

const char *
modscope_step_state_get_icon_name (ModscopeStepState state)
{
  switch (state)
    {
    case MODSCOPE_STEP_PASSED:
      return "object-select-symbolic";
    case MODSCOPE_STEP_FAILED:
      return "dialog-error-symbolic";
    case MODSCOPE_STEP_UNKNOWN:
      return "dialog-question-symbolic";
    case MODSCOPE_STEP_NOT_APPLICABLE:
    default:
      return "modscope-available-symbolic";
    }
}

const char *
modscope_step_state_get_style (ModscopeStepState state)
{
  switch (state)
    {
    case MODSCOPE_STEP_PASSED:
      return "success";
    case MODSCOPE_STEP_FAILED:
      return "error";
    case MODSCOPE_STEP_UNKNOWN:
    case MODSCOPE_STEP_NOT_APPLICABLE:
    default:
      return "dim-label";
    }
}

const char *
modscope_step_state_get_label (ModscopeStepState state)
{
  switch (state)
    {
    case MODSCOPE_STEP_PASSED:
      /* Translators: result of a check */
      return C_ ("check", "In order");
    case MODSCOPE_STEP_FAILED:
      /* Translators: result of a check */
      return C_ ("check", "Here is the problem");
    case MODSCOPE_STEP_UNKNOWN:
      /* Translators: result of a check */
      return C_ ("check", "Not known");
    case MODSCOPE_STEP_NOT_APPLICABLE:
    default:
      /* Translators: result of a check: the question does not arise for this device */
      return C_ ("check", "Not needed");
    }
}

/* Whether its driver's name says more than the module's. */
static const char *
get_driver_name (ModscopeDevice *device)
{
  const char *module = modscope_device_get_module (device);

  return module != NULL ? module : modscope_device_get_driver (device);
}

char *
modscope_device_dup_row_text (ModscopeDevice *device, const ModscopeChain *chain)
{
  const char *verdict = modscope_verdict_get_label (chain->verdict);
  const char *driver = get_driver_name (device);

  /* Translators: what became of a device, and its driver: "Working · iwlwifi" */
  return driver != NULL ? g_strdup_printf (C_ ("device", "%s · %s"), verdict, driver)
                        : g_strdup (verdict);
}

char *
modscope_device_dup_spoken (ModscopeDevice *device, const ModscopeChain *chain)
{
  g_autofree char *text = modscope_device_dup_row_text (device, chain);

  /* Translators: name of a device, and what became of it */
  return g_strdup_printf (C_ ("device", "%s: %s"), modscope_device_get_name (device), text);
}

char *
modscope_problems_dup_text (guint n_problems)
{
  if (n_problems == 0)
    return g_strdup (_ ("No device has a problem"));
  return g_strdup_printf (
    ngettext ("%u device has a problem", "%u devices have a problem", n_problems), n_problems);
}

char *
modscope_devices_dup_text (guint n_devices)
{
  return g_strdup_printf (ngettext ("%u device", "%u devices", n_devices), n_devices);
}

/* The report */

static void
add_line (GString *text, const char *title, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", title, value);
}

static void
add_step (GString *text, const ModscopeChain *chain, ModscopeStep step)
{
  const ModscopeChainStep *result = &chain->steps[step];

  g_string_append_printf (text, "  %s: %s", modscope_step_get_label (step, result->state),
                          modscope_step_state_get_label (result->state));
  if (result->detail != NULL)
    g_string_append_printf (text, " (%s)", result->detail);
  g_string_append_c (text, '\n');
}

static void
add_finding (GString *text, const ModscopeFinding *finding)
{
  g_string_append_printf (text, "\n%s\n", finding->title);
  if (finding->explanation != NULL)
    g_string_append_printf (text, "%s\n", finding->explanation);
  for (guint i = 0; i < finding->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = g_ptr_array_index (finding->evidence, i);

      if (evidence->line > 0)
        g_string_append_printf (text, "  %s:%u: %s\n", evidence->source, evidence->line,
                                evidence->text);
      else
        g_string_append_printf (text, "  %s: %s\n", evidence->source, evidence->text);
    }
}

char *
modscope_device_dup_report (ModscopeDevice *device, const ModscopeChain *chain)
{
  GString *text = g_string_new (NULL);
  const char *const *candidates = modscope_device_get_candidates (device);
  g_autofree char *drivers = candidates != NULL ? g_strjoinv (", ", (GStrv) candidates) : NULL;

  add_line (text, _ ("Device"), modscope_device_get_name (device));
  add_line (text, _ ("Maker"), modscope_device_get_vendor (device));
  add_line (text, _ ("State"), modscope_verdict_get_label (chain->verdict));
  add_line (text, _ ("Kind"), modscope_device_kind_get_label (modscope_device_get_kind (device)));
  add_line (text, _ ("Identifier"), modscope_device_get_id (device));
  add_line (text, _ ("Path"), modscope_device_get_syspath (device));
  add_line (text, _ ("Hardware code (modalias)"), modscope_device_get_modalias (device));
  add_line (text, _ ("Driver"), modscope_device_get_driver (device));
  add_line (text, _ ("Module"), modscope_device_get_module (device));
  add_line (text, _ ("Modules for it"), drivers);
  g_string_append_printf (text, "%s:\n", _ ("Checks"));
  for (ModscopeStep step = 0; step < MODSCOPE_N_STEPS; step++)
    add_step (text, chain, step);
  if (chain->finding != NULL)
    add_finding (text, chain->finding);
  return g_string_free (text, FALSE);
}

/* Fixes */

char *
modscope_fix_dup_label (const ModscopeFix *fix)
{
  static const struct
  {
    const char *verb;
    const char *first; /* argument, NULL for any */
    const char *label;
  } labels[] = {
    { "load", NULL, N_ ("_Load Driver…") },
    { "unload", NULL, N_ ("_Unload…") },
    { "block", NULL, N_ ("_Block…") },
    { "unblock", NULL, N_ ("_Unblock Driver…") },
    { "restart", NULL, N_ ("_Restart Driver…") },
    { "device", "on", N_ ("_Turn On") },
    { "device", "switch-on", N_ ("_Switch On") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (fix->verb, labels[i].verb) == 0 &&
        (labels[i].first == NULL ||
         (fix->arguments != NULL && g_strcmp0 (fix->arguments[0], labels[i].first) == 0)))
      return g_strdup (_ (labels[i].label));
  return NULL;
}
