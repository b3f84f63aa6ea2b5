/* Feeds made-up arguments to the methods of the helper, which take them apart and plan, in a small
 * world of its own.
 *
 * Input is the name of a method and then a value a line, in the order of the method's signature: a
 * string or a number as it is, an array as its length and then its elements, a variant as its type
 * and then its value. A vertical tab stands for a newline in a string. What is missing is empty.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/modscope-error.h"
#include "base/modscope-helper-error.h"
#include "base/modscope-name.h"
#include "helper/modscope-methods.h"
#include "helper/modscope-trial.h"
#include "support/test-module-file.h"
#include "support/test-root.h"
#include "system/modscope-history.h"
#include "system/modscope-worker.h"

#define FOLDER "/lib/modules/6.1.0-test"
#define PCI "/sys/devices/pci0000:00/0000:00:03.0"
#define USB "/sys/devices/pci0000:00/usb1/1-1"
#define ELEMENTS_MAX 120 /* more than any method takes */
#define DEPTH_MAX 64     /* of variants on the bus */

static const struct
{
  const char *name;
  ModscopeMethod method;
} methods[] = {
  { "LoadModule", { .plan = modscope_plan_load } },
  { "UnloadModules", { .plan = modscope_plan_unload } },
  { "RestartModule", { .plan = modscope_plan_restart } },
  { "ControlDevice", { .plan = modscope_plan_device } },
  { "ApplyRules", { .plan = modscope_plan_rules } },
};

/* --- The world --- */

static char *root;

static void
remove_root (void)
{
  test_root_free (root);
}

static void
add_module (const char *file, const char *modinfo, gsize length)
{
  g_autofree char *path = g_strconcat (FOLDER "/kernel/", file, NULL);
  g_autoptr (GByteArray) bytes = test_module_new (TEST_MODULE_PLAIN, modinfo, length);

  test_root_write_bytes (root, path, bytes->data, bytes->len);
}

static void
add_modules (void)
{
  static const char plain[] = "license=GPL\0parm=number:A number\0parmtype=number:int\0"
                              "parmtype=the_text:charp";
  static const char soft[] = "license=GPL\0softdep=pre: plain";
  static const char other[] = "license=GPL";
  const char *depmod[] = { "depmod", "-b", root, "6.1.0-test", NULL };
  g_autoptr (GError) error = NULL;

  add_module ("plain.ko", plain, sizeof plain);
  add_module ("soft-one.ko", soft, sizeof soft);
  add_module ("held.ko", other, sizeof other);
  add_module ("other.ko", other, sizeof other);
  test_root_write (root, FOLDER "/modules.order",
                   "kernel/plain.ko\nkernel/soft-one.ko\nkernel/held.ko\nkernel/other.ko\n");
  test_root_write (root, FOLDER "/modules.builtin", "kernel/inside.ko\n");
  test_root_write_bytes (root, FOLDER "/modules.builtin.modinfo", "inside.license=GPL",
                         sizeof "inside.license=GPL");
  g_spawn_sync (NULL, (char **) depmod, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
}

static void
add_devices (void)
{
  test_root_write (root, "/sys/bus/pci/drivers/one/unbind", "");
  test_root_write (root, "/sys/bus/pci/drivers/two/unbind", "");
  test_root_write (root, PCI "/driver_override", "(null)\n");
  test_root_write (root, PCI "/rfkill0/soft", "0\n");
  test_root_write (root, PCI "/rfkill0/hard", "0\n");
  test_root_link (root, PCI "/rfkill0/subsystem", "../../../../class/rfkill");
  test_root_link (root, PCI "/subsystem", "../../../bus/pci");
  test_root_link (root, PCI "/driver", "../../../bus/pci/drivers/one");
  test_root_link (root, "/sys/bus/pci/devices/0000:00:03.0",
                  "../../../devices/pci0000:00/0000:00:03.0");
  test_root_link (root, "/sys/class/rfkill/rfkill0",
                  "../../devices/pci0000:00/0000:00:03.0/rfkill0");
  test_root_write (root, USB "/authorized", "1\n");
  test_root_write (root, USB "/idVendor", "1234\n");
  test_root_link (root, USB "/subsystem", "../../../../bus/usb");
  test_root_link (root, "/sys/bus/usb/devices/1-1", "../../../devices/pci0000:00/usb1/1-1");
}

static void
make_root (void)
{
  root = test_root_new ();
  atexit (remove_root);
  test_root_write (root, "/proc/sys/kernel/osrelease", "6.1.0-test\n");
  test_root_write (root, "/proc/self/mountinfo", "");
  test_root_write (root, "/proc/modules",
                   "held 16384 1 other, Live 0x0\nother 16384 0 - Live 0x0\n"
                   "loading 16384 0 - Loading 0x0\nunknown 16384 0 - Live 0x0\n");
  test_root_write (root, "/etc/modprobe.d/00-modscope-block.conf",
                   "# Modscope, 2026-11-23: never load. Reason: noisy\nblacklist blocked\n"
                   "softdep blocked pre:\ninstall blocked /bin/false\n");
  add_modules ();
  add_devices ();
}

/* --- Arguments --- */

static char *
take_line (const char **at, const char *end)
{
  const char *newline = memchr (*at, '\n', (size_t) (end - *at));
  const char *stop = newline != NULL ? newline : end;
  g_autofree char *bytes = g_strndup (*at, (gsize) (stop - *at));

  *at = newline != NULL ? newline + 1 : end;
  return g_utf8_make_valid (g_strdelimit (bytes, "\v", '\n'), -1); /* the bus knows no other */
}

static guint32
take_number (const char **at, const char *end)
{
  g_autofree char *line = take_line (at, end);

  return (guint32) g_ascii_strtoull (line, NULL, 10);
}

static GVariant *
take_value (const GVariantType *type, guint depth, const char **at, const char *end);

static GVariant *
take_variant (guint depth, const char **at, const char *end)
{
  g_autofree char *type = take_line (at, end);
  gboolean is_type = depth < DEPTH_MAX && g_variant_type_string_is_valid (type) &&
                     g_variant_type_is_definite (G_VARIANT_TYPE (type));

  return g_variant_new_variant (
    take_value (is_type ? G_VARIANT_TYPE (type) : G_VARIANT_TYPE_STRING, depth + 1, at, end));
}

static GVariant *
take_container (const GVariantType *type, guint depth, const char **at, const char *end)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (type);
  gboolean is_array = g_variant_type_is_array (type);
  const GVariantType *item = is_array ? g_variant_type_element (type) : g_variant_type_first (type);
  guint32 count = is_array ? take_number (at, end) : ELEMENTS_MAX;

  for (guint i = 0; i < MIN (count, ELEMENTS_MAX) && item != NULL; i++)
    {
      g_variant_builder_add_value (&builder, take_value (item, depth + 1, at, end));
      item = is_array ? item : g_variant_type_next (item);
    }
  return g_variant_builder_end (&builder);
}

/* Types that no method has, a variant can have. */
static GVariant *
take_value (const GVariantType *type, guint depth, const char **at, const char *end)
{
  if (g_variant_type_equal (type, G_VARIANT_TYPE_VARIANT))
    return take_variant (depth, at, end);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_UINT32))
    return g_variant_new_uint32 (take_number (at, end));
  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING))
    return g_variant_new_take_string (take_line (at, end));
  if (depth < DEPTH_MAX && (g_variant_type_is_array (type) || g_variant_type_is_tuple (type) ||
                            g_variant_type_is_dict_entry (type)))
    return take_container (type, depth, at, end);
  return g_variant_new_from_data (type, "", 0, FALSE, NULL, NULL);
}

/* Every method with a plan is here, and two have none. */
static void
check_methods (ModscopeDBusHelper1 *skeleton)
{
  GDBusInterfaceInfo *interface =
    g_dbus_interface_skeleton_get_info (G_DBUS_INTERFACE_SKELETON (skeleton));
  guint count = 0;

  while (interface->methods[count] != NULL)
    count++;
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (methods) + 2);
}

static GVariant *
take_arguments (ModscopeDBusHelper1 *skeleton, const char *method, const char **at, const char *end)
{
  GDBusInterfaceInfo *interface =
    g_dbus_interface_skeleton_get_info (G_DBUS_INTERFACE_SKELETON (skeleton));
  GDBusMethodInfo *info = g_dbus_interface_info_lookup_method (interface, method);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_TUPLE);

  for (GDBusArgInfo **argument = info->in_args; *argument != NULL; argument++)
    g_variant_builder_add_value (&builder,
                                 take_value (G_VARIANT_TYPE ((*argument)->signature), 1, at, end));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* --- Plans --- */

static void
check_shown (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_cmpuint (strlen (text), <=, MODSCOPE_CALL_SHOWN_MAX);
  g_assert_null (strpbrk (text, "<>&"));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (text)));
}

static void
check_module (const char *name)
{
  g_assert_true (modscope_name_is_valid (name));
  g_assert_null (strchr (name, '-'));
}

/* An attribute below /sys, and never one that a caller could have chosen. */
static void
check_write (const char *file)
{
  static const char *const names[] = {
    "unbind", "bind", "drivers_probe", "driver_override", "authorized", "soft", NULL
  };
  g_autofree char *canonical = g_canonicalize_filename (file, "/");
  g_autofree char *name = g_path_get_basename (file);

  g_assert_cmpstr (canonical, ==, file);
  g_assert_true (g_str_has_prefix (file, root) && g_str_has_prefix (file + strlen (root), "/sys/"));
  g_assert_true (g_strv_contains (names, name));
}

static void
check_orders (GVariant *orders)
{
  GVariantIter steps;
  const char *verb;
  const char *object;
  const char *value;

  if (orders == NULL)
    return;
  g_variant_iter_init (&steps, orders);
  while (g_variant_iter_next (&steps, "(&s&s^&ayb)", &verb, &object, &value, NULL))
    {
      if (strcmp (verb, MODSCOPE_WORKER_WRITE) == 0)
        check_write (object);
      else
        check_module (object);
      g_assert_true (g_str_is_ascii (value));
      g_assert_null (strpbrk (value, "\"'\\#$;`"));
      g_assert_true (strcmp (value, "\n") == 0 || strchr (value, '\n') == NULL);
    }
}

static void
check_plan (const ModscopeCallPlan *plan)
{
  g_assert_true (g_str_has_prefix (plan->action, "io.github.modscope."));
  g_assert_nonnull (plan->detail);
  check_shown (plan->shown);
  check_orders (plan->orders);
  check_orders (plan->back);
  g_assert_cmpuint (plan->trial_seconds, <=, MODSCOPE_TRIAL_SECONDS_MAX);
  g_assert_true ((plan->rules != NULL) == (plan->new_text != NULL));
  g_assert_true ((plan->rules != NULL) != (plan->orders != NULL));
  for (guint i = 0; plan->rules != NULL && i < plan->rules->len; i++)
    check_module (((ModscopeHistoryChange *) plan->rules->pdata[i])->module);
}

/* What it says is one sentence, and lines of the keys of a failure. */
static void
check_error (const GError *error)
{
  g_assert_true (error->domain == MODSCOPE_HELPER_ERROR || error->domain == MODSCOPE_ERROR ||
                 error->domain == G_DBUS_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (error->domain == MODSCOPE_HELPER_ERROR)
    {
      g_autoptr (ModscopeFailure) failure = modscope_failure_from_message (error->message);
      g_autofree char *again = modscope_failure_to_message (failure);

      g_assert_cmpstr (again, ==, error->message);
    }
}

static void
check_call (const ModscopeCallSetup *setup, const ModscopeMethod *method, GVariant *arguments)
{
  g_auto (ModscopeCallPlan) plan = { NULL };
  g_auto (ModscopeCallPlan) again = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;
  gboolean good = modscope_call_plan_make (&plan, method, setup, arguments, &error);

  g_assert_true (good == (error == NULL));
  g_assert_true (good == modscope_call_plan_make (&again, method, setup, arguments, &error_again));
  if (!good)
    {
      check_error (error);
      g_assert_cmpstr (error->message, ==, error_again->message);
      return;
    }
  check_plan (&plan);
  g_assert_cmpstr (plan.shown, ==, again.shown);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static ModscopeCallSetup setup;
  static ModscopeDBusHelper1 *skeleton;
  const char *at = (const char *) data;
  const char *end = at + size;
  g_autofree char *name = take_line (&at, end);

  if (root == NULL)
    {
      make_root ();
      setup.paths = modscope_paths_new (root);
      skeleton = modscope_dbus_helper1_skeleton_new ();
      check_methods (skeleton);
      setup.trial = modscope_trial_new (&setup, skeleton);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (name, methods[i].name) == 0)
      {
        g_autoptr (GVariant) arguments = take_arguments (skeleton, name, &at, end);

        check_call (&setup, &methods[i].method, arguments);
      }
  return 0;
}
