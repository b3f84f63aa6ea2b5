/* Causes that lie in the hardware, its settings and its firmware.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-cause.h"

#include <glib/gi18n-lib.h>
#include <string.h>

ModscopeFinding *
modscope_cause_no_hardware (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "no-hardware", MODSCOPE_SEVERITY_NOTICE,
    g_strdup_printf (_ ("%s found no hardware that it can drive"), self->module),
    g_strdup_printf (_ ("%s looked for its device when it started, found none, and did not stay. "
                        "That is normal on a computer without such a device.%s"),
                     self->module, answer));

  modscope_cause_advise (finding,
                         _ ("If the device should be there, check that it is plugged in and "
                            "not switched off in the computer's firmware setup."));
  return finding;
}

ModscopeFinding *
modscope_cause_virtualization_off (const ModscopeCase *self)
{
  gboolean is_certain =
    self->message != NULL && self->message->event == MODSCOPE_EVENT_VIRTUALIZATION_OFF;
  g_autofree char *answer = modscope_cause_dup_answer (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "virtualization-off", MODSCOPE_SEVERITY_ERROR,
    is_certain
      ? g_strdup_printf (
          _ ("%s cannot start: virtualization is switched off in the firmware setup"), self->module)
      : g_strdup_printf (_ ("%s cannot start: the processor offers no virtualization"),
                         self->module),
    is_certain
      ? g_strdup_printf (_ ("The processor can run virtual machines, but the computer's firmware "
                            "(BIOS) has that switched off.%s"),
                         answer)
      : g_strdup_printf (_ ("Either the computer's firmware (BIOS) has it switched off, or the "
                            "processor cannot do it. In a virtual machine, the computer around it "
                            "decides.%s"),
                         answer));

  modscope_cause_advise (
    finding, _ ("Restart, open the firmware setup (often with F2 or Del), and switch on "
                "“Intel Virtualization Technology”, “VT-x”, “AMD-V” or “SVM Mode”."));
  modscope_cause_advise (finding, _ ("In a virtual machine, allow nested virtualization in the "
                                     "settings of the program that runs it."));
  return finding;
}

/* The file's name, from whichever line has one. */
static const char *
get_firmware (const ModscopeCase *self)
{
  if (self->message->file != NULL)
    return self->message->file;
  for (guint i = 0; i < self->messages->len; i++)
    {
      const ModscopeKernelMessage *message = g_ptr_array_index (self->messages, i);

      if (message != NULL && message->file != NULL &&
          (message->event == MODSCOPE_EVENT_FIRMWARE_MISSING ||
           message->event == MODSCOPE_EVENT_FIRMWARE_ATTEMPT))
        return message->file;
    }
  return NULL;
}

ModscopeFinding *
modscope_cause_firmware_missing (const ModscopeCase *self)
{
  const char *file = get_firmware (self);
  g_autofree char *text = NULL;
  ModscopeFinding *finding = modscope_cause_new (
    self, "firmware-missing", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("The firmware for %s is missing"), self->module),
    file != NULL
      ? g_strdup_printf (
          _ ("The device needs a program of its own (firmware), which the driver hands "
             "to it when it starts. The file “%s” was not found."),
          file)
      : g_strdup (
          _ ("The device needs a program of its own (firmware), which the driver hands to it "
             "when it starts. No file that fits was found.")));

  modscope_cause_advise (
    finding, _ ("Install the package with the firmware (linux-firmware, or on Debian one "
                "of the firmware-… packages of “non-free-firmware”), then restart the "
                "driver."));
  if (file != NULL)
    {
      text = g_strdup_printf (_ ("Or put the file at /lib/firmware/%s."), file);
      modscope_cause_advise (finding, text);
    }
  modscope_cause_advise (finding,
                         _ ("If the file is there, the driver may start before the disk with "
                            "it is mounted: rebuild the boot image."));
  return finding;
}

ModscopeFinding *
modscope_cause_probe_failed (const ModscopeCase *self)
{
  const ModscopeKernelMessage *message = self->message;
  g_autofree char *error = modscope_cause_dup_error (message->error);
  ModscopeFinding *finding = modscope_cause_new (
    self, "probe-failed", MODSCOPE_SEVERITY_ERROR,
    message->device != NULL
      ? g_strdup_printf (_ ("%s could not start its device %s"), self->module, message->device)
      : g_strdup_printf (_ ("%s could not start its device"), self->module),
    g_strdup_printf (_ ("The driver found its device, tried to start it (probe), and gave up with "
                        "the error %s."),
                     error));

  modscope_cause_advise (finding, _ ("Switch the computer off completely, wait a few seconds, and "
                                     "start it again: that resets the device."));
  modscope_cause_advise (finding, _ ("Update the kernel and the computer's firmware (BIOS)."));
  return finding;
}
