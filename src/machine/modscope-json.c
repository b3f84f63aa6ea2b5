/* A small streaming JSON writer (RFC 8259), and the objects of the command line's contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-json.h"

#include <string.h>

#include "base/modscope-text.h"

#define BUFFER_SIZE ((gsize) 64 * 1024)

struct _ModscopeJson
{
  GOutputStream *stream;
  char *buffer;
  gsize length; /* of what is in the buffer */
  gboolean needs_comma;
  GError *error; /* the first one; nothing is written after it */
};

ModscopeJson *
modscope_json_new (GOutputStream *stream)
{
  ModscopeJson *self = g_new0 (ModscopeJson, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_malloc (BUFFER_SIZE);
  return self;
}

static void
write_out (ModscopeJson *self, const char *text, gsize length)
{
  if (self->error == NULL)
    g_output_stream_write_all (self->stream, text, length, NULL, NULL, &self->error);
}

static void
put (ModscopeJson *self, const char *text, gsize length)
{
  if (length > BUFFER_SIZE - self->length)
    {
      write_out (self, self->buffer, self->length);
      self->length = 0;
    }
  if (length > BUFFER_SIZE)
    {
      write_out (self, text, length);
      return;
    }
  memcpy (self->buffer + self->length, text, length);
  self->length += length;
}

static void
put_char (ModscopeJson *self, char c)
{
  put (self, &c, 1);
}

static void
put_word (ModscopeJson *self, const char *word)
{
  put (self, word, strlen (word));
}

gboolean
modscope_json_finish (ModscopeJson *self, GError **error)
{
  gboolean done;

  put_char (self, '\n');
  write_out (self, self->buffer, self->length);
  if (self->error == NULL)
    g_output_stream_flush (self->stream, NULL, &self->error);
  done = self->error == NULL;
  if (!done)
    g_propagate_error (error, self->error);
  g_free (self->buffer);
  g_object_unref (self->stream);
  g_free (self);
  return done;
}

/* Whether these bytes are written as they are, and are UTF-8 without a look: nearly all text is
 * such from end to end. */
static gboolean
is_plain (const char *text, gsize length)
{
  guchar odd = 0;

  /* Without a branch, so that many are looked at at once. */
  for (gsize i = 0; i < length; i++)
    odd |= (text[i] < 0x20) | (text[i] == 0x7f) | (text[i] == '"') | (text[i] == '\\');
  return odd == 0;
}

static void
put_escaped (ModscopeJson *self, char c)
{
  char number[8];

  switch (c)
    {
    case '"':
    case '\\':
      put_char (self, '\\');
      put_char (self, c);
      break;
    case '\n':
      put_word (self, "\\n");
      break;
    case '\t':
      put_word (self, "\\t");
      break;
    default:
      g_snprintf (number, sizeof number, "\\u%04x", (guint) c);
      put_word (self, number);
    }
}

/* What is between the quotation marks of a string. Quotation mark, backslash and control characters
 * are all that must be escaped. */
static void
put_text (ModscopeJson *self, const char *text)
{
  gsize length = strlen (text);
  g_autofree char *valid = NULL;

  if (is_plain (text, length))
    {
      put (self, text, length);
      return;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    text = valid = modscope_text_to_utf8 (text, (gssize) length);
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == '"' || *text == '\\')
      put_escaped (self, *text);
    else
      put_char (self, *text);
}

static void
put_string (ModscopeJson *self, const char *text)
{
  put_char (self, '"');
  put_text (self, text);
  put_char (self, '"');
}

/* What comes before a value. */
static void
begin_value (ModscopeJson *self, const char *key)
{
  if (self->needs_comma)
    put_char (self, ',');
  if (key != NULL)
    {
      put_string (self, key);
      put_char (self, ':');
    }
  self->needs_comma = TRUE;
}

static void
begin (ModscopeJson *self, const char *key, char bracket)
{
  begin_value (self, key);
  put_char (self, bracket);
  self->needs_comma = FALSE;
}

static void
end (ModscopeJson *self, char bracket)
{
  put_char (self, bracket);
  self->needs_comma = TRUE;
}

void
modscope_json_begin_object (ModscopeJson *self, const char *key)
{
  begin (self, key, '{');
}

void
modscope_json_end_object (ModscopeJson *self)
{
  end (self, '}');
}

void
modscope_json_begin_array (ModscopeJson *self, const char *key)
{
  begin (self, key, '[');
}

void
modscope_json_end_array (ModscopeJson *self)
{
  end (self, ']');
}

void
modscope_json_string (ModscopeJson *self, const char *key, const char *value)
{
  begin_value (self, key);
  if (value != NULL)
    put_string (self, value);
  else
    put_word (self, "null");
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
  char digits[20];
  gsize start = sizeof digits;
  guint64 rest = value < 0 ? 0 - (guint64) value : (guint64) value;

  do
    digits[--start] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  begin_value (self, key);
  if (value < 0)
    put_char (self, '-');
  put (self, digits + start, sizeof digits - start);
}

void
modscope_json_tri (ModscopeJson *self, const char *key, ModscopeTri value)
{
  const char *word = value == MODSCOPE_TRI_YES ? "true" : "false";

  begin_value (self, key);
  put_word (self, value == MODSCOPE_TRI_UNKNOWN ? "null" : word);
}

void
modscope_json_null (ModscopeJson *self, const char *key)
{
  begin_value (self, key);
  put_word (self, "null");
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
put_soft_depends (ModscopeJson *self, ModscopeIndex *index, int position)
{
  g_autoptr (ModscopeModuleDetails) details = NULL;
  static const char *const none[] = { NULL };

  if (position < 0 || modscope_index_get_problem (index, position) != NULL)
    {
      modscope_json_null (self, "soft_depends");
      return;
    }
  if (modscope_index_has_softdep (index, position))
    {
      g_auto (GStrv) fields = modscope_index_dup_fields (index, position);

      details = modscope_module_details_parse (modscope_index_get_name (index, position),
                                               (const char *const *) fields);
    }
  modscope_json_begin_object (self, "soft_depends");
  modscope_json_strings (self, "pre",
                         details != NULL ? (const char *const *) details->soft_pre : none);
  modscope_json_strings (self, "post",
                         details != NULL ? (const char *const *) details->soft_post : none);
  modscope_json_end_object (self);
}

/* The file's path as a person on that system writes it; a built-in has none. */
static void
put_path (ModscopeJson *self, ModscopeKernel *kernel, ModscopeModule *module)
{
  const char *folder = modscope_kernel_get_folder (kernel);
  const char *path = modscope_module_get_path (module);

  if (path == NULL || modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN)
    {
      modscope_json_null (self, "path");
      return;
    }
  begin_value (self, "path");
  put_char (self, '"');
  if (path[0] != '/' && folder != NULL)
    {
      put_text (self, modscope_paths_strip (modscope_kernel_get_paths (kernel), folder));
      put_char (self, '/');
    }
  put_text (self, path);
  put_char (self, '"');
}

/* What it needs and who needs it, which only the index knows. */
static void
put_needs (ModscopeJson *self, ModscopeMachine *machine, const char *name)
{
  ModscopeIndex *index = modscope_machine_get_index (machine);
  int position = index != NULL ? modscope_index_find (index, name) : -1;
  g_autofree const char **needs = position >= 0 ? modscope_index_dup_needs (index, position) : NULL;

  modscope_json_strings (self, "needed_by", modscope_machine_get_needed_by (machine, name));
  modscope_json_strings (self, "depends", needs);
  put_soft_depends (self, index, position);
}

static void
put_module_fields (ModscopeJson *self, ModscopeMachine *machine, ModscopeModule *module)
{
  ModscopeKernel *kernel = modscope_machine_get_kernel (machine);
  const char *name = modscope_module_get_name (module);
  gboolean in_kernel = modscope_module_is_in_kernel (module);
  gboolean is_builtin = modscope_module_get_state (module) == MODSCOPE_MODULE_BUILTIN;
  gboolean is_running = modscope_kernel_is_running (kernel);
  g_auto (GStrv) taints = is_running ? modscope_module_dup_taint_words (module) : NULL;

  modscope_json_string (self, "name", name);
  modscope_json_string (self, "state",
                        modscope_module_state_to_string (modscope_module_get_state (module)));
  put_known_int (self, "size_bytes", modscope_module_get_size_bytes (module), in_kernel);
  put_known_int (self, "file_size_bytes", modscope_module_get_file_size (module), TRUE);
  put_known_int (self, "use_count", modscope_module_get_use_count (module), in_kernel);
  /* The kernel counts nothing for what is built into it. */
  modscope_json_strings (self, "used_by",
                         is_running && !is_builtin ? modscope_module_get_used_by (module) : NULL);
  put_needs (self, machine, name);
  put_path (self, kernel, module);
  modscope_json_string (self, "description", modscope_module_get_description (module));
  modscope_json_string (self, "purpose", modscope_module_get_purpose (module));
  modscope_json_string (self, "kind", modscope_kind_to_string (modscope_module_get_kind (module)));
  modscope_json_string (self, "blocked",
                        modscope_blocked_to_string (modscope_module_get_blocked (module)));
  modscope_json_strings (self, "devices", is_running ? modscope_module_get_devices (module) : NULL);
  modscope_json_tri (self, "signed", (ModscopeTri) modscope_module_get_signed (module));
  modscope_json_strings (self, "taints", (const char *const *) taints);
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
