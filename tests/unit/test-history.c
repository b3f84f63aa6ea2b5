/* The history: what is appended is read again, whatever else is in the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-history.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/test-faults.h"
#include "support/test-root.h"

static void
append (const char *folder, guint32 user, const char *module, const char *value)
{
  g_autoptr (GError) error = NULL;

  modscope_history_append (folder, user, "block", module, value, &error);
  g_assert_no_error (error);
}

static GPtrArray *
read_all (const char *folder)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = modscope_history_read (folder, &error);

  g_assert_no_error (error);
  return entries;
}

static const ModscopeHistoryChange *
change_of (GPtrArray *entries, guint entry, guint change)
{
  const ModscopeHistoryEntry *found;

  g_assert_cmpuint (entries->len, >, entry);
  found = entries->pdata[entry];
  g_assert_cmpuint (found->changes->len, >, change);
  return found->changes->pdata[change];
}

static char *
get (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "history", NULL);
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, NULL);
  return text;
}

static void
test_append (void)
{
  char *folder = test_root_new ();
  g_autofree char *file = g_build_filename (folder, "history", NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) batch = modscope_history_changes_new ();
  const ModscopeHistoryEntry *entry;
  g_autoptr (GPtrArray) none = read_all (folder);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (077);
  struct stat info;

  g_assert_cmpuint (none->len, ==, 0);
  append (folder, 1000, "nouveau", "always");
  modscope_history_changes_add (batch, "block", "a", "always");
  modscope_history_changes_add (batch, "unblock", "b", NULL);
  modscope_history_append_changes (folder, 4294967295U, batch, &error);
  g_assert_no_error (error);
  umask (mask);
  entries = read_all (folder);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = entries->pdata[0];
  g_assert_cmpuint (entry->id, ==, 1);
  g_assert_cmpuint (entry->user, ==, 1000);
  g_assert_cmpint (entry->time, >=, now);
  g_assert_cmpstr (change_of (entries, 0, 0)->verb, ==, "block");
  g_assert_cmpstr (change_of (entries, 0, 0)->module, ==, "nouveau");
  g_assert_cmpstr (change_of (entries, 0, 0)->value, ==, "always");
  entry = entries->pdata[1];
  g_assert_cmpuint (entry->id, ==, 2);
  g_assert_cmpuint (entry->user, ==, 4294967295U);
  g_assert_cmpuint (entry->changes->len, ==, 2);
  g_assert_cmpstr (change_of (entries, 1, 1)->module, ==, "b");
  g_assert_cmpstr (change_of (entries, 1, 1)->value, ==, "");
  g_assert_cmpint (stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0644);
  test_root_free (folder);
}

/* Any value comes back as it was, and is one line of ASCII. */
static void
test_any_value (void)
{
  char *folder = test_root_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100; i++)
    {
      GString *value = g_string_new (i % 2 == 0 ? "a\tb\n\\" : "");

      for (int j = g_test_rand_int_range (0, 20); j > 0; j--)
        g_string_append_c (value, (char) g_test_rand_int_range (1, 256));
      append (folder, i, "m", value->str);
      g_ptr_array_add (values, g_string_free (value, FALSE));
    }
  entries = read_all (folder);
  g_assert_cmpuint (entries->len, ==, values->len);
  for (guint i = 0; i < values->len; i++)
    g_assert_cmpstr (change_of (entries, i, 0)->value, ==, values->pdata[i]);
  text = get (folder);
  g_assert_true (g_str_is_ascii (text));
  test_root_free (folder);
}

static void
test_damaged (void)
{
  static const char damage[] = "1\t5\t0\tblock\ta\tb\n"
                               "\n"
                               "nonsense\n"
                               "x\t5\t0\tblock\ta\tb\n"
                               "2\t-5\t0\tblock\ta\tb\n"
                               "2\t5\t99999999999\tblock\ta\tb\n"
                               "2\t5\t0\n"
                               "2\t5\t0\tblock\ta\n"
                               "2\t5\t0\tblock\ta\tb\tunblock\n"
                               "2\t5\t0\tblock\ta\tb\\\n"
                               "2\t5\t0\tblock\\\ta\tb\n"
                               "2\t5\t0\tblock\ta\t\xff\n"
                               "2\t5\t0\tblock\ta\tb\x18\n"
                               "2\t5\t0\tblock\0\ta\tb\n"
                               "\0\0\0\0\n"
                               "7\t6\t0\tblock\ta\t\n"
                               "8\t6\t0\tblock\tcut\tsho";
  char *folder = test_root_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  test_root_write_bytes (folder, "/history", damage, sizeof damage - 1);
  before = read_all (folder);
  g_assert_cmpuint (before->len, ==, 2);
  append (folder, 1, "nouveau", NULL);
  append (folder, 1, "pcspkr", NULL);
  after = read_all (folder);
  g_assert_cmpuint (after->len, ==, 4);
  g_assert_cmpuint (((const ModscopeHistoryEntry *) after->pdata[1])->id, ==, 7);
  g_assert_cmpuint (((const ModscopeHistoryEntry *) after->pdata[2])->id, ==, 8);
  g_assert_cmpstr (change_of (after, 2, 0)->module, ==, "nouveau");
  g_assert_cmpuint (((const ModscopeHistoryEntry *) after->pdata[3])->id, ==, 9);
  test_root_free (folder);
}

/* Wherever the writing of a line was cut short, it is no entry, and the next one is. */
static void
test_torn (void)
{
  static const char line[] = "5\t6\t7\tblock\tcut\ta\\\\b\n";

  for (gsize length = 1; length < strlen (line); length++)
    {
      char *folder = test_root_new ();
      g_autoptr (GPtrArray) entries = NULL;

      test_root_write_bytes (folder, "/history", line, length);
      append (folder, 1, "next", NULL);
      entries = read_all (folder);
      g_assert_cmpuint (entries->len, ==, 1);
      g_assert_cmpstr (change_of (entries, 0, 0)->module, ==, "next");
      test_root_free (folder);
    }
}

/* It stays bounded, and numbers go on. */
static void
test_rotated (void)
{
  char *folder = test_root_new ();
  g_autofree char *value = g_strnfill (200 * 1024, 'x');
  g_autofree char *file = g_build_filename (folder, "history.1", NULL);
  g_autofree char *too_long = g_strnfill (MODSCOPE_HISTORY_MAX, 'x');
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 12; i++)
    append (folder, 1, "m", value);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  entries = read_all (folder);
  /* Five in a file; those of the first are gone. */
  g_assert_cmpuint (entries->len, ==, 7);
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpuint (((const ModscopeHistoryEntry *) entries->pdata[i])->id, ==, i + 6);
  g_assert_false (modscope_history_append (folder, 1, "block", "m", too_long, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED);
  test_root_free (folder);
}

typedef struct
{
  guint count;
  guint at;
  gboolean stays; /* whether all calls after it fail too */
} Failure;

static int
fail_at (const char *call, gpointer data)
{
  Failure *self = data;

  self->count++;
  return self->count == self->at || (self->stays && self->count > self->at) ? ENOSPC : 0;
}

/* Fails one call; returns whether there are more to fail. */
static gboolean
fail_one (Failure *failure)
{
  char *folder = test_root_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gboolean done;

  append (folder, 1, "first", NULL);
  failure->count = 0;
  test_faults_set_write_max (5);
  test_faults_begin (fail_at, failure);
  done = modscope_history_append (folder, 1, "block", "second", "always", &error);
  test_faults_end ();
  g_assert_true (done == (error == NULL));
  if (!done)
    g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NO_SPACE);

  append (folder, 1, "third", NULL);
  entries = read_all (folder);
  g_assert_cmpstr (change_of (entries, entries->len - 1, 0)->module, ==, "third");
  if (!failure->stays)
    g_assert_cmpuint (entries->len, ==, done ? 3 : 2);
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpstr (change_of (entries, i, 0)->value, ==,
                     strcmp (change_of (entries, i, 0)->module, "second") == 0 ? "always" : "");
  test_root_free (folder);
  return failure->at <= failure->count;
}

/* If it fails, nothing was appended; if even the cleaning up fails, no part is taken for a whole.
 */
static void
test_failures (void)
{
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  for (int stays = 0; stays < 2; stays++)
    {
      Failure failure = { .at = 1, .stays = stays };

      for (; fail_one (&failure); failure.at++)
        ;
      g_assert_cmpuint (failure.at, >, 20);
    }
  g_log_set_always_fatal (fatal);
}

static void
test_unsafe (void)
{
  char *folder = test_root_new ();
  g_autoptr (GError) error = NULL;

  test_root_write (folder, "/other", "");
  test_root_link (folder, "/history", "other");
  g_assert_false (modscope_history_append (folder, 1, "block", "m", NULL, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
  g_clear_error (&error);
  g_assert_null (modscope_history_read (folder, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
  g_clear_error (&error);
  test_root_remove (folder, "/history");
  g_assert_cmpint (chmod (folder, 0777), ==, 0);
  g_assert_false (modscope_history_append (folder, 1, "block", "m", NULL, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE);
  test_root_free (folder);
}

static void
test_no_folder (void)
{
  char *root = test_root_new ();
  g_autofree char *folder = g_build_filename (root, "modscope", NULL);
  g_autoptr (GPtrArray) entries = read_all (folder);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_false (modscope_history_append (folder, 1, "block", "m", NULL, &error));
  g_assert_error (error, MODSCOPE_HELPER_ERROR, MODSCOPE_HELPER_ERROR_NOT_FOUND);
  test_root_free (root);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/append", test_append);
  g_test_add_func ("/history/any-value", test_any_value);
  g_test_add_func ("/history/damaged", test_damaged);
  g_test_add_func ("/history/torn", test_torn);
  g_test_add_func ("/history/rotated", test_rotated);
  g_test_add_func ("/history/failures", test_failures);
  g_test_add_func ("/history/unsafe", test_unsafe);
  g_test_add_func ("/history/no-folder", test_no_folder);
  return g_test_run ();
}
