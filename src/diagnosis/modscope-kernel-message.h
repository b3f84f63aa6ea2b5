/* Messages of the kernel's log that tell why something about a module or a device does not work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ModscopeEvent: what a message tells; each has its lines, with their place in the kernel, in
 *  modscope-kernel-message-table.c. */
typedef enum
{
  /* Loading: the file, its signature, its kernel */
  MODSCOPE_EVENT_SIGNATURE_REJECTED,  /* value: what about it */
  MODSCOPE_EVENT_SIGNATURE_UNTRUSTED, /* a warning only, where nothing enforces signatures */
  MODSCOPE_EVENT_LOCKDOWN,            /* process */
  MODSCOPE_EVENT_LOCKDOWN_OTHER,      /* process; value: what, other than loading a module */
  MODSCOPE_EVENT_BLACKLISTED,         /* module */
  MODSCOPE_EVENT_VERSION_MAGIC,       /* module; value: its own; expected: the kernel's */
  MODSCOPE_EVENT_OTHER_LAYOUT,        /* module */
  MODSCOPE_EVENT_RELOCATION,          /* module sometimes */
  MODSCOPE_EVENT_SYMBOL_VERSION,      /* module, symbol */
  MODSCOPE_EVENT_UNKNOWN_SYMBOL,      /* module, symbol, error */
  MODSCOPE_EVENT_SYMBOL_REFUSED,      /* module, symbol; value: whose */
  MODSCOPE_EVENT_BTF,                 /* module, error */
  MODSCOPE_EVENT_BAD_FILE,            /* value: what is wrong with it */
  /* Loading: parameters */
  MODSCOPE_EVENT_BAD_VALUE,         /* module, parameter, value */
  MODSCOPE_EVENT_VALUE_TOO_LARGE,   /* module, parameter, value */
  MODSCOPE_EVENT_UNKNOWN_PARAMETER, /* module, parameter */
  MODSCOPE_EVENT_PARAMETERS_CUT,    /* module; value: those after "--" */
  /* Running */
  MODSCOPE_EVENT_INIT_RETURNED,          /* module, error */
  MODSCOPE_EVENT_CRASH,                  /* value: how */
  MODSCOPE_EVENT_CRASH_PLACE,            /* symbol; module if it was in one */
  MODSCOPE_EVENT_CRASH_MODULES,          /* value: the list */
  MODSCOPE_EVENT_VIRTUALIZATION_OFF,     /* module sometimes */
  MODSCOPE_EVENT_VIRTUALIZATION_MISSING, /* module sometimes */
  /* Firmware and devices */
  MODSCOPE_EVENT_FIRMWARE_MISSING,    /* driver, device, file, error */
  MODSCOPE_EVENT_FIRMWARE_ATTEMPT,    /* driver, device, file: evidence only, others may follow */
  MODSCOPE_EVENT_FIRMWARE_REGULATORY, /* of no harm alone */
  MODSCOPE_EVENT_FIRMWARE_LOADED,   /* driver, device: what was missing before it did not matter */
  MODSCOPE_EVENT_PROBE_FAILED,      /* driver, device, error */
  MODSCOPE_EVENT_PROBE_DEFERRED,    /* driver, device; value: what for */
  MODSCOPE_EVENT_UNSUPPORTED_MODEL, /* driver, device, value */
  MODSCOPE_EVENT_DEVICE_LOST,       /* driver, device */
  MODSCOPE_EVENT_DRIVER_CONFLICT,
  MODSCOPE_EVENT_USB_NOT_AUTHORIZED, /* device */
  MODSCOPE_EVENT_USB_POWER,          /* device */
  MODSCOPE_EVENT_USB_NOT_RECOGNIZED, /* device, error */
  MODSCOPE_EVENT_HARDWARE_ERROR,     /* device */
  /* Worth knowing */
  MODSCOPE_EVENT_TAINT,         /* module */
  MODSCOPE_EVENT_TAINT_LICENSE, /* module; value: its licence */
  MODSCOPE_EVENT_TAINT_OPTION,  /* parameter */
  /* Programs' own messages beside the kernel's */
  MODSCOPE_EVENT_INSERT_FAILED,   /* module, error */
  MODSCOPE_EVENT_NOT_FOUND,       /* module; file: the folder */
  MODSCOPE_EVENT_INSTALL_COMMAND, /* module; value: the command */
  MODSCOPE_EVENT_MODULE_IN_USE,   /* module; value: by whom */
} ModscopeEvent;

/**
 * ModscopeKernelMessage: a message that is known. Strings are %NULL where it does not say, else
 * UTF-8 without control characters.
 * @code: (nullable): the code of a finding to which it points; %NULL for what is context only
 * @module: folded name
 * @driver, @device: as the kernel puts them before a message ("iwlwifi 0000:00:14.3"); the driver's
 *   name is often its module's, not always; before a driver is bound it is the bus's ("usb")
 * @error: positive errno, 0 if it does not say
 */
typedef struct
{
  ModscopeEvent event;
  const char *code;
  char *module;
  char *driver;
  char *device;
  char *symbol;
  char *parameter;
  char *value;
  char *expected;
  char *file;
  char *process;
  int error;
} ModscopeKernelMessage;

/**
 * modscope_kernel_message_parse:
 * @line: one line of a kernel log, with or without what logs put before a message; any bytes
 * @length: its length in bytes, or -1 if it ends with a zero byte
 *
 * A pure function of kernels 5.4 to 6.18's texts, in linear time. Any thread.
 *
 * Returns: (transfer full) (nullable): the message; %NULL for one that is not known
 */
ModscopeKernelMessage *modscope_kernel_message_parse (const char *line, gssize length);

void modscope_kernel_message_free (ModscopeKernelMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModscopeKernelMessage, modscope_kernel_message_free)

/**
 * modscope_kernel_message_dup_text:
 * @line, @length: as above
 *
 * Returns: (transfer full): the line as text to show: UTF-8, control characters as blanks
 */
char *modscope_kernel_message_dup_text (const char *line, gssize length);

G_END_DECLS
