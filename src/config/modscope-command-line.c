/* Words of the kernel command line that concern modules. Three programs read it, each in its way,
 * but all with the same idea of where a word ends: at a blank outside of double quotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/modscope-command-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-name.h"

#define COMMAND_LINE_FILE "/proc/cmdline"

/* What libkmod reads of it (KCMD_LINE_SIZE less the closing zero byte). */
#define COMMAND_LINE_MAX 4095

#define BLANKS " \t\n\v\f\r"

typedef struct
{
  GPtrArray *lines;
  gboolean kernel_stopped; /* behind "--" words are for the first program, not for the kernel */
} Parser;

static void
add_line (Parser *self, const char *module, const char *value, const char *ignored)
{
  g_ptr_array_add (self->lines, modscope_config_line_new (MODSCOPE_VERB_COMMAND_LINE, module, value,
                                                          COMMAND_LINE_FILE, 0, ignored));
}

/* Splits a word at its first "=" and takes the quotes away, as the kernel does (next_arg). The key
 * is written with "_". */
static void
split_for_kernel (const char *word, char **key, char **value)
{
  g_autofree char *copy = g_strdup (word[0] == '"' ? word + 1 : word);
  gsize length = strlen (copy);
  char *equals = strchr (copy, '=');

  if (equals == copy)
    equals = NULL;
  if (length > 0 && copy[length - 1] == '"' &&
      (word[0] == '"' || (equals != NULL && equals[1] == '"')))
    copy[length - 1] = '\0';
  *value = NULL;
  if (equals != NULL)
    {
      *equals = '\0';
      *value = g_strdup (equals[1] == '"' ? equals + 2 : equals + 1);
    }
  *key = g_strdup (g_strdelimit (copy, "-", '_'));
}

/* One line for each name of a list of blocked modules. Neither the kernel nor libkmod folds these
 * names, and libkmod leaves the quotes in. */
static void
add_blocked (Parser *self, const char *key, const char *list)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);
  g_autofree char *value = g_strconcat (key, "=", list, NULL);

  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *bare = g_strdup (*name);
      g_autofree char *module = NULL;
      const char *ignored = NULL;

      g_strstrip (g_strdelimit (bare, "\"", ' '));
      if (bare[0] == '\0')
        continue;
      if (!modscope_name_is_valid (bare))
        ignored = _ ("This is not the name of a module.");
      else if (strcmp (bare, *name) != 0)
        ignored = _ ("The quotation marks are taken for a part of the name.");
      else if (strchr (bare, '-') != NULL)
        ignored = _ ("In this list names have to be written with “_” in place of “-”.");
      module = modscope_name_is_valid (bare) ? modscope_name_fold (bare) : NULL;
      add_line (self, module, value, ignored);
    }
}

/* The kernel keeps the last list only. */
static void
replace_earlier_lists (Parser *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      ModscopeConfigLine *line = self->lines->pdata[i];

      if (line->ignored == NULL && g_str_has_prefix (line->value, "module_blacklist="))
        line->ignored = g_strdup (_ ("The kernel goes by the last “module_blacklist=” only."));
    }
}

/* Whether the kernel understands a value as yes (kstrtobool). */
static gboolean
is_yes (const char *value)
{
  return value == NULL || (value[0] != '\0' && strchr ("yYtT1", value[0]) != NULL) ||
         g_ascii_strncasecmp (value, "on", 2) == 0;
}

static gboolean
parse_kernel_word (Parser *self, const char *key, const char *value)
{
  if (strcmp (key, "module_blacklist") == 0 && value != NULL)
    {
      replace_earlier_lists (self);
      add_blocked (self, key, value);
      return TRUE;
    }
  if (strcmp (key, "nomodule") == 0)
    {
      if (is_yes (value))
        add_line (self, NULL, key, NULL);
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse_systemd_word (Parser *self, const char *key, const char *value)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *word = NULL;

  if (value == NULL || (strcmp (key, "modules_load") != 0 && strcmp (key, "rd.modules_load") != 0))
    return FALSE;
  names = g_strsplit (value, ",", -1);
  word = g_strconcat (key, "=", value, NULL);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *module = modscope_name_fold (*name);

      if (module[0] != '\0')
        add_line (self, module, word, NULL);
    }
  return TRUE;
}

/* Splits MODULE.OPTION or MODULE.OPTION=VALUE. A quote is allowed before the name, from where boot
 * loaders move it, and in the value; it is put back before the value. */
static gboolean
split_option (const char *word, char **module, char **option)
{
  gboolean moved = word[0] == '"';
  const char *name = moved ? word + 1 : word;
  gsize name_length = strcspn (name, ".=\"" BLANKS);
  const char *parameter = name + name_length + 1;
  gsize length;

  if (name[name_length] != '.')
    return FALSE;
  length = strcspn (parameter, ".=\"" BLANKS);
  if (parameter[length] == '=')
    *option = g_strdup_printf ("%.*s=%s%s", (int) length, parameter, moved ? "\"" : "",
                               parameter + length + 1);
  else if (parameter[length] == '\0')
    *option = g_strdup (parameter);
  else
    return FALSE;
  *module = g_strndup (name, name_length);
  return TRUE;
}

static void
parse_libkmod_word (Parser *self, const char *word)
{
  g_autofree char *module = NULL;
  g_autofree char *option = NULL;

  if (!split_option (word, &module, &option))
    return;
  if (strcmp (module, "modprobe") == 0 && g_str_has_prefix (option, "blacklist="))
    add_blocked (self, "modprobe.blacklist", option + strlen ("blacklist="));
  else if (modscope_name_is_valid (module))
    {
      g_autofree char *folded = modscope_name_fold (module);
      g_autofree char *value = g_strconcat (module, ".", option, NULL);

      g_strdelimit (value, "\t", ' ');
      add_line (self, folded, value, NULL);
    }
}

static void
parse_word (Parser *self, const char *word, gboolean quotes_closed)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (strcmp (word, "--") == 0)
    {
      self->kernel_stopped = TRUE;
      return;
    }
  split_for_kernel (word, &key, &value);
  if (!self->kernel_stopped && parse_kernel_word (self, key, value))
    return;
  if (parse_systemd_word (self, key, value))
    return;
  /* libkmod drops a last word whose quotes are not closed. */
  if (quotes_closed)
    parse_libkmod_word (self, word);
}

GPtrArray *
modscope_config_parse_command_line (const char *text, gsize length)
{
  Parser parser = {
    .lines = g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_config_line_free),
  };
  g_autofree char *copy = g_strndup (text, MIN (length, COMMAND_LINE_MAX));
  char *word = copy + strspn (copy, BLANKS);

  while (*word != '\0')
    {
      gboolean quoted = FALSE;
      char *end = word;
      gboolean last;

      for (; *end != '\0' && (quoted || strchr (BLANKS, *end) == NULL); end++)
        if (*end == '"')
          quoted = !quoted;
      last = *end == '\0';
      *end = '\0';
      parse_word (&parser, word, !quoted);
      word = last ? end : end + 1 + strspn (end + 1, BLANKS);
    }
  return parser.lines;
}
