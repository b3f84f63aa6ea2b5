/* Everything about one module: its own text and signature, the values of its parameters, which of
 * its firmware is there, and the rules that name it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-details-reader.h"

#include <string.h>

#include "machine/modscope-rule.h"
#include "system/modscope-firmware.h"
#include "system/modscope-kmod.h"
#include "system/modscope-live.h"

void
modscope_details_request_free (ModscopeDetailsRequest *self)
{
  g_free (self->name);
  g_clear_pointer (&self->kernel, modscope_kernel_unref);
  g_clear_pointer (&self->tables, modscope_tables_unref);
  g_clear_pointer (&self->index, modscope_index_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->needed_by, g_strfreev);
  g_free (self);
}

/* One word of options; quotes keep blanks in a word and are not part of it (next_arg in the
 * kernel's lib/cmdline.c). */
static const char *
next_word (const char *options, GString *word)
{
  gboolean quoted = FALSE;

  g_string_truncate (word, 0);
  while (g_ascii_isspace (*options))
    options++;
  for (; *options != '\0' && (quoted || !g_ascii_isspace (*options)); options++)
    {
      if (*options == '"')
        quoted = !quoted;
      else
        g_string_append_c (word, *options);
    }
  return options;
}

static gboolean
is_parameter (const char *word, gsize length, const char *name)
{
  if (strlen (name) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if ((word[i] == '-' ? '_' : word[i]) != (name[i] == '-' ? '_' : name[i]))
      return FALSE;
  return TRUE;
}

char *
modscope_options_dup_value (const char *options, const char *name)
{
  g_autoptr (GString) word = g_string_new (NULL);
  char *value = NULL;

  for (;;)
    {
      const char *equals;

      options = next_word (options, word);
      if (word->len == 0 && *options == '\0')
        return value;
      equals = strchr (word->str, '=');
      if (is_parameter (word->str, equals != NULL ? (gsize) (equals - word->str) : word->len, name))
        {
          g_free (value);
          value = g_strdup (equals != NULL ? equals + 1 : "");
        }
    }
}

/* What the rules set, the last one winning, as for the kernel: modprobe.d before the command line,
 * whose words are "MODULE.NAME=VALUE". */
static char *
find_rule_value (GPtrArray *rules, const char *module, const char *parameter)
{
  char *found = NULL;

  for (guint i = 0; i < rules->len; i++)
    {
      ModscopeRule *rule = rules->pdata[i];
      const char *value = modscope_rule_get_value (rule);
      ModscopeVerb verb = modscope_rule_get_verb (rule);
      char *set = NULL;

      if (value == NULL || modscope_rule_get_effective (rule) == MODSCOPE_TRI_NO ||
          !modscope_rule_names_module (rule, module))
        continue;
      if (verb == MODSCOPE_VERB_COMMAND_LINE)
        {
          const char *dot = strchr (value, '.');

          set = dot != NULL ? modscope_options_dup_value (dot + 1, parameter) : NULL;
        }
      else if (verb == MODSCOPE_VERB_OPTIONS)
        set = modscope_options_dup_value (value, parameter);
      if (set != NULL)
        {
          g_free (found);
          found = set;
        }
    }
  return found;
}

/* The module's own text: by libkmod, which knows signatures; where it does not find the module,
 * what the index kept. */
static ModscopeModuleDetails *
read_own_text (const ModscopeDetailsRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeKmod) kmod = modscope_kmod_new (request->kernel, &error);
  g_auto (GStrv) fields =
    kmod != NULL ? modscope_kmod_dup_info (kmod, request->name, &error) : NULL;
  ModscopeModuleDetails *details;

  if (fields == NULL && request->index != NULL)
    {
      int position = modscope_index_find (request->index, request->name);

      if (position >= 0 && modscope_index_get_problem (request->index, position) == NULL)
        fields = modscope_index_dup_fields (request->index, position);
    }
  if (fields != NULL)
    return modscope_module_details_parse (request->name, (const char *const *) fields);

  details = modscope_module_details_parse (request->name, (const char *const[]){ NULL });
  details->problem = g_strdup (error->message);
  return details;
}

static void
fill_from_tables (ModscopeModuleDetails *details, const ModscopeDetailsRequest *request)
{
  const ModscopeTableEntry *entry = modscope_tables_lookup (request->tables, details->name);

  if (entry != NULL && !entry->builtin)
    {
      g_autofree char *file = modscope_tables_dup_file (request->tables, entry);

      details->file =
        g_strdup (modscope_paths_strip (modscope_kernel_get_paths (request->kernel), file));
    }
  g_clear_pointer (&details->all_needs, g_strfreev);
  details->all_needs = modscope_tables_dup_all_needs (request->tables, details->name);
}

static void
fill_parameters (ModscopeModuleDetails *details, const ModscopeDetailsRequest *request)
{
  ModscopePaths *paths = modscope_kernel_get_paths (request->kernel);

  for (guint i = 0; i < details->parameters->len; i++)
    {
      ModscopeParameter *parameter = details->parameters->pdata[i];

      if (modscope_kernel_is_running (request->kernel))
        parameter->value = modscope_live_dup_parameter (paths, details->name, parameter->name);
      parameter->rule_value = find_rule_value (request->rules, details->name, parameter->name);
    }
}

static void
fill_firmware (ModscopeModuleDetails *details, const ModscopeDetailsRequest *request)
{
  g_autoptr (ModscopeFirmwareFolders) folders = modscope_firmware_folders_new (
    modscope_kernel_get_paths (request->kernel), modscope_kernel_get_release (request->kernel));

  for (guint i = 0; i < details->firmware->len; i++)
    {
      ModscopeFirmware *firmware = details->firmware->pdata[i];

      firmware->present = modscope_firmware_folders_have (folders, firmware->name);
    }
}

static void
fill_rules (ModscopeModuleDetails *details, const ModscopeDetailsRequest *request)
{
  for (guint i = 0; i < request->rules->len; i++)
    if (modscope_rule_names_module (request->rules->pdata[i], details->name))
      g_ptr_array_add (details->rules, g_object_ref (request->rules->pdata[i]));
}

ModscopeModuleDetails *
modscope_details_read (const ModscopeDetailsRequest *request)
{
  ModscopeModuleDetails *details = read_own_text (request);

  if (request->tables != NULL)
    fill_from_tables (details, request);
  fill_parameters (details, request);
  fill_firmware (details, request);
  fill_rules (details, request);
  g_clear_pointer (&details->needed_by, g_strfreev);
  details->needed_by =
    g_strdupv (request->needed_by != NULL ? request->needed_by : (char *[]){ NULL });
  return details;
}
