/* Skips what logs put before a kernel message. Each function below takes one kind of prefix away
 * if it is there, and says whether it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-kernel-prefix.h"

#include <string.h>

/* Longer than any header that syslog or the journal writes. */
#define HEADER_MAX 200

typedef struct
{
  const char *at;
  const char *end;
} Rest;

static void
skip_blanks (Rest *rest)
{
  while (rest->at < rest->end && g_ascii_isspace (*rest->at))
    rest->at++;
  while (rest->end > rest->at && (g_ascii_isspace (rest->end[-1]) || rest->end[-1] == '\0'))
    rest->end--;
}

static const char *
find (const Rest *rest, const char *text, gsize within)
{
  return memmem (rest->at, MIN ((gsize) (rest->end - rest->at), within), text, strlen (text));
}

static gboolean
starts_with (const Rest *rest, const char *text)
{
  gsize length = strlen (text);

  return (gsize) (rest->end - rest->at) >= length && memcmp (rest->at, text, length) == 0;
}

static const char *
skip_digits (const char *at, const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* A record of /dev/kmsg: "6,1234,5678901,-;text" */
static gboolean
skip_record_header (Rest *rest)
{
  const char *at = rest->at;

  for (int i = 0; i < 3; i++)
    {
      const char *after = skip_digits (at, rest->end);

      if (after == at || after == rest->end || *after != ',')
        return FALSE;
      at = after + 1;
    }
  at = memchr (at, ';', MIN ((gsize) (rest->end - at), HEADER_MAX));
  if (at == NULL)
    return FALSE;
  rest->at = at + 1;
  return TRUE;
}

/* dmesg --raw: "<4>" */
static gboolean
skip_level (Rest *rest)
{
  const char *at;

  if (!starts_with (rest, "<"))
    return FALSE;
  at = skip_digits (rest->at + 1, rest->end);
  if (at == rest->at + 1 || at == rest->end || *at != '>')
    return FALSE;
  rest->at = at + 1;
  return TRUE;
}

static gboolean
is_word_in (const char *at, gsize length, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strlen (*words) == length && memcmp (at, *words, length) == 0)
      return TRUE;
  return FALSE;
}

/* dmesg --decode: "kern  :warn  : ", with a host before it "host: kern: warning: ", and the
 * journal's "kern.alert: " */
static gboolean
skip_facility (Rest *rest)
{
  static const char *const levels[] = { "emerg",   "alert",  "crit", "err",   "error", "warn",
                                        "warning", "notice", "info", "debug", NULL };
  Rest level = *rest;
  const char *after;

  if (!starts_with (rest, "kern"))
    {
      const char *host_end = find (rest, ": kern", HEADER_MAX);

      if (host_end == NULL || memchr (rest->at, ' ', (gsize) (host_end - rest->at)) != NULL)
        return FALSE;
      level.at = host_end + 2;
    }
  level.at += strlen ("kern");
  while (level.at < level.end && *level.at == ' ')
    level.at++;
  if (level.at == level.end || (*level.at != ':' && *level.at != '.'))
    return FALSE;
  level.at++;
  while (level.at < level.end && *level.at == ' ')
    level.at++;
  after = level.at;
  while (after < level.end && g_ascii_islower (*after))
    after++;
  if (!is_word_in (level.at, (gsize) (after - level.at), levels))
    return FALSE;
  while (after < level.end && *after == ' ')
    after++;
  if (after == level.end || *after != ':')
    return FALSE;
  rest->at = after + 1;
  return TRUE;
}

/* "[   12.345678]", "[  +0.000421]", "[ T1234]" (the caller), "[Wed Dec 11 19:33:07 2024]",
 * "[2022-01-02T23:27:23.751199266Z]:". What a driver writes in brackets ("[drm]") has a letter
 * first and no such time behind it. */
static gboolean
skip_time (Rest *rest)
{
  const char *close;
  const char *at;
  gsize length;

  if (!starts_with (rest, "["))
    return FALSE;
  close = find (rest, "]", HEADER_MAX);
  if (close == NULL)
    return FALSE;
  at = rest->at + 1;
  while (at < close && *at == ' ')
    at++;
  length = (gsize) (close - at);
  if (length == 0)
    return FALSE;
  if (!(g_ascii_isdigit (*at) || (*at == '+' && length > 1 && g_ascii_isdigit (at[1])) ||
        ((*at == 'T' || *at == 'C') && length > 1 && skip_digits (at + 1, close) == close) ||
        (length >= 20 && at[3] == ' ' && memchr (at, ':', length) != NULL)))
    return FALSE;
  rest->at = close + 1;
  if (starts_with (rest, ":"))
    rest->at++;
  return TRUE;
}

/* Whether it begins with a date, "Sep 21 19:40:22" or "2024-05-01T10:11:12" or "10:11:12". */
static gboolean
begins_with_date (const Rest *rest)
{
  gsize length = (gsize) (rest->end - rest->at);

  if (length < 8)
    return FALSE;
  if (g_ascii_isdigit (rest->at[0]))
    return (rest->at[4] == '-' && rest->at[7] == '-') || (rest->at[2] == ':' && rest->at[5] == ':');
  return g_ascii_isupper (rest->at[0]) && g_ascii_islower (rest->at[1]) &&
         g_ascii_islower (rest->at[2]) && rest->at[3] == ' ' &&
         (rest->at[4] == ' ' || g_ascii_isdigit (rest->at[4])) && g_ascii_isdigit (rest->at[5]);
}

/* "Sep 21 19:40:22 host kernel: ", "kernel: ", "Aug  4 19:34:09 host program[1627]: " */
static gboolean
skip_syslog_header (Rest *rest)
{
  const char *end;

  if (starts_with (rest, "kernel: "))
    {
      rest->at += strlen ("kernel: ");
      return TRUE;
    }
  if (!begins_with_date (rest))
    return FALSE;
  end = find (rest, " kernel: ", HEADER_MAX);
  if (end != NULL)
    {
      rest->at = end + strlen (" kernel: ");
      return TRUE;
    }
  end = find (rest, "]: ", HEADER_MAX);
  if (end == NULL)
    return FALSE;
  rest->at = end + strlen ("]: ");
  return TRUE;
}

const char *
modscope_kernel_prefix_skip (const char *line, gsize *length)
{
  Rest rest = { line, line + *length };

  /* Each is there once at most, except for times: one in the log's own format, the kernel's, and
   * the caller behind it. */
  skip_blanks (&rest);
  if (!skip_record_header (&rest))
    {
      skip_syslog_header (&rest);
      skip_blanks (&rest);
      skip_level (&rest);
      skip_blanks (&rest);
      skip_facility (&rest);
      skip_blanks (&rest);
      for (int i = 0; i < 3 && skip_time (&rest); i++)
        skip_blanks (&rest);
    }
  skip_blanks (&rest);
  *length = (gsize) (rest.end - rest.at);
  return rest.at;
}
