/* Prints what the machine knows of every module as one JSON document, for the agreement test.
 *
 *   dump-machine details|plans FOLDER
 *
 * or which modules are without firmware, of the computer itself:
 *
 *   dump-machine firmware
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

#include "diagnosis/modscope-module-firmware.h"
#include "machine/modscope-json.h"
#include "machine/modscope-plan.h"

static void
put_details (ModscopeJson *json, ModscopeMachine *machine, ModscopeModule *module)
{
  g_autoptr (ModscopeModuleDetails) details = modscope_machine_load_details (machine, module);
  GPtrArray *parameters = details->parameters;

  modscope_json_string (json, "file", details->file);
  modscope_json_string (json, "problem", details->problem);
  modscope_json_strings (json, "fields", (const char *const *) details->fields);
  modscope_json_string (json, "description", details->description);
  modscope_json_strings (json, "authors", (const char *const *) details->authors);
  modscope_json_string (json, "license", details->license);
  modscope_json_string (json, "version", details->version);
  modscope_json_string (json, "srcversion", details->srcversion);
  modscope_json_string (json, "vermagic", details->vermagic);
  modscope_json_string (json, "signer", details->signer);
  modscope_json_string (json, "sig_key", details->signature_key);
  modscope_json_string (json, "sig_hashalgo", details->signature_hash);
  modscope_json_tri (json, "intree", (ModscopeTri) details->in_tree);
  modscope_json_strings (json, "needs", (const char *const *) details->needs);
  modscope_json_strings (json, "aliases", (const char *const *) details->aliases);
  modscope_json_begin_array (json, "firmware");
  for (guint i = 0; details->firmware != NULL && i < details->firmware->len; i++)
    modscope_json_string (json, NULL,
                          ((ModscopeFirmware *) g_ptr_array_index (details->firmware, i))->name);
  modscope_json_end_array (json);
  modscope_json_begin_array (json, "parameters");
  for (guint i = 0; parameters != NULL && i < parameters->len; i++)
    {
      const ModscopeParameter *parameter = g_ptr_array_index (parameters, i);

      modscope_json_begin_object (json, NULL);
      modscope_json_string (json, "name", parameter->name);
      modscope_json_string (json, "type", parameter->type);
      modscope_json_string (json, "description", parameter->description);
      modscope_json_end_object (json);
    }
  modscope_json_end_array (json);
}

static void
put_plan (ModscopeJson *json, ModscopeMachine *machine, ModscopeModule *module)
{
  g_autoptr (GError) error = NULL;
  const char *const names[] = { modscope_module_get_name (module), NULL };
  g_autoptr (ModscopePlan) plan = modscope_plan_make (machine, "load", names, FALSE, &error);

  modscope_json_string (json, "error", error != NULL ? error->message : NULL);
  modscope_json_begin_array (json, "steps");
  for (guint i = 0; plan != NULL && i < plan->steps->len; i++)
    modscope_json_string (json, NULL,
                          ((ModscopePlanStep *) g_ptr_array_index (plan->steps, i))->module);
  modscope_json_end_array (json);
}

static void
put_modules (ModscopeJson *json, ModscopeMachine *machine, const char *what)
{
  GListModel *modules = modscope_machine_get_modules (machine);

  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      modscope_json_begin_object (json, modscope_module_get_name (module));
      if (strcmp (what, "details") == 0)
        put_details (json, machine, module);
      else
        put_plan (json, machine, module);
      modscope_json_end_object (json);
    }
}

static void
put_firmware (ModscopeJson *json, ModscopeMachine *machine)
{
  g_autoptr (GHashTable) found = modscope_find_modules_without_firmware (machine);
  GHashTableIter iter;
  gpointer module, device;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &module, &device))
    modscope_json_string (json, module, device);
}

int
main (int argc, char **argv)
{
  g_autoptr (ModscopePaths) paths = modscope_paths_new_from_environment ();
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (ModscopeMachine) machine = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (GError) error = NULL;
  ModscopeJson *json;

  if (argc < 2)
    g_error ("usage: dump-machine details|plans FOLDER, or dump-machine firmware");
  kernel = modscope_kernel_open (paths, argv[2], &error);
  if (kernel == NULL)
    g_error ("%s", error->message);
  machine = modscope_machine_new (kernel);
  modscope_machine_wait (machine);
  if (!modscope_machine_ensure_index (machine, &error))
    g_error ("%s", error->message);
  modscope_machine_start_devices (machine);
  modscope_machine_wait_devices (machine);
  json = modscope_json_new (stream);
  modscope_json_begin_object (json, NULL);
  if (strcmp (argv[1], "firmware") == 0)
    put_firmware (json, machine);
  else
    put_modules (json, machine, argv[1]);
  modscope_json_end_object (json);
  if (!modscope_json_finish (json, &error))
    g_error ("%s", error->message);
  return 0;
}
