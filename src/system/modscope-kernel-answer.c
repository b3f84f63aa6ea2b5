/* What the kernel's answer to loading or unloading is called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kernel-answer.h"

#include <errno.h>
#include <string.h>

static gboolean
says (const char *const *lines, const char *words)
{
  for (; *lines != NULL; lines++)
    if (strstr (*lines, words) != NULL)
      return TRUE;
  return FALSE;
}

ModscopeHelperError
modscope_kernel_answer_to_code (gboolean load, int errsv, const char *const *lines)
{
  switch (errsv)
    {
    case EALREADY:
      return MODSCOPE_HELPER_ERROR_BUSY;
    case EWOULDBLOCK:
      return load ? MODSCOPE_HELPER_ERROR_KERNEL_REFUSED : MODSCOPE_HELPER_ERROR_IN_USE;
    case EKEYREJECTED:
    case ENOKEY:
    case EBADMSG:
      return MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED;
    case EPERM:
      if (says (lines, "Lockdown: "))
        return MODSCOPE_HELPER_ERROR_LOCKED_DOWN;
      if (says (lines, " is blacklisted"))
        return MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT;
      break;
    case ENOEXEC:
    case EINVAL:
      if (says (lines, ": version magic '") || says (lines, ": disagrees about version of symbol "))
        return MODSCOPE_HELPER_ERROR_WRONG_KERNEL;
      break;
    case ENOENT:
      if (says (lines, ": Unknown symbol "))
        return MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL;
      break;
    default:
      break;
    }
  return MODSCOPE_HELPER_ERROR_KERNEL_REFUSED;
}
