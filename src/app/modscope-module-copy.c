/* What can be taken out of the program about a module: its details as text, its file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-copy.h"

#include "modscope-module-words.h"
#include "modscope-show-file.h"

static void
details_loaded_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeModuleDetails) details =
    modscope_machine_load_details_finish (MODSCOPE_MACHINE (machine), result, &error);
  ModscopeModule *module =
    details != NULL ? modscope_machine_lookup (MODSCOPE_MACHINE (machine), details->name) : NULL;
  g_autofree char *report = NULL;

  if (module == NULL)
    {
      g_warning ("Cannot copy a module's details: %s", error != NULL ? error->message : "it went");
      return;
    }
  report = modscope_module_dup_report (module, details);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), report);
}

void
modscope_module_copy_details (GtkWidget *widget, ModscopeMachine *machine, ModscopeModule *module)
{
  modscope_machine_load_details_async (machine, module, NULL, details_loaded_cb,
                                       g_object_ref (widget));
}

void
modscope_module_copy_names (GtkWidget *widget, GPtrArray *modules)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < modules->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "",
                            modscope_module_get_name (g_ptr_array_index (modules, i)));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), names->str);
}

static void
place_loaded_cb (GObject *machine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (ModscopeModuleDetails) details =
    modscope_machine_load_details_finish (MODSCOPE_MACHINE (machine), result, NULL);
  ModscopeKernel *kernel = modscope_machine_get_kernel (MODSCOPE_MACHINE (machine));
  g_autofree char *path = NULL;

  if (details == NULL || details->file == NULL)
    return;
  path = modscope_paths_build (modscope_kernel_get_paths (kernel), details->file);
  modscope_show_file (widget, path);
}

void
modscope_module_copy_show_file (GtkWidget *widget, ModscopeMachine *machine, ModscopeModule *module)
{
  modscope_machine_load_details_async (machine, module, NULL, place_loaded_cb,
                                       g_object_ref (widget));
}
