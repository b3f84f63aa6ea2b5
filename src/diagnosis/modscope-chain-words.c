/* What is wrong with a device, in words, and what helps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "diagnosis/modscope-cause.h"
#include "diagnosis/modscope-chain-private.h"
#include "diagnosis/modscope-explain.h"

/** What there is to say about a code: a title and an explanation, which take the device's name and
 *  the module's. */
typedef struct
{
  const char *code;
  ModscopeSeverity severity;
  const char *title;
  const char *explanation;
  void (*add) (const ModscopeJudge *self, ModscopeFinding *finding);
} Words;

static void
offer (ModscopeFinding *finding,
       const char *text,
       const char *verb,
       const char *first,
       const char *second)
{
  const char *arguments[] = { first, second, NULL };

  modscope_finding_add_fix (finding, text, verb, arguments);
}

static void
add_authorize (const ModscopeJudge *self, ModscopeFinding *finding)
{
  modscope_finding_add_evidence (finding, modscope_device_get_syspath (self->device), 0,
                                 "authorized: 0");
  offer (finding, _ ("Turn it on."), "device", "on", modscope_device_get_id (self->device));
}

static void
add_turn_on (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const char *driver = modscope_device_get_driver_override (self->device);

  if (driver != NULL)
    {
      g_autofree char *text = g_strdup_printf ("driver_override: %s", driver);

      modscope_finding_add_evidence (finding, modscope_device_get_syspath (self->device), 0, text);
    }
  offer (finding, _ ("Turn it on."), "device", "on", modscope_device_get_id (self->device));
}

static void
add_declined (const ModscopeJudge *self, ModscopeFinding *finding)
{
  g_autofree char *text = g_strdup_printf (_ ("Restart %s (unload and load)."), self->module);

  offer (finding, _ ("Attach it."), "device", "on", modscope_device_get_id (self->device));
  if (self->known != NULL && modscope_module_get_state (self->known) == MODSCOPE_MODULE_LOADED)
    modscope_cause_offer (finding, text, "restart", self->module);
  modscope_cause_advise (finding, _ ("Look at the kernel log: it may say why the driver did not "
                                     "take the device."));
}

static void
add_no_driver (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const char *modalias = modscope_device_get_modalias (self->device);

  if (modalias != NULL)
    modscope_finding_add_evidence (finding, modscope_device_get_syspath (self->device), 0,
                                   modalias);
  modscope_cause_advise (finding, _ ("Update the system, and install a newer kernel if there is "
                                     "one: drivers come with it."));
  modscope_cause_advise (finding, _ ("Look whether your distribution has further drivers in a "
                                     "package of its own (such as linux-modules-extra), or whether "
                                     "the maker of the device offers one."));
}

static char *
dup_missing_file (const ModscopeJudge *self, const ModscopeMissingDriver *missing)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);
  const char *folder = modscope_kernel_get_folder (kernel);

  if (missing->release != NULL)
    return g_build_filename ("/lib/modules", missing->release, missing->path, NULL);
  if (g_path_is_absolute (missing->path))
    return g_strdup (missing->path);
  return g_build_filename (modscope_paths_strip (modscope_kernel_get_paths (kernel), folder),
                           missing->path, NULL);
}

static void
add_unlisted (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const ModscopeMissingDriver *missing = modscope_device_get_missing_driver (self->device);
  g_autofree char *file = dup_missing_file (self, missing);

  if (missing->reason == MODSCOPE_MISSING_UNLISTED)
    {
      modscope_finding_add_evidence (finding, file, 0, _ ("is there"));
      modscope_finding_add_evidence (finding, "modules.dep", 0,
                                     _ ("is older, or does not have it"));
      modscope_cause_advise_depmod (finding);
    }
  else
    {
      modscope_finding_add_evidence (finding, "modules.dep", 0, missing->path);
      modscope_finding_add_evidence (finding, file, 0, _ ("is not there"));
    }
  modscope_cause_advise_reinstall (finding);
}

static void
add_not_shipped (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const ModscopeMissingDriver *missing = modscope_device_get_missing_driver (self->device);

  modscope_finding_add_evidence (finding, modscope_device_get_syspath (self->device), 0,
                                 modscope_device_get_modalias (self->device));
  modscope_cause_advise_package (finding);
  if (missing->release != NULL)
    {
      g_autofree char *file = dup_missing_file (self, missing);
      g_autofree char *text = g_strdup_printf (
        /* Translators: %s is the release of a kernel, "6.1.0-18-amd64". */
        _ ("Until then, start the computer with kernel %s, which has the driver."),
        missing->release);

      modscope_finding_add_evidence (finding, file, 0, _ ("is there"));
      modscope_cause_advise (finding, text);
    }
}

static void
add_restart (const ModscopeJudge *self, ModscopeFinding *finding)
{
  modscope_cause_advise (finding, _ ("Restart the computer to finish the update."));
}

static void
add_load (const ModscopeJudge *self, ModscopeFinding *finding)
{
  g_autofree char *text = g_strdup_printf (_ ("Load %s."), self->module);

  modscope_cause_offer (finding, text, "load", self->module);
}

static void
add_wait (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const char *supplier = modscope_device_get_supplier (self->device);
  ModscopeDevice *device =
    supplier != NULL ? modscope_machine_lookup_device (self->machine, supplier) : NULL;

  if (device != NULL)
    {
      g_autofree char *text = g_strdup_printf (
        /* Translators: name and identifier of a device. */
        _ ("Look at the device that it waits for: %s (%s)."), modscope_device_get_name (device),
        supplier);

      modscope_cause_advise (finding, text);
      return;
    }
  modscope_cause_advise (finding, _ ("Restart the computer. If it waits still, a driver for "
                                     "another part of the computer is missing."));
}

static void
add_firmware (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const ModscopeDeviceFirmware *file = modscope_device_get_firmware (self->device);

  for (guint i = 0; i < 5 && file != NULL && file[i].name != NULL; i++)
    if (!file[i].present)
      {
        g_autofree char *path = g_strconcat ("/lib/firmware/", file[i].name, NULL);

        modscope_finding_add_evidence (finding, path, 0, _ ("is not there"));
      }
  modscope_cause_advise (
    finding, _ ("Install the package with the firmware (linux-firmware, or on Debian one of the "
                "firmware-… packages of “non-free-firmware”), then restart the driver."));
}

/* The modules that watch the keys and switches of a maker's computers (drivers/platform/x86). */
static const char *const key_modules[] = {
  "thinkpad_acpi",    "ideapad_laptop", "dell_laptop",   "dell_rbtn",      "hp_wmi",
  "hp_wireless",      "asus_wmi",       "asus_wireless", "acer_wmi",       "toshiba_acpi",
  "sony_laptop",      "msi_laptop",     "msi_wmi",       "fujitsu_laptop", "eeepc_laptop",
  "samsung_laptop",   "intel_hid",      "intel_vbtn",    "huawei_wmi",     "lg_laptop",
  "panasonic_laptop", "topstar_laptop", "amilo_rfkill",
};

static ModscopeModule *
find_key_module (const ModscopeJudge *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (key_modules); i++)
    {
      ModscopeModule *module = modscope_machine_lookup (self->machine, key_modules[i]);

      if (module != NULL && modscope_module_is_in_kernel (module))
        return module;
    }
  return NULL;
}

/* No program can turn that on: a person has to find the switch. */
static void
add_hard_switch (const ModscopeJudge *self, ModscopeFinding *finding)
{
  ModscopeModule *module = find_key_module (self);

  modscope_cause_advise (
    finding, _ ("Look for a switch at the edge of the computer, or for a key with an antenna or an "
                "aeroplane on it, often F2, F5, F8 or F12 together with Fn, and press it."));
  if (module != NULL)
    {
      g_autofree char *text = g_strdup_printf (
        /* Translators: %s is the name of a module. */
        _ ("The module %s watches the keys and switches of this computer: if the radio stays off "
           "whatever is pressed, restart or block that module."),
        modscope_module_get_name (module));

      modscope_cause_advise (finding, text);
    }
  modscope_cause_advise (finding, _ ("Look in the firmware setup (BIOS) for a setting of wireless "
                                     "devices."));
}

static void
add_switch (const ModscopeJudge *self, ModscopeFinding *finding)
{
  const ModscopeSwitch *off = modscope_judge_find_switch_off (self);
  g_autofree char *text =
    g_strdup_printf ("%s (%s): soft %d, hard %d", off->name, off->type != NULL ? off->type : "",
                     off->soft ? 1 : 0, off->hard ? 1 : 0);

  modscope_finding_add_evidence (finding, "rfkill", 0, text);
  if (off->hard)
    add_hard_switch (self, finding);
  if (off->soft)
    offer (finding, _ ("Switch it on."), "device", "switch-on",
           modscope_device_get_id (self->device));
}

/* Of most codes the explanation of a failed load says all; only its title is about a module. */
static void
take_from_cause (const ModscopeJudge *self,
                 ModscopeFinding *finding,
                 ModscopeFinding *(*cause) (const ModscopeCase *) )
{
  g_autoptr (GPtrArray) no_messages = g_ptr_array_new ();
  const ModscopeFailure nothing = { 0 };
  const ModscopeCase operation = {
    .verb = "load",
    .module = self->module,
    .asked = self->module,
    .failure = &nothing,
    .machine = self->machine,
    .known = self->known,
    .messages = no_messages,
  };
  g_autoptr (ModscopeFinding) other = cause (&operation);

  g_free (finding->explanation);
  finding->explanation = g_strdup (other->explanation);
  for (guint i = 0; i < other->evidence->len; i++)
    {
      const ModscopeEvidence *evidence = other->evidence->pdata[i];

      modscope_finding_add_evidence (finding, evidence->source, evidence->line, evidence->text);
    }
  for (guint i = 0; i < other->fixes->len; i++)
    {
      const ModscopeFix *fix = other->fixes->pdata[i];

      modscope_finding_add_fix (finding, fix->text, fix->verb,
                                (const char *const *) fix->arguments);
    }
}

static void
add_rule (const ModscopeJudge *self, ModscopeFinding *finding)
{
  take_from_cause (self, finding, modscope_cause_blocked_by_rule);
}

static void
add_boot_option (const ModscopeJudge *self, ModscopeFinding *finding)
{
  take_from_cause (self, finding, modscope_cause_blocked_at_boot);
}

static void
add_lock (const ModscopeJudge *self, ModscopeFinding *finding)
{
  take_from_cause (self, finding, modscope_cause_modules_locked);
}

static void
add_signature (const ModscopeJudge *self, ModscopeFinding *finding)
{
  take_from_cause (self, finding, modscope_cause_signature_rejected);
}

/* Translators: in all of these the first %s is the name of a device, the second that of a module.
 */
static const Words words[] = {
  { "usb-not-authorized", MODSCOPE_SEVERITY_ERROR, N_ ("%s is turned off"),
    N_ ("The device is plugged in, but the computer does not allow it to be used (it is not "
        "authorized)."),
    add_authorize },
  { "restart-needed", MODSCOPE_SEVERITY_ERROR, N_ ("%s has no driver until the computer restarts"),
    N_ ("The kernel was updated, and the drivers of the one that is still running are gone."),
    add_restart },
  { "stale-index", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is not found"),
    N_ ("Drivers are found by a list that is made when they are installed (modules.dep). It does "
        "not fit the files on the disk: %2$s, which can drive %1$s, is not found by it."),
    add_unlisted },
  { "module-not-shipped", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is not installed"),
    N_ ("%2$s can drive %1$s, but is not installed for this kernel. Distributions keep rare "
        "drivers in a package of their own, and drivers from elsewhere must be built for each "
        "kernel."),
    add_not_shipped },
  { "no-driver", MODSCOPE_SEVERITY_ERROR, N_ ("There is no driver for %s"),
    N_ ("None of the drivers of this kernel is for this device."), add_no_driver },
  { "blocked-by-rule", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is blocked"), "", add_rule },
  { "blocked-at-boot", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is blocked at start-up"), "",
    add_boot_option },
  { "modules-locked", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s cannot be loaded"), "",
    add_lock },
  { "signature-rejected", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is not signed"), "",
    add_signature },
  { "not-loaded", MODSCOPE_SEVERITY_ERROR, N_ ("The driver of %s is not loaded"),
    N_ ("The module %2$s can drive %1$s, and nothing forbids it, but it is not loaded."),
    add_load },
  { "turned-off", MODSCOPE_SEVERITY_WARNING, N_ ("%s is turned off"),
    N_ ("Its driver is there, but was taken away from the device."), add_turn_on },
  { "driver-conflict", MODSCOPE_SEVERITY_WARNING, N_ ("%s is kept for another driver"),
    N_ ("Somebody decided that only one certain driver may have this device (driver_override), and "
        "that driver has not taken it."),
    add_turn_on },
  { "waiting-for-supplier", MODSCOPE_SEVERITY_WARNING, N_ ("%s waits for another device"),
    N_ ("Its driver starts when another part of the computer, on which it depends, is ready."),
    add_wait },
  { "driver-declined", MODSCOPE_SEVERITY_WARNING, N_ ("The driver of %s is not attached to it"),
    N_ ("The module %2$s is loaded and is meant for such devices, but does not drive %1$s: the "
        "device was turned off, or the driver does not take this model."),
    add_declined },
  { "firmware-missing", MODSCOPE_SEVERITY_ERROR, N_ ("The firmware of %s is missing"),
    N_ ("The device needs a program of its own (firmware), which the driver %2$s hands to it when "
        "it starts. None of the files that the driver knows is there."),
    add_firmware },
  { "switched-off", MODSCOPE_SEVERITY_ERROR, N_ ("%s is switched off"),
    N_ ("Its radio is switched off, as by aeroplane mode."), add_switch },
};

static char *
fill_in (const char *format, const char *name, const char *module)
{
  g_autoptr (GString) text = g_string_new (_ (format));

  g_string_replace (text, "%1$s", "%s", 0);
  g_string_replace (text, "%2$s", module, 0);
  g_string_replace (text, "%s", name, 0);
  return g_strdup (text->str);
}

/* Nobody knows yet what a USB device is that may not be used. */
static gboolean
is_missed (const ModscopeJudge *self)
{
  return modscope_device_needs_driver (self->device) ||
         modscope_device_get_driver (self->device) != NULL ||
         self->chain->failed == MODSCOPE_STEP_PRESENT;
}

ModscopeFinding *
modscope_judge_explain (const ModscopeJudge *self)
{
  const char *name = modscope_device_get_name (self->device);
  const char *module = self->module != NULL ? self->module : "";
  const Words *entry = words;
  ModscopeSeverity severity;
  ModscopeFinding *finding;

  while (strcmp (entry->code, self->code) != 0)
    entry++;
  severity = is_missed (self) ? entry->severity : MODSCOPE_SEVERITY_NOTICE;
  finding = modscope_finding_new (
    entry->code, severity, "device", modscope_device_get_id (self->device),
    fill_in (entry->title, name, module),
    entry->explanation[0] != '\0' ? fill_in (entry->explanation, name, module) : NULL);
  entry->add (self, finding);
  return finding;
}
