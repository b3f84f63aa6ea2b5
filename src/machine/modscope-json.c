/* A small streaming JSON writer (RFC 8259), and the objects of the command line's contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-json.h"

#include <string.h>

#include "base/modscope-text.h"

#define BUFFER_SIZE (64 * 1024)

struct _ModscopeJson
{
  GOutputStream *stream;
  GString *buffer;
  gboolean needs_comma;
  GError *error; /* the first one; nothing is written after it */
};

ModscopeJson *
modscope_json_new (GOutputStream *stream)
{
  ModscopeJson *self = g_new0 (ModscopeJson, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_string_sized_new (BUFFER_SIZE + 4096);
  return self;
}

static void
flush (ModscopeJson *self)
{
  if (self->error == NULL)
    g_output_stream_write_all (self->stream, self->buffer->str, self->buffer->len, NULL, NULL,
                               &self->error);
  g_string_truncate (self->buffer, 0);
}

gboolean
modscope_json_finish (ModscopeJson *self, GError **error)
{
  gboolean done;

  g_string_append_c (self->buffer, '\n');
  flush (self);
  if (self->error == NULL)
    g_output_stream_flush (self->stream, NULL, &self->error);
  done = self->error == NULL;
  if (!done)
    g_propagate_error (error, self->error);
  g_string_free (self->buffer, TRUE);
  g_object_unref (self->stream);
  g_free (self);
  return done;
}

/* The bytes at the start that are written as they are, and are UTF-8 without a look: nearly all
 * text is such from end to end. */
static gsize
count_plain (const char *text)
{
  gsize n = 0;

  while (text[n] >= 0x20 && text[n] < 0x7f && text[n] != '"' && text[n] != '\\')
    n++;
  return n;
}

static void
append_escaped (GString *buffer, char c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (buffer, '\\');
      g_string_append_c (buffer, c);
      break;
    case '\n':
      g_string_append (buffer, "\\n");
      break;
    case '\t':
      g_string_append (buffer, "\\t");
      break;
    default:
      g_string_append_printf (buffer, "\\u%04x", (guint) c);
    }
}

/* Quotation mark, backslash and control characters are all that must be escaped. */
static void
append_string (GString *buffer, const char *text)
{
  g_autofree char *valid = NULL;
  gsize n_plain = count_plain (text);

  g_string_append_c (buffer, '"');
  g_string_append_len (buffer, text, (gssize) n_plain);
  text += n_plain;
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = modscope_text_to_utf8 (text, -1);
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == '"' || *text == '\\')
      append_escaped (buffer, *text);
    else
      g_string_append_c (buffer, *text);
  g_string_append_c (buffer, '"');
}

static GString *
begin_value (ModscopeJson *self, const char *key)
{
  if (self->buffer->len >= BUFFER_SIZE)
    flush (self);
  if (self->needs_comma)
    g_string_append_c (self->buffer, ',');
  if (key != NULL)
    {
      append_string (self->buffer, key);
      g_string_append_c (self->buffer, ':');
    }
  self->needs_comma = TRUE;
  return self->buffer;
}

void
modscope_json_begin_object (ModscopeJson *self, const char *key)
{
  g_string_append_c (begin_value (self, key), '{');
  self->needs_comma = FALSE;
}

void
modscope_json_end_object (ModscopeJson *self)
{
  g_string_append_c (self->buffer, '}');
  self->needs_comma = TRUE;
}

void
modscope_json_begin_array (ModscopeJson *self, const char *key)
{
  g_string_append_c (begin_value (self, key), '[');
  self->needs_comma = FALSE;
}

void
modscope_json_end_array (ModscopeJson *self)
{
  g_string_append_c (self->buffer, ']');
  self->needs_comma = TRUE;
}

void
modscope_json_string (ModscopeJson *self, const char *key, const char *value)
{
  GString *buffer = begin_value (self, key);

  if (value != NULL)
    append_string (buffer, value);
  else
    g_string_append (buffer, "null");
}

void
modscope_json_strings (ModscopeJson *self, const char *key, const char *const *values)
{
  if (values == NULL)
    {
      modscope_json_null (self, key);
      return;
    }
  modscope_json_begin_array (self, key);
  for (; *values != NULL; values++)
    modscope_json_string (self, NULL, *values);
  modscope_json_end_array (self);
}

void
modscope_json_int (ModscopeJson *self, const char *key, gint64 value)
{
  g_string_append_printf (begin_value (self, key), "%" G_GINT64_FORMAT, value);
}

void
modscope_json_tri (ModscopeJson *self, const char *key, ModscopeTri value)
{
  const char *word = value == MODSCOPE_TRI_YES ? "true" : "false";

  g_string_append (begin_value (self, key), value == MODSCOPE_TRI_UNKNOWN ? "null" : word);
}

void
modscope_json_null (ModscopeJson *self, const char *key)
{
  g_string_append (begin_value (self, key), "null");
}

/* Numbers of the facts are negative where they are unknown. */
static void
put_known_int (ModscopeJson *self, const char *key, gint64 value, gboolean is_known)
{
  if (is_known && value >= 0)
    modscope_json_int (self, key, value);
  else
    modscope_json_null (self, key);
}

/* A module's own soft dependencies, of its "softdep" fields. */
static void
put_soft_depends (ModscopeJson *self, ModscopeMachine *machine, const char *name)
{
  ModscopeIndex *index = modscope_machine_get_index (machine);
  int position = index != NULL ? modscope_index_find (index, name) : -1;
  g_autoptr (ModscopeModuleDetails) details = NULL;
  static const char *const none[] = { NULL };

  if (position < 0 || modscope_index_get_problem (index, position) != NULL)
    {
      modscope_json_null (self, "soft_depends");
      return;
    }
  if (modscope_index_get_field (index, position, "softdep") != NULL)
    {
      g_auto (GStrv) fields = modscope_index_dup_fields (index, position);

      details = modscope_module_details_parse (name, (const char *const *) fields);
    }
  modscope_json_begin_object (self, "soft_depends");
  modscope_json_strings (self, "pre",
                         details != NULL ? (const char *const *) details->soft_pre : none);
  modscope_json_strings (self, "post",
                         details != NULL ? (const char *const *) details->soft_post : none);
  modscope_json_end_object (self);
}

/* The file's path as a person on that system writes it; a built-in has none. */
static char *
dup_path (ModscopeMachine *machine, ModscopeModule *module)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (machine);
  const char *folder = modscope_kernel_get_folder (kernel);
  const char *path = modscope_module_get_path (module);
  g_autofree char *file = NULL;

  if (path == NULL || modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    return NULL;
  if (path[0] == '/' || folder == NULL)
    return g_strdup (path);
  file = g_build_filename (folder, path, NULL);
  return g_strdup (modscope_paths_strip (modscope_kernel_get_paths (kernel), file));
}

static void
put_module_fields (ModscopeJson *self, ModscopeMachine *machine, ModscopeModule *module)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (machine);
  const char *name = modscope_module_get_name (module);
  gboolean in_kernel = modscope_module_is_in_kernel (module);
  gboolean is_builtin = modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN;
  gboolean is_running = modscope_kernel_is_running (kernel);
  g_auto (GStrv) needs = modscope_machine_dup_needs (machine, name);
  g_auto (GStrv) taints = modscope_module_dup_taint_words (module);
  g_autofree char *path = dup_path (machine, module);

  modscope_json_string (self, "name", name);
  modscope_json_string (self, "state",
                        modscope_module_state_to_string (modscope_module_get_state (module)));
  put_known_int (self, "size_bytes", modscope_module_get_size_bytes (module), in_kernel);
  put_known_int (self, "file_size_bytes", modscope_module_get_file_size (module), TRUE);
  put_known_int (self, "use_count", modscope_module_get_use_count (module), in_kernel);
  /* The kernel counts nothing for what is built into it. */
  modscope_json_strings (self, "used_by",
                         is_running && !is_builtin ? modscope_module_get_used_by (module) : NULL);
  modscope_json_strings (self, "needed_by", modscope_machine_get_needed_by (machine, name));
  modscope_json_strings (self, "depends", (const char *const *) needs);
  put_soft_depends (self, machine, name);
  modscope_json_string (self, "path", path);
  modscope_json_string (self, "description", modscope_module_get_description (module));
  modscope_json_string (self, "purpose", modscope_module_get_purpose (module));
  modscope_json_string (self, "kind", modscope_kind_to_string (modscope_module_get_kind (module)));
  modscope_json_string (self, "blocked",
                        modscope_blocked_to_string (modscope_module_get_blocked (module)));
  modscope_json_strings (self, "devices", is_running ? modscope_module_get_devices (module) : NULL);
  modscope_json_tri (self, "signed", (ModscopeTri) modscope_module_get_signed (module));
  modscope_json_strings (self, "taints", is_running ? (const char *const *) taints : NULL);
}

void
modscope_json_module (ModscopeJson *self, ModscopeMachine *machine, ModscopeModule *module)
{
  modscope_json_begin_object (self, NULL);
  put_module_fields (self, machine, module);
  modscope_json_end_object (self);
}

static void
put_parameters (ModscopeJson *self, GPtrArray *parameters)
{
  modscope_json_begin_array (self, "parameters");
  for (guint i = 0; parameters != NULL && i < parameters->len; i++)
    {
      const ModscopeParameter *parameter = g_ptr_array_index (parameters, i);

      modscope_json_begin_object (self, NULL);
      modscope_json_string (self, "name", parameter->name);
      modscope_json_string (self, "type", parameter->type);
      modscope_json_string (self, "description", parameter->description);
      modscope_json_string (self, "value", parameter->value);
      modscope_json_string (self, "rule_value", parameter->rule_value);
      modscope_json_end_object (self);
    }
  modscope_json_end_array (self);
}

static void
put_firmware (ModscopeJson *self, GPtrArray *firmware)
{
  modscope_json_begin_array (self, "firmware");
  for (guint i = 0; firmware != NULL && i < firmware->len; i++)
    {
      const ModscopeFirmware *file = g_ptr_array_index (firmware, i);

      modscope_json_begin_object (self, NULL);
      modscope_json_string (self, "name", file->name);
      modscope_json_tri (self, "present", file->present ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO);
      modscope_json_end_object (self);
    }
  modscope_json_end_array (self);
}

void
modscope_json_module_with_details (ModscopeJson *self,
                                   ModscopeMachine *machine,
                                   ModscopeModule *module,
                                   ModscopeModuleDetails *details)
{
  gboolean is_read = details->problem == NULL;
  g_autofree char *author = details->authors != NULL && details->authors[0] != NULL
                              ? g_strjoinv ("\n", details->authors)
                              : NULL;

  modscope_json_begin_object (self, NULL);
  put_module_fields (self, machine, module);
  modscope_json_strings (self, "aliases", is_read ? (const char *const *) details->aliases : NULL);
  if (is_read)
    {
      put_parameters (self, details->parameters);
      put_firmware (self, details->firmware);
    }
  else
    {
      modscope_json_null (self, "parameters");
      modscope_json_null (self, "firmware");
    }
  modscope_json_string (self, "author", author);
  modscope_json_string (self, "license", details->license);
  modscope_json_string (self, "version", details->version);
  modscope_json_string (self, "vermagic", details->vermagic);
  modscope_json_string (self, "signer", details->signer);
  modscope_json_begin_array (self, "rules");
  for (guint i = 0; details->rules != NULL && i < details->rules->len; i++)
    modscope_json_rule (self, g_ptr_array_index (details->rules, i));
  modscope_json_end_array (self);
  modscope_json_end_object (self);
}

void
modscope_json_rule (ModscopeJson *self, ModscopeRule *rule)
{
  modscope_json_begin_object (self, NULL);
  modscope_json_string (self, "verb", modscope_verb_to_string (modscope_rule_get_verb (rule)));
  modscope_json_string (self, "module", modscope_rule_get_module (rule));
  modscope_json_string (self, "value", modscope_rule_get_value (rule));
  modscope_json_string (self, "file", modscope_rule_get_file (rule));
  put_known_int (self, "line", modscope_rule_get_line (rule), modscope_rule_get_line (rule) > 0);
  modscope_json_tri (self, "effective", modscope_rule_get_effective (rule));
  modscope_json_string (self, "reason", modscope_rule_get_reason (rule));
  modscope_json_end_object (self);
}

void
modscope_json_system (ModscopeJson *self, ModscopeMachine *machine, const char *helper)
{
  const ModscopeKernelFacts *facts = modscope_machine_get_facts (machine);
  const char *release = facts->release != NULL && facts->release[0] != '\0' ? facts->release : NULL;

  modscope_json_begin_object (self, NULL);
  modscope_json_string (self, "release", release);
  modscope_json_strings (self, "taint", (const char *const *) facts->taints);
  modscope_json_string (self, "lockdown", facts->lockdown);
  modscope_json_tri (self, "secure_boot", facts->secure_boot);
  modscope_json_tri (self, "signature_enforced", facts->signature_enforced);
  modscope_json_tri (self, "modules_disabled", facts->modules_disabled);
  modscope_json_tri (self, "module_support", facts->module_support);
  modscope_json_strings (self, "security_modules", (const char *const *) facts->security_modules);
  modscope_json_strings (self, "installed_kernels", (const char *const *) facts->installed_kernels);
  modscope_json_tri (self, "log_readable",
                     facts->log_readable ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO);
  modscope_json_string (self, "helper", helper);
  modscope_json_end_object (self);
}
