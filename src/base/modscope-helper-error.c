/* The errors of the privileged helper: their names on the bus, and what their messages carry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/modscope-helper-error.h"

#include <string.h>

#include "base/modscope-text.h"

#define PREFIX "io.github.modscope.Error."

static const GDBusErrorEntry entries[] = {
  { MODSCOPE_HELPER_ERROR_INVALID_NAME, PREFIX "InvalidName" },
  { MODSCOPE_HELPER_ERROR_INVALID_PARAMETER, PREFIX "InvalidParameter" },
  { MODSCOPE_HELPER_ERROR_NOT_FOUND, PREFIX "NotFound" },
  { MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED, PREFIX "NotAuthorized" },
  { MODSCOPE_HELPER_ERROR_DISMISSED, PREFIX "Dismissed" },
  { MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE, PREFIX "AuthorityUnavailable" },
  { MODSCOPE_HELPER_ERROR_STALE, PREFIX "Stale" },
  { MODSCOPE_HELPER_ERROR_IN_USE, PREFIX "InUse" },
  { MODSCOPE_HELPER_ERROR_BUILT_IN, PREFIX "BuiltIn" },
  { MODSCOPE_HELPER_ERROR_CRITICAL, PREFIX "Critical" },
  { MODSCOPE_HELPER_ERROR_INSTALL_COMMAND, PREFIX "InstallCommand" },
  { MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, PREFIX "ConfigConflict" },
  { MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE, PREFIX "ConfigUnsafe" },
  { MODSCOPE_HELPER_ERROR_READ_ONLY, PREFIX "ReadOnly" },
  { MODSCOPE_HELPER_ERROR_NO_SPACE, PREFIX "NoSpace" },
  { MODSCOPE_HELPER_ERROR_BUSY, PREFIX "Busy" },
  { MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED, PREFIX "LimitExceeded" },
  { MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED, PREFIX "SignatureRejected" },
  { MODSCOPE_HELPER_ERROR_LOCKED_DOWN, PREFIX "LockedDown" },
  { MODSCOPE_HELPER_ERROR_MODULES_DISABLED, PREFIX "ModulesDisabled" },
  { MODSCOPE_HELPER_ERROR_WRONG_KERNEL, PREFIX "WrongKernel" },
  { MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL, PREFIX "UnknownSymbol" },
  { MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, PREFIX "KernelRefused" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (entries) == MODSCOPE_HELPER_ERROR_KERNEL_REFUSED + 1);

GQuark
modscope_helper_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("modscope-helper-error-quark", &quark, entries,
                                      G_N_ELEMENTS (entries));
  return (GQuark) quark;
}

static void
failure_clear (gpointer data)
{
  ModscopeFailure *self = data;

  g_free (self->sentence);
  g_free (self->module);
  g_strfreev (self->done);
  g_strfreev (self->kernel_lines);
  g_strfreev (self->files);
}

void
modscope_failure_free (ModscopeFailure *self)
{
  if (self != NULL)
    g_rc_box_release_full (self, failure_clear);
}

/* A value stays on its line, and is text that the bus carries. */
static void
append_clean (GString *message, const char *value)
{
  g_autofree char *utf8 = modscope_text_to_utf8 (value, -1);

  for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (message, g_unichar_iscntrl (character) ? ' ' : character);
    }
}

static void
append_line (GString *message, const char *key, const char *value)
{
  g_string_append_printf (message, "\n%s: ", key);
  append_clean (message, value);
}

static void
append_lines (GString *message, const char *key, GStrv values)
{
  for (; values != NULL && *values != NULL; values++)
    append_line (message, key, *values);
}

char *
modscope_failure_to_message (const ModscopeFailure *self)
{
  GString *message = g_string_new (NULL);

  append_clean (message, self->sentence != NULL ? self->sentence : "");
  if (self->errsv != 0)
    g_string_append_printf (message, "\nerrno: %d", self->errsv);
  if (self->module != NULL)
    append_line (message, "module", self->module);
  append_lines (message, "done", self->done);
  append_lines (message, "kernel", self->kernel_lines);
  append_lines (message, "file", self->files);
  return g_string_free (message, FALSE);
}

ModscopeFailure *
modscope_failure_from_message (const char *message)
{
  ModscopeFailure *self = g_rc_box_new0 (ModscopeFailure);
  g_autoptr (GStrvBuilder) done = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) kernel_lines = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  self->sentence = g_strdup (lines[0] != NULL ? lines[0] : "");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      char *value = strstr (lines[i], ": ");
      gint64 errsv;

      if (value == NULL)
        continue;
      *value = '\0';
      value += strlen (": ");
      if (strcmp (lines[i], "errno") == 0)
        {
          if (g_ascii_string_to_signed (value, 10, 1, 4095, &errsv, NULL))
            self->errsv = (int) errsv;
        }
      else if (strcmp (lines[i], "module") == 0)
        {
          g_free (self->module);
          self->module = g_strdup (value);
        }
      else if (strcmp (lines[i], "done") == 0)
        g_strv_builder_add (done, value);
      else if (strcmp (lines[i], "kernel") == 0)
        g_strv_builder_add (kernel_lines, value);
      else if (strcmp (lines[i], "file") == 0)
        g_strv_builder_add (files, value);
    }
  self->done = g_strv_builder_end (done);
  self->kernel_lines = g_strv_builder_end (kernel_lines);
  self->files = g_strv_builder_end (files);
  return self;
}
