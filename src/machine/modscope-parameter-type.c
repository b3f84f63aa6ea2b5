/* What a module's parameter takes, and whether a value is that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-parameter-type.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>

#include "base/modscope-parameters.h"

#define LIST_OF "array of "

/* include/linux/moduleparam.h. The kernel is of the word size of this program. */
static const struct
{
  const char *word;
  gint64 min;
  guint64 max;
} numbers[] = {
  { "byte", 0, UCHAR_MAX },    { "short", SHRT_MIN, SHRT_MAX }, { "ushort", 0, USHRT_MAX },
  { "int", INT_MIN, INT_MAX }, { "uint", 0, UINT_MAX },         { "long", LONG_MIN, LONG_MAX },
  { "ulong", 0, ULONG_MAX },   { "ullong", 0, G_MAXUINT64 },    { "hexint", 0, UINT_MAX },
};

static const char *const switches[] = { "bool", "invbool", "bint", NULL };

void
modscope_parameter_type_parse (ModscopeParameterType *self, const char *type)
{
  *self = (ModscopeParameterType){ .kind = MODSCOPE_PARAMETER_TEXT };
  if (type == NULL)
    return;
  self->is_list = g_str_has_prefix (type, LIST_OF);
  if (self->is_list)
    type += strlen (LIST_OF);
  if (g_strv_contains (switches, type))
    self->kind = MODSCOPE_PARAMETER_SWITCH;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (numbers[i].word, type) == 0)
      {
        self->kind = MODSCOPE_PARAMETER_NUMBER;
        self->is_signed = numbers[i].min < 0;
        self->min = numbers[i].min;
        self->max = numbers[i].max;
      }
}

static char *
dup_number_text (const ModscopeParameterType *self)
{
  if (self->is_list)
    /* Translators: the bounds of each number. */
    return g_strdup_printf (
      _ ("Whole numbers from %" G_GINT64_FORMAT " to %" G_GUINT64_FORMAT ", with commas between"),
      self->min, self->max);
  return g_strdup_printf (_ ("A whole number from %" G_GINT64_FORMAT " to %" G_GUINT64_FORMAT),
                          self->min, self->max);
}

char *
modscope_parameter_type_dup_text (const ModscopeParameterType *self)
{
  switch (self->kind)
    {
    case MODSCOPE_PARAMETER_SWITCH:
      /* Translators: the values Y and N are not translated. */
      return g_strdup (self->is_list ? _ ("Y or N each, with commas between") : _ ("On or off"));
    case MODSCOPE_PARAMETER_NUMBER:
      return dup_number_text (self);
    case MODSCOPE_PARAMETER_TEXT:
    default:
      return g_strdup (self->is_list ? _ ("Words, with commas between") : _ ("One word"));
    }
}

/* As the kernel reads it (kstrtoull with base 0): decimal, 0x for base 16, 0 for base 8. */
static gboolean
parse_number (const char *text, gboolean *is_negative, guint64 *number)
{
  const char *digits = text + (*text == '-' || *text == '+');
  char *end;

  *is_negative = *text == '-';
  if (!g_ascii_isdigit (*digits))
    return FALSE;
  errno = 0;
  *number = g_ascii_strtoull (digits, &end, 0);
  return errno == 0 && *end == '\0' && end != digits;
}

static gboolean
is_number_in_bounds (const ModscopeParameterType *self, const char *text)
{
  gboolean is_negative;
  guint64 number;

  if (!parse_number (text, &is_negative, &number))
    return FALSE;
  if (!is_negative)
    return number <= self->max;
  return number == 0 || (self->is_signed && number - 1 <= (guint64) (-(self->min + 1)));
}

static gboolean
is_one (const ModscopeParameterType *self, const char *text)
{
  static const char *const truths[] = { "y", "Y", "n", "N", "1", "0", "on", "off", NULL };

  switch (self->kind)
    {
    case MODSCOPE_PARAMETER_SWITCH:
      return g_strv_contains (truths, text);
    case MODSCOPE_PARAMETER_NUMBER:
      return is_number_in_bounds (self, text);
    case MODSCOPE_PARAMETER_TEXT:
    default:
      return TRUE;
    }
}

static char *
check_characters (const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if (g_ascii_isspace (*c))
      return g_strdup (_ ("A value has no blanks."));
    else if (!g_ascii_isgraph (*c))
      return g_strdup (_ ("Only letters without accents, digits and signs can be used."));
    else if (strchr (MODSCOPE_PARAMETER_VALUE_FORBIDDEN, *c) != NULL)
      return g_strdup_printf (_ ("The sign %c cannot be used."), *c);
  if (strcmp (value, "--") == 0)
    return g_strdup (_ ("“--” alone cannot be used."));
  if (strlen (value) > MODSCOPE_PARAMETER_VALUE_MAX)
    return g_strdup_printf (_ ("It is longer than %d characters."), MODSCOPE_PARAMETER_VALUE_MAX);
  return NULL;
}

char *
modscope_parameter_type_check (const ModscopeParameterType *self, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, self->is_list ? "," : "\n", -1);
  g_autofree char *wrong = check_characters (value);

  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  if (parts[0] == NULL && self->kind != MODSCOPE_PARAMETER_TEXT)
    return g_strdup (_ ("A value is missing."));
  for (char **part = parts; *part != NULL; part++)
    if (!is_one (self, *part))
      {
        g_autofree char *takes = modscope_parameter_type_dup_text (self);

        /* Translators: what was typed, and what is expected: "A whole number from 0 to 255" */
        return g_strdup_printf (_ ("“%s” is not what it takes: %s."), *part, takes);
      }
  return NULL;
}
