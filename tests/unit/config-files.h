/* A folder of configuration with one file: what the tests of its writing share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "support/test-root.h"
#include "system/modscope-config-writer.h"

#define NAME "00-modscope-block.conf"
#define OLD "# the administrator's\nblacklist pcspkr\n"
#define NEW "# Modscope\nblacklist nouveau\n" OLD

static inline char *
file_of (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static inline void
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *file = file_of (folder, name);
  g_autoptr (GError) error = NULL;

  remove (file);
  if (text != NULL)
    g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}

/* What is there, past the code under test. */
static inline char *
get (const char *folder, const char *name)
{
  g_autofree char *file = file_of (folder, name);
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, NULL);
  return text;
}

static inline void
assert_contents (const char *folder, const char *text)
{
  g_autofree char *there = get (folder, NAME);

  g_assert_cmpstr (there, ==, text != NULL && text[0] == '\0' ? NULL : text);
}

static inline guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* Nothing but the file, and that whole. */
static inline void
assert_only (const char *folder, const char *text)
{
  assert_contents (folder, text);
  g_assert_cmpuint (count_files (folder), ==, text != NULL && text[0] != '\0' ? 1 : 0);
}

static inline void
assert_refused (const char *folder, const char *expected, const char *now, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (modscope_config_writer_replace (folder, NAME, expected, now, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, code);
}

static inline void
assert_unreadable (const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (modscope_config_writer_read (folder, NAME, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
}
