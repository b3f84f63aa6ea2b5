/* What the window says about an action, and the way back from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/modscope-action-words.h"
#include "app/modscope-module-changes.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"

typedef struct
{
  char *root;
  ModscopeMachine *machine;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePaths) paths = NULL;
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (GError) error = NULL;
  const char *root = fixture->root = test_root_new ();

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules",
                   "top 16384 0 - Live 0x0\n"
                   "base 16384 1 top, Live 0x0\n"
                   "lone 16384 0 - Live 0x0\n"
                   "coming 16384 -1 - Loading 0x0\n");
  test_root_write (root, "/lib/modules/" RELEASE "/modules.dep",
                   "kernel/base.ko:\nkernel/top.ko: kernel/base.ko\nkernel/lone.ko:\n"
                   "kernel/free.ko:\nkernel/needy.ko: kernel/free.ko\nkernel/quiet.ko:\n"
                   "kernel/never.ko:\nkernel/coming.ko:\n");
  test_root_write (root, "/lib/modules/" RELEASE "/modules.builtin", "kernel/inside.ko\n");
  test_root_write (root, "/etc/modprobe.d/00-modscope-block.conf",
                   "# Modscope, 2026-11-23: do not load automatically\nblacklist quiet\n"
                   "# Modscope, 2026-11-23: never load\nblacklist never\nsoftdep never "
                   "pre:\ninstall never /bin/false\n");
  paths = modscope_paths_new (root);
  kernel = modscope_kernel_open (paths, NULL, &error);
  g_assert_no_error (error);
  fixture->machine = modscope_machine_new (kernel);
  modscope_machine_wait (fixture->machine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->machine);
  test_root_free (fixture->root);
}

static ModscopePlan *
plan (Fixture *fixture, const char *verb, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  ModscopePlan *made = modscope_plan_make (fixture->machine, verb, names, FALSE, &error);

  g_assert_no_error (error);
  return made;
}

static void
assert_body (Fixture *fixture, const char *verb, const char *const *names, const char *part)
{
  g_autoptr (ModscopePlan) made = plan (fixture, verb, names);
  g_autofree char *body = modscope_action_dup_body (verb, names, made, fixture->machine);

  if (strstr (body, part) == NULL)
    g_error ("“%s” is not in “%s”", part, body);
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_headings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = modscope_action_dup_heading ("unload", NAMES ("lone"));
  g_autofree char *two = modscope_action_dup_heading ("block", NAMES ("lone", "free"));

  g_assert_cmpstr (one, ==, "Unload lone?");
  g_assert_cmpstr (two, ==, "Block 2 Modules?");
}

static void
test_bodies (Fixture *fixture, gconstpointer data)
{
  assert_body (fixture, "load", NAMES ("free"), "stays loaded until");
  assert_body (fixture, "load", NAMES ("needy"), "needs other modules");
  assert_body (fixture, "load", NAMES ("free", "needy"), "with what they need");
  assert_body (fixture, "load", NAMES ("quiet"), "A rule keeps it from loading automatically");
  assert_body (fixture, "unload", NAMES ("lone"), "stops working");
  assert_body (fixture, "unload", NAMES ("base"), "Other modules use it");
  assert_body (fixture, "unload", NAMES ("base", "lone"), "with what uses them");
  assert_body (fixture, "restart", NAMES ("lone"), "unloaded and loaded again");
  assert_body (fixture, "restart", NAMES ("base"), "Other modules use it");
  assert_body (fixture, "unblock", NAMES ("quiet"), "can load automatically again");
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopePlan) block = plan (fixture, "block", NAMES ("lone"));
  g_autoptr (ModscopePlan) load = plan (fixture, "load", NAMES ("lone", "free"));
  g_auto (GStrv) block_notes = modscope_action_dup_notes ("block", block);
  g_auto (GStrv) load_notes = modscope_action_dup_notes ("load", load);

  g_assert_nonnull (strstr (block_notes[0], "stays until it is unloaded"));
  /* Whoever asked for several sees what happens, and not what does not. */
  g_assert_null (load_notes[0]);
}

static void
test_result (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeActionRequest) request = modscope_action_request_new ("load", NAMES ("needy"));
  g_autoptr (GPtrArray) done = modscope_done_list_new ();
  g_autofree char *nothing = modscope_action_dup_result (request, done, fixture->machine);
  g_autofree char *one = NULL;
  g_autofree char *more = NULL;
  g_autofree char *shortfall = NULL;

  g_assert_cmpstr (nothing, ==, "It was loaded already");
  modscope_done_list_add (done, "load", "free", TRUE, NULL);
  one = modscope_action_dup_result (request, done, fixture->machine);
  g_assert_cmpstr (one, ==, "Loaded free");
  request->target = g_strdup ("needy");
  modscope_done_list_add (done, "load", "needy", FALSE, "it is not loaded any more");
  more = modscope_action_dup_result (request, done, fixture->machine);
  g_assert_cmpstr (more, ==, "Loaded needy and 1 module that it needs");
  shortfall = modscope_action_dup_shortfall (done, fixture->machine);
  g_assert_cmpstr (shortfall, ==, "Loaded needy: it is not loaded any more");
}

/* --- The way back --- */

static void
test_undo_loading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeActionRequest) request = modscope_action_request_new ("load", NAMES ("needy"));
  g_autoptr (ModscopeActionRequest) undo =
    modscope_action_request_new_undo (request, fixture->machine);
  g_autoptr (GPtrArray) done = modscope_done_list_new ();

  modscope_done_list_add (done, "load", "free", TRUE, NULL);
  modscope_done_list_add (done, "load", "needy", TRUE, NULL);
  modscope_action_request_set_done (undo, done);
  g_assert_cmpstr (undo->verb, ==, "unload");
  g_assert_cmpstr (undo->modules[0], ==, "needy");
  g_assert_cmpstr (undo->modules[1], ==, "free");
  g_assert_null (undo->modules[2]);
}

/* Back comes what was there before: nothing, the weak rule or the strong one. */
static void
test_undo_rules (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ModscopeActionRequest) block =
    modscope_action_request_new_rules (NAMES ("free", "quiet", "never"), "always");
  g_autoptr (ModscopeActionRequest) unblock =
    modscope_action_request_new_rules (NAMES ("never"), "");
  g_autoptr (ModscopeActionRequest) undo =
    modscope_action_request_new_undo (block, fixture->machine);
  g_autoptr (ModscopeActionRequest) redo =
    modscope_action_request_new_undo (unblock, fixture->machine);

  g_assert_cmpstr (block->verb, ==, "block");
  g_assert_cmpstr (unblock->verb, ==, "unblock");
  g_assert_cmpstr (undo->verb, ==, "unblock");
  g_assert_cmpstr (undo->strengths[0], ==, "");
  g_assert_cmpstr (undo->strengths[1], ==, "autoload");
  g_assert_cmpstr (undo->strengths[2], ==, "always");
  g_assert_cmpstr (redo->verb, ==, "block");
  g_assert_cmpstr (redo->strengths[0], ==, "always");
}

/* --- What fits --- */

static void
assert_fits (Fixture *fixture, const char *name, const char *verbs)
{
  ModscopeModule *module = modscope_machine_lookup (fixture->machine, name);
  g_autoptr (GString) fitting = g_string_new (NULL);

  for (guint i = 0; i < MODSCOPE_MODULE_CHANGES; i++)
    if (modscope_module_change_fits (modscope_module_changes[i].verb, module))
      g_string_append_printf (fitting, "%s ", modscope_module_changes[i].verb);
  g_assert_cmpstr (fitting->str, ==, verbs);
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  assert_fits (fixture, "free", "load block ");
  assert_fits (fixture, "lone", "unload restart block ");
  assert_fits (fixture, "quiet", "load unblock ");
  assert_fits (fixture, "inside", "");
  assert_fits (fixture, "coming", "block ");
}

#define ADD(name) g_test_add ("/action-words/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (headings);
  ADD (bodies);
  ADD (notes);
  ADD (result);
  ADD (undo_loading);
  ADD (undo_rules);
  ADD (fits);
  return g_test_run ();
}
