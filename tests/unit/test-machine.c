/* The machine: models filled from a root, and kept true when the system changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-details-reader.h"
#include "machine/modscope-machine.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE

typedef struct
{
  char *root;
  char *cache;
  ModscopePaths *paths;
  ModscopeKernel *kernel;
  ModscopeMachine *machine;
} Fixture;

static const char *const live = "snd_timer 45056 1 snd_pcm, Live 0x0000000000000000\n"
                                "snd_pcm 159744 0 - Live 0x0000000000000000\n"
                                "snd 126976 2 snd_timer,snd_pcm, Live 0x0000000000000000\n"
                                "outsider 16384 0 - Live 0x0000000000000000 (OE)\n";

static void
fixture_make_root (Fixture *self)
{
  self->root = test_root_new ();
  test_root_write (self->root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (self->root, "/proc/modules", live);
  test_root_write (self->root, "/proc/cmdline", "quiet snd_timer.timer_limit=7\n");
  test_root_write (self->root, FOLDER "/modules.dep",
                   "kernel/sound/snd-timer.ko: kernel/sound/snd.ko kernel/sound/soundcore.ko\n"
                   "kernel/sound/snd-pcm.ko: kernel/sound/snd-timer.ko kernel/sound/snd.ko "
                   "kernel/sound/soundcore.ko\n"
                   "kernel/sound/snd.ko: kernel/sound/soundcore.ko\n"
                   "kernel/sound/soundcore.ko:\n"
                   "kernel/drivers/input/misc/pcspkr.ko:\n");
  test_root_write (self->root, FOLDER "/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
  test_root_write (self->root, "/etc/modprobe.d/a.conf",
                   "blacklist pcspkr\noptions snd-timer timer_limit=3\n");
  test_root_write (self->root, "/sys/devices/card0/uevent", "");
  test_root_write (self->root, "/sys/bus/pci/drivers/snd/bind", "");
  test_root_link (self->root, "/sys/bus/pci/drivers/snd/0000:00:1b.0", "../../../../devices/card0");
  test_root_link (self->root, "/sys/module/snd/drivers/pci:snd", "../../../bus/pci/drivers/snd");
}

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  fixture_make_root (self);
  self->paths = modscope_paths_new (self->root);
  self->kernel = modscope_kernel_open (self->paths, NULL, NULL);
  self->machine = modscope_machine_new (self->kernel);
  modscope_machine_wait (self->machine);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  GObject *machine = G_OBJECT (self->machine);

  g_object_add_weak_pointer (machine, (gpointer *) &machine);
  g_object_unref (self->machine);
  /* Readings that are under way keep it for a moment. */
  while (machine != NULL)
    g_main_context_iteration (NULL, TRUE);
  modscope_kernel_unref (self->kernel);
  modscope_paths_unref (self->paths);
  test_root_free (self->root);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

static void
refresh (ModscopeMachine *machine)
{
  g_autoptr (GAsyncResult) result = NULL;

  modscope_machine_refresh_async (machine, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (modscope_machine_refresh_finish (machine, result, NULL));
}

static ModscopeModule *
get (Fixture *self, const char *name)
{
  ModscopeModule *module = modscope_machine_lookup (self->machine, name);

  g_assert_nonnull (module);
  return module;
}

static void
assert_names (ModscopeMachine *machine, const char *names)
{
  GListModel *modules = modscope_machine_get_modules (machine);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr (ModscopeModule) module = g_list_model_get_item (modules, i);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", modscope_module_get_name (module));
    }
  g_assert_cmpstr (found->str, ==, names);
}

static void
test_first_reading (Fixture *self, gconstpointer data)
{
  ModscopeModule *snd = get (self, "snd");

  assert_names (self->machine, "ext4 outsider pcspkr snd snd_pcm snd_timer soundcore");
  g_assert_cmpint (modscope_module_get_state (snd), ==, MODSCOPE_MODULE_LOADED);
  g_assert_cmpuint (modscope_module_get_size_bytes (snd), ==, 126976);
  g_assert_cmpint (modscope_module_get_use_count (snd), ==, 2);
  g_assert_cmpstrv (modscope_module_get_used_by (snd),
                    ((const char *const[]){ "snd_timer", "snd_pcm", NULL }));
  g_assert_cmpstrv (modscope_module_get_devices (snd),
                    ((const char *const[]){ "pci:0000:00:1b.0", NULL }));
  g_assert_cmpint (modscope_module_get_state (get (self, "soundcore")), ==,
                   MODSCOPE_MODULE_AVAILABLE);
  g_assert_cmpint (modscope_module_get_use_count (get (self, "soundcore")), ==, -1);
  g_assert_cmpint (modscope_module_get_state (get (self, "ext4")), ==, MODSCOPE_MODULE_BUILTIN);
  g_assert_cmpint (modscope_module_get_blocked (get (self, "pcspkr")), ==,
                   MODSCOPE_BLOCKED_AUTOLOAD);
  g_assert_cmpint (modscope_module_get_blocked (snd), ==, MODSCOPE_BLOCKED_NO);
  g_assert_cmpuint (modscope_module_get_taints (get (self, "outsider")), ==,
                    MODSCOPE_TAINT_OUT_OF_TREE | MODSCOPE_TAINT_UNSIGNED);
  g_assert_null (modscope_module_get_path (get (self, "outsider")));
  g_assert_null (modscope_machine_lookup (self->machine, "snd-timer"));
  g_assert_cmpuint (g_list_model_get_n_items (modscope_machine_get_rules (self->machine)), ==, 3);
  g_assert_cmpstr (modscope_machine_get_facts (self->machine)->release, ==, RELEASE);
  g_assert_null (modscope_machine_get_error (self->machine));
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, guint *count)
{
  *count += removed + added;
}

/* A module that stays keeps its object and its row; only what changed notifies. */
static void
test_state_changes_in_place (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeModule) pcspkr = g_object_ref (get (self, "pcspkr"));
  g_autoptr (ModscopeModule) snd = g_object_ref (get (self, "snd"));
  guint pcspkr_states = 0, snd_states = 0, snd_counts = 0, rows = 0;

  g_signal_connect (pcspkr, "notify::state", G_CALLBACK (count_cb), &pcspkr_states);
  g_signal_connect (snd, "notify::state", G_CALLBACK (count_cb), &snd_states);
  g_signal_connect (snd, "notify::use-count", G_CALLBACK (count_cb), &snd_counts);
  g_signal_connect (modscope_machine_get_modules (self->machine), "items-changed",
                    G_CALLBACK (items_changed_cb), &rows);
  test_root_write (self->root, "/proc/modules",
                   "pcspkr 16384 0 - Live 0x0\n"
                   "snd 126976 0 - Live 0x0\n"
                   "outsider 16384 0 - Live 0x0 (OE)\n");
  refresh (self->machine);
  g_assert_true (get (self, "pcspkr") == pcspkr);
  g_assert_true (get (self, "snd") == snd);
  g_assert_cmpint (modscope_module_get_state (pcspkr), ==, MODSCOPE_MODULE_LOADED);
  g_assert_cmpint (modscope_module_get_state (get (self, "snd_pcm")), ==,
                   MODSCOPE_MODULE_AVAILABLE);
  g_assert_cmpuint (pcspkr_states, ==, 1);
  g_assert_cmpuint (snd_states, ==, 0);
  g_assert_cmpuint (snd_counts, ==, 1);
  g_assert_cmpuint (rows, ==, 0);
  refresh (self->machine);
  g_assert_cmpuint (pcspkr_states, ==, 1);
  g_signal_handlers_disconnect_by_data (modscope_machine_get_modules (self->machine), &rows);
}

static void
test_outsider_goes (Fixture *self, gconstpointer data)
{
  guint rows = 0;

  g_signal_connect (modscope_machine_get_modules (self->machine), "items-changed",
                    G_CALLBACK (items_changed_cb), &rows);
  test_root_write (self->root, "/proc/modules", "another 16384 0 - Live 0x0\n");
  refresh (self->machine);
  assert_names (self->machine, "another ext4 pcspkr snd snd_pcm snd_timer soundcore");
  g_assert_cmpuint (rows, ==, 2);
  g_signal_handlers_disconnect_by_data (modscope_machine_get_modules (self->machine), &rows);
}

/* depmod wrote new tables: what stays the same module keeps its object. */
static void
test_new_tables (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeModule) snd = g_object_ref (get (self, "snd"));
  g_autoptr (ModscopeModule) pcspkr = g_object_ref (get (self, "pcspkr"));

  test_root_write (self->root, FOLDER "/modules.dep",
                   "kernel/sound/snd.ko:\n"
                   "updates/pcspkr.ko:\n"
                   "updates/zz.ko:\n");
  test_root_write (self->root, FOLDER "/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
  refresh (self->machine);
  assert_names (self->machine, "ext4 outsider pcspkr snd snd_pcm snd_timer zz");
  g_assert_true (get (self, "snd") == snd);
  g_assert_false (get (self, "pcspkr") == pcspkr);
  g_assert_cmpstr (modscope_module_get_path (get (self, "pcspkr")), ==, "updates/pcspkr.ko");
  /* Loaded, and in the tables no more. */
  g_assert_null (modscope_module_get_path (get (self, "snd_pcm")));
}

static void
refreshed_cb (ModscopeMachine *machine, gboolean *done)
{
  *done = TRUE;
}

/* A rule written by anyone is seen without asking. */
static void
test_watch_config (Fixture *self, gconstpointer data)
{
  gboolean done = FALSE;

  modscope_machine_watch (self->machine);
  g_signal_connect (self->machine, "refreshed", G_CALLBACK (refreshed_cb), &done);
  test_root_write (self->root, "/etc/modprobe.d/b.conf", "install soundcore /bin/false\n");
  while (!done || modscope_module_get_blocked (get (self, "soundcore")) != MODSCOPE_BLOCKED_ALWAYS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (modscope_machine_get_rules (self->machine)), ==, 4);
  g_signal_handlers_disconnect_by_data (self->machine, &done);
}

static void
test_index_and_needs (Fixture *self, gconstpointer data)
{
  g_auto (GStrv) unknown = modscope_machine_dup_needs (self->machine, "snd_pcm");
  g_auto (GStrv) needs = NULL;

  g_assert_null (unknown);
  g_assert_null (modscope_machine_get_needed_by (self->machine, "snd"));
  modscope_machine_start_index (self->machine);
  while (modscope_machine_get_index_progress (self->machine) < 1)
    g_main_context_iteration (NULL, TRUE);
  /* The files are not there, so that the tables answer: snd_pcm needs snd_timer, which needs the
   * others. */
  needs = modscope_machine_dup_needs (self->machine, "snd_pcm");
  g_assert_cmpstrv (needs, ((const char *const[]){ "snd_timer", NULL }));
  g_assert_cmpstrv (modscope_machine_get_needed_by (self->machine, "snd"),
                    ((const char *const[]){ "snd_timer", NULL }));
  g_assert_cmpstrv (modscope_machine_get_needed_by (self->machine, "snd_pcm"),
                    ((const char *const[]){ NULL }));
  g_assert_nonnull (modscope_module_get_problem (get (self, "snd")));
}

static void
test_details (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ModscopeModuleDetails) details = NULL;

  modscope_machine_load_details_async (self->machine, get (self, "snd_timer"), NULL, finished_cb,
                                       &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  details = modscope_machine_load_details_finish (self->machine, result, NULL);
  g_assert_cmpstr (details->name, ==, "snd_timer");
  g_assert_cmpstr (details->file, ==, FOLDER "/kernel/sound/snd-timer.ko");
  g_assert_cmpstrv (details->all_needs, ((const char *const[]){ "soundcore", "snd", NULL }));
  g_assert_cmpuint (details->rules->len, ==, 2);
  /* The file is not there, which is said and not hidden. */
  g_assert_nonnull (details->problem);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  ModscopeModule *snd = get (self, "snd");
  ModscopeModule *timer = get (self, "snd_timer");

  g_assert_true (modscope_module_matches (timer, (const char *const[]){ "snd-t", NULL }));
  g_assert_true (modscope_module_matches (timer, (const char *const[]){ "tim", "snd", NULL }));
  g_assert_true (modscope_module_matches (timer, (const char *const[]){ NULL }));
  g_assert_true (modscope_module_matches (timer, (const char *const[]){ "", NULL }));
  g_assert_false (modscope_module_matches (timer, (const char *const[]){ "tim", "pcm", NULL }));
  g_assert_true (modscope_module_matches (snd, (const char *const[]){ "00:1b", NULL }));
  g_assert_false (modscope_module_matches (timer, (const char *const[]){ "00:1b", NULL }));
}

/* The machine goes while a reading is under way: nothing crashes, nothing leaks. */
static void
test_goes_while_reading (Fixture *self, gconstpointer data)
{
  modscope_machine_watch (self->machine);
  modscope_machine_start_index (self->machine);
  modscope_machine_refresh_async (self->machine, NULL, NULL, NULL);
  modscope_machine_refresh_async (self->machine, NULL, NULL, NULL);
}

static void
test_no_module_support (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (ModscopeMachine) machine = NULL;

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  kernel = modscope_kernel_open (paths, NULL, NULL);
  machine = modscope_machine_new (kernel);
  modscope_machine_wait (machine);
  g_assert_cmpuint (g_list_model_get_n_items (modscope_machine_get_modules (machine)), ==, 0);
  g_assert_cmpint (modscope_machine_get_facts (machine)->module_support, ==, MODSCOPE_TRI_NO);
  g_assert_true (modscope_machine_ensure_index (machine, NULL));
  test_root_free (root);
}

/* After an update of the kernel, what is loaded is still shown. */
static void
test_modules_gone (void)
{
  char *root = test_root_new ();
  g_autoptr (ModscopePaths) paths = modscope_paths_new (root);
  g_autoptr (ModscopeKernel) kernel = NULL;
  g_autoptr (ModscopeMachine) machine = NULL;

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/modules", live);
  kernel = modscope_kernel_open (paths, NULL, NULL);
  machine = modscope_machine_new (kernel);
  modscope_machine_wait (machine);
  g_assert_cmpint (modscope_kernel_get_condition (kernel), ==, MODSCOPE_KERNEL_MODULES_GONE);
  assert_names (machine, "outsider snd snd_pcm snd_timer");
  test_root_free (root);
}

static void
test_options (void)
{
  static const struct
  {
    const char *options;
    const char *name;
    const char *value;
  } cases[] = {
    { "a=1 b=2", "b", "2" },
    { "a=1", "b", NULL },
    { "", "a", NULL },
    { "a", "a", "" },
    { "a=1 a=2", "a", "2" },
    { "a-b=1", "a_b", "1" },
    { "x=\"1 a=2\" y=3", "a", NULL },
    { "x=\"1 a=2\" y=3", "y", "3" },
    { "\"x=1 2\"", "x", "1 2" },
    { "  \t a=1\t", "a", "1" },
    { "ab=1", "a", NULL },
    { "a=b=c", "a", "b=c" },
    { "a=\"", "a", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = modscope_options_dup_value (cases[i].options, cases[i].name);

      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
add (const char *path, void (*function) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("/machine/first-reading", test_first_reading);
  add ("/machine/state-changes-in-place", test_state_changes_in_place);
  add ("/machine/outsider-goes", test_outsider_goes);
  add ("/machine/new-tables", test_new_tables);
  add ("/machine/watch-config", test_watch_config);
  add ("/machine/index-and-needs", test_index_and_needs);
  add ("/machine/details", test_details);
  add ("/machine/search", test_search);
  add ("/machine/goes-while-reading", test_goes_while_reading);
  g_test_add_func ("/machine/no-module-support", test_no_module_support);
  g_test_add_func ("/machine/modules-gone", test_modules_gone);
  g_test_add_func ("/machine/options", test_options);
  return g_test_run ();
}
