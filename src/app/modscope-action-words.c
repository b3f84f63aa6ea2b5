/* What the window says about an action before, while and after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-action-words.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is (const char *verb, const char *other)
{
  return strcmp (verb, other) == 0;
}

/* --- Before --- */

static char *
dup_heading_of_one (const char *verb, const char *name)
{
  if (is (verb, "load"))
    return g_strdup_printf (_ ("Load %s?"), name);
  if (is (verb, "unload"))
    return g_strdup_printf (_ ("Unload %s?"), name);
  if (is (verb, "restart"))
    return g_strdup_printf (_ ("Restart %s?"), name);
  if (is (verb, "block"))
    return g_strdup_printf (_ ("Block %s?"), name);
  return g_strdup_printf (_ ("Unblock %s?"), name);
}

char *
modscope_action_dup_heading (const char *verb, const char *const *names)
{
  guint n = g_strv_length ((GStrv) names);

  if (n == 1)
    return dup_heading_of_one (verb, names[0]);
  if (is (verb, "load"))
    return g_strdup_printf (ngettext ("Load %u Module?", "Load %u Modules?", n), n);
  if (is (verb, "unload"))
    return g_strdup_printf (ngettext ("Unload %u Module?", "Unload %u Modules?", n), n);
  if (is (verb, "block"))
    return g_strdup_printf (ngettext ("Block %u Module?", "Block %u Modules?", n), n);
  return g_strdup_printf (ngettext ("Unblock %u Module?", "Unblock %u Modules?", n), n);
}

static const char *
get_load_body (guint n_names, guint n_steps)
{
  if (n_steps <= 1)
    return _ ("It stays loaded until it is unloaded or the computer restarts.");
  if (n_names == 1)
    return _ ("It needs other modules, which are loaded first, in this order:");
  return _ ("They are loaded with what they need, in this order:");
}

static const char *
get_unload_body (guint n_names, guint n_steps)
{
  if (n_steps <= 1)
    return _ ("What it drives stops working until it is loaded again.");
  if (n_names == 1)
    return _ ("Other modules use it. They are unloaded first, in this order:");
  return _ ("They are unloaded with what uses them, in this order:");
}

static const char *
get_restart_body (const ModscopePlan *plan)
{
  g_auto (GStrv) unloaded = modscope_plan_dup_names (plan, "unload");

  if (g_strv_length (unloaded) <= 1)
    return _ ("It is unloaded and loaded again. What it drives stops working meanwhile.");
  return _ ("Other modules use it. They are unloaded first, in this order, and then all are loaded "
            "again:");
}

static gboolean
is_blocked_from_autoload (ModscopeMachine *machine, const char *name)
{
  ModscopeModule *module = modscope_machine_lookup (machine, name);

  return module != NULL && modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_AUTOLOAD;
}

char *
modscope_action_dup_body (const char *verb,
                          const char *const *names,
                          const ModscopePlan *plan,
                          ModscopeMachine *machine)
{
  guint n = g_strv_length ((GStrv) names);

  if (is (verb, "load") && n == 1 && is_blocked_from_autoload (machine, names[0]))
    return g_strconcat (_ ("A rule keeps it from loading automatically, and goes on to do so after "
                           "this."),
                        " ", get_load_body (n, plan->steps->len), NULL);
  if (is (verb, "load"))
    return g_strdup (get_load_body (n, plan->steps->len));
  if (is (verb, "unload"))
    return g_strdup (get_unload_body (n, plan->steps->len));
  if (is (verb, "restart"))
    return g_strdup (get_restart_body (plan));
  if (is (verb, "block"))
    return g_strdup (ngettext ("A rule is written that keeps it from loading.",
                               "Rules are written that keep them from loading.", n));
  return g_strdup (ngettext ("The rule that Modscope wrote is removed. It can load automatically "
                             "again, at the latest when the computer restarts.",
                             "The rules that Modscope wrote are removed. They can load "
                             "automatically again, at the latest when the computer restarts.",
                             n));
}

const char *
modscope_action_get_label (const char *verb)
{
  if (is (verb, "load"))
    return _ ("_Load");
  if (is (verb, "unload"))
    return _ ("_Unload");
  if (is (verb, "restart"))
    return _ ("_Restart");
  if (is (verb, "block"))
    return _ ("_Block");
  return _ ("_Unblock");
}

const char *
modscope_action_get_anyway_label (const char *verb)
{
  if (is (verb, "unload"))
    return _ ("_Unload Anyway");
  if (is (verb, "restart"))
    return _ ("_Restart Anyway");
  if (is (verb, "off"))
    return _ ("_Turn Off Anyway");
  if (is (verb, "switch-off"))
    return _ ("_Switch Off Anyway");
  if (is (verb, "use-driver"))
    return _ ("_Change Anyway");
  return _ ("_Block Anyway");
}

GStrv
modscope_action_dup_notes (const char *verb, const ModscopePlan *plan)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();

  for (guint i = 0; i < plan->warnings->len; i++)
    {
      const ModscopePlanWarning *warning = g_ptr_array_index (plan->warnings, i);

      /* Of several that are asked for, those are left out of the plan. */
      if (!is (warning->code, "not-loaded") && !is (warning->code, "not-blocked") &&
          !(is (warning->code, "already-loaded") && is (verb, "load")))
        g_strv_builder_add (notes, warning->text);
    }
  return g_strv_builder_end (notes);
}

/* --- Meanwhile --- */

char *
modscope_action_dup_progress (const ModscopeActionRequest *request)
{
  guint n = g_strv_length (request->modules);
  const char *name = request->modules[0];

  if (is (request->verb, "use-driver"))
    /* Translators: %s is a device. */
    return g_strdup_printf (_ ("Changing the driver of %s…"), request->target);
  if (modscope_action_request_is_of_device (request))
    return g_strdup_printf (is (request->verb, "on") || is (request->verb, "switch-on")
                              /* Translators: %s is a device. */
                              ? _ ("Turning on %s…")
                              : _ ("Turning off %s…"),
                            request->target);
  if (is (request->verb, "load"))
    return n == 1 ? g_strdup_printf (_ ("Loading %s…"), name)
                  : g_strdup_printf (ngettext ("Loading %u module…", "Loading %u modules…", n), n);
  if (is (request->verb, "unload"))
    return n == 1
             ? g_strdup_printf (_ ("Unloading %s…"), name)
             : g_strdup_printf (ngettext ("Unloading %u module…", "Unloading %u modules…", n), n);
  if (is (request->verb, "restart"))
    return g_strdup_printf (_ ("Restarting %s…"), name);
  if (is (request->verb, "block"))
    return n == 1
             ? g_strdup_printf (_ ("Blocking %s…"), name)
             : g_strdup_printf (ngettext ("Blocking %u module…", "Blocking %u modules…", n), n);
  return n == 1
           ? g_strdup_printf (_ ("Unblocking %s…"), name)
           : g_strdup_printf (ngettext ("Unblocking %u module…", "Unblocking %u modules…", n), n);
}

/* --- Afterwards --- */

/* The module that was asked for, and how many more. */
static char *
dup_result_with_others (const char *verb, const char *name, guint n_others)
{
  if (is (verb, "load"))
    /* Translators: a module that was loaded, and how many more that it needs. */
    return g_strdup_printf (ngettext ("Loaded %s and %u module that it needs",
                                      "Loaded %s and %u modules that it needs", n_others),
                            name, n_others);
  /* Translators: a module that was unloaded, and how many more that used it. */
  return g_strdup_printf (ngettext ("Unloaded %s and %u module that used it",
                                    "Unloaded %s and %u modules that used it", n_others),
                          name, n_others);
}

char *
modscope_action_dup_result (const ModscopeActionRequest *request,
                            GPtrArray *done,
                            ModscopeMachine *machine)
{
  const char *verb = request->verb;
  guint n = done->len;

  if (n == 0 && is (verb, "load"))
    return g_strdup (_ ("It was loaded already"));
  if (n == 0)
    return g_strdup (_ ("Nothing was changed"));
  /* What was loaded for it before needs no word. */
  if (modscope_action_request_is_of_device (request))
    return modscope_done_dup_sentence (g_ptr_array_index (done, n - 1), machine);
  if (n == 1)
    return modscope_done_dup_sentence (g_ptr_array_index (done, 0), machine);
  if (request->target != NULL)
    return dup_result_with_others (verb, request->target, n - 1);
  if (is (verb, "load"))
    return g_strdup_printf (ngettext ("Loaded %u module", "Loaded %u modules", n), n);
  if (is (verb, "unload"))
    return g_strdup_printf (ngettext ("Unloaded %u module", "Unloaded %u modules", n), n);
  if (is (verb, "block"))
    return g_strdup_printf (ngettext ("Blocked %u module", "Blocked %u modules", n), n);
  return g_strdup_printf (ngettext ("Unblocked %u module", "Unblocked %u modules", n), n);
}

/* Of the steps that take a change back the last one was not done. */
static char *
dup_driver_now (const ModscopeActionRequest *request, ModscopeMachine *machine)
{
  ModscopeDevice *device = modscope_machine_lookup_device (machine, request->modules[0]);
  const char *driver = device != NULL ? modscope_device_get_driver (device) : NULL;

  if (driver == NULL)
    return g_strdup_printf (_ ("The rest was not done: no driver has %s now"), request->target);
  /* Translators: a driver and a device. */
  return g_strdup_printf (_ ("The rest was not done: the driver %s has %s now"), driver,
                          request->target);
}

char *
modscope_action_dup_cancelled (const ModscopeActionRequest *request,
                               gboolean has_begun,
                               GPtrArray *done,
                               ModscopeMachine *machine)
{
  ModscopeModule *module = modscope_machine_lookup (machine, request->modules[0]);
  gboolean restarts = has_begun && is (request->verb, "restart");

  if (request->undoes != NULL && done->len > 0)
    return dup_driver_now (request, machine);
  /* The helper puts back what is on trial when its caller does not want it any more. */
  if (has_begun && request->trial_seconds > 0)
    return g_strdup (_ ("Cancelled. If it had begun, it is put back."));
  /* Nobody sees of a module whether it is the one of before. */
  if (restarts && module != NULL && modscope_module_is_in_kernel (module))
    return g_strdup_printf (_ ("Cancelled. %s is loaded, and perhaps restarted already."),
                            request->modules[0]);
  if (restarts)
    return g_strdup_printf (_ ("Cancelled too late: %s is not loaded now."), request->modules[0]);
  return g_strdup (done->len > 0 ? _ ("The rest was not done") : _ ("Nothing was changed"));
}

char *
modscope_action_dup_shortfall (GPtrArray *done, ModscopeMachine *machine)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < done->len; i++)
    {
      const ModscopeDone *each = g_ptr_array_index (done, i);
      const char *reason = modscope_done_get_reason (each);
      g_autofree char *sentence = NULL;

      if (each->effective)
        continue;
      sentence = modscope_done_dup_sentence (each, machine);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
      if (reason != NULL)
        g_string_append_printf (text, ": %s", reason);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
