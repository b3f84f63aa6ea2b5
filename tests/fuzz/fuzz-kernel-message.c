/* Feeds made-up text to the readers of kernel logs, and to the explanation of a failure that
 * carries it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include "diagnosis/modscope-explain.h"
#include "diagnosis/modscope-kernel-log.h"
#include "diagnosis/modscope-kernel-message.h"

/* What is shown is text without surprises. */
static void
check_text (const char *text)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (text)));
}

static void
check_message (const char *line, gssize length)
{
  g_autoptr (ModscopeKernelMessage) message = modscope_kernel_message_parse (line, length);

  if (message == NULL)
    return;
  check_text (message->module);
  check_text (message->driver);
  check_text (message->device);
  check_text (message->symbol);
  check_text (message->parameter);
  check_text (message->value);
  check_text (message->expected);
  check_text (message->file);
  check_text (message->process);
  g_assert_cmpint (message->error, >=, 0);
}

static void
check_explanation (GStrv lines, int errsv)
{
  char *none[] = { NULL };
  ModscopeFailure failure = { .sentence = (char *) "It failed",
                              .errsv = errsv,
                              .done = none,
                              .kernel_lines = lines,
                              .files = none };
  g_autoptr (ModscopeFinding) finding =
    modscope_explain ("load", "x", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, &failure, NULL);

  check_text (finding->title);
  check_text (finding->explanation);
  for (guint i = 0; i < finding->evidence->len; i++)
    check_text (((const ModscopeEvidence *) g_ptr_array_index (finding->evidence, i))->text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;
  g_auto (GStrv) lines = modscope_kernel_log_split (text, (gssize) size);

  check_message (text, (gssize) size);
  for (char **line = lines; *line != NULL; line++)
    check_message (*line, -1);
  check_explanation (lines, size > 0 ? data[0] : 0);
  return 0;
}
