/* libkmod on a made module tree: once with depmod's indexes, and once with its text tables only,
 * which must give the same answers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/modscope-error.h"
#include "support/test-root.h"
#include "system/modscope-kmod.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE

typedef struct
{
  char *root;
  ModscopePaths *paths;
  ModscopeKernel *kernel;
} Fixture;

static const char module_header[] =
  "#define INFO(n, s) static const char info_##n[] "
  "__attribute__ ((used, aligned (1), section (\".modinfo\"))) = s;\n"
  "#define EXPORT(n) int n = 1; static const char ksym_##n[] "
  "__attribute__ ((used, aligned (1), section (\"__ksymtab_strings\"))) = #n;\n"
  "#define USE(n) extern int n; int *use_##n = &n;\n";

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, &output, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s %s", argv[0], error->message, output);
}

/* A module file is an object with a .modinfo section; no kernel is needed to make one. */
static void
compile (const char *root, const char *file, const char *text)
{
  g_autofree char *source = g_build_filename (root, "module.c", NULL);
  g_autofree char *path = g_strconcat (FOLDER "/kernel/", file, NULL);
  g_autofree char *object = g_build_filename (root, path, NULL);
  g_autofree char *contents = g_strconcat (module_header, text, NULL);
  const char *argv[] = { "cc", "-c", "-o", object, source, NULL };

  test_root_write (root, "/module.c", contents);
  test_root_write (root, path, "");
  run (argv);
}

static void
make_modules (const char *root)
{
  const char *depmod[] = { "depmod", "-b", root, RELEASE, NULL };

  compile (root, "base.ko", "INFO (a, \"license=GPL\") EXPORT (base_symbol)\n");
  compile (root, "early-one.ko", "INFO (a, \"alias=early-alias\") INFO (b, \"license=GPL\")\n");
  compile (root, "late.ko", "INFO (a, \"license=GPL\")\n");
  compile (root, "top.ko",
           "INFO (a, \"softdep=pre: early-alias post: late\") INFO (b, \"author=J\\303\\266rg\")"
           "INFO (c, \"description=one\\ntwo\") INFO (d, \"alias=pci:v00008086d*sv*\")"
           "INFO (f, \"author=L\\351o\") USE (base_symbol)\n");
  compile (
    root, "other.ko",
    "INFO (a, \"alias=pci:v00008086d00001234sv*\")"
    "INFO (b, \"alias=pci:v00008086d0000*\") INFO (c, \"alias=pci:v0000*\") USE (base_symbol)\n");
  compile (root, "installed.ko", "INFO (a, \"license=GPL\")\n");
  compile (root, "saved.ko", "INFO (a, \"softdep=pre: late\")\n");
  test_root_write (root, FOLDER "/modules.order",
                   "kernel/base.ko\nkernel/early-one.ko\nkernel/late.ko\nkernel/top.ko\n"
                   "kernel/other.ko\nkernel/installed.ko\nkernel/saved.ko\n");
  test_root_write (root, FOLDER "/modules.builtin", "kernel/in-kernel.ko\n");
  test_root_write_bytes (root, FOLDER "/modules.builtin.modinfo",
                         "in_kernel.license=GPL\0in_kernel.alias=acpi*:BUILTIN:*\0",
                         sizeof ("in_kernel.license=GPL\0in_kernel.alias=acpi*:BUILTIN:*"));
  run (depmod);
}

static void
set_up (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (GError) error = NULL;

  fixture->root = test_root_new ();
  make_modules (fixture->root);
  if (GPOINTER_TO_INT (text_only))
    {
      static const char *const indexes[] = {
        "modules.dep.bin",     "modules.alias.bin",         "modules.symbols.bin",
        "modules.builtin.bin", "modules.builtin.alias.bin",
      };

      for (gsize i = 0; i < G_N_ELEMENTS (indexes); i++)
        {
          g_autofree char *path = g_strconcat (FOLDER "/", indexes[i], NULL);

          test_root_remove (fixture->root, path);
        }
    }
  test_root_write (fixture->root, "/etc/modprobe.d/a.conf",
                   "options top first=1\n"
                   "install installed /bin/touch $MODSCOPE_MARK\n"
                   "install saved /bin/false\n"
                   "blacklist base\n"
                   "alias my-alias-* other\n");
  test_root_write (fixture->root, "/usr/lib/modprobe.d/b.conf", "options top second=2\n");
  fixture->paths = modscope_paths_new (fixture->root);
  fixture->kernel = modscope_kernel_open (fixture->paths, RELEASE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer text_only)
{
  modscope_kernel_unref (fixture->kernel);
  modscope_paths_unref (fixture->paths);
  test_root_free (fixture->root);
}

static ModscopeKmod *
open_kmod (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  ModscopeKmod *kmod = modscope_kmod_new (fixture->kernel, &error);

  g_assert_no_error (error);
  return kmod;
}

static void
assert_resolves (Fixture *fixture, const char *alias, const char *expected)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = modscope_kmod_resolve (kmod, alias, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  joined = g_strjoinv (" ", names);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_resolve (Fixture *fixture, gconstpointer text_only)
{
  assert_resolves (fixture, "pci:v00008086d00001234sv00000000", "top other");
  /* Each module once, though two patterns of it match. */
  assert_resolves (fixture, "pci:v00008086d00001235sv00000000", "top other");
  assert_resolves (fixture, "pci:v00009999d", "other");
  assert_resolves (fixture, "early-alias", "early_one");
  assert_resolves (fixture, "early_alias", "early_one");
  assert_resolves (fixture, "early-one", "early_one");
  assert_resolves (fixture, "symbol:base_symbol", "base");
  assert_resolves (fixture, "my-alias-9", "other");
  assert_resolves (fixture, "installed", "installed");
  assert_resolves (fixture, "in-kernel", "in_kernel");
  assert_resolves (fixture, "acpi:X:BUILTIN:", "in_kernel");
  assert_resolves (fixture, "pci:nothing", "");
}

static gboolean
maps_aliases (void)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  return strstr (maps, "/modules.alias.bin\n") != NULL;
}

static void
test_rest (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);

  for (guint i = 0; i < 3; i++)
    {
      g_auto (GStrv) names = modscope_kmod_resolve (kmod, "my-alias-9", NULL);

      g_assert_cmpstr (names[0], ==, "other");
      g_assert_cmpint (maps_aliases (), ==, !GPOINTER_TO_INT (text_only));
      modscope_kmod_rest (kmod);
      g_assert_false (maps_aliases ());
    }
}

static void
test_resolve_automatic (Fixture *fixture, gconstpointer text_only)
{
  static const char *const cases[][2] = { { "symbol:base_symbol", "" },
                                          { "base", "" },
                                          { "my-alias-9", "other" },
                                          { "pci:nothing", "" } };
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) names = modscope_kmod_resolve_automatic (kmod, cases[i][0], &error);
      g_autofree char *joined = NULL;

      g_assert_no_error (error);
      joined = g_strjoinv (" ", names);
      g_assert_cmpstr (joined, ==, cases[i][1]);
    }
}

/* On any kernel: neither gets as far as the kernel. */
static void
test_insert_needs_file (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);

  g_assert_cmpint (modscope_kmod_insert (kmod, "no_such_module", ""), ==, -ENOENT);
  g_assert_cmpint (modscope_kmod_insert (kmod, "in_kernel", ""), ==, -ENOENT);
}

static void
test_resolve_refuses (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  g_autofree char *long_alias = g_strnfill (5000, 'a');
  const char *const bad[] = { "", "a[b", "a]", long_alias };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (modscope_kmod_resolve (kmod, bad[i], &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_INVALID_ARGUMENT);
    }
}

/* "name" for each step, with "!" for an install line, "#" blacklisted, "=" built in, "(options)".
 */
static void
assert_plan (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = modscope_kmod_plan_load (kmod, name, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < steps->len; i++)
    {
      const ModscopeKmodStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? " " : "", step->name,
                              step->install_command != NULL ? "!" : "",
                              step->blacklisted ? "#" : "", step->builtin ? "=" : "");
      if (step->options[0] != '\0')
        g_string_append_printf (text, "(%s)", step->options);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_plan_load (Fixture *fixture, gconstpointer text_only)
{
  assert_plan (fixture, "top", "base# early_one top(first=1 second=2) late");
  assert_plan (fixture, "base", "base#");
  assert_plan (fixture, "early-one", "early_one");
  assert_plan (fixture, "installed", "installed!");
  /* A soft dependency cancels the install line. */
  assert_plan (fixture, "saved", "late saved");
  assert_plan (fixture, "in_kernel", "in_kernel=");
}

static void
test_plan_load_refuses (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  const char *const bad[] = { "nothing", "early-alias", "pci:v00008086d00001234sv00000000" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (modscope_kmod_plan_load (kmod, bad[i], &error));
      g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
    }
}

static void
test_info (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) fields = modscope_kmod_dup_info (kmod, "top", &error);
  g_auto (GStrv) builtin = NULL;

  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) fields, "description=one\ntwo"));
  g_assert_true (g_strv_contains ((const char *const *) fields, "author=J\303\266rg"));
  /* Written in ISO 8859-1. */
  g_assert_true (g_strv_contains ((const char *const *) fields, "author=L\303\251o"));
  builtin = modscope_kmod_dup_info (kmod, "in-kernel", &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) builtin, "license=GPL"));
  g_assert_null (modscope_kmod_dup_info (kmod, "nothing", &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
}

static void
test_info_of_damaged_file (Fixture *fixture, gconstpointer text_only)
{
  g_autoptr (ModscopeKmod) kmod = open_kmod (fixture);
  g_autofree char *file = g_build_filename (fixture->root, FOLDER "/kernel/late.ko", NULL);
  g_autoptr (GError) error = NULL;

  test_root_write (fixture->root, FOLDER "/kernel/base.ko", "no module");
  g_assert_null (modscope_kmod_dup_info (kmod, "base", &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_CORRUPT);
  g_clear_error (&error);
  test_root_remove (fixture->root, FOLDER "/kernel/late.ko");
  g_assert_null (modscope_kmod_dup_info (kmod, "late", &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* Reading a FIFO would wait for a writer. */
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  g_assert_null (modscope_kmod_dup_info (kmod, "late", &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED);
}

static void
assert_refused (Fixture *fixture, const char *named)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (modscope_kmod_new (fixture->kernel, &error));
  g_assert_error (error, MODSCOPE_ERROR, MODSCOPE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_refuses_what_hangs (Fixture *fixture, gconstpointer text_only)
{
  g_autofree char *fifo = g_build_filename (fixture->root, "etc/modprobe.d/pipe.conf", NULL);
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, '#');
  g_autoptr (ModscopeKmod) kmod = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fixture, "pipe.conf");
  test_root_remove (fixture->root, "/etc/modprobe.d/pipe.conf");
  test_root_link (fixture->root, "/etc/modprobe.d/zero.conf", "/dev/zero");
  assert_refused (fixture, "zero.conf");
  test_root_remove (fixture->root, "/etc/modprobe.d/zero.conf");
  test_root_write (fixture->root, "/usr/lib/modprobe.d/huge.conf", huge);
  assert_refused (fixture, "huge.conf");
  test_root_remove (fixture->root, "/usr/lib/modprobe.d/huge.conf");
  /* A masked file, a link that leads nowhere, and what libkmod does not read are no trouble. */
  test_root_link (fixture->root, "/etc/modprobe.d/b.conf", "/dev/null");
  test_root_link (fixture->root, "/etc/modprobe.d/gone.conf", "/nowhere/at/all");
  test_root_link (fixture->root, "/etc/modprobe.d/other.txt", "/dev/zero");
  kmod = open_kmod (fixture);
  assert_plan (fixture, "top", "base# early_one top(first=1) late");
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *indexed = g_strconcat ("/kmod/indexed/", name, NULL);
  g_autofree char *text = g_strconcat ("/kmod/text/", name, NULL);

  g_test_add (indexed, Fixture, GINT_TO_POINTER (FALSE), set_up, test, tear_down);
  g_test_add (text, Fixture, GINT_TO_POINTER (TRUE), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_strconcat (g_getenv ("PATH"), ":/usr/sbin:/sbin", NULL);

  g_setenv ("PATH", path, TRUE);
  g_test_init (&argc, &argv, NULL);
  add ("resolve", test_resolve);
  add ("resolve-refuses", test_resolve_refuses);
  add ("resolve-automatic", test_resolve_automatic);
  add ("rest", test_rest);
  add ("insert-needs-file", test_insert_needs_file);
  add ("plan-load", test_plan_load);
  add ("plan-load-refuses", test_plan_load_refuses);
  add ("info", test_info);
  add ("info-of-damaged-file", test_info_of_damaged_file);
  add ("refuses-what-hangs", test_refuses_what_hangs);
  return g_test_run ();
}
