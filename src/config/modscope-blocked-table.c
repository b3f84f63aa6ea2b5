/* Which modules a configuration keeps from loading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-blocked-table.h"

#include <string.h>

#include "config/modscope-first-match.h"

struct _ModscopeBlockedTable
{
  GHashTable *blacklisted;         /* set of names */
  GHashTable *refused;             /* set of names: module_blacklist= */
  ModscopeFirstMatch *installs;    /* whether the command does nothing */
  ModscopeFirstMatch *soft_before; /* whether there is a soft dependency in the line */
  ModscopeFirstMatch *soft_after;  /* the same, of lines behind the module's own */
};

const char *
modscope_blocked_to_string (ModscopeBlocked blocked)
{
  static const char *const words[] = {
    [MODSCOPE_BLOCKED_NO] = "no",
    [MODSCOPE_BLOCKED_AUTOLOAD] = "autoload",
    [MODSCOPE_BLOCKED_ALWAYS] = "always",
    [MODSCOPE_BLOCKED_AT_BOOT] = "at-boot",
  };

  return words[blocked];
}

gboolean
modscope_blocked_is_nothing (const char *command)
{
  static const char blanks[] = " \t\n\v\f\r";
  const char *end;
  const char *base;
  gsize length;

  if (command == NULL)
    return FALSE;
  command += strspn (command, blanks);
  end = command + strcspn (command, blanks);
  base = memrchr (command, '/', (gsize) (end - command));
  base = base != NULL ? base + 1 : command;
  length = (gsize) (end - base);
  if (!(length == strlen ("false") && memcmp (base, "false", length) == 0) &&
      !(length == strlen ("true") && memcmp (base, "true", length) == 0))
    return FALSE;
  end += strspn (end, blanks);
  return *end == '\0' || *end == '#';
}

/* Whether libkmod reads @file before the modules.softdep of the kernel's folder. */
static gboolean
comes_before_own_softdeps (const char *file)
{
  const char *slash = strrchr (file, '/');

  return strcmp (slash != NULL ? slash + 1 : file, "modules.softdep") < 0;
}

static void
add_line (ModscopeBlockedTable *self, const ModscopeConfigLine *line)
{
  const char *value = line->value != NULL ? line->value : "";

  if (line->ignored != NULL || line->module == NULL)
    return;
  switch (line->verb)
    {
    case MODSCOPE_VERB_BLACKLIST:
      g_hash_table_add (self->blacklisted, g_strdup (line->module));
      break;
    case MODSCOPE_VERB_INSTALL:
      modscope_first_match_add (self->installs, line->module, modscope_blocked_is_nothing (value));
      break;
    case MODSCOPE_VERB_SOFTDEP:
      modscope_first_match_add (comes_before_own_softdeps (line->file) ? self->soft_before
                                                                       : self->soft_after,
                                line->module, value[0] != '\0');
      break;
    case MODSCOPE_VERB_COMMAND_LINE:
      if (g_str_has_prefix (value, "modprobe.blacklist="))
        g_hash_table_add (self->blacklisted, g_strdup (line->module));
      else if (g_str_has_prefix (value, "module_blacklist="))
        g_hash_table_add (self->refused, g_strdup (line->module));
      break;
    case MODSCOPE_VERB_REMOVE:
    case MODSCOPE_VERB_OPTIONS:
    case MODSCOPE_VERB_ALIAS:
    case MODSCOPE_VERB_LOAD_AT_STARTUP:
    case MODSCOPE_VERB_UNKNOWN:
      break;
    }
}

ModscopeBlockedTable *
modscope_blocked_table_new (GPtrArray *lines)
{
  ModscopeBlockedTable *self = g_new0 (ModscopeBlockedTable, 1);

  self->blacklisted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->installs = modscope_first_match_new ();
  self->soft_before = modscope_first_match_new ();
  self->soft_after = modscope_first_match_new ();
  for (guint i = 0; i < lines->len; i++)
    add_line (self, lines->pdata[i]);
  return self;
}

void
modscope_blocked_table_free (ModscopeBlockedTable *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->blacklisted);
  g_hash_table_unref (self->refused);
  modscope_first_match_free (self->installs);
  modscope_first_match_free (self->soft_before);
  modscope_first_match_free (self->soft_after);
  g_free (self);
}

static gboolean
has_softdeps (ModscopeBlockedTable *self, const char *name, gboolean has_own)
{
  gboolean has = has_own;

  if (!modscope_first_match_look_up (self->soft_before, name, &has) && !has_own)
    modscope_first_match_look_up (self->soft_after, name, &has);
  return has;
}

ModscopeBlocked
modscope_blocked_table_get (ModscopeBlockedTable *self, const char *name, gboolean has_own_softdeps)
{
  gboolean does_nothing = FALSE;

  if (g_hash_table_contains (self->refused, name))
    return MODSCOPE_BLOCKED_AT_BOOT;
  modscope_first_match_look_up (self->installs, name, &does_nothing);
  if (does_nothing && !has_softdeps (self, name, has_own_softdeps))
    return MODSCOPE_BLOCKED_ALWAYS;
  if (g_hash_table_contains (self->blacklisted, name))
    return MODSCOPE_BLOCKED_AUTOLOAD;
  return MODSCOPE_BLOCKED_NO;
}
