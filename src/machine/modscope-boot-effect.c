/* Whether the boot image defeats a rule.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-boot-effect.h"

#include "config/modscope-block-effect.h"

char *
modscope_boot_effect_dup_reason (ModscopeKernel *kernel, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModscopeBootImage) image = modscope_boot_image_read (
    modscope_kernel_get_paths (kernel), modscope_kernel_get_release (kernel), &error);

  if (image == NULL)
    {
      /* Many computers have none, or one that only root can read: nothing is known then. */
      g_debug ("%s", error->message);
      return g_strdup ("");
    }
  return modscope_boot_effect_judge (image, name);
}

char *
modscope_boot_effect_judge (const ModscopeBootImage *image, const char *name)
{
  return g_hash_table_contains (image->modules, name)
           ? modscope_block_effect_judge_image (image->rules->str, image->path, name)
           : g_strdup ("");
}
