/* The helper with a kernel of its own: loading and unloading change ROOT/proc/modules, and files
 * under ROOT/kernel say how the kernel answers.
 *
 *     helper-under-test --root ROOT [--idle SECONDS] [--authority SECONDS]
 *
 * ROOT/kernel/insert/NAME and ROOT/kernel/remove/NAME hold an errno as a number, or a word: "hang"
 * (until the file is gone), "crash" (the worker is killed as by the kernel), "ignore" (success, and
 * nothing was done). ROOT/kernel/log/NAME is appended to ROOT/dev/kmsg when NAME's turn comes;
 * ROOT/kernel/options holds the module that was loaded last, and its options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "helper/modscope-helper.h"
#include "helper/modscope-put-back.h"
#include "system/modscope-worker.h"
#include "kernel-devices.h"
#include "system/modscope-live.h"

static ModscopePaths *paths;

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *tail = g_strconcat ("/kernel/", folder, "/", name, NULL);
  g_autofree char *file = modscope_paths_build (paths, tail);
  char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) ? g_strstrip (text) : NULL;
}

static void
log_lines (const char *name)
{
  g_autofree char *lines = read_file ("log", name);
  g_autofree char *file = modscope_paths_build (paths, "/dev/kmsg");
  g_autofree char *text = lines != NULL ? g_strconcat (lines, "\n", NULL) : NULL;
  int fd;

  if (text == NULL)
    return;
  fd = open (file, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    g_error ("%s: %s", file, g_strerror (errno));
  close (fd);
}

/* How the kernel answers; 1 for what it usually does. */
static int
answer (const char *folder, const char *name)
{
  g_autofree char *word = read_file (folder, name);

  log_lines (name);
  if (word == NULL)
    return 1;
  if (strcmp (word, "crash") == 0)
    raise (SIGKILL);
  while (word != NULL && strcmp (word, "hang") == 0)
    {
      g_usleep (10 * 1000);
      g_free (word);
      word = read_file (folder, name);
    }
  return word != NULL ? -atoi (word) : 1;
}

static void
write_modules (const char *name, gboolean load)
{
  g_autofree char *file = modscope_paths_build (paths, "/proc/modules");
  g_autofree char *text = NULL;
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autofree char *start = g_strconcat (name, " ", NULL);
  g_auto (GStrv) lines = NULL;

  if (load)
    g_string_append_printf (rest, "%s 16384 0 - Live 0x0000000000000000\n", name);
  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *used = g_strconcat (" ", name, ",", NULL);
      char *holder = strstr (lines[i], used);

      if (lines[i][0] == '\0' || g_str_has_prefix (lines[i], start))
        continue;
      /* It was the only one that used this module: "a 1 1 b, Live" becomes "a 1 0 - Live". */
      if (!load && holder != NULL && g_str_has_prefix (holder - 2, " 1"))
        g_string_append_printf (rest, "%.*s 0 -%s\n", (int) (holder - 2 - lines[i]), lines[i],
                                holder + strlen (used));
      else
        g_string_append_printf (rest, "%s\n", lines[i]);
    }
  if (!g_file_set_contents (file, rest->str, -1, NULL))
    g_error ("%s cannot be written", file);
}

static gboolean
is_live (const char *name)
{
  g_autoptr (GPtrArray) live = modscope_live_read (paths, NULL);

  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      const ModscopeLiveModule *module = live->pdata[i];

      if (strcmp (module->name, name) == 0)
        return module->state == MODSCOPE_LIVE_LIVE;
    }
  return FALSE;
}

/* The kernel's list is changed by one process at a time. Returns: a descriptor to close */
static int
lock_modules (void)
{
  g_autofree char *folder = modscope_paths_build (paths, "/proc");
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || flock (fd, LOCK_EX) != 0)
    g_error ("%s: %s", folder, g_strerror (errno));
  return fd;
}

static int
insert (ModscopeKmod *kmod, const char *name, const char *options)
{
  int result = answer ("insert", name);
  int lock = lock_modules ();
  g_autofree char *file = modscope_paths_build (paths, "/kernel/options");
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *line = g_strdup_printf ("%s %s\n", name, options);

  if (result == 1 && is_live (name))
    result = -EEXIST;
  if (result == 1)
    g_mkdir_with_parents (folder, 0755);
  if (result == 1 && !g_file_set_contents (file, line, -1, NULL))
    g_error ("%s cannot be written", file);
  if (result == 1)
    write_modules (name, TRUE);
  close (lock);
  return result == 1 ? 0 : result;
}

static int
remove_module (const char *name)
{
  int result = answer ("remove", name);
  int lock = lock_modules ();

  if (result == 1)
    write_modules (name, FALSE);
  close (lock);
  return result == 1 ? 0 : result;
}

/* What is to fail is named by the attribute and the device: "bind 0000:00:05.0". */
static int
write_attribute (const char *file, const char *value)
{
  g_autofree char *attribute = g_path_get_basename (file);
  g_autofree char *key = g_strconcat (attribute, " ", value, NULL);
  int result = answer ("write", g_strstrip (key));

  return result == 1 ? kernel_devices_write (file, value) : result;
}

int
main (int argc, char *argv[])
{
  static const ModscopeKernelVerbs verbs = { insert, remove_module, write_attribute };
  g_autofree char *root = NULL;
  gboolean is_worker = FALSE;
  gboolean puts_back = FALSE;
  int plans = 100000;
  int idle = MODSCOPE_HELPER_IDLE_SECONDS;
  int authority = MODSCOPE_HELPER_AUTHORITY_SECONDS;
  const GOptionEntry entries[] = {
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &root, "What stands in for /", "FOLDER" },
    { "idle", 0, 0, G_OPTION_ARG_INT, &idle, "How long to stay idle", "SECONDS" },
    { "authority", 0, 0, G_OPTION_ARG_INT, &authority, "How long polkit may take", "SECONDS" },
    { "put-back", 0, 0, G_OPTION_ARG_NONE, &puts_back, "Put back what is left", NULL },
    { "plans", 0, 0, G_OPTION_ARG_INT, &plans, "How many calls of a user at once", "NUMBER" },
    { "worker", 0, 0, G_OPTION_ARG_NONE, &is_worker, "Be the worker", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || root == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--root is missing");
      return 2;
    }
  paths = modscope_paths_new (root);
  if (is_worker)
    status = modscope_worker_main (paths, &verbs);
  else
    {
      const char *const worker[] = { "/proc/self/exe", "--root", root, "--worker", NULL };
      const ModscopeHelperSetup setup = { paths, worker, (guint) idle, (guint) authority,
                                          (guint) plans };

      status = puts_back ? modscope_put_back_main (paths, worker) : modscope_helper_run (&setup);
    }
  modscope_paths_unref (paths);
  return status;
}
