/* What the kernel's answer is called on the bus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "base/modscope-helper-error.h"
#include "system/modscope-kernel-answer.h"

static void
test_codes (void)
{
  static const struct
  {
    gboolean load;
    int errsv;
    const char *line;
    ModscopeHelperError code;
  } cases[] = {
    { TRUE, EKEYREJECTED, "Loading of unsigned module is rejected",
      MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED },
    { TRUE, EKEYREJECTED, NULL, MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED },
    { TRUE, EBADMSG, NULL, MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED },
    { TRUE, EPERM,
      "Lockdown: modscope-worker: unsigned module loading is restricted; see man kernel_lockdown.7",
      MODSCOPE_HELPER_ERROR_LOCKED_DOWN },
    { TRUE, EPERM, "Module pcspkr is blacklisted", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT },
    { TRUE, EPERM, NULL, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
    { TRUE, ENOEXEC, "x: version magic 'a' should be 'b'", MODSCOPE_HELPER_ERROR_WRONG_KERNEL },
    { TRUE, ENOEXEC, "x: disagrees about version of symbol module_layout",
      MODSCOPE_HELPER_ERROR_WRONG_KERNEL },
    { TRUE, EINVAL, "x: disagrees about version of symbol printk",
      MODSCOPE_HELPER_ERROR_WRONG_KERNEL },
    { TRUE, ENOEXEC, "Invalid ELF section header overflow", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
    { TRUE, ENOENT, "x: Unknown symbol foo (err -2)", MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL },
    { TRUE, ENOENT, NULL, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
    { TRUE, ENODEV, NULL, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
    { TRUE, EAGAIN, NULL, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
    { TRUE, EALREADY, NULL, MODSCOPE_HELPER_ERROR_BUSY },
    { FALSE, EAGAIN, NULL, MODSCOPE_HELPER_ERROR_IN_USE },
    { FALSE, EBUSY, NULL, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const lines[] = { cases[i].line, NULL };

      g_test_message ("%d %s", cases[i].errsv, cases[i].line);
      g_assert_cmpint (modscope_kernel_answer_to_code (cases[i].load, cases[i].errsv, lines), ==,
                       cases[i].code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel-answer/codes", test_codes);
  return g_test_run ();
}
