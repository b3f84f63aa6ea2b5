/* The check chain of a device: its words, and the verdict.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-chain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "diagnosis/modscope-chain-private.h"

G_DEFINE_BOXED_TYPE (ModscopeChain, modscope_chain, modscope_chain_ref, modscope_chain_unref)

const char *
modscope_step_to_string (ModscopeStep step)
{
  static const char *const words[MODSCOPE_N_STEPS] = {
    "present", "driver-exists", "allowed", "loaded", "attached", "firmware", "switched-on",
  };

  g_return_val_if_fail ((guint) step < MODSCOPE_N_STEPS, "present");
  return words[step];
}

const char *
modscope_step_get_label (ModscopeStep step, ModscopeStepState state)
{
  /* Translators: steps that are checked, one after the other, of one device. */
  static const char *const labels[MODSCOPE_N_STEPS] = {
    N_ ("The computer sees it"), N_ ("A driver for it exists"), N_ ("Nothing forbids the driver"),
    N_ ("The driver is loaded"), N_ ("The driver is attached"), N_ ("Its firmware is there"),
    N_ ("It is switched on"),
  };
  /* Translators: the same steps, where the device fails. */
  static const char *const failures[MODSCOPE_N_STEPS] = {
    N_ ("The computer does not see it"), N_ ("A driver for it is missing"),
    N_ ("Something forbids the driver"), N_ ("The driver is not loaded"),
    N_ ("The driver is not attached"),   N_ ("Its firmware is missing"),
    N_ ("It is switched off"),
  };

  g_return_val_if_fail ((guint) step < MODSCOPE_N_STEPS, "");
  return _ (state == MODSCOPE_STEP_FAILED ? failures[step] : labels[step]);
}

const char *
modscope_step_state_to_string (ModscopeStepState state)
{
  static const char *const words[] = { "passed", "failed", "unknown", "not-applicable" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "unknown");
  return words[state];
}

const char *
modscope_verdict_get_label (const char *verdict)
{
  /* Translators: how a device is, in a list of devices. */
  static const struct
  {
    const char *verdict;
    const char *label;
  } labels[] = {
    { "working", N_ ("Working") },
    { "not-needed", N_ ("No driver needed") },
    { "unknown", N_ ("Not known") },
    { "usb-not-authorized", N_ ("Turned off") },
    { "restart-needed", N_ ("Restart needed") },
    { "stale-index", N_ ("List of drivers is out of date") },
    { "module-not-shipped", N_ ("Driver is not installed") },
    { "no-driver", N_ ("No driver found") },
    { "blocked-by-rule", N_ ("Blocked by a rule") },
    { "blocked-at-boot", N_ ("Blocked by a start-up option") },
    { "modules-locked", N_ ("Drivers are locked") },
    { "signature-rejected", N_ ("Driver is not signed") },
    { "not-loaded", N_ ("Driver is not loaded") },
    { "turned-off", N_ ("Turned off") },
    { "driver-conflict", N_ ("Kept for another driver") },
    { "waiting-for-supplier", N_ ("Waiting for another device") },
    { "driver-declined", N_ ("Driver is not attached") },
    { "firmware-missing", N_ ("Firmware is missing") },
    { "switched-off", N_ ("Switched off") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (verdict, labels[i].verdict) == 0)
      return _ (labels[i].label);
  return verdict;
}

static ModscopeChain *
chain_new (void)
{
  ModscopeChain *self = g_rc_box_new0 (ModscopeChain);

  self->failed = -1;
  return self;
}

static void
chain_clear (gpointer data)
{
  ModscopeChain *self = data;

  for (int i = 0; i < MODSCOPE_N_STEPS; i++)
    g_free (self->steps[i].detail);
  g_free (self->part);
  g_clear_pointer (&self->finding, modscope_finding_unref);
}

ModscopeChain *
modscope_chain_ref (ModscopeChain *self)
{
  return g_rc_box_acquire (self);
}

void
modscope_chain_unref (ModscopeChain *self)
{
  g_rc_box_release_full (self, chain_clear);
}

static const char *
choose_verdict (const ModscopeJudge *judge)
{
  const ModscopeChainStep *attached = &judge->chain->steps[MODSCOPE_STEP_ATTACHED];

  if (judge->code != NULL)
    return judge->code;
  if (attached->state == MODSCOPE_STEP_PASSED)
    return "working";
  return modscope_device_needs_driver (judge->device) ? "unknown" : "not-needed";
}

/* What a person does not miss, and a rule about it: only where he might have written it. */
static gboolean
is_worth_telling (const ModscopeJudge *judge)
{
  ModscopeDeviceKind kind = modscope_device_get_kind (judge->device);

  return modscope_device_needs_driver (judge->device) ||
         strcmp (judge->code, "blocked-by-rule") != 0 || kind == MODSCOPE_DEVICE_KIND_INPUT ||
         kind == MODSCOPE_DEVICE_KIND_SOUND;
}

/* The device itself, without its parts. */
static ModscopeChain *
judge_one (ModscopeMachine *machine, ModscopeDevice *device)
{
  g_autoptr (ModscopeChain) chain = chain_new ();
  ModscopeJudge judge = {
    .machine = machine,
    .device = device,
    .is_running = modscope_kernel_is_running (modscope_machine_get_kernel (machine)),
    .chain = chain,
  };

  modscope_judge_find_module (&judge);
  modscope_judge_fill_steps (&judge);
  if (judge.code != NULL && !is_worth_telling (&judge))
    {
      chain->steps[chain->failed].state = MODSCOPE_STEP_NOT_APPLICABLE;
      chain->failed = -1;
      judge.code = NULL;
    }
  chain->verdict = choose_verdict (&judge);
  if (judge.code != NULL)
    chain->finding = modscope_judge_explain (&judge);
  return g_steal_pointer (&chain);
}

/* A problem of a part is the device's problem; its switch is the device's. */
static ModscopeChain *
judge_parts (ModscopeMachine *machine, ModscopeDevice *device)
{
  const char *const *parts = modscope_device_get_parts (device);

  for (; *parts != NULL; parts++)
    {
      ModscopeDevice *part = modscope_machine_lookup_device (machine, *parts);
      g_autoptr (ModscopeChain) chain = NULL;

      if (part == NULL || !modscope_device_needs_driver (part))
        continue;
      chain = judge_one (machine, part);
      if (!modscope_chain_is_problem (chain))
        continue;
      chain->part = g_strdup (*parts);
      return g_steal_pointer (&chain);
    }
  return NULL;
}

/* Of a USB device the steps from the driver to the firmware are those of its interfaces; else what
 * is wrong with the device itself goes before what is wrong with a part. */
static gboolean
is_decided (const ModscopeChain *own, ModscopeDevice *device)
{
  if (own->failed < 0 || own->failed == MODSCOPE_STEP_SWITCHED_ON)
    return FALSE;
  return own->failed == MODSCOPE_STEP_PRESENT ||
         strcmp (modscope_device_get_subsystem (device), "usb") != 0;
}

ModscopeChain *
modscope_chain_judge (ModscopeMachine *machine, ModscopeDevice *device)
{
  g_autoptr (ModscopeChain) own = judge_one (machine, device);
  ModscopeChain *part = NULL;

  if (!is_decided (own, device))
    part = judge_parts (machine, device);
  return part != NULL ? part : g_steal_pointer (&own);
}

gboolean
modscope_chain_is_problem (const ModscopeChain *self)
{
  return self->finding != NULL && self->finding->severity != MODSCOPE_SEVERITY_NOTICE;
}

gboolean
modscope_chain_equal (const ModscopeChain *a, const ModscopeChain *b)
{
  gboolean equal = strcmp (a->verdict, b->verdict) == 0 && a->failed == b->failed &&
                   g_strcmp0 (a->part, b->part) == 0;

  for (int i = 0; equal && i < MODSCOPE_N_STEPS; i++)
    equal = a->steps[i].state == b->steps[i].state &&
            g_strcmp0 (a->steps[i].detail, b->steps[i].detail) == 0;
  if (equal && a->finding != NULL && b->finding != NULL)
    equal = a->finding->severity == b->finding->severity &&
            a->finding->fixes->len == b->finding->fixes->len &&
            a->finding->evidence->len == b->finding->evidence->len;
  return equal && (a->finding == NULL) == (b->finding == NULL);
}
