/* modscopectl: from the command line to a command, and what all commands share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/modscope-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/modscope-error.h"
#include "base/modscope-name.h"
#include "base/modscope-near.h"
#include "modscope-build.h"

struct _ModscopeCli
{
  ModscopeArguments *arguments;
  ModscopePrinter *printer;
  ModscopeMachine *machine;
  const ModscopeCommand *commands;
};

const char *const *
modscope_cli_get_words (ModscopeCli *self)
{
  return (const char *const *) self->arguments->words->pdata;
}

const char *
modscope_cli_get_option (ModscopeCli *self, const char *name)
{
  return g_hash_table_lookup (self->arguments->options, name);
}

gboolean
modscope_cli_is_json (ModscopeCli *self)
{
  return modscope_cli_get_option (self, "json") != NULL;
}

ModscopePrinter *
modscope_cli_get_printer (ModscopeCli *self)
{
  return self->printer;
}

void
modscope_cli_say (ModscopeCli *self, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *valid = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  valid = g_utf8_make_valid (message, -1);
  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_printerr ("modscopectl: %s\n", valid);
}

ModscopeExit
modscope_cli_fail (ModscopeCli *self, const GError *error)
{
  modscope_cli_say (self, "%s", error->message);
  if (g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME) ||
      g_error_matches (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT))
    return MODSCOPE_EXIT_USAGE;
  return MODSCOPE_EXIT_FAILED;
}

/* Whoever reads no further, as `head` does, has what they wanted. */
static ModscopeExit
fail_to_write (ModscopeCli *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    modscope_cli_say (self, _ ("Cannot write: %s"), error->message);
  return MODSCOPE_EXIT_FAILED;
}

ModscopeJson *
modscope_cli_begin_json (ModscopeCli *self)
{
  return modscope_json_new (modscope_printer_get_stream (self->printer));
}

ModscopeExit
modscope_cli_end_json (ModscopeCli *self, ModscopeJson *json)
{
  g_autoptr (GError) error = NULL;

  if (!modscope_json_finish (json, &error))
    return fail_to_write (self, error);
  return MODSCOPE_EXIT_DONE;
}

/* What a person can do about a kernel that has no modules to show. */
static char *
dup_advice (ModscopePaths *paths)
{
  g_auto (GStrv) kernels = modscope_paths_list_kernels (paths);
  g_autofree char *list = g_strjoinv (", ", kernels);

  if (kernels[0] != NULL)
    /* Translators: the list is of kernel releases. */
    return g_strdup_printf (_ ("look at an installed kernel with --kernel RELEASE: %s"), list);
  return g_strdup (_ ("no kernel's modules are installed here; look at a folder like "
                      "/lib/modules/RELEASE with --kernel FOLDER"));
}

static gboolean
check_condition (ModscopeCli *self, ModscopeKernel *kernel)
{
  g_autofree char *advice = dup_advice (modscope_kernel_get_paths (kernel));

  switch (modscope_kernel_get_condition (kernel))
    {
    case MODSCOPE_KERNEL_READY:
      return TRUE;
    case MODSCOPE_KERNEL_NO_MODULE_SUPPORT:
      modscope_cli_say (self, _ ("The running kernel %s was built without modules; %s"),
                        modscope_kernel_get_release (kernel), advice);
      return FALSE;
    case MODSCOPE_KERNEL_MODULES_GONE:
    default:
      modscope_cli_say (self,
                        _ ("The modules of the running kernel %s are not on this computer (after "
                           "an update, restart it); %s"),
                        modscope_kernel_get_release (kernel), advice);
      return FALSE;
    }
}

ModscopeMachine *
modscope_cli_open_machine (ModscopeCli *self, gboolean needs_modules)
{
  const char *wanted = modscope_cli_get_option (self, "kernel");
  g_autoptr (ModscopePaths) paths = modscope_paths_new_from_environment ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKernel) kernel = modscope_kernel_open (paths, wanted, &error);

  if (kernel == NULL)
    {
      g_autofree char *advice = dup_advice (paths);

      modscope_cli_say (self, "%s; %s", error->message, advice);
      return NULL;
    }
  if (needs_modules && !check_condition (self, kernel))
    return NULL;
  self->machine = modscope_machine_new (kernel);
  modscope_machine_wait (self->machine);
  if (needs_modules && modscope_machine_get_error (self->machine) != NULL)
    {
      modscope_cli_fail (self, modscope_machine_get_error (self->machine));
      return NULL;
    }
  for (const char *const *problem = modscope_machine_get_config_problems (self->machine);
       *problem != NULL; problem++)
    modscope_cli_say (self, "%s", *problem);
  return self->machine;
}

void
modscope_cli_read_devices (ModscopeCli *self)
{
  modscope_machine_start_devices (self->machine);
  modscope_machine_wait_devices (self->machine);
}

ModscopeMachine *
modscope_cli_get_machine (ModscopeCli *self)
{
  return self->machine;
}

void
modscope_cli_reread_machine (ModscopeCli *self)
{
  ModscopeMachine *machine = modscope_machine_new (modscope_machine_get_kernel (self->machine));

  modscope_machine_wait (machine);
  g_object_unref (self->machine);
  self->machine = machine;
}

gboolean
modscope_cli_has_command (ModscopeCli *self, const char *name)
{
  const ModscopeCommand *command = self->commands;

  while (command->name != NULL && strcmp (command->name, name) != 0)
    command++;
  return command->name != NULL;
}

void
modscope_cli_ensure_index (ModscopeCli *self)
{
  g_autoptr (GError) error = NULL;

  if (!modscope_machine_ensure_index (self->machine, &error))
    modscope_cli_say (self, _ ("The module files cannot be read, so descriptions are missing: %s"),
                      error->message);
}

static const char *
find_near_name (ModscopeMachine *machine, const char *name)
{
  GListModel *modules = modscope_machine_get_modules (machine);
  ModscopeNear near;

  modscope_near_init (&near, name);
  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      modscope_near_offer (&near, modscope_module_get_name (module));
    }
  return modscope_near_get (&near);
}

ModscopeModule *
modscope_cli_lookup_module (ModscopeCli *self, const char *name, GError **error)
{
  const char *release = modscope_kernel_get_release (modscope_machine_get_kernel (self->machine));
  g_autofree char *folded = NULL;
  ModscopeModule *module;
  const char *near;

  if (!modscope_name_is_valid (name))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_NAME,
                   _ ("“%s” is not the name of a module"), name);
      return NULL;
    }
  folded = modscope_name_fold (name);
  module = modscope_machine_lookup (self->machine, folded);
  if (module != NULL)
    return module;
  near = find_near_name (self->machine, folded);
  if (near != NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                 _ ("There is no module %s in kernel %s. Did you mean %s?"), folded, release, near);
  else
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND,
                 _ ("There is no module %s in kernel %s"), folded, release);
  return NULL;
}

ModscopeModule *
modscope_cli_find_module (ModscopeCli *self, const char *name, ModscopeExit *status)
{
  g_autoptr (GError) error = NULL;
  ModscopeModule *module = modscope_cli_lookup_module (self, name, &error);

  if (module == NULL)
    *status = modscope_cli_fail (self, error);
  return module;
}

static const char *
get_state_word (ModscopeModuleState state, ModscopeStyle *style)
{
  *style = MODSCOPE_STYLE_PLAIN;
  switch (state)
    {
    case MODSCOPE_MODULE_LOADED:
      *style = MODSCOPE_STYLE_GOOD;
      return C_ ("module state", "loaded");
    case MODSCOPE_MODULE_LOADING:
      *style = MODSCOPE_STYLE_NOTICE;
      return C_ ("module state", "loading");
    case MODSCOPE_MODULE_UNLOADING:
      *style = MODSCOPE_STYLE_NOTICE;
      return C_ ("module state", "unloading");
    case MODSCOPE_MODULE_BUILTIN:
      return C_ ("module state", "built in");
    case MODSCOPE_MODULE_AVAILABLE:
    default:
      *style = MODSCOPE_STYLE_DIM;
      return C_ ("module state", "available");
    }
}

char *
modscope_cli_dup_state (ModscopeModule *module, ModscopeStyle *style)
{
  const char *word = get_state_word (modscope_module_get_state (module), style);

  if (modscope_module_get_blocked (module) == MODSCOPE_BLOCKED_NO)
    return g_strdup (word);
  *style = MODSCOPE_STYLE_NOTICE;
  /* Translators: a module's state, "available, blocked". */
  return g_strdup_printf (_ ("%s, blocked"), word);
}

static const ModscopeCommand *
dup_commands (void)
{
  const ModscopeCommand *all[] = {
    &modscope_command_list,    &modscope_command_show,  &modscope_command_devices,
    &modscope_command_resolve, &modscope_command_plan,  &modscope_command_rules,
    &modscope_command_system,  &modscope_command_load,  &modscope_command_unload,
    &modscope_command_restart, &modscope_command_block, &modscope_command_unblock,
    &modscope_command_device,  &modscope_command_undo,  &modscope_command_changes,
  };
  ModscopeCommand *commands = g_new0 (ModscopeCommand, G_N_ELEMENTS (all) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    commands[i] = *all[i];
  return commands;
}

static ModscopeExit
run_command (ModscopeCli *self, const ModscopeCommand *commands)
{
  const ModscopeCommand *command = self->arguments->command;
  g_autofree char *help = NULL;

  if (modscope_cli_get_option (self, "help") != NULL)
    {
      help = modscope_arguments_dup_help (commands, command);
      modscope_printer_text (self->printer, MODSCOPE_STYLE_PLAIN, help);
      return MODSCOPE_EXIT_DONE;
    }
  if (modscope_cli_get_option (self, "version") != NULL)
    {
      modscope_printer_text (self->printer, MODSCOPE_STYLE_PLAIN,
                             "modscopectl " MODSCOPE_VERSION "\n");
      return MODSCOPE_EXIT_DONE;
    }
  if (command == NULL)
    {
      modscope_cli_say (self, _ ("A command is missing; see modscopectl --help"));
      return MODSCOPE_EXIT_USAGE;
    }
  return command->run (self);
}

int
modscope_cli_run (int argc, char **argv)
{
  /* For the whole life of the process, so that it can end without taking thousands of modules apart
   * first. */
  static ModscopeCli self;
  g_autofree const ModscopeCommand *commands = dup_commands ();
  g_autoptr (GError) error = NULL;
  ModscopeExit status;

  self.commands = commands;
  self.arguments =
    modscope_arguments_parse (commands, (const char *const *) argv + MIN (argc, 1), &error);
  if (self.arguments == NULL)
    return (int) modscope_cli_fail (&self, error);
  g_ptr_array_add (self.arguments->words, NULL);
  self.printer = modscope_printer_new (STDOUT_FILENO);
  status = run_command (&self, commands);
  if (!modscope_printer_flush (self.printer, &error))
    status = fail_to_write (&self, error);
  modscope_printer_free (self.printer);
  modscope_arguments_free (self.arguments);
  return (int) status;
}
