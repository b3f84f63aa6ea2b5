/* Calls to the privileged helper, asynchronous, and its errors mapped back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/modscope-helper-error.h"
#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeClient: for one main context. It connects on the first call, activates the helper, and
 *  calls again, once, if the helper went away idle in the moment of the call. The helper takes one
 *  call at a time of each client. */
#define MODSCOPE_TYPE_CLIENT (modscope_client_get_type ())
G_DECLARE_FINAL_TYPE (ModscopeClient, modscope_client, MODSCOPE, CLIENT, GObject)

/**
 * ModscopeClientState: whether there is a helper to ask.
 */
typedef enum
{
  MODSCOPE_CLIENT_READY,         /* running or activatable */
  MODSCOPE_CLIENT_NOT_INSTALLED, /* the bus does not know its name */
  MODSCOPE_CLIENT_NO_BUS,        /* there is no system bus */
} ModscopeClientState;

ModscopeClient *modscope_client_new (void);

/** Asks the bus, without starting the helper. */
void modscope_client_query_async (ModscopeClient *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ModscopeClientState
modscope_client_query_finish (ModscopeClient *self, GAsyncResult *result, GError **error);

/** Returns: whether there can be a helper for these files: it changes this computer, and not the
 * one whose files stand in for it, unless a bus of that is named ($DBUS_SYSTEM_BUS_ADDRESS) */
gboolean modscope_client_has_bus (ModscopePaths *paths);

/**
 * modscope_client_state_check:
 * @state: whether there is a helper
 * @error: %G_DBUS_ERROR_NO_SERVER or %G_DBUS_ERROR_SERVICE_UNKNOWN, with a sentence for a person
 *   that says what to do
 *
 * Returns: whether it is ready
 */
gboolean modscope_client_state_check (ModscopeClientState state, GError **error);

/**
 * modscope_client_load_async:
 * @name: the module
 * @parameters: (nullable): "NAME=VALUE" each
 * @expected: (nullable): what the preview showed
 *
 * Errors of all calls: %MODSCOPE_HELPER_ERROR with modscope_failure_from_message() for its message,
 * %G_IO_ERROR_CANCELLED (nothing was done: the helper stops when its caller does not want it any
 * more and the act has not begun), %G_DBUS_ERROR for a bus or helper that is not there. Calls have
 * no time-out: a person may think about the password for long.
 */
void modscope_client_load_async (ModscopeClient *self,
                                 const char *name,
                                 const char *const *parameters,
                                 const char *const *expected,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) (nullable): names of what was loaded, in order */
GStrv modscope_client_load_finish (ModscopeClient *self, GAsyncResult *result, GError **error);

/* --- Changes on trial ---
 *
 * With @trial_seconds, 300 at most, the helper puts a change back when they are over, and when this
 * client's connection to the bus ends: with the client, with the program, and with a call of it
 * that is cancelled. Only modscope_client_keep_async() keeps it. One change is on trial at a time
 * on a computer: Error BUSY. */

/**
 * ModscopeClient::trial-reverted:
 *
 * What was on trial is put back, or there is no helper any more that would do it: look at what is.
 * Emitted also after modscope_client_revert_async(), and not after modscope_client_keep_async().
 */

/** Returns: number of the change of this client that is on trial; 0 if none is, as when nothing had
 *  to be changed */
guint modscope_client_get_trial (ModscopeClient *self);

/** Returns: when the last change on trial began, of g_get_monotonic_time(), in microseconds */
gint64 modscope_client_get_trial_began (ModscopeClient *self);

/** It stays. Errors: NOT_FOUND if the time is over, or nothing is on trial. */
void modscope_client_keep_async (ModscopeClient *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** It is put back at once. Errors: as above, and KERNEL_REFUSED if only a part could be. */
void modscope_client_revert_async (ModscopeClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * modscope_client_restart_async:
 * @name: the module
 * @with: (nullable): what uses it, in the order in which it goes, without @name
 *
 * Unloads them and loads them again; a half is put back.
 */
void modscope_client_restart_async (ModscopeClient *self,
                                    const char *name,
                                    const char *const *with,
                                    guint trial_seconds,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * modscope_client_control_device_async:
 * @device: its id, "pci:0000:00:14.3"; of a part, that of the part
 * @verb: "off", "on", "use-driver", "switch-off" or "switch-on"
 * @driver: (nullable): for "use-driver": a driver of that bus that is loaded
 *
 * Until the computer restarts. Errors: INVALID_NAME, NOT_FOUND (no such device, driver or switch),
 * CRITICAL, KERNEL_REFUSED with the kernel's lines.
 */
void modscope_client_control_device_async (ModscopeClient *self,
                                           const char *device,
                                           const char *verb,
                                           const char *driver,
                                           guint trial_seconds,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/** Of keep, revert, restart and control_device. Returns: whether it was done */
gboolean modscope_client_change_finish (ModscopeClient *self, GAsyncResult *result, GError **error);

void modscope_client_unload_async (ModscopeClient *self,
                                   const char *const *names,
                                   guint trial_seconds,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable): names of what was unloaded, in order */
GStrv modscope_client_unload_finish (ModscopeClient *self, GAsyncResult *result, GError **error);

/** ModscopeEffect: @reason is "" if the rule is in effect, else "CODE: sentence". */
typedef struct
{
  char *module;
  gboolean effective;
  char *reason;
} ModscopeEffect;

void modscope_effect_free (ModscopeEffect *self);

/**
 * ModscopeRuleChange:
 * @verb: "block" or "unblock"
 * @module: the module
 * @strength: (nullable): "autoload" or "always"; %NULL to unblock
 * @reason: (nullable): why, to block
 */
typedef struct
{
  const char *verb;
  const char *module;
  const char *strength;
  const char *reason;
} ModscopeRuleChange;

/** All of @changes with one question, or none of them. Ends with modscope_client_rules_finish(). */
void modscope_client_apply_rules_async (ModscopeClient *self,
                                        const ModscopeRuleChange *changes,
                                        gsize count,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** @always: "Never load" in place of "Do not load automatically"; @reason: (nullable) why. */
void modscope_client_block_async (ModscopeClient *self,
                                  const char *const *modules,
                                  gboolean always,
                                  const char *reason,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void modscope_client_unblock_async (ModscopeClient *self,
                                    const char *const *modules,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Of these. Returns: (transfer full) (element-type ModscopeEffect) (nullable): the effects */
GPtrArray *
modscope_client_rules_finish (ModscopeClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
