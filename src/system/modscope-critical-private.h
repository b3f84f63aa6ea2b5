/* How what is critical is gathered. For modscope-critical*.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "system/modscope-critical.h"

G_BEGIN_DECLS

/**
 * ModscopeCriticalLeg: something that the system stands on.
 * @reason: what stops without it
 * @group: legs of one group stand in for each other: only without all of them it stops
 * @devices: (element-type filename): folders of the devices it needs
 * @modules: (element-type utf8): folded names of the modules it needs
 */
typedef struct
{
  ModscopeCriticalReason reason;
  guint group;
  GHashTable *devices;
  GHashTable *modules;
} ModscopeCriticalLeg;

struct _ModscopeCritical
{
  ModscopePaths *paths;
  char *devices; /* (nullable): the real path of /sys/devices */
  gboolean is_known;
  GPtrArray *legs;
  guint n_groups;
};

/** Returns: (transfer none): a new leg of a new group */
ModscopeCriticalLeg *modscope_critical_add_leg (ModscopeCritical *self,
                                                ModscopeCriticalReason reason);

/** Adds the device that @path leads to, and all above it, with the modules of their drivers.
 *  Returns: whether there is one */
gboolean
modscope_critical_follow (ModscopeCritical *self, ModscopeCriticalLeg *leg, const char *path);

/** Adds a module. */
void modscope_critical_leg_add_module (ModscopeCriticalLeg *leg, const char *name);

/** Returns: (transfer full): a file's only line; "" if it cannot be read */
char *modscope_critical_read_line (const char *folder, const char *name);

void modscope_critical_read_mounts (ModscopeCritical *self);
void modscope_critical_read_networks (ModscopeCritical *self);
void modscope_critical_read_displays (ModscopeCritical *self);
void modscope_critical_read_inputs (ModscopeCritical *self);

G_END_DECLS
