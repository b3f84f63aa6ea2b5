/* The steps of a device's check chain: each a question to the facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-chain-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_in_kernel (ModscopeModule *module)
{
  return module != NULL && (modscope_module_get_state (module) == MODSCOPE_MODULE_LOADED ||
                            modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN);
}

static int
rank (ModscopeModule *module)
{
  if (is_in_kernel (module))
    return 0;
  if (module == NULL)
    return 3;
  return modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_NO ? 1 : 2;
}

void
modscope_judge_find_module (ModscopeJudge *self)
{
  const char *const *candidates = modscope_device_get_candidates (self->device);
  const ModscopeMissingDriver *missing = modscope_device_get_missing_driver (self->device);
  int best = 4;

  self->module = modscope_device_get_module (self->device);
  if (self->module != NULL)
    self->known = modscope_machine_lookup (self->machine, self->module);
  if (modscope_device_get_driver (self->device) != NULL)
    return;
  if (missing != NULL)
    {
      self->module = missing->module;
      self->known = modscope_machine_lookup (self->machine, missing->module);
      return;
    }
  for (; candidates != NULL && *candidates != NULL; candidates++)
    {
      ModscopeModule *module = modscope_machine_lookup (self->machine, *candidates);

      if (rank (module) >= best)
        continue;
      best = rank (module);
      self->module = *candidates;
      self->known = module;
    }
}

static void
set (ModscopeJudge *self, ModscopeStep step, ModscopeStepState state, char *detail)
{
  self->chain->steps[step].state = state;
  self->chain->steps[step].detail = detail;
}

static void
fail (ModscopeJudge *self, ModscopeStep step, const char *code, char *detail)
{
  set (self, step, MODSCOPE_STEP_FAILED, detail);
  if (self->chain->failed >= 0)
    return;
  self->chain->failed = (int) step;
  self->code = code;
}

static gboolean
has_driver (const ModscopeJudge *self)
{
  return modscope_device_get_driver (self->device) != NULL;
}

static gboolean
has_candidates (const ModscopeJudge *self)
{
  const char *const *candidates = modscope_device_get_candidates (self->device);

  return candidates != NULL && candidates[0] != NULL;
}

/* What a person would say is missing, and what does not work without a driver. */
static gboolean
is_needed (const ModscopeJudge *self)
{
  return modscope_device_needs_driver (self->device);
}

static void
judge_present (ModscopeJudge *self)
{
  if (modscope_device_get_authorized (self->device) == MODSCOPE_TRI_NO)
    fail (self, MODSCOPE_STEP_PRESENT, "usb-not-authorized",
          g_strdup (_ ("It is plugged in, but not allowed to be used.")));
  else
    set (self, MODSCOPE_STEP_PRESENT, MODSCOPE_STEP_PASSED,
         g_strdup_printf (
           /* Translators: %s is the device's identifier. */
           _ ("The kernel sees it as %s."), modscope_device_get_id (self->device)));
}

/* Whether the modules of the running kernel went with an update, and another kernel's are there. */
static gboolean
is_restart_needed (const ModscopeJudge *self)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (self->machine);
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (self->machine);

  return modscope_kernel_get_condition (kernel) == MODSCOPE_KERNEL_MODULES_GONE && facts != NULL &&
         facts->installed_kernels != NULL && facts->installed_kernels[0] != NULL;
}

/* No index need know the driver that a person took away. */
static gboolean
is_turned_off (const ModscopeJudge *self)
{
  return self->is_running && (modscope_device_was_unbound (self->device) ||
                              modscope_device_get_driver_override (self->device) != NULL);
}

/* A driver that this computer could have, as far as is known. */
static void
judge_missing_driver (ModscopeJudge *self, const ModscopeMissingDriver *missing)
{
  const ModscopeStep step = MODSCOPE_STEP_DRIVER_EXISTS;
  const char *release = modscope_kernel_get_release (modscope_machine_get_kernel (self->machine));

  if (missing->reason == MODSCOPE_MISSING_UNLISTED)
    fail (self, step, "stale-index",
          g_strdup_printf (_ ("The driver %s is on the disk, but the list of drivers is older."),
                           missing->module));
  else if (missing->reason == MODSCOPE_MISSING_GONE)
    fail (self, step, "stale-index",
          g_strdup_printf (_ ("The list of drivers has %s for it, but its file is not there."),
                           missing->module));
  else if (missing->release != NULL)
    fail (self, step, "module-not-shipped",
          g_strdup_printf (
            /* Translators: names of a driver, and of two kernels. */
            _ ("The driver %s is installed for kernel %s, but not for %s."), missing->module,
            missing->release, release));
  else
    fail (self, step, "module-not-shipped",
          g_strdup_printf (_ ("The driver %s is not installed for kernel %s."), missing->module,
                           release));
}

static void
judge_driver_exists (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_DRIVER_EXISTS;
  const ModscopeMissingDriver *missing = modscope_device_get_missing_driver (self->device);

  if (has_driver (self))
    set (self, step, MODSCOPE_STEP_PASSED,
         g_strdup_printf (_ ("The driver %s fits."), modscope_device_get_driver (self->device)));
  else if (modscope_device_get_candidates (self->device) == NULL)
    {
      if (is_needed (self) && is_restart_needed (self))
        fail (
          self, step, "restart-needed",
          g_strdup (_ ("The drivers of the running kernel are not on this computer any more.")));
      else
        set (self, step, MODSCOPE_STEP_UNKNOWN,
             g_strdup (_ ("The drivers of the running kernel are not on this computer.")));
    }
  else if (is_turned_off (self) && (missing != NULL || !has_candidates (self)))
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("It had one before it was turned off.")));
  else if (missing != NULL)
    judge_missing_driver (self, missing);
  else if (has_candidates (self))
    set (self, step, MODSCOPE_STEP_PASSED,
         g_strdup_printf (_ ("The module %s can drive it."), self->module));
  else if (is_needed (self))
    fail (
      self, step, "no-driver",
      g_strdup_printf (_ ("No driver of kernel %s is for it."),
                       modscope_kernel_get_release (modscope_machine_get_kernel (self->machine))));
  else
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
}

static char *
dup_block (const ModscopeJudge *self, ModscopeBlocked blocked)
{
  if (blocked == MODSCOPE_BLOCKED_AT_BOOT)
    return g_strdup_printf (_ ("The computer was started with an option that forbids %s."),
                            self->module);
  if (blocked == MODSCOPE_BLOCKED_ALWAYS)
    return g_strdup_printf (_ ("A rule says that %s is never loaded."), self->module);
  return g_strdup_printf (_ ("A rule says that %s is not loaded automatically."), self->module);
}

static gboolean
is_locked (const ModscopeKernelFacts *facts)
{
  return facts != NULL && facts->modules_disabled == MODSCOPE_TRI_YES;
}

/* A file without any signature is refused for sure; one with a signature that is not trusted only
 * the log tells. */
static gboolean
is_unsigned (const ModscopeJudge *self, const ModscopeKernelFacts *facts)
{
  return facts != NULL && facts->signature_enforced == MODSCOPE_TRI_YES && self->known != NULL &&
         modscope_module_get_signed (self->known) == 0;
}

/* The best candidate is blocked only if all are. A block keeps a device from a driver that a person
 * may not miss; then the step fails, and the verdict is a notice. */
static void
judge_allowed (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_ALLOWED;
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (self->machine);
  ModscopeBlocked blocked =
    self->known != NULL ? modscope_module_get_blocked (self->known) : MODSCOPE_BLOCKED_NO;

  if (self->chain->failed >= 0 || (!has_driver (self) && !has_candidates (self)))
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
  else if (has_driver (self) || is_in_kernel (self->known))
    set (self, step, MODSCOPE_STEP_PASSED, NULL);
  else if (blocked != MODSCOPE_BLOCKED_NO)
    fail (self, step, blocked == MODSCOPE_BLOCKED_AT_BOOT ? "blocked-at-boot" : "blocked-by-rule",
          dup_block (self, blocked));
  else if (is_needed (self) && is_locked (facts))
    fail (self, step, "modules-locked",
          g_strdup (_ ("No driver can be loaded until the computer restarts.")));
  else if (is_needed (self) && is_unsigned (self, facts))
    fail (self, step, "signature-rejected",
          g_strdup_printf (_ ("This computer accepts signed drivers only, and %s is not signed."),
                           self->module));
  else
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("Nothing forbids it.")));
}

static void
judge_loaded (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_LOADED;
  ModscopeModuleState state =
    self->known != NULL ? modscope_module_get_state (self->known) : MODSCOPE_MODULE_AVAILABLE;

  if (self->chain->failed >= 0 || (!has_driver (self) && !has_candidates (self)))
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
  else if (!self->is_running)
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup (_ ("The kernel that is looked at is not the running one.")));
  else if (state == MODSCOPE_MODULE_BUILTIN || (has_driver (self) && self->module == NULL))
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("It is part of the kernel itself.")));
  else if (has_driver (self) || state == MODSCOPE_MODULE_LOADED)
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup_printf (_ ("%s is loaded."), self->module));
  else if (state != MODSCOPE_MODULE_AVAILABLE)
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup_printf (_ ("%s is being loaded or unloaded at this moment."), self->module));
  else if (is_needed (self))
    fail (self, step, "not-loaded", g_strdup_printf (_ ("%s is not loaded."), self->module));
  else
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
}

/* --- Attached --- */

/* The sound of a graphics card that drives no screen with loudspeakers is switched off together
 * with the card, and its driver finds nothing: no fault. Such a function is on the same slot as
 * the card, which is function 0. */
static gboolean
is_sound_of_display (const ModscopeJudge *self)
{
  const char *id = modscope_device_get_id (self->device);
  const char *dot = strrchr (id, '.');
  g_autofree char *first = NULL;
  ModscopeDevice *card;

  if (modscope_device_get_kind (self->device) != MODSCOPE_DEVICE_KIND_SOUND || dot == NULL ||
      !g_str_has_prefix (id, "pci:") || strcmp (dot, ".0") == 0)
    return FALSE;
  first = g_strdup_printf ("%.*s.0", (int) (dot - id), id);
  card = modscope_machine_lookup_device (self->machine, first);
  return card != NULL && modscope_device_get_kind (card) == MODSCOPE_DEVICE_KIND_GRAPHICS;
}

/* The firmware of a computer lists each touchpad that its maker ever built into the model. */
static gboolean
is_perhaps_absent (const ModscopeJudge *self)
{
  return strcmp (modscope_device_get_subsystem (self->device), "i2c") == 0;
}

/* A driver leaves alone those interfaces of a device that it has no use for. */
static gboolean
is_beside_a_driven_part (const ModscopeJudge *self)
{
  const char *whole = modscope_device_get_folded_into (self->device);
  ModscopeDevice *device =
    whole != NULL ? modscope_machine_lookup_device (self->machine, whole) : NULL;
  const char *const *parts = device != NULL ? modscope_device_get_parts (device) : NULL;

  for (; parts != NULL && *parts != NULL; parts++)
    {
      ModscopeDevice *part = modscope_machine_lookup_device (self->machine, *parts);

      if (part != NULL && part != self->device && modscope_device_get_driver (part) != NULL &&
          strcmp (modscope_device_get_subsystem (part), "usb") == 0)
        return TRUE;
    }
  return FALSE;
}

typedef enum
{
  FIRMWARE_UNKNOWN,
  FIRMWARE_NONE_NAMED,
  FIRMWARE_ALL_THERE,
  FIRMWARE_SOME_THERE,
  FIRMWARE_NONE_THERE,
} FirmwareState;

static FirmwareState
get_firmware_state (const ModscopeJudge *self, guint *n_missing)
{
  const ModscopeDeviceFirmware *file = modscope_device_get_firmware (self->device);
  guint n_present = 0;

  *n_missing = 0;
  if (file == NULL)
    return FIRMWARE_UNKNOWN;
  for (; file->name != NULL; file++)
    {
      n_present += file->present ? 1 : 0;
      *n_missing += file->present ? 0 : 1;
    }
  if (n_present == 0)
    return *n_missing == 0 ? FIRMWARE_NONE_NAMED : FIRMWARE_NONE_THERE;
  return *n_missing == 0 ? FIRMWARE_ALL_THERE : FIRMWARE_SOME_THERE;
}

static void
judge_override (ModscopeJudge *self)
{
  const char *driver = modscope_device_get_driver_override (self->device);

  if (modscope_device_get_override_exists (self->device) == MODSCOPE_TRI_YES)
    fail (self, MODSCOPE_STEP_ATTACHED, "driver-conflict",
          g_strdup_printf (_ ("Only the driver %s may have it (driver_override), and that one does "
                              "not."),
                           driver));
  else
    fail (self, MODSCOPE_STEP_ATTACHED, "turned-off",
          g_strdup (_ ("It was turned off: no driver may have it (driver_override).")));
}

/* A driver that is loaded, and a device that it should have and has not. */
static void
judge_unattached (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_ATTACHED;
  const char *supplier = modscope_device_get_supplier (self->device);
  guint n_missing;

  if (modscope_device_was_unbound (self->device))
    fail (self, step, "turned-off", g_strdup (_ ("Its driver was taken away from it.")));
  else if (supplier != NULL)
    fail (self, step, "waiting-for-supplier",
          g_strdup_printf (_ ("Its driver waits until the device %s is ready."), supplier));
  else if (modscope_device_is_deferred (self->device))
    fail (self, step, "waiting-for-supplier",
          g_strdup (_ ("Its driver waits until another device is ready.")));
  else if (get_firmware_state (self, &n_missing) == FIRMWARE_NONE_THERE)
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup_printf (_ ("%s has not taken it, which the missing firmware explains."),
                          self->module));
  else if (is_sound_of_display (self) || is_beside_a_driven_part (self) || is_perhaps_absent (self))
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup_printf (_ ("%s has not taken it, and may have no use for it; only the kernel log "
                             "tells."),
                          self->module));
  else
    fail (self, step, "driver-declined",
          g_strdup_printf (_ ("%s is loaded, but is not attached to it."), self->module));
}

static void
judge_attached (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_ATTACHED;

  if (has_driver (self))
    set (self, step, MODSCOPE_STEP_PASSED,
         g_strdup_printf (_ ("The driver %s is attached."),
                          modscope_device_get_driver (self->device)));
  else if (self->chain->failed >= 0)
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
  else if (self->is_running && modscope_device_get_driver_override (self->device) != NULL)
    judge_override (self);
  else if (!is_needed (self) || (!has_candidates (self) && !is_turned_off (self)))
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
  else if (self->chain->steps[MODSCOPE_STEP_LOADED].state == MODSCOPE_STEP_UNKNOWN)
    set (self, step, MODSCOPE_STEP_UNKNOWN, g_strdup (_ ("That depends on the step before.")));
  else
    judge_unattached (self);
}

/* --- Firmware, switches --- */

/* Drivers of these do without a word when the firmware is missing; others take no device then. */
static gboolean
is_idle (const ModscopeJudge *self)
{
  ModscopeDeviceKind kind = modscope_device_get_kind (self->device);

  return !modscope_device_has_function (self->device) &&
         (kind == MODSCOPE_DEVICE_KIND_NETWORK || kind == MODSCOPE_DEVICE_KIND_BLUETOOTH ||
          kind == MODSCOPE_DEVICE_KIND_CAMERA || kind == MODSCOPE_DEVICE_KIND_SOUND) &&
         modscope_device_get_folded_into (self->device) == NULL;
}

static void
judge_missing_firmware (ModscopeJudge *self, FirmwareState state, guint n_missing)
{
  const ModscopeStep step = MODSCOPE_STEP_FIRMWARE;
  gboolean unattached = !has_driver (self) && is_needed (self) && self->is_running &&
                        modscope_device_get_driver_override (self->device) == NULL;

  if (has_driver (self) && modscope_device_has_function (self->device))
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("It works, so it has what it needs.")));
  else if (state == FIRMWARE_NONE_THERE && (unattached || (has_driver (self) && is_idle (self))))
    fail (self, step, "firmware-missing",
          g_strdup_printf (
            /* Translators: %s is the name of a file. */
            _ ("None of the firmware files that its driver names is there, such as %s."),
            modscope_device_get_firmware (self->device)[0].name));
  else
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup_printf (ngettext ("%u firmware file that its driver names is not there. Whether "
                                    "this device needs it, only the kernel log tells.",
                                    "%u firmware files that its driver names are not there. "
                                    "Whether this device needs one, only the kernel log tells.",
                                    n_missing),
                          n_missing));
}

static void
judge_firmware (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_FIRMWARE;
  guint n_missing;
  FirmwareState state = get_firmware_state (self, &n_missing);

  if (self->chain->failed >= 0 || (!has_driver (self) && !has_candidates (self)) ||
      (!has_driver (self) && !is_needed (self)))
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
  else if (state == FIRMWARE_NONE_NAMED || (has_driver (self) && self->module == NULL))
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, g_strdup (_ ("Its driver asks for none.")));
  else if (state == FIRMWARE_ALL_THERE)
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("The files are there.")));
  else if (state == FIRMWARE_UNKNOWN && has_driver (self) &&
           modscope_device_has_function (self->device))
    set (self, step, MODSCOPE_STEP_PASSED, g_strdup (_ ("It works, so it has what it needs.")));
  else if (state == FIRMWARE_UNKNOWN)
    set (self, step, MODSCOPE_STEP_UNKNOWN,
         g_strdup (_ ("The module files have not been read yet.")));
  else
    judge_missing_firmware (self, state, n_missing);
}

const ModscopeSwitch *
modscope_judge_find_switch_off (const ModscopeJudge *self)
{
  ModscopeDeviceKind kind = modscope_device_get_kind (self->device);
  const ModscopeSwitch *one = modscope_device_get_switches (self->device);

  /* The switch of a laptop's key belongs to no radio, and each radio has one of its own. */
  if (kind != MODSCOPE_DEVICE_KIND_NETWORK && kind != MODSCOPE_DEVICE_KIND_BLUETOOTH)
    return NULL;
  while (one->name != NULL && !one->soft && !one->hard)
    one++;
  return one->name != NULL ? one : NULL;
}

static void
judge_switched_on (ModscopeJudge *self)
{
  const ModscopeStep step = MODSCOPE_STEP_SWITCHED_ON;
  const ModscopeSwitch *off = modscope_judge_find_switch_off (self);

  if (off != NULL && off->hard)
    fail (self, step, "switched-off",
          g_strdup_printf (_ ("A key, a switch or the firmware holds %s off."), off->name));
  else if (off != NULL)
    fail (self, step, "switched-off", g_strdup_printf (_ ("%s is switched off."), off->name));
  else if (modscope_device_get_switches (self->device)[0].name != NULL)
    set (self, step, MODSCOPE_STEP_PASSED, NULL);
  else
    set (self, step, MODSCOPE_STEP_NOT_APPLICABLE, NULL);
}

void
modscope_judge_fill_steps (ModscopeJudge *self)
{
  judge_present (self);
  judge_driver_exists (self);
  judge_allowed (self);
  judge_loaded (self);
  judge_attached (self);
  judge_firmware (self);
  judge_switched_on (self);
}
