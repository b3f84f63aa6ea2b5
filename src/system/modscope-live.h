/* The live state of modules, as the running kernel tells it: /proc/modules and /sys/module.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/modscope-paths.h"

G_BEGIN_DECLS

/** ModscopeLiveState: the fifth column of /proc/modules (m_show in kernel/module/procfs.c). */
typedef enum
{
  MODSCOPE_LIVE_LIVE,
  MODSCOPE_LIVE_LOADING,
  MODSCOPE_LIVE_UNLOADING,
} ModscopeLiveState;

/** ModscopeTaint: a module's taint letters (kernel/panic.c, taint_flags, those with a module). */
typedef enum
{
  MODSCOPE_TAINT_PROPRIETARY = 1 << 0, /* P */
  MODSCOPE_TAINT_OUT_OF_TREE = 1 << 1, /* O */
  MODSCOPE_TAINT_UNSIGNED = 1 << 2,    /* E */
  MODSCOPE_TAINT_FORCED = 1 << 3,      /* F */
  MODSCOPE_TAINT_STAGING = 1 << 4,     /* C */
  MODSCOPE_TAINT_CRASHED = 1 << 5,     /* D */
  MODSCOPE_TAINT_LIVEPATCH = 1 << 6,   /* K */
} ModscopeTaint;

/**
 * ModscopeLiveModule:
 * @name: folded name
 * @size_bytes: memory
 * @use_count: how many use it; -1 while it is being loaded or unloaded, or where the kernel cannot
 *   unload modules ("-")
 * @holders: names of the modules that use it, %NULL-terminated
 * @permanent: whether it has no exit function and stays until restart
 * @state: its state
 * @taints: set of #ModscopeTaint
 */
typedef struct
{
  char *name;
  guint64 size_bytes;
  int use_count;
  GStrv holders;
  gboolean permanent;
  ModscopeLiveState state;
  guint taints;
} ModscopeLiveModule;

/**
 * modscope_live_read:
 * @paths: where files are
 * @error: %MODSCOPE_ERROR_NO_MODULE_SUPPORT without /proc/modules
 *
 * Reads /proc/modules. Any thread, also the main one (procfs does not wait for a disk).
 *
 * Returns: (transfer full) (element-type ModscopeLiveModule) (nullable): the modules in the
 *   kernel's order, newest first; unref frees them
 */
GPtrArray *modscope_live_read (ModscopePaths *paths, GError **error);

/** Returns: (transfer none) (nullable): the module of that folded name among @modules, of
 *  modscope_live_read() */
const ModscopeLiveModule *modscope_live_find (GPtrArray *modules, const char *name);

/**
 * modscope_live_dup_devices:
 * @paths: where files are
 * @name: a folded name
 *
 * The devices bound to drivers of a module that is loaded or built in, of
 * /sys/module/NAME/drivers/BUS:DRIVER.
 *
 * Returns: (transfer full): ids "BUS:DEVICE" ("pci:0000:00:14.3"), sorted, possibly empty
 */
GStrv modscope_live_dup_devices (ModscopePaths *paths, const char *name);

/**
 * modscope_live_dup_driver:
 * @paths: where files are
 * @name: a folded name
 * @bus: a bus: "pci"
 *
 * Returns: (transfer full) (nullable): the driver of that bus that a module in the kernel brings;
 * of several the first by name
 */
char *modscope_live_dup_driver (ModscopePaths *paths, const char *name, const char *bus);

/**
 * modscope_live_dup_parameter:
 * @paths: where files are
 * @name: a folded name
 * @parameter: a name of a parameter, not trusted
 *
 * Returns: (transfer full) (nullable): the value in /sys/module/NAME/parameters without its closing
 *   newline, as UTF-8; %NULL if it is not there or may not be read
 */
char *modscope_live_dup_parameter (ModscopePaths *paths, const char *name, const char *parameter);

G_END_DECLS
