/* libkmod itself, opened when it is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kmod-library.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>

#include "base/modscope-error.h"

#define LIBRARY "libkmod.so.2"

ModscopeKmodLibrary libkmod;

#define FIND(name) (libkmod.name = (typeof (libkmod.name)) dlsym (handle, #name)) != NULL &&

gboolean
modscope_kmod_library_open (GError **error)
{
  static gsize result = 0;

  if (g_once_init_enter (&result))
    {
      void *handle = dlopen (LIBRARY, RTLD_NOW);
      gboolean found = handle != NULL && MODSCOPE_KMOD_FUNCTIONS (FIND) TRUE;

      if (!found)
        g_warning ("%s", dlerror ());
      g_once_init_leave (&result, found ? 1 : 2);
    }
  if (result == 2)
    g_set_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED, _ ("%s cannot be opened"), LIBRARY);
  return result == 1;
}
