/* Causes that lie in the module's file: its signature, the kernel it was built for, its contents,
 * or that it is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-cause.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
advise_signing (ModscopeFinding *finding)
{
  modscope_cause_advise (finding,
                         _ ("Use the driver that your distribution ships: it is signed with a key "
                            "that the computer trusts."));
  modscope_cause_advise (finding,
                         _ ("If you built this driver yourself, sign it and enrol your key: run "
                            "“mokutil --import” with the key's file (DKMS keeps it at "
                            "/var/lib/dkms/mok.pub), restart, and confirm in the blue screen."));
  modscope_cause_advise (finding,
                         _ ("Or switch Secure Boot off in the computer's firmware setup. The "
                            "computer is less protected then."));
}

void
modscope_cause_advise_reinstall (ModscopeFinding *finding)
{
  modscope_cause_advise (finding, _ ("Reinstall the package that the driver comes from."));
}

ModscopeFinding *
modscope_cause_signature_rejected (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  gboolean is_unsigned =
    (self->message != NULL && self->message->value != NULL &&
     strstr (self->message->value, "unsigned") != NULL) ||
    (self->message == NULL && self->known != NULL && modscope_module_get_signed (self->known) == 0);
  ModscopeFinding *finding = modscope_cause_new (
    self, "signature-rejected", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s was refused: this computer does not trust its signature"),
                     self->module),
    is_unsigned
      ? g_strdup_printf (
          _ ("This computer only accepts drivers that are signed by someone it trusts (signature "
             "enforcement, usually because of Secure Boot). The file of %s has no signature at "
             "all.%s"),
          self->module, answer)
      : g_strdup_printf (
          _ ("This computer only accepts drivers that are signed by someone it trusts (signature "
             "enforcement, usually because of Secure Boot). The key with which %s was signed is "
             "not among the trusted ones.%s"),
          self->module, answer));

  advise_signing (finding);
  return finding;
}

ModscopeFinding *
modscope_cause_lockdown (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "lockdown", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s was refused: Secure Boot allows only signed drivers"), self->module),
    g_strdup_printf (_ ("The computer was started in a protected mode (kernel lockdown, usually "
                        "switched on by Secure Boot), in which unsigned drivers cannot be loaded. "
                        "The file of %s has no signature that the kernel accepts.%s"),
                     self->module, answer));

  advise_signing (finding);
  return finding;
}

ModscopeFinding *
modscope_cause_signature_damaged (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "signature-damaged", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s was refused: its file was changed after it was signed"), self->module),
    g_strdup_printf (_ ("The signature in the file of %s does not fit the rest of the file: it is "
                        "damaged, or something changed it (stripped it, for instance). The kernel "
                        "refuses such a file whatever its settings are.%s"),
                     self->module, answer));

  modscope_cause_advise_reinstall (finding);
  modscope_cause_advise (finding,
                         _ ("If it happens again, check the disk: files that change by themselves "
                            "are a sign of a failing one."));
  return finding;
}

/* The first word in which two version magics differ, with the kernel's own. */
static char *
dup_difference (const char *own, const char *expected)
{
  g_auto (GStrv) own_words = g_strsplit (own, " ", -1);
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);

  for (guint i = 0; own_words[i] != NULL && words[i] != NULL; i++)
    if (strcmp (own_words[i], words[i]) != 0 && *own_words[i] != '\0' && *words[i] != '\0')
      return g_strdup_printf (_ ("It was built for “%s”, this kernel is “%s” (version magic)."),
                              own_words[i], words[i]);
  return g_strdup_printf (_ ("It was built for “%s”, this kernel is “%s” (version magic)."), own,
                          expected);
}

static void
advise_rebuild (const ModscopeCase *self, ModscopeFinding *finding)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;
  gboolean has_newer_kernel = facts != NULL && facts->release != NULL &&
                              facts->installed_kernels != NULL &&
                              facts->installed_kernels[0] != NULL &&
                              strcmp (facts->installed_kernels[0], facts->release) != 0;

  if (has_newer_kernel)
    modscope_cause_advise (finding, _ ("Restart the computer: another kernel is installed than the "
                                       "one that runs, and the driver may be built for that one."));
  modscope_cause_advise (finding,
                         _ ("Reinstall the driver's package, so that it fits this kernel."));
  modscope_cause_advise (finding,
                         _ ("If it was built on this computer, install the headers of exactly this "
                            "kernel and build it again from clean sources (“dkms autoinstall”, "
                            "where DKMS builds it)."));
}

ModscopeFinding *
modscope_cause_wrong_kernel (const ModscopeCase *self)
{
  const ModscopeKernelMessage *message = self->message;
  g_autofree char *answer = modscope_cause_dup_answer (self);
  g_autofree char *detail = NULL;
  ModscopeFinding *finding;

  if (message != NULL && message->event == MODSCOPE_EVENT_VERSION_MAGIC)
    detail = dup_difference (message->value, message->expected);
  else if (message != NULL && message->event == MODSCOPE_EVENT_RELOCATION)
    detail =
      g_strdup (_ ("It was built with other settings or another compiler than this kernel."));
  else if (message != NULL)
    detail =
      g_strdup (_ ("What it expects inside the kernel is laid out differently in this one."));
  else
    detail = g_strdup (_ ("It is not in a form that this kernel can load."));
  finding = modscope_cause_new (
    self, "wrong-kernel", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s was built for another kernel"), self->module),
    g_strdup_printf (_ ("A driver only works with the kernel that it was built for. %s%s"), detail,
                     answer));
  advise_rebuild (self, finding);
  return finding;
}

ModscopeFinding *
modscope_cause_symbol_mismatch (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "symbol-mismatch", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s does not fit the drivers or the kernel that it builds on"),
                     self->module),
    g_strdup_printf (_ ("%s uses the function “%s” of the kernel or of another driver, and was "
                        "built with another version of it (symbol version).%s"),
                     self->module, self->message->symbol, answer));

  advise_rebuild (self, finding);
  return finding;
}

/* Modules that its file names and that are not in the kernel. */
static void
offer_needs (const ModscopeCase *self, ModscopeFinding *finding)
{
  g_auto (GStrv) needs =
    self->machine != NULL ? modscope_machine_dup_needs (self->machine, self->module) : NULL;

  for (guint i = 0; needs != NULL && needs[i] != NULL; i++)
    {
      ModscopeModule *module = modscope_machine_lookup (self->machine, needs[i]);
      g_autofree char *text = NULL;

      if (module == NULL || modscope_module_get_state (module) != MODSCOPE_MODULE_AVAILABLE)
        continue;
      text = g_strdup_printf (_ ("Load %s first: %s needs it."), needs[i], self->module);
      modscope_cause_offer (finding, text, "load", needs[i]);
    }
}

static char *
dup_symbol_reason (const ModscopeCase *self)
{
  const ModscopeKernelMessage *license = modscope_cause_find (self, MODSCOPE_EVENT_TAINT_LICENSE);
  const char *symbol = self->message != NULL ? self->message->symbol : NULL;

  if (symbol == NULL)
    return g_strdup_printf (_ ("%s uses a function that the kernel and the loaded drivers do not "
                               "have (unknown symbol)."),
                            self->module);
  if (self->message->event == MODSCOPE_EVENT_SYMBOL_REFUSED)
    return g_strdup_printf (_ ("%s uses “%s” of “%s” without being allowed to."), self->module,
                            symbol, self->message->value);
  if (license != NULL)
    return g_strdup_printf (_ ("%s uses “%s”, which the kernel does not have, or keeps for drivers "
                               "under the GPL: the licence of this one is “%s” (unknown symbol)."),
                            self->module, symbol, license->value);
  return g_strdup_printf (_ ("%s uses “%s”, which neither the kernel nor a loaded driver has "
                             "(unknown symbol). A driver that it needs is missing, or it was built "
                             "for another kernel."),
                          self->module, symbol);
}

ModscopeFinding *
modscope_cause_unknown_symbol (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  g_autofree char *reason = dup_symbol_reason (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "unknown-symbol", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s needs something that this kernel does not have"), self->module),
    g_strdup_printf ("%s%s", reason, answer));

  offer_needs (self, finding);
  modscope_cause_advise (finding, _ ("Run “depmod” as root, so that the drivers that it needs are "
                                     "found, and load it again."));
  advise_rebuild (self, finding);
  return finding;
}

ModscopeFinding *
modscope_cause_btf_mismatch (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "btf-mismatch", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s and the running kernel come from different builds"), self->module),
    g_strdup_printf (_ ("The description of data types in %s (BTF) does not fit the one in the "
                        "running kernel: the kernel and its drivers were not built together.%s"),
                     self->module, answer));

  modscope_cause_advise (
    finding, _ ("Reinstall the kernel's packages, all of the same version, and restart."));
  return finding;
}

ModscopeFinding *
modscope_cause_corrupt_module (const ModscopeCase *self)
{
  const char *problem = self->known != NULL ? modscope_module_get_problem (self->known) : NULL;
  const char *path = self->known != NULL ? modscope_module_get_path (self->known) : NULL;
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "corrupt-module", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("The file of %s is damaged"), self->module),
    g_strdup_printf (_ ("The file is not a kernel module as it should be: it is cut off, empty, "
                        "something else, or compressed in a way that this kernel cannot read.%s"),
                     answer));

  if (problem != NULL)
    modscope_finding_add_evidence (finding, path != NULL ? path : self->module, 0, problem);
  modscope_cause_advise_reinstall (finding);
  return finding;
}

static ModscopeFinding *
tell_restart_needed (const ModscopeCase *self)
{
  ModscopeFinding *finding = modscope_cause_new (
    self, "restart-needed", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s cannot be loaded before the computer is restarted"), self->module),
    g_strdup (_ ("The kernel was updated, and the drivers of the one that still runs were removed "
                 "with the old version. Only drivers that are loaded already work until the "
                 "computer starts with the new one.")));

  modscope_cause_advise (finding, _ ("Restart the computer to finish the update."));
  return finding;
}

void
modscope_cause_advise_depmod (ModscopeFinding *finding)
{
  modscope_cause_advise (finding, _ ("Run “depmod” as root, which makes the list anew."));
}

void
modscope_cause_advise_package (ModscopeFinding *finding)
{
  modscope_cause_advise (finding, _ ("Install the package with the rest of the kernel's drivers "
                                     "(linux-modules-extra on Ubuntu, kernel-modules-extra on "
                                     "Fedora), or the driver's own package."));
}

static ModscopeFinding *
tell_stale_index (const ModscopeCase *self)
{
  const char *problem = modscope_module_get_problem (self->known);
  ModscopeFinding *finding = modscope_cause_new (
    self, "stale-index", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("The list of drivers is out of date: the file of %s is not where it says"),
                     self->module),
    g_strdup (_ ("Drivers are found by a list that is made when they are installed (modules.dep). "
                 "This one is older than the files on the disk.")));

  modscope_finding_add_evidence (finding, "modules.dep", 0, modscope_module_get_path (self->known));
  if (problem != NULL)
    modscope_finding_add_evidence (finding, modscope_module_get_path (self->known), 0, problem);
  modscope_cause_advise_depmod (finding);
  modscope_cause_advise_reinstall (finding);
  return finding;
}

static ModscopeFinding *
tell_not_shipped (const ModscopeCase *self)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;
  const char *release = facts != NULL && facts->release != NULL ? facts->release : NULL;
  ModscopeFinding *finding = modscope_cause_new (
    self, "module-not-shipped", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("There is no driver named %s for this kernel"), self->module),
    release != NULL
      ? g_strdup_printf (_ ("Nothing of that name is installed for kernel %s. Distributions keep "
                            "rare drivers in a package of their own, and drivers from elsewhere "
                            "must be built for each kernel."),
                         release)
      : g_strdup (_ ("Nothing of that name is installed for this kernel. Distributions keep rare "
                     "drivers in a package of their own, and drivers from elsewhere must be built "
                     "for each kernel.")));

  modscope_cause_advise (finding,
                         _ ("Check the name: it is the module's, not that of the device."));
  modscope_cause_advise_package (finding);
  modscope_cause_advise (finding, _ ("If its file was just put on the disk, run “depmod” as root, "
                                     "which makes the list of drivers anew."));
  return finding;
}

/* Whether the running kernel's modules are gone, and another kernel's are there. */
static gboolean
modules_are_gone (const ModscopeCase *self)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;

  return facts != NULL && facts->module_support == MODSCOPE_TRI_YES && facts->release != NULL &&
         facts->installed_kernels != NULL && facts->installed_kernels[0] != NULL &&
         !g_strv_contains ((const char *const *) facts->installed_kernels, facts->release);
}

ModscopeFinding *
modscope_cause_not_found (const ModscopeCase *self)
{
  if (modules_are_gone (self))
    return tell_restart_needed (self);
  if (self->known != NULL && modscope_module_get_path (self->known) != NULL &&
      modscope_module_get_state (self->known) == MODSCOPE_MODULE_AVAILABLE)
    return tell_stale_index (self);
  return tell_not_shipped (self);
}
