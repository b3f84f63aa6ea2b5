/* Explains excerpts of real logs whose causes are known, and counts how often that is right. They
 * cannot be kept here: $MODSCOPE_TEST_LOGS names a folder with logs/NAME.txt and logs/NAME.expect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosis/modscope-explain.h"
#include "diagnosis/modscope-kernel-log.h"
#include "diagnosis/modscope-kernel-message.h"

static char *
get_expected (const char *text, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, key) && (*line)[strlen (key)] == ':')
      return g_strstrip (g_strdup (*line + strlen (key) + 1));
  return NULL;
}

/* A log says which module it is about, and with which errno it ended, if it has such a line. */
static ModscopeFinding *
explain_log (const char *text, const char *expected_module)
{
  g_auto (GStrv) lines = modscope_kernel_log_split (text, -1);
  g_autofree char *module = g_strdup (expected_module != NULL ? expected_module : "unnamed");
  char *none[] = { NULL };
  ModscopeFailure failure = { .sentence = (char *) "",
                              .done = none,
                              .kernel_lines = lines,
                              .files = none };

  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (ModscopeKernelMessage) message = modscope_kernel_message_parse (*line, -1);

      if (message == NULL || message->event != MODSCOPE_EVENT_INSERT_FAILED || failure.errsv != 0 ||
          message->module == NULL)
        continue;
      g_free (module);
      module = g_strdup (message->module);
      failure.errsv = message->error;
    }
  return modscope_explain ("load", module, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, &failure, NULL);
}

/* Returns whether it is right; excerpts of causes in which no operation ends are not asked. */
static gboolean
score_excerpt (const char *folder, const char *name, guint *n_asked)
{
  static const char *const other_codes[] = { "unsupported-model", "device-lost",
                                             "usb-not-recognized", "out-of-tree-build-failed" };
  g_autofree char *base = g_strndup (name, strlen (name) - strlen (".expect"));
  g_autofree char *log_name = g_strconcat (base, ".txt", NULL);
  g_autofree char *log_file = g_build_filename (folder, log_name, NULL);
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *log = NULL;
  g_autofree char *codes = NULL;
  g_autofree char *module = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (ModscopeFinding) finding = NULL;
  gboolean is_right;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (log_file, &log, NULL, NULL));
  codes = get_expected (text, "codes");
  module = get_expected (text, "module");
  for (gsize i = 0; i < G_N_ELEMENTS (other_codes); i++)
    if (g_str_has_prefix (codes, other_codes[i]))
      return TRUE;
  (*n_asked)++;
  finding = explain_log (log, module);
  words = g_strsplit (codes, " ", -1);
  /* Where nothing is wrong, nothing may be blamed. */
  is_right = strcmp (codes, "none") == 0
               ? strcmp (finding->code, "load-failed") == 0
               : g_strv_contains ((const char *const *) words, finding->code);
  g_test_message ("%s: %s: %s, expected %s", is_right ? "right" : "WRONG", base, finding->code,
                  codes);
  return is_right;
}

static void
test_excerpts (void)
{
  const char *root = g_getenv ("MODSCOPE_TEST_LOGS");
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_asked = 0;
  guint n_wrong = 0;

  if (root == NULL)
    {
      g_test_skip ("MODSCOPE_TEST_LOGS is not set");
      return;
    }
  folder = g_build_filename (root, "logs", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".expect") && !score_excerpt (folder, name, &n_asked))
      n_wrong++;
  g_test_message ("%u of %u right", n_asked - n_wrong, n_asked);
  g_assert_cmpuint (n_asked, >, 0);
  g_assert_cmpuint (n_wrong * 10, <=, n_asked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain-logs/excerpts", test_excerpts);
  return g_test_run ();
}
