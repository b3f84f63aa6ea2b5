/* Takes a module's own text apart: the strings of its .modinfo section, which the macros of the
 * kernel's include/linux/module.h and moduleparam.h wrote.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-module-details.h"

#include <string.h>

#include "base/modscope-name.h"

G_DEFINE_BOXED_TYPE (ModscopeModuleDetails,
                     modscope_module_details,
                     modscope_module_details_ref,
                     modscope_module_details_unref)

static void
parameter_free (gpointer data)
{
  ModscopeParameter *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->description);
  g_free (self->value);
  g_free (self->rule_value);
  g_free (self);
}

static void
firmware_free (gpointer data)
{
  ModscopeFirmware *self = data;

  g_free (self->name);
  g_free (self);
}

static void
modscope_module_details_clear (gpointer data)
{
  ModscopeModuleDetails *self = data;

  g_free (self->name);
  g_free (self->file);
  g_free (self->description);
  g_strfreev (self->authors);
  g_free (self->license);
  g_free (self->version);
  g_free (self->srcversion);
  g_free (self->vermagic);
  g_free (self->signer);
  g_free (self->signature_key);
  g_free (self->signature_hash);
  g_strfreev (self->needs);
  g_strfreev (self->all_needs);
  g_strfreev (self->needed_by);
  g_strfreev (self->soft_pre);
  g_strfreev (self->soft_post);
  g_strfreev (self->aliases);
  g_clear_pointer (&self->parameters, g_ptr_array_unref);
  g_clear_pointer (&self->firmware, g_ptr_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_strfreev (self->fields);
  g_free (self->problem);
}

ModscopeModuleDetails *
modscope_module_details_ref (ModscopeModuleDetails *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
modscope_module_details_unref (ModscopeModuleDetails *self)
{
  g_atomic_rc_box_release_full (self, modscope_module_details_clear);
}

/* The value of @field if it has @key. */
static const char *
get_value (const char *field, const char *key)
{
  gsize length = strlen (key);

  return strncmp (field, key, length) == 0 && field[length] == '=' ? field + length + 1 : NULL;
}

/* The first value of @key that says something. */
static char *
dup_first (const char *const *fields, const char *key)
{
  for (; *fields != NULL; fields++)
    {
      const char *value = get_value (*fields, key);

      if (value != NULL && value[0] != '\0')
        return g_strdup (value);
    }
  return NULL;
}

static GStrv
dup_all (const char *const *fields, const char *key)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (; *fields != NULL; fields++)
    {
      const char *value = get_value (*fields, key);

      if (value != NULL && value[0] != '\0')
        g_strv_builder_add (values, value);
    }
  return g_strv_builder_end (values);
}

/* "depends" is one line, "snd-pcm,snd"; empty for a module that needs none. */
static GStrv
dup_needs (const char *const *fields)
{
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();

  for (; *fields != NULL; fields++)
    {
      const char *value = get_value (*fields, "depends");
      g_auto (GStrv) names = value != NULL ? g_strsplit (value, ",", -1) : NULL;

      for (gsize i = 0; names != NULL && names[i] != NULL; i++)
        {
          g_autofree char *name = modscope_name_fold (g_strstrip (names[i]));

          if (name[0] != '\0')
            g_strv_builder_add (needs, name);
        }
    }
  return g_strv_builder_end (needs);
}

/* "softdep" is like the line of modprobe.d(5): "pre: one two post: three". */
static void
parse_soft_needs (ModscopeModuleDetails *self, const char *const *fields)
{
  g_autoptr (GStrvBuilder) pre = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) post = g_strv_builder_new ();

  for (; *fields != NULL; fields++)
    {
      const char *value = get_value (*fields, "softdep");
      g_auto (GStrv) words = value != NULL ? g_strsplit_set (value, " \t\n", -1) : NULL;
      GStrvBuilder *list = NULL;

      for (gsize i = 0; words != NULL && words[i] != NULL; i++)
        {
          g_autofree char *name = modscope_name_fold (words[i]);

          if (g_str_equal (words[i], "pre:"))
            list = pre;
          else if (g_str_equal (words[i], "post:"))
            list = post;
          else if (list != NULL && name[0] != '\0')
            g_strv_builder_add (list, name);
        }
    }
  self->soft_pre = g_strv_builder_end (pre);
  self->soft_post = g_strv_builder_end (post);
}

/* The parameter of a "name:rest" value, made on its first mention. */
static ModscopeParameter *
get_parameter (ModscopeModuleDetails *self, GHashTable *by_name, const char *value)
{
  g_autofree char *name = g_strndup (value, strcspn (value, ":"));
  ModscopeParameter *parameter = g_hash_table_lookup (by_name, name);

  if (parameter == NULL)
    {
      parameter = g_new0 (ModscopeParameter, 1);
      parameter->name = g_steal_pointer (&name);
      g_ptr_array_add (self->parameters, parameter);
      g_hash_table_insert (by_name, parameter->name, parameter);
    }
  return parameter;
}

/* "parm" is "name:description" and "parmtype" is "name:type": a name has no colon, a description
 * may have any. A module can lack either; of two for one name the last counts, as for modinfo. */
static void
parse_parameters (ModscopeModuleDetails *self, const char *const *fields)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *fields != NULL; fields++)
    {
      const char *description = get_value (*fields, "parm");
      const char *type = get_value (*fields, "parmtype");
      const char *value = description != NULL ? description : type;
      const char *colon = value != NULL ? strchr (value, ':') : NULL;
      ModscopeParameter *parameter;
      char **part;

      if (value == NULL || value[0] == '\0' || colon == value)
        continue;
      parameter = get_parameter (self, by_name, value);
      part = description != NULL ? &parameter->description : &parameter->type;
      if (colon != NULL && colon[1] != '\0')
        {
          g_free (*part);
          *part = g_strdup (colon + 1);
        }
    }
}

static void
parse_firmware (ModscopeModuleDetails *self, const char *const *fields)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *fields != NULL; fields++)
    {
      const char *name = get_value (*fields, "firmware");
      ModscopeFirmware *firmware;

      /* Drivers that are built from several files often name the same firmware in each. */
      if (name == NULL || name[0] == '\0' || !g_hash_table_add (seen, (gpointer) name))
        continue;
      firmware = g_new0 (ModscopeFirmware, 1);
      firmware->name = g_strdup (name);
      g_ptr_array_add (self->firmware, firmware);
    }
}

ModscopeModuleDetails *
modscope_module_details_parse (const char *name, const char *const *fields)
{
  ModscopeModuleDetails *self = g_atomic_rc_box_new0 (ModscopeModuleDetails);
  g_autofree char *in_tree = dup_first (fields, "intree");

  self->name = g_strdup (name);
  self->description = dup_first (fields, "description");
  self->authors = dup_all (fields, "author");
  self->license = dup_first (fields, "license");
  self->version = dup_first (fields, "version");
  self->srcversion = dup_first (fields, "srcversion");
  self->vermagic = dup_first (fields, "vermagic");
  self->signer = dup_first (fields, "signer");
  self->signature_key = dup_first (fields, "sig_key");
  self->signature_hash = dup_first (fields, "sig_hashalgo");
  self->in_tree = in_tree != NULL && g_str_equal (in_tree, "Y");
  self->needs = dup_needs (fields);
  self->all_needs = g_new0 (char *, 1);
  self->needed_by = g_new0 (char *, 1);
  parse_soft_needs (self, fields);
  self->aliases = dup_all (fields, "alias");
  self->parameters = g_ptr_array_new_with_free_func (parameter_free);
  parse_parameters (self, fields);
  self->firmware = g_ptr_array_new_with_free_func (firmware_free);
  parse_firmware (self, fields);
  self->rules = g_ptr_array_new_with_free_func (g_object_unref);
  self->fields = g_strdupv ((char **) fields);
  return self;
}
