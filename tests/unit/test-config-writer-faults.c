/* Writing of configuration: the old contents or the new ones, whatever goes wrong. Numbers in the
 * names of cases are those of the list of abuses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <libkmod.h>
#include <linux/fs.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test-faults.h"
#include "unit/config-files.h"

#define SKIPPED 77

/* What is there before, and what is to be. */
static const struct
{
  const char *old;
  const char *now;
} acts[] = { { NULL, NEW }, { OLD, NEW }, { OLD, "" } };

/* --- 39, 40: calls that fail ----------------------------------------------------------------- */

typedef struct
{
  guint count; /* calls so far */
  guint at;    /* the one that fails */
  int errsv;
} Failure;

static int
fail_at (const char *call, gpointer data)
{
  Failure *self = data;

  if (++self->count != self->at)
    return 0;
  return self->errsv;
}

static int
code_of (int errsv)
{
  switch (errsv)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return MODSCOPE_HELPER_ERROR_NO_SPACE;
    case EROFS:
    case EPERM:
      return MODSCOPE_HELPER_ERROR_READ_ONLY;
    default:
      return MODSCOPE_HELPER_ERROR_KERNEL_REFUSED;
    }
}

/* Fails each call in turn, until there are no more; returns how often the act failed. */
static guint
fail_each (const char *folder, const char *old, const char *now, int errsv)
{
  Failure failure = { .errsv = errsv };
  guint failed = 0;

  do
    {
      g_autoptr (GError) error = NULL;
      gboolean done;

      failure.at++;
      failure.count = 0;
      put (folder, NAME, old);
      test_faults_set_write_max (11);
      test_faults_begin (fail_at, &failure);
      done = modscope_config_writer_replace (folder, NAME, old, now, &error);
      test_faults_end ();
      assert_only (folder, done ? now : old);
      if (done)
        continue;
      g_assert_error (error, MODSCOPE_HELPER_ERROR, code_of (errsv));
      failed++;
    }
  while (failure.at <= failure.count);
  put (folder, NAME, NULL);
  return failed;
}

static void
fail_with (const int *errors, gsize count)
{
  char *folder = test_root_new ();

  for (gsize i = 0; i < count; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (acts); j++)
      {
        guint failed = fail_each (folder, acts[j].old, acts[j].now, errors[i]);

        /* Opening, looking, unlinking, syncing the folder; or, if text is written, many more. */
        g_assert_cmpuint (failed, >=, acts[j].now[0] != '\0' ? 12 : 4);
      }
  test_root_free (folder);
}

static void
test_no_space_at_each_call (void)
{
  static const int errors[] = { ENOSPC, EDQUOT, EFBIG };

  fail_with (errors, G_N_ELEMENTS (errors));
}

static void
test_read_only_at_each_call (void)
{
  static const int errors[] = { EROFS, EPERM };

  fail_with (errors, G_N_ELEMENTS (errors));
}

static void
test_broken_at_each_call (void)
{
  static const int errors[] = { EIO, ENOMEM };

  fail_with (errors, G_N_ELEMENTS (errors));
}

/* --- 39, 40: a full, a read-only and an immutable place -------------------------------------- */

/* Runs @act in a process of its own; it ends with SKIPPED where it cannot be tried. */
static void
run_apart (int (*act) (const char *folder), const char *reason)
{
  char *folder = test_root_new ();
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    _exit (act (folder));
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == SKIPPED)
    g_test_skip (reason);
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  test_root_free (folder);
}

static gboolean
write_to (const char *file, const char *text)
{
  int fd = open (file, O_WRONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return done;
}

/* Mounts a small file system on @folder, in a namespace of this process. */
static gboolean
mount_small (const char *folder, const char *options)
{
  g_autofree char *users = g_strdup_printf ("0 %d 1", (int) geteuid ());
  g_autofree char *groups = g_strdup_printf ("0 %d 1", (int) getegid ());

  if (geteuid () == 0)
    {
      if (unshare (CLONE_NEWNS) != 0)
        return FALSE;
    }
  else if (unshare (CLONE_NEWNS | CLONE_NEWUSER) != 0 || !write_to ("/proc/self/uid_map", users) ||
           !write_to ("/proc/self/setgroups", "deny") || !write_to ("/proc/self/gid_map", groups))
    return FALSE;
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", 0, options) == 0;
}

static int
fill_space (const char *folder)
{
  g_autofree char *large = g_strnfill (64 * 1024, '#');

  if (!mount_small (folder, "size=16k,mode=0755"))
    return SKIPPED;
  put (folder, NAME, OLD);
  assert_refused (folder, OLD, large, MODSCOPE_HELPER_ERROR_NO_SPACE);
  assert_only (folder, OLD);
  return 0;
}

static int
fill_inodes (const char *folder)
{
  if (!mount_small (folder, "nr_inodes=2,mode=0755"))
    return SKIPPED;
  put (folder, NAME, OLD);
  assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_NO_SPACE);
  assert_only (folder, OLD);
  return 0;
}

static int
make_read_only (const char *folder)
{
  if (!mount_small (folder, "mode=0755"))
    return SKIPPED;
  put (folder, NAME, OLD);
  if (mount (NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
    return SKIPPED;
  for (gsize i = 1; i < G_N_ELEMENTS (acts); i++)
    assert_refused (folder, OLD, acts[i].now, MODSCOPE_HELPER_ERROR_READ_ONLY);
  assert_only (folder, OLD);
  return 0;
}

static int
limit_size (const char *folder)
{
  struct rlimit limit = { .rlim_cur = strlen (OLD), .rlim_max = strlen (OLD) };

  put (folder, NAME, OLD);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_NO_SPACE);
  assert_only (folder, OLD);
  return 0;
}

static gboolean
set_immutable (const char *path, gboolean immutable)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int flags = 0;
  gboolean done = fd >= 0 && ioctl (fd, FS_IOC_GETFLAGS, &flags) == 0;

  flags = immutable ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
  done = done && ioctl (fd, FS_IOC_SETFLAGS, &flags) == 0;
  if (fd >= 0)
    close (fd);
  return done;
}

static void
test_immutable (void)
{
  char *folder = test_root_new ();
  g_autofree char *file = file_of (folder, NAME);
  const char *const paths[] = { file, folder };

  put (folder, NAME, OLD);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      if (!set_immutable (paths[i], TRUE))
        {
          g_test_skip ("files cannot be made immutable here");
          break;
        }
      assert_refused (folder, OLD, NEW, MODSCOPE_HELPER_ERROR_READ_ONLY);
      assert_refused (folder, OLD, "", MODSCOPE_HELPER_ERROR_READ_ONLY);
      assert_only (folder, OLD);
      g_assert_true (set_immutable (paths[i], FALSE));
    }
  test_root_free (folder);
}

#define NO_MOUNT "no file system can be mounted here"

static void
test_full_disk (void)
{
  run_apart (fill_space, NO_MOUNT);
}

static void
test_no_inode (void)
{
  run_apart (fill_inodes, NO_MOUNT);
}

static void
test_read_only_mount (void)
{
  run_apart (make_read_only, NO_MOUNT);
}

static void
test_size_limit (void)
{
  run_apart (limit_size, "");
}

/* --- 41: killed ------------------------------------------------------------------------------ */

static void
run_traced (const char *folder, const char *old, const char *now)
{
  if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
    _exit (SKIPPED);
  raise (SIGSTOP);
  _exit (modscope_config_writer_replace (folder, NAME, old, now, NULL) ? 0 : 1);
}

/* Kills the act when it has been stopped @stops times, at the beginning and the end of each system
 * call. Returns whether it came that far; or SKIPPED. */
static int
kill_after (guint stops, const char *folder, const char *old, const char *now)
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    run_traced (folder, old, now);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (WIFEXITED (status))
    return WEXITSTATUS (status);
  for (guint i = 0; i < stops; i++)
    {
      g_assert_cmpint (ptrace (PTRACE_SYSCALL, pid, NULL, NULL), ==, 0);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      if (WIFEXITED (status))
        {
          g_assert_cmpint (WEXITSTATUS (status), ==, 0);
          return FALSE;
        }
      g_assert_true (WIFSTOPPED (status));
    }
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  return TRUE;
}

static void
test_killed (void)
{
  char *folder = test_root_new ();
  guint left_behind = 0;
  gboolean skipped = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      const char *now = acts[i].now[0] != '\0' ? acts[i].now : NULL;
      gboolean seen_new = FALSE;
      int result = TRUE;

      for (guint stops = 0; result == TRUE; stops++)
        {
          g_autofree char *there = NULL;
          g_autoptr (GError) error = NULL;

          put (folder, NAME, acts[i].old);
          result = kill_after (stops, folder, acts[i].old, acts[i].now);
          if (result == SKIPPED)
            break;
          there = get (folder, NAME);
          if (g_strcmp0 (there, now) == 0)
            seen_new = TRUE;
          else
            g_assert_cmpstr (there, ==, acts[i].old);
          /* The next call goes through and sweeps. */
          left_behind += count_files (folder) - (there != NULL ? 1 : 0);
          modscope_config_writer_replace (folder, NAME, there, NEW, &error);
          g_assert_no_error (error);
          assert_only (folder, NEW);
        }
      skipped = result == SKIPPED;
      g_assert_true (seen_new || skipped);
    }
  if (skipped)
    g_test_skip ("processes cannot be traced here");
  /* Else nothing was killed in the middle of the act. */
  g_assert_true (skipped || left_behind > 0);
  test_root_free (folder);
}

typedef struct
{
  const char *folder;
  guint seen;
} Look;

/* Reads the folder with libkmod while the temporary file is there. */
static int
look_with_libkmod (const char *call, gpointer data)
{
  Look *look = data;
  const char *const folders[] = { look->folder, NULL };
  struct kmod_ctx *ctx;
  struct kmod_config_iter *iter;

  if (strcmp (call, "renameat") != 0)
    return 0;
  g_assert_cmpuint (count_files (look->folder), ==, 1);
  ctx = kmod_new (NULL, folders);
  iter = kmod_config_get_blacklists (ctx);
  g_assert_nonnull (ctx);
  g_assert_false (kmod_config_iter_next (iter));
  kmod_config_iter_free_iter (iter);
  kmod_unref (ctx);
  look->seen++;
  return 0;
}

static void
test_invisible (void)
{
  char *folder = test_root_new ();
  Look look = { .folder = folder };
  g_autoptr (GError) error = NULL;

  test_faults_begin (look_with_libkmod, &look);
  modscope_config_writer_replace (folder, NAME, NULL, NEW, &error);
  test_faults_end ();
  g_assert_no_error (error);
  g_assert_cmpuint (look.seen, ==, 1);
  test_root_free (folder);
}

/* --- 42: order ------------------------------------------------------------------------------- */

static int
record (const char *call, gpointer data)
{
  g_string_append_printf (data, "%s ", call);
  return 0;
}

/* Contents are on the disk before they get their name, and the name is before the answer. */
static void
test_synced (void)
{
  char *folder = test_root_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr (GString) calls = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      put (folder, NAME, acts[i].old);
      test_faults_begin (record, calls);
      modscope_config_writer_replace (folder, NAME, acts[i].old, acts[i].now, &error);
      test_faults_end ();
      g_assert_no_error (error);
      if (acts[i].now[0] != '\0')
        g_assert_true (g_regex_match_simple (
          "^[^w]* fchmod write fsync close (?!.*(write|fchmod)).* renameat fsync close $",
          calls->str, 0, 0));
      else
        g_assert_true (g_str_has_suffix (calls->str, "unlinkat fsync close "));
    }
  test_root_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config-writer-faults/39-no-space-at-each-call", test_no_space_at_each_call);
  g_test_add_func ("/config-writer-faults/39-full-disk", test_full_disk);
  g_test_add_func ("/config-writer-faults/39-no-inode", test_no_inode);
  g_test_add_func ("/config-writer-faults/39-size-limit", test_size_limit);
  g_test_add_func ("/config-writer-faults/39-broken-at-each-call", test_broken_at_each_call);
  g_test_add_func ("/config-writer-faults/40-read-only-at-each-call", test_read_only_at_each_call);
  g_test_add_func ("/config-writer-faults/40-read-only-mount", test_read_only_mount);
  g_test_add_func ("/config-writer-faults/40-immutable", test_immutable);
  g_test_add_func ("/config-writer-faults/41-killed", test_killed);
  g_test_add_func ("/config-writer-faults/41-invisible", test_invisible);
  g_test_add_func ("/config-writer-faults/42-synced", test_synced);
  return g_test_run ();
}
