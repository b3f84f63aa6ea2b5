/* The words of a command line, read by tables of commands and options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/modscope-arguments.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-text.h"
#include "base/modscope-near.h"
#include "cli/modscope-printer.h"

const ModscopeOption modscope_global_options[] = {
  { "json", NULL, N_ ("Print one JSON document") },
  { "kernel", N_ ("RELEASE|FOLDER"),
    N_ ("Look at another installed kernel, or at a folder like /lib/modules/RELEASE") },
  { "version", NULL, N_ ("Print the version") },
  { "help", NULL, N_ ("Print help; of a command, after its name") },
  { NULL },
};

void
modscope_arguments_free (ModscopeArguments *self)
{
  g_hash_table_unref (self->options);
  g_ptr_array_unref (self->words);
  g_free (self);
}

static const ModscopeOption *
find_in (const ModscopeOption *options, const char *name, ModscopeNear *near)
{
  for (; options != NULL && options->name != NULL; options++)
    {
      if (strcmp (options->name, name) == 0)
        return options;
      modscope_near_offer (near, options->name);
    }
  return NULL;
}

static const ModscopeOption *
find_option (const ModscopeCommand *command, const char *name, GError **error)
{
  const ModscopeOption *option;
  ModscopeNear near;

  modscope_near_init (&near, name);
  option = find_in (modscope_global_options, name, &near);
  if (option == NULL && command != NULL)
    option = find_in (command->options, name, &near);
  if (option == NULL && modscope_near_get (&near) != NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("There is no option --%s. Did you mean --%s?"), name,
                 modscope_near_get (&near));
  else if (option == NULL && command != NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("“%s” has no option --%s; see modscopectl %s --help"), command->name, name,
                 command->name);
  else if (option == NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("There is no option --%s before a command; see modscopectl --help"), name);
  return option;
}

static const ModscopeCommand *
find_command (const ModscopeCommand *commands, const char *name, GError **error)
{
  ModscopeNear near;

  modscope_near_init (&near, name);
  for (; commands->name != NULL; commands++)
    {
      if (strcmp (commands->name, name) == 0)
        return commands;
      modscope_near_offer (&near, commands->name);
    }
  if (modscope_near_get (&near) != NULL)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("There is no command “%s”. Did you mean “%s”?"), name,
                 modscope_near_get (&near));
  else
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("There is no command “%s”; see modscopectl --help"), name);
  return NULL;
}

/* Reads one option, "--name", "--name=value" or "--name value", and the word after it if it needs
 * one. Returns the last word that it read. */
static const char *const *
read_option (ModscopeArguments *self, const char *const *word, GError **error)
{
  const char *text = *word + 2;
  const char *equals = strchr (text, '=');
  g_autofree char *name =
    g_strndup (text, equals != NULL ? (gsize) (equals - text) : strlen (text));
  const ModscopeOption *option = find_option (self->command, name, error);
  const char *value = equals != NULL ? equals + 1 : NULL;

  if (option == NULL)
    return NULL;
  if (option->argument == NULL && value != NULL)
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                   _ ("Option --%s takes no value"), name);
      return NULL;
    }
  if (option->argument != NULL && value == NULL)
    value = *++word;
  if (option->argument != NULL && (value == NULL || value[0] == '\0'))
    {
      g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                   _ ("Option --%s needs a value"), name);
      return NULL;
    }
  g_hash_table_insert (self->options, g_strdup (name), g_strdup (value != NULL ? value : ""));
  return word;
}

static gboolean
check_count (ModscopeArguments *self, GError **error)
{
  const ModscopeCommand *command = self->command;
  int count = (int) self->words->len;

  if (command == NULL || g_hash_table_contains (self->options, "help") ||
      g_hash_table_contains (self->options, "version"))
    return TRUE;
  if (count < command->min_arguments)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 /* Translators: "“show” needs: MODULE". */
                 _ ("“%s” needs: %s"), command->name, _ (command->arguments));
  else if (command->max_arguments >= 0 && count > command->max_arguments)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                 _ ("“%s” does not know what to do with “%s”"), command->name,
                 (const char *) g_ptr_array_index (self->words, command->max_arguments));
  else
    return TRUE;
  return FALSE;
}

ModscopeArguments *
modscope_arguments_parse (const ModscopeCommand *commands, const char *const *argv, GError **error)
{
  g_autoptr (ModscopeArguments) self = g_new0 (ModscopeArguments, 1);
  gboolean options_end = FALSE;

  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->words = g_ptr_array_new_with_free_func (g_free);
  for (const char *const *word = argv; *word != NULL; word++)
    {
      g_autofree char *readable = g_filename_display_name (*word);

      if (!options_end && strcmp (*word, "--") == 0)
        options_end = TRUE;
      else if (!options_end && g_str_has_prefix (*word, "--"))
        {
          word = read_option (self, word, error);
          if (word == NULL)
            return NULL;
        }
      else if (!options_end && strcmp (*word, "-h") == 0)
        g_hash_table_insert (self->options, g_strdup ("help"), g_strdup (""));
      else if (!options_end && (*word)[0] == '-' && (*word)[1] != '\0')
        {
          g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT,
                       _ ("There is no option %s; options begin with two dashes"), readable);
          return NULL;
        }
      else if (self->command == NULL)
        {
          self->command = find_command (commands, readable, error);
          if (self->command == NULL)
            return NULL;
        }
      else
        g_ptr_array_add (self->words, modscope_text_to_utf8 (*word, -1));
    }
  return check_count (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
add_help_row (GString *help, const char *left, guint width, const char *right)
{
  guint padding = width - MIN (width, modscope_text_width (left));

  g_string_append_printf (help, "  %s%*s  %s\n", left, (int) padding, "", right);
}

static char *
dup_option_words (const ModscopeOption *option)
{
  if (option->argument == NULL)
    return g_strconcat ("--", option->name, NULL);
  return g_strconcat ("--", option->name, " ", _ (option->argument), NULL);
}

static void
add_options (GString *help, const char *title, const ModscopeOption *options)
{
  guint width = 0;

  for (const ModscopeOption *option = options; option->name != NULL; option++)
    {
      g_autofree char *words = dup_option_words (option);

      width = MAX (width, modscope_text_width (words));
    }
  g_string_append_printf (help, "\n%s\n", title);
  for (; options->name != NULL; options++)
    {
      g_autofree char *words = dup_option_words (options);

      add_help_row (help, words, width, _ (options->help));
    }
}

static char *
dup_command_words (const ModscopeCommand *command)
{
  if (command->arguments == NULL)
    return g_strdup (command->name);
  return g_strconcat (command->name, " ", _ (command->arguments), NULL);
}

char *
modscope_arguments_dup_help (const ModscopeCommand *commands, const ModscopeCommand *command)
{
  g_autoptr (GString) help = g_string_new (NULL);
  guint width = 0;

  if (command != NULL)
    {
      g_autofree char *words = dup_command_words (command);

      g_string_append_printf (help, _ ("Usage: modscopectl [OPTION…] %s\n\n%s\n"), words,
                              _ (command->summary));
      if (command->details != NULL)
        g_string_append_printf (help, "\n%s\n", _ (command->details));
      if (command->options != NULL)
        add_options (help, _ ("Options of this command:"), command->options);
      add_options (help, _ ("Options of every command:"), modscope_global_options);
      return g_string_free (g_steal_pointer (&help), FALSE);
    }
  g_string_append (help,
                   _ ("Usage: modscopectl [OPTION…] COMMAND [ARGUMENT…]\n\n"
                      "Shows which kernel modules this computer has and what they are for, and "
                      "loads, unloads and blocks them."));
  g_string_append_printf (help, "\n\n%s\n", _ ("Commands:"));
  for (const ModscopeCommand *each = commands; each->name != NULL; each++)
    {
      g_autofree char *words = dup_command_words (each);

      width = MAX (width, modscope_text_width (words));
    }
  for (; commands->name != NULL; commands++)
    {
      g_autofree char *words = dup_command_words (commands);

      add_help_row (help, words, width, _ (commands->summary));
    }
  add_options (help, _ ("Options:"), modscope_global_options);
  return g_string_free (g_steal_pointer (&help), FALSE);
}
