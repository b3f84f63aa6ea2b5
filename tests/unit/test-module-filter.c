/* The filter and the orders of the list of modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/modscope-module-filter.h"
#include "app/modscope-module-sort.h"
#include "machine/modscope-module-private.h"

static ModscopeModule *
new_module (const char *name, const char *path)
{
  return modscope_module_new (name, path, FALSE, NULL);
}

static void
load (ModscopeModule *module, int use_count, guint64 size, guint taints)
{
  static char *no_holders[] = { NULL };
  ModscopeLiveModule live = { .name = (char *) modscope_module_get_name (module),
                              .size_bytes = size,
                              .use_count = use_count,
                              .holders = no_holders,
                              .state = MODSCOPE_LIVE_LIVE,
                              .taints = taints };

  modscope_module_set_live (module, &live);
}

static gboolean
matches (ModscopeModuleFilter *filter, ModscopeModule *module)
{
  return gtk_filter_match (GTK_FILTER (filter), module);
}

static void
test_search (void)
{
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  g_autoptr (ModscopeModule) module = new_module ("snd_hda_intel", "kernel/sound/x.ko");

  g_assert_cmpint (gtk_filter_get_strictness (GTK_FILTER (filter)), ==, GTK_FILTER_MATCH_ALL);
  modscope_module_filter_set_search (filter, "  HDA  snd ");
  g_assert_true (matches (filter, module));
  modscope_module_filter_set_search (filter, "snd-hda");
  g_assert_true (matches (filter, module));
  modscope_module_filter_set_search (filter, "hda nothing");
  g_assert_false (matches (filter, module));
  g_assert_cmpint (gtk_filter_get_strictness (GTK_FILTER (filter)), ==, GTK_FILTER_MATCH_SOME);
}

static void
test_status (void)
{
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  g_autoptr (ModscopeModule) used = new_module ("used", "kernel/used.ko");
  g_autoptr (ModscopeModule) loaded = new_module ("loaded", "kernel/loaded.ko");
  g_autoptr (ModscopeModule) available = new_module ("available", "kernel/available.ko");
  g_autoptr (ModscopeModule) builtin =
    modscope_module_new ("builtin", "kernel/builtin.ko", TRUE, NULL);
  g_autoptr (ModscopeModule) blocked = new_module ("blocked", "kernel/blocked.ko");
  ModscopeModule *modules[] = { used, loaded, available, builtin, blocked };
  static const struct
  {
    ModscopeStatusFilter status;
    const char *shown; /* a letter for each module */
  } cases[] = {
    { MODSCOPE_STATUS_FILTER_ALL, "yyyyy" },     { MODSCOPE_STATUS_FILTER_LOADED, "yynnn" },
    { MODSCOPE_STATUS_FILTER_IN_USE, "ynnnn" },  { MODSCOPE_STATUS_FILTER_AVAILABLE, "nnyny" },
    { MODSCOPE_STATUS_FILTER_BUILTIN, "nnnyn" }, { MODSCOPE_STATUS_FILTER_BLOCKED, "nnnny" },
  };

  load (used, 2, 4096, 0);
  load (loaded, 0, 4096, 0);
  modscope_module_set_blocked (blocked, MODSCOPE_BLOCKED_AUTOLOAD);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (filter, "status", cases[i].status, NULL);
      for (gsize k = 0; k < G_N_ELEMENTS (modules); k++)
        g_assert_cmpint (matches (filter, modules[k]), ==, cases[i].shown[k] == 'y');
    }
}

static void
test_unusual (void)
{
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  g_autoptr (ModscopeModule) plain = new_module ("plain", "kernel/plain.ko");
  g_autoptr (ModscopeModule) outsider = new_module ("outsider", "updates/outsider.ko");
  g_autoptr (ModscopeModule) crashed = new_module ("crashed", "kernel/crashed.ko");
  g_autoptr (GHashTable) without_firmware = g_hash_table_new (g_str_hash, g_str_equal);

  load (plain, 0, 1, 0);
  load (outsider, 0, 1, MODSCOPE_TAINT_UNSIGNED);
  load (crashed, 0, 1, MODSCOPE_TAINT_CRASHED);
  g_object_set (filter, "foreign", TRUE, NULL);
  g_assert_false (matches (filter, plain));
  g_assert_true (matches (filter, outsider));
  g_object_set (filter, "unsigned", TRUE, "foreign", FALSE, NULL);
  g_assert_false (matches (filter, plain));
  g_assert_true (matches (filter, outsider));
  g_object_set (filter, "problems", TRUE, "unsigned", FALSE, NULL);
  g_assert_false (matches (filter, outsider));
  g_assert_true (matches (filter, crashed));
  g_hash_table_insert (without_firmware, (gpointer) "outsider", (gpointer) "a device");
  modscope_module_filter_set_without_firmware (filter, without_firmware);
  g_assert_true (matches (filter, outsider));
  g_assert_false (matches (filter, plain));
  g_assert_true (modscope_module_filter_is_active (filter));
  modscope_module_filter_clear (filter);
  g_assert_false (modscope_module_filter_is_active (filter));
  g_assert_true (matches (filter, plain));
}

static void
test_kind (void)
{
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  g_autoptr (ModscopeModule) sound = new_module ("snd", "kernel/sound/core/snd.ko");
  g_autoptr (ModscopeModule) files = new_module ("ext4", "kernel/fs/ext4/ext4.ko");

  g_object_set (filter, "kind", MODSCOPE_KIND_SOUND, NULL);
  g_assert_true (matches (filter, sound));
  g_assert_false (matches (filter, files));
}

static void
changed_cb (GtkFilter *filter, GtkFilterChange change, GtkFilterChange *last)
{
  *last = change;
}

/* The list looks at all modules again only if it is told to. */
static void
test_changes (void)
{
  g_autoptr (ModscopeModuleFilter) filter = modscope_module_filter_new ();
  GtkFilterChange last;

  g_signal_connect (filter, "changed", G_CALLBACK (changed_cb), &last);
  modscope_module_filter_set_search (filter, "sn");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_MORE_STRICT);
  modscope_module_filter_set_search (filter, "snd");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_MORE_STRICT);
  modscope_module_filter_set_search (filter, "s");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_LESS_STRICT);
  modscope_module_filter_set_search (filter, "x");
  g_assert_cmpint (last, ==, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
assert_order (GCompareDataFunc compare, ModscopeModule *first, ModscopeModule *second)
{
  g_assert_cmpint (compare (first, second, NULL), <, 0);
  g_assert_cmpint (compare (second, first, NULL), >, 0);
  g_assert_cmpint (compare (first, first, NULL), ==, 0);
}

static void
test_orders (void)
{
  static const char *const devices[] = { "pci:0000:00:14.3", NULL };
  g_autoptr (ModscopeModule) a = new_module ("a", "kernel/a.ko");
  g_autoptr (ModscopeModule) b = new_module ("B", "kernel/b.ko");
  g_autoptr (ModscopeModule) c = new_module ("c", "kernel/c.ko");
  g_autoptr (ModscopeModule) builtin = modscope_module_new ("builtin", "kernel/d.ko", TRUE, NULL);
  g_autoptr (ModscopeModule) blocked = new_module ("blocked", "kernel/e.ko");

  assert_order (modscope_module_sort_by_name, a, b);
  assert_order (modscope_module_sort_by_name, b, c);

  load (b, 0, 4096, 0);
  load (c, 3, 8192, 0);
  modscope_module_set_devices (c, devices);
  modscope_module_set_blocked (blocked, MODSCOPE_BLOCKED_ALWAYS);
  assert_order (modscope_module_sort_by_status, b, c); /* both loaded: by name */
  assert_order (modscope_module_sort_by_status, c, builtin);
  assert_order (modscope_module_sort_by_status, builtin, a);
  assert_order (modscope_module_sort_by_status, a, blocked);
  assert_order (modscope_module_sort_by_use_count, c, b);
  assert_order (modscope_module_sort_by_memory, c, b);
  assert_order (modscope_module_sort_by_memory, b, a);
  assert_order (modscope_module_sort_by_devices, c, a);
  assert_order (modscope_module_sort_by_devices, a, b); /* none: by name */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/module-filter/search", test_search);
  g_test_add_func ("/module-filter/status", test_status);
  g_test_add_func ("/module-filter/unusual", test_unusual);
  g_test_add_func ("/module-filter/kind", test_kind);
  g_test_add_func ("/module-filter/changes", test_changes);
  g_test_add_func ("/module-filter/orders", test_orders);
  return g_test_run ();
}
