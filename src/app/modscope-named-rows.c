/* Groups of rows that lead to modules and devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-named-rows.h"

#include "modscope-detail-rows.h"
#include "modscope-device-rows.h"

typedef struct
{
  ModscopeMachine *machine;
  GStrv names;
} Names;

static void
names_free (gpointer data)
{
  Names *self = data;

  g_object_unref (self->machine);
  g_strfreev (self->names);
  g_free (self);
}

static GtkWidget *
make_module_row (guint index, gpointer data)
{
  Names *self = data;
  const char *name = self->names[index];

  return modscope_module_row_new (name, modscope_machine_lookup (self->machine, name));
}

static GtkWidget *
make_device_row (guint index, gpointer data)
{
  Names *self = data;
  ModscopeDevice *device = modscope_machine_lookup_device (self->machine, self->names[index]);

  return device != NULL ? modscope_device_link_row_new (self->machine, device)
                        : modscope_device_row_new (self->machine, self->names[index], TRUE);
}

static void
fill (ModscopeRowGroup *group,
      ModscopeMachine *machine,
      const char *const *names,
      ModscopeRowMaker maker)
{
  Names *self = g_new (Names, 1);

  self->machine = g_object_ref (machine);
  self->names = names != NULL ? g_strdupv ((GStrv) names) : g_new0 (char *, 1);
  modscope_row_group_fill (group, g_strv_length (self->names), maker, self, names_free);
}

void
modscope_row_group_fill_with_modules (ModscopeRowGroup *group,
                                      ModscopeMachine *machine,
                                      const char *const *names)
{
  fill (group, machine, names, make_module_row);
}

void
modscope_row_group_fill_with_devices (ModscopeRowGroup *group,
                                      ModscopeMachine *machine,
                                      const char *const *ids)
{
  fill (group, machine, ids, make_device_row);
}
