/* What was not done: what happened, why, how the program knows, and what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-setback.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-error.h"
#include "diagnosis/modscope-explain.h"

/* What is asked for of a device is explained by nothing that is known of modules. */
static gboolean
is_of_device (const char *verb)
{
  static const char *const verbs[] = { "off", "on", "use-driver", "switch-on", "switch-off", NULL };

  return g_strv_contains (verbs, verb);
}

/* What needs no finding; %NULL for what one tells better. */
static const char *
get_refusal (const GError *error)
{
  if (error->domain != MODSCOPE_HELPER_ERROR)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             ? _ ("Cancelled: what had not begun is not done")
             : NULL;
  switch (error->code)
    {
    case MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED:
      return _ ("You are not authorized, or nobody could ask you for a password");
    case MODSCOPE_HELPER_ERROR_DISMISSED:
      return _ ("The question for a password was dismissed");
    case MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE:
      return _ ("polkit, the service that grants permissions, does not answer");
    case MODSCOPE_HELPER_ERROR_STALE:
      return _ ("What would be done has changed since it was asked for; look, and try again");
    case MODSCOPE_HELPER_ERROR_CRITICAL:
      return _ ("The disk that this computer runs from needs it, so it is left as it is");
    case MODSCOPE_HELPER_ERROR_READ_ONLY:
      return _ ("The settings are on a disk that cannot be written");
    case MODSCOPE_HELPER_ERROR_NO_SPACE:
      return _ ("The disk is full");
    case MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED:
      return _ ("Too much is asked for at once; try again in a moment");
    case MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE:
      return _ ("A file or folder of the settings is not what it should be, and is left alone");
    case MODSCOPE_HELPER_ERROR_INVALID_NAME:
      return _ ("This name cannot be used");
    case MODSCOPE_HELPER_ERROR_INVALID_PARAMETER:
      return _ ("A parameter, its value or another detail cannot be used");
    default:
      return NULL;
    }
}

/* Where no finding tells it, by what the helper's answer is called. */
static const char *
get_summary (const char *verb, int code)
{
  switch (code)
    {
    case MODSCOPE_HELPER_ERROR_NOT_FOUND:
      if (is_of_device (verb))
        return _ ("There is no such device, driver or switch");
      if (strcmp (verb, "unload") == 0 || strcmp (verb, "restart") == 0)
        return _ ("It is not loaded");
      if (strcmp (verb, "unblock") == 0)
        return _ ("No rule of Modscope’s blocks it");
      return _ ("There is no such module");
    case MODSCOPE_HELPER_ERROR_IN_USE:
      return _ ("It is in use");
    case MODSCOPE_HELPER_ERROR_BUILT_IN:
      return _ ("It is part of the kernel itself");
    case MODSCOPE_HELPER_ERROR_INSTALL_COMMAND:
    case MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT:
      return _ ("A rule is in the way");
    case MODSCOPE_HELPER_ERROR_BUSY:
      return _ ("Something else is being done with it, or another change is on trial");
    case MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED:
      return _ ("The kernel does not trust its signature");
    case MODSCOPE_HELPER_ERROR_LOCKED_DOWN:
      return _ ("The kernel is locked down");
    case MODSCOPE_HELPER_ERROR_MODULES_DISABLED:
      return _ ("Loading and unloading is switched off until the computer restarts");
    case MODSCOPE_HELPER_ERROR_WRONG_KERNEL:
      return _ ("It was built for another kernel");
    case MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL:
      return _ ("Something that it needs is missing");
    case MODSCOPE_HELPER_ERROR_KERNEL_REFUSED:
    default:
      return is_of_device (verb) ? _ ("The kernel or the driver refused it")
                                 : _ ("The kernel refused it");
    }
}

/* A name that no module has is explained too: there may be a package for it. */
static ModscopeFinding *
explain (const char *verb,
         const char *module,
         const GError *error,
         const ModscopeFailure *failure,
         ModscopeMachine *machine)
{
  int code = error->code;

  if (is_of_device (verb))
    return NULL;
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND))
    code = MODSCOPE_HELPER_ERROR_NOT_FOUND;
  else if (error->domain != MODSCOPE_HELPER_ERROR)
    return NULL;
  return modscope_explain (verb, module, (ModscopeHelperError) code, failure, machine);
}

/* What a person reads first, and what can be done, of refusals that have no finding. */
static const struct
{
  GQuark (*domain) (void);
  int code;
  const char *heading;
  const char *fix;
} refusals[] = {
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED,
    N_ ("You Are Not Allowed to Do This"),
    N_ ("Try again with the password of an administrator, or ask who administers this computer.") },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE,
    N_ ("Permissions Cannot Be Asked For"),
    N_ ("Install polkit (its package is polkitd, policykit-1 or polkit), and see that its service "
        "runs: “systemctl status polkit”.") },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_STALE, N_ ("Something Has Changed"), NULL },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_CRITICAL, N_ ("This Computer Needs It"),
    NULL },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE,
    N_ ("The Settings Are Left Alone"), NULL },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_READ_ONLY,
    N_ ("The Settings Cannot Be Written"), NULL },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_NO_SPACE, N_ ("The Disk Is Full"),
    N_ ("Delete what is not needed, and try again.") },
  { modscope_helper_error_quark, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, N_ ("Too Much at Once"),
    NULL },
  { g_dbus_error_quark, G_DBUS_ERROR_NO_SERVER, N_ ("Modules Cannot Be Changed Here"), NULL },
  { g_dbus_error_quark, G_DBUS_ERROR_SERVICE_UNKNOWN, N_ ("Changing Modules Is Not Set Up"), NULL },
};

static void
advise (ModscopeSetback *self, const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      ModscopeFix *fix;

      if (!g_error_matches (error, refusals[i].domain (), refusals[i].code))
        continue;
      self->heading = _ (refusals[i].heading);
      if (refusals[i].fix == NULL)
        return;
      fix = g_new0 (ModscopeFix, 1);
      fix->text = g_strdup (_ (refusals[i].fix));
      g_ptr_array_add (self->fixes, fix);
    }
}

static void
fix_free (gpointer data)
{
  ModscopeFix *fix = data;

  g_free (fix->text);
  g_free (fix);
}

static char *
dup_title (const char *verb,
           const char *module,
           const GError *error,
           const ModscopeFinding *finding,
           const ModscopeFailure *failure,
           ModscopeMachine *machine)
{
  ModscopeDevice *device = modscope_machine_lookup_device (machine, module);
  const char *name = device != NULL ? modscope_device_get_name (device) : module;
  const char *refusal = get_refusal (error);

  if (refusal != NULL)
    return g_strdup (refusal);
  if (error->domain != MODSCOPE_HELPER_ERROR)
    return g_strdup (failure->sentence);
  if (finding != NULL)
    return g_strdup (finding->title);
  return g_strdup_printf ("%s: %s", failure->module != NULL ? failure->module : name,
                          get_summary (verb, error->code));
}

static void
evidence_free (gpointer data)
{
  ModscopeEvidence *evidence = data;

  g_free (evidence->source);
  g_free (evidence->text);
  g_free (evidence);
}

static void
add_evidence (ModscopeSetback *self, const char *source, guint line, const char *text)
{
  ModscopeEvidence *evidence = g_new0 (ModscopeEvidence, 1);

  evidence->source = g_strdup (source);
  evidence->line = line;
  evidence->text = g_strdup (text);
  g_ptr_array_add (self->evidence, evidence);
}

/* What the helper says is in no language but its own, and more exact than its name for it. */
static void
collect_evidence (ModscopeSetback *self, const GError *error, const ModscopeFailure *failure)
{
  const char *const *lines = (const char *const *) failure->kernel_lines;

  for (guint i = 0; lines[i] != NULL; i++)
    add_evidence (self, NULL, 0, lines[i]);
  if (self->finding == NULL && error->domain == MODSCOPE_HELPER_ERROR)
    add_evidence (self, "modscope-helper", 0, failure->sentence);
  for (guint i = 0; self->finding != NULL && i < self->finding->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = g_ptr_array_index (self->finding->evidence, i);

      if (!g_strv_contains (lines, evidence->text))
        add_evidence (self, evidence->source, evidence->line, evidence->text);
    }
}

/* Of what several modules were asked for. */
static GStrv
dup_done_names (GPtrArray *done, const ModscopeFailure *failure)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; done != NULL && i < done->len; i++)
    g_strv_builder_add (names, ((const ModscopeDone *) g_ptr_array_index (done, i))->module);
  g_strv_builder_addv (names, (const char **) failure->done);
  return g_strv_builder_end (names);
}

/* How a device came out of a change that the kernel refused: the way back can fail, too. */
static char *
dup_outcome (const char *module, const GError *error, ModscopeMachine *machine)
{
  ModscopeDevice *device = modscope_machine_lookup_device (machine, module);
  const char *driver = device != NULL ? modscope_device_get_driver (device) : NULL;

  if (device == NULL ||
      !g_error_matches (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED))
    return NULL;
  if (driver == NULL)
    return g_strdup (_ ("No driver has it now."));
  /* Translators: a device has this driver. */
  return g_strdup_printf (_ ("It has the driver %s now."), driver);
}

ModscopeSetback *
modscope_setback_new (const char *verb,
                      const char *module,
                      const GError *error,
                      GPtrArray *done,
                      ModscopeMachine *machine)
{
  ModscopeSetback *self = g_new0 (ModscopeSetback, 1);
  g_autoptr (ModscopeFailure) failure = modscope_failure_from_message (error->message);

  self->finding = explain (verb, module, error, failure, machine);
  self->title = dup_title (verb, module, error, self->finding, failure, machine);
  self->evidence = g_ptr_array_new_with_free_func (evidence_free);
  collect_evidence (self, error, failure);
  self->done = dup_done_names (done, failure);
  if (self->finding != NULL)
    {
      self->explanation = g_strdup (self->finding->explanation);
      self->fixes = g_ptr_array_ref (self->finding->fixes);
    }
  else
    {
      self->explanation = dup_outcome (module, error, machine);
      self->fixes = g_ptr_array_new_with_free_func (fix_free);
      advise (self, error);
    }
  return self;
}

void
modscope_setback_free (ModscopeSetback *self)
{
  g_free (self->title);
  g_free (self->explanation);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->fixes);
  g_strfreev (self->done);
  g_clear_pointer (&self->finding, modscope_finding_unref);
  g_free (self);
}
