/* Facts about the running kernel as a whole, from small files of /proc and /sys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/modscope-kernel-facts.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "base/modscope-text.h"

#define EFI_FOLDER "/sys/firmware/efi"
#define EFI_VARIABLES EFI_FOLDER "/efivars"
/* The variable's vendor is EFI_GLOBAL_VARIABLE of the UEFI specification, section 3.3. */
#define SECURE_BOOT EFI_VARIABLES "/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
/* efivarfs puts the variable's attributes before its value (filesystems/efivarfs.rst). */
#define EFI_ATTRIBUTES_SIZE 4

/* Contents of a small file without blanks at its ends; NULL if it cannot be read. */
static char *
read_text (ModscopePaths *paths, const char *path)
{
  g_autofree char *file = modscope_paths_build (paths, path);
  g_autofree char *bytes = NULL;

  if (!g_file_get_contents (file, &bytes, NULL, NULL))
    return NULL;
  return modscope_text_to_utf8 (g_strstrip (bytes), -1);
}

static ModscopeTri
read_switch (ModscopePaths *paths, const char *path)
{
  g_autofree char *text = read_text (paths, path);

  if (text == NULL)
    return MODSCOPE_TRI_UNKNOWN;
  if (strcmp (text, "Y") == 0 || strcmp (text, "1") == 0)
    return MODSCOPE_TRI_YES;
  if (strcmp (text, "N") == 0 || strcmp (text, "0") == 0)
    return MODSCOPE_TRI_NO;
  return MODSCOPE_TRI_UNKNOWN;
}

static gboolean
exists (ModscopePaths *paths, const char *path)
{
  g_autofree char *file = modscope_paths_build (paths, path);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

static gboolean
has_entries (ModscopePaths *paths, const char *path)
{
  g_autofree char *folder = modscope_paths_build (paths, path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

/* The bits of admin-guide/tainted-kernels.rst in their order; those that a module has too are
 * called as they are there. A bit that a later kernel added is named by its number. */
static GStrv
read_taints (ModscopePaths *paths)
{
  static const char *const words[] = {
    "proprietary",    "forced",           "out-of-specification",
    "force-unloaded", "machine-check",    "bad-page",
    "user-request",   "crashed",          "acpi-table-overridden",
    "warning",        "staging",          "firmware-workaround",
    "out-of-tree",    "unsigned",         "soft-lockup",
    "livepatch",      "auxiliary",        "randomized-structures",
    "test",           "firmware-control",
  };
  g_autofree char *text = read_text (paths, "/proc/sys/kernel/tainted");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint64 bits;

  if (text == NULL || !modscope_text_to_unsigned (text, &bits))
    return NULL;
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *number = g_strdup_printf ("bit-%u", i);

      if ((bits >> i) & 1)
        g_strv_builder_add (builder, i < G_N_ELEMENTS (words) ? words[i] : number);
    }
  return g_strv_builder_end (builder);
}

/* The file lists all levels, the one in force in brackets: "[none] integrity confidentiality". */
static char *
read_lockdown (ModscopePaths *paths)
{
  g_autofree char *text = read_text (paths, "/sys/kernel/security/lockdown");
  const char *start = text != NULL ? strchr (text, '[') : NULL;
  const char *end = start != NULL ? strchr (start, ']') : NULL;

  if (end == NULL || end == start + 1)
    return NULL;
  return g_strndup (start + 1, (gsize) (end - start - 1));
}

static ModscopeTri
read_secure_boot (ModscopePaths *paths)
{
  g_autofree char *file = modscope_paths_build (paths, SECURE_BOOT);
  g_autofree char *bytes = NULL;
  gsize length;

  if (g_file_get_contents (file, &bytes, &length, NULL))
    {
      if (length != EFI_ATTRIBUTES_SIZE + 1)
        return MODSCOPE_TRI_UNKNOWN;
      return bytes[EFI_ATTRIBUTES_SIZE] == 1 ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
    }

  /* Firmware that does not know Secure Boot has other variables, but not this one. */
  if (exists (paths, EFI_FOLDER))
    return has_entries (paths, EFI_VARIABLES) && !exists (paths, SECURE_BOOT)
             ? MODSCOPE_TRI_NO
             : MODSCOPE_TRI_UNKNOWN;

  /* Started without EFI, where a folder for it is not among the others; containers hide all. */
  return has_entries (paths, "/sys/firmware") ? MODSCOPE_TRI_NO : MODSCOPE_TRI_UNKNOWN;
}

static ModscopeTri
read_module_support (ModscopePaths *paths)
{
  if (exists (paths, "/proc/modules"))
    return MODSCOPE_TRI_YES;
  return exists (paths, "/proc/sys/kernel") ? MODSCOPE_TRI_NO : MODSCOPE_TRI_UNKNOWN;
}

static GStrv
read_security_modules (ModscopePaths *paths)
{
  g_autofree char *text = read_text (paths, "/sys/kernel/security/lsm");

  return text != NULL ? g_strsplit (text, ",", -1) : NULL;
}

/* The kernel decides when the file is opened (devkmsg_open in kernel/printk/printk.c), and its mode
 * alone says nothing: dmesg_restrict counts too. */
static gboolean
can_read_log (ModscopePaths *paths)
{
  g_autofree char *file = modscope_paths_build (paths, "/dev/kmsg");
  int fd = g_open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);

  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  return TRUE;
}

ModscopeKernelFacts *
modscope_kernel_facts_read (ModscopeKernel *kernel)
{
  ModscopePaths *paths = modscope_kernel_get_paths (kernel);
  ModscopeKernelFacts *self = g_new0 (ModscopeKernelFacts, 1);

  self->release = g_strdup (modscope_kernel_get_release (kernel));
  self->installed_kernels = modscope_paths_list_kernels (paths);
  self->log_readable = can_read_log (paths);
  self->secure_boot = MODSCOPE_TRI_UNKNOWN;
  self->signature_enforced = MODSCOPE_TRI_UNKNOWN;
  self->modules_disabled = MODSCOPE_TRI_UNKNOWN;
  self->module_support = MODSCOPE_TRI_UNKNOWN;
  if (!modscope_kernel_is_running (kernel))
    return self;

  self->taints = read_taints (paths);
  self->lockdown = read_lockdown (paths);
  self->secure_boot = read_secure_boot (paths);
  self->signature_enforced = read_switch (paths, "/sys/module/module/parameters/sig_enforce");
  self->modules_disabled = read_switch (paths, "/proc/sys/kernel/modules_disabled");
  self->module_support = read_module_support (paths);
  self->security_modules = read_security_modules (paths);
  return self;
}

void
modscope_kernel_facts_free (ModscopeKernelFacts *self)
{
  g_free (self->release);
  g_strfreev (self->taints);
  g_free (self->lockdown);
  g_strfreev (self->security_modules);
  g_strfreev (self->installed_kernels);
  g_free (self);
}
