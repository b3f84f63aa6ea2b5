/* Causes that lie in the state of the module, or in what its own code does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-cause.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "machine/modscope-plan.h"

ModscopeFinding *
modscope_cause_already_loaded (const ModscopeCase *self)
{
  ModscopeFinding *finding = modscope_cause_new (
    self, "already-loaded", MODSCOPE_SEVERITY_NOTICE,
    g_strdup_printf (_ ("%s is loaded already"), self->module),
    g_strdup_printf (_ ("There is nothing to do: %s is in the kernel now."), self->module));
  g_autofree char *text = g_strdup_printf (_ ("To start it anew, restart it (unload and load)."));

  modscope_cause_offer (finding, text, "restart", self->module);
  return finding;
}

ModscopeFinding *
modscope_cause_builtin (const ModscopeCase *self)
{
  const char *const *devices =
    self->known != NULL ? modscope_module_get_devices (self->known) : NULL;
  ModscopeFinding *finding = modscope_cause_new (
    self, "builtin", MODSCOPE_SEVERITY_NOTICE,
    g_strdup_printf (_ ("%s is part of the kernel itself"), self->module),
    g_strdup_printf (
      _ ("%s is not a separate file on this computer but in the kernel (built in): it "
         "is always there, and can neither be loaded nor unloaded."),
      self->module));

  for (; devices != NULL && *devices != NULL; devices++)
    {
      const char *arguments[] = { "off", *devices, NULL };
      g_autofree char *text =
        g_strdup_printf (_ ("Turn the device %s off until the computer restarts."), *devices);

      modscope_finding_add_fix (finding, text, "device", arguments);
    }
  return finding;
}

/* What the facts say about who uses it, in order of how much it helps. */
static char *
dup_users (const ModscopeCase *self, int *others)
{
  const char *const *holders = modscope_module_get_used_by (self->known);
  const char *const *devices = modscope_module_get_devices (self->known);
  guint n_holders = g_strv_length ((GStrv) holders);
  g_autofree char *names = g_strjoinv (", ", (GStrv) holders);
  g_autofree char *ids = g_strjoinv (", ", (GStrv) devices);

  *others = modscope_module_get_use_count (self->known) - (int) n_holders;
  if (n_holders > 0 && *others > 0)
    return g_strdup_printf (
      _ ("These drivers use it: %s. So does something else: an open program, a "
         "mounted disk, or a network connection."),
      names);
  if (n_holders > 0)
    return g_strdup_printf (_ ("These drivers use it: %s."), names);
  if (devices[0] != NULL)
    return g_strdup_printf (
      _ ("It drives %s, and a program, a mounted disk or a network connection "
         "uses that."),
      ids);
  return g_strdup (_ ("A program, a mounted disk, a network connection or the kernel itself uses "
                      "it."));
}

/* One unload of all, in the order in which it works. */
static void
offer_ordered_unload (const ModscopeCase *self, ModscopeFinding *finding)
{
  const char *const names[] = { self->module, NULL };
  g_autoptr (ModscopePlan) plan = modscope_plan_make (self->machine, "unload", names, FALSE, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  if (plan == NULL || plan->steps->len < 2)
    return;
  arguments = modscope_plan_dup_names (plan, "unload");
  list = g_strjoinv (", ", arguments);
  text = g_strdup_printf (_ ("Unload what uses it first, in this order: %s."), list);
  modscope_finding_add_fix (finding, text, "unload", (const char *const *) arguments);
}

ModscopeFinding *
modscope_cause_in_use (const ModscopeCase *self)
{
  int others = 1;
  g_autofree char *answer = modscope_cause_dup_answer (self);
  g_autofree char *users =
    self->known != NULL ? dup_users (self, &others)
                        : g_strdup (_ ("Another driver, a program, a mounted disk or a network "
                                       "connection uses it."));
  ModscopeFinding *finding = modscope_cause_new (
    self, "in-use", MODSCOPE_SEVERITY_ERROR, g_strdup_printf (_ ("%s is in use"), self->module),
    g_strdup_printf (_ ("The kernel unloads a driver only when nothing uses it "
                        "any more. %s%s"),
                     users, answer));

  if (self->known != NULL)
    {
      g_autofree char *line =
        g_strdup_printf ("%s %d %s", self->module, modscope_module_get_use_count (self->known),
                         modscope_module_get_used_by (self->known)[0] != NULL
                           ? modscope_module_get_used_by (self->known)[0]
                           : "-");

      modscope_finding_add_evidence (finding, "/proc/modules", 0, line);
      offer_ordered_unload (self, finding);
    }
  if (others > 0)
    modscope_cause_advise (finding, _ ("Close the programs, unmount the disks and switch off the "
                                       "connections that use it, and unload it again."));
  return finding;
}

ModscopeFinding *
modscope_cause_cannot_unload (const ModscopeCase *self)
{
  gboolean is_permanent = self->known != NULL && modscope_module_is_permanent (self->known);
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "cannot-unload", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s cannot be unloaded: it stays until the computer restarts"),
                     self->module),
    is_permanent ? g_strdup_printf (
                     _ ("%s is made without a way to stop it (it has no exit function). That is "
                        "on purpose, and no fault.%s"),
                     self->module, answer)
                 : g_strdup_printf (
                     _ ("%s has no way to stop, or is in the middle of starting or stopping and "
                        "does not get on.%s"),
                     self->module, answer));

  if (is_permanent)
    modscope_finding_add_evidence (finding, "/proc/modules", 0, "[permanent]");
  modscope_cause_advise (finding, _ ("Restart the computer. To keep it from loading then, block it "
                                     "before."));
  return finding;
}

ModscopeFinding *
modscope_cause_driver_crashed (const ModscopeCase *self)
{
  const ModscopeKernelMessage *place = modscope_cause_find (self, MODSCOPE_EVENT_CRASH_PLACE);
  const char *culprit = place != NULL && place->module != NULL ? place->module : self->module;
  g_autofree char *block =
    g_strdup_printf (_ ("Block %s, so that it does not load when the computer "
                        "starts."),
                     culprit);
  ModscopeFinding *finding = modscope_cause_new (
    self, "driver-crashed", MODSCOPE_SEVERITY_ERROR, g_strdup_printf (_ ("%s crashed"), culprit),
    g_strdup_printf (
      _ ("A fault in %s made the kernel stop it in the middle of its work (an oops). "
         "It can neither be used nor unloaded any more, and the computer may not be "
         "stable. Save your work."),
      culprit));

  modscope_cause_advise (finding, _ ("Restart the computer."));
  modscope_cause_offer (finding, block, "block", culprit);
  modscope_cause_advise (finding, _ ("Report it to your distribution, with the lines of the kernel "
                                     "log; a newer kernel may have it corrected."));
  return finding;
}

/* Whether the kernel noted a crash since the computer was started. */
static gboolean
has_crashed_before (const ModscopeCase *self)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;

  return facts != NULL && facts->taints != NULL &&
         g_strv_contains ((const char *const *) facts->taints, "crashed");
}

ModscopeFinding *
modscope_cause_busy (const ModscopeCase *self)
{
  ModscopeFinding *finding;

  if (self->known != NULL && modscope_module_get_state (self->known) == MODSCOPE_MODULE_LOADING &&
      has_crashed_before (self))
    return modscope_cause_driver_crashed (self);
  if (strcmp (self->verb, "unload") == 0)
    return modscope_cause_cannot_unload (self);
  finding = modscope_cause_new (
    self, "load-failed", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s is being loaded or unloaded at this moment"), self->module),
    g_strdup_printf (_ ("The kernel has begun to load or unload %s and has not come to an end. A "
                        "second attempt would only hang, too."),
                     self->module));
  modscope_cause_advise (finding, _ ("Wait a moment and look again."));
  modscope_cause_advise (finding, _ ("If it stays like that, the driver hangs: restart the "
                                     "computer."));
  return finding;
}

/* What an errno means where nothing else tells why: the module's own start-up code returned it. */
static const char *
get_meaning (int error)
{
  switch (error)
    {
    case EPERM:
    case EACCES:
      return _ (
        "The driver itself refused to start: something that it wanted to do is not allowed.");
    case ENOENT:
      return _ ("The driver did not find something that it needs: a file with firmware, or another "
                "part of the kernel.");
    case EIO:
      return _ ("The driver could not talk to its hardware.");
    case ENOMEM:
      return _ ("There was not enough memory for the driver.");
    case EBUSY:
      return _ ("What the driver wanted to use is taken: another driver has the device, or the "
                "computer's firmware does.");
    case EEXIST:
      return _ ("Something of the same name is in the kernel already.");
    case EINVAL:
    case ERANGE:
      return _ ("The driver did not accept how it was started: an option, or the hardware that it "
                "found.");
    case ENOSPC:
      return _ ("There was no room left for the driver: of memory, numbers or another limited "
                "thing.");
    case ETIMEDOUT:
      return _ ("The hardware did not answer in time, or the driver hangs.");
    case EAGAIN:
    case EINTR:
      return _ ("It was interrupted. Another attempt may work.");
    case EOPNOTSUPP:
    case ENOSYS:
      return _ ("The driver needs something that this kernel or this computer does not offer.");
    default:
      return _ ("The driver gave up while it started, and does not say why.");
    }
}

ModscopeFinding *
modscope_cause_load_failed (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  gboolean is_unload = strcmp (self->verb, "unload") == 0;
  ModscopeFinding *finding = modscope_cause_new (
    self, "load-failed", MODSCOPE_SEVERITY_ERROR,
    is_unload ? g_strdup_printf (_ ("%s could not be unloaded"), self->module)
              : g_strdup_printf (_ ("%s could not be loaded"), self->module),
    is_unload
      ? g_strdup_printf (_ ("The kernel refused to unload it, and does not say why.%s"), answer)
      : g_strdup_printf ("%s%s", get_meaning (self->failure->errsv), answer));

  if (self->failure->kernel_lines != NULL && self->failure->kernel_lines[0] != NULL)
    modscope_cause_advise (finding, _ ("Read the kernel's lines: they may name what is missing."));
  modscope_cause_advise (finding, _ ("Search for the driver's name together with the error, or ask "
                                     "with a report of this computer."));
  return finding;
}
