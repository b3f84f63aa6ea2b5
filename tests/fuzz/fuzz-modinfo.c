/* Feeds made-up module files to the reader of .modinfo, and made-up text to what takes it apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "machine/modscope-module-details.h"
#include "system/modscope-modinfo.h"

/* Compressed input can hold up to 1 GiB, which is right but takes a second: not looked at here. */
#define INPUT_MAX 65536

static void
check_text (const char *text, size_t length)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (ModscopeModuleDetails) details = NULL;
  const char *at = text;
  const char *key;
  const char *value;

  while ((key = modscope_modinfo_next (&at, text + length, &value)) != NULL)
    {
      g_assert_true (key >= text && value > key && value < text + length);
      g_assert_cmpint (value[-1], ==, '=');
      g_ptr_array_add (fields, (gpointer) key);
    }
  g_assert_true (at == text + length);
  g_ptr_array_add (fields, NULL);
  details = modscope_module_details_parse ("fuzz", (const char *const *) fields->pdata);
  for (guint i = 0; i < details->parameters->len; i++)
    g_assert_cmpint (((ModscopeParameter *) details->parameters->pdata[i])->name[0], !=, '\0');
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static ModscopeModinfoReader *reader;
  static int fd = -1;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  ModscopeModinfo info;

  if (size > INPUT_MAX)
    return 0;
  if (reader == NULL)
    {
      reader = modscope_modinfo_reader_new ();
      fd = memfd_create ("module", MFD_CLOEXEC);
    }
  g_assert_cmpint (ftruncate (fd, 0), ==, 0);
  g_assert_cmpint (pwrite (fd, data, size, 0), ==, (ssize_t) size);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  if (modscope_modinfo_reader_read (reader, path, &info, &error))
    {
      g_assert_cmpuint (info.file_size, ==, size);
      g_assert_true (info.length == 0 || info.text[info.length - 1] == '\0');
      check_text (info.text, info.length);
    }
  else
    g_assert_nonnull (error);
  check_text ((const char *) data, size);
  return 0;
}
