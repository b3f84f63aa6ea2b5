/* Reads all devices and puts together what is known of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine/modscope-device-reader.h"

#include <string.h>

#include "base/modscope-name.h"
#include "machine/modscope-device-fold.h"
#include "machine/modscope-device-name.h"
#include "machine/modscope-device-private.h"
#include "machine/modscope-missing-drivers.h"
#include "system/modscope-devices.h"
#include "system/modscope-firmware.h"
#include "system/modscope-hwdb.h"
#include "system/modscope-kmod.h"

/* A graphics driver names hundreds of files; what is missing of so many is no evidence. */
#define FIRMWARE_MAX 400

struct _ModscopeDeviceReader
{
  GMutex lock;
  ModscopeKernel *kernel;
  ModscopeHwdb *hwdb;     /* NULL between readings */
  ModscopeKmod *kmod;     /* NULL until needed, or if it cannot be had */
  GHashTable *candidates; /* modalias to GStrv */
  GHashTable *firmware;   /* module to GArray of ModscopeDeviceFirmware */
  ModscopeMissingDrivers *missing;
};

/** What is known while one reading is put together. */
typedef struct
{
  ModscopeDeviceReader *reader;
  ModscopeTables *tables;
  ModscopeIndex *index;
  ModscopeFirmwareFolders *folders;
  ModscopeDevices *facts;
  int *folded;
  GPtrArray *readings;
} Work;

ModscopeDeviceReader *
modscope_device_reader_new (ModscopeKernel *kernel)
{
  ModscopeDeviceReader *self = g_atomic_rc_box_new0 (ModscopeDeviceReader);

  g_mutex_init (&self->lock);
  self->kernel = modscope_kernel_ref (kernel);
  self->candidates =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->firmware =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

static void
reader_clear (gpointer data)
{
  ModscopeDeviceReader *self = data;

  g_mutex_clear (&self->lock);
  g_clear_object (&self->kmod);
  g_hash_table_unref (self->candidates);
  g_hash_table_unref (self->firmware);
  g_clear_pointer (&self->missing, modscope_missing_drivers_free);
  modscope_kernel_unref (self->kernel);
}

ModscopeDeviceReader *
modscope_device_reader_ref (ModscopeDeviceReader *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
modscope_device_reader_unref (ModscopeDeviceReader *self)
{
  g_atomic_rc_box_release_full (self, reader_clear);
}

/* --- Candidates --- */

/* A kernel whose modules are gone answers nothing, which is not the same as “none”. */
static void
prepare (ModscopeDeviceReader *self, gboolean again)
{
  g_autoptr (GError) error = NULL;

  if (again)
    {
      g_clear_object (&self->kmod);
      g_hash_table_remove_all (self->candidates);
      g_hash_table_remove_all (self->firmware);
      g_clear_pointer (&self->missing, modscope_missing_drivers_free);
    }
  if (self->missing == NULL)
    self->missing = modscope_missing_drivers_new (self->kernel);
  self->hwdb = modscope_hwdb_new ();
  if (self->kmod == NULL)
    self->kmod = modscope_kmod_new (self->kernel, &error);
  if (error != NULL)
    g_debug ("No candidates of devices: %s", error->message);
}

/* Until the next reading, which may be the next plug, nothing maps what was looked up in. */
static void
rest (ModscopeDeviceReader *self)
{
  g_clear_pointer (&self->hwdb, modscope_hwdb_free);
  if (self->kmod != NULL)
    modscope_kmod_rest (self->kmod);
  modscope_missing_drivers_rest (self->missing);
}

static GStrv
dup_candidates (ModscopeDeviceReader *self, const char *modalias)
{
  GStrv known;

  if (self->kmod == NULL)
    return NULL;
  if (modalias == NULL)
    return g_new0 (char *, 1);
  known = g_hash_table_lookup (self->candidates, modalias);
  if (known == NULL)
    {
      /* A modalias that libkmod does not take for one is claimed by nobody. */
      known = modscope_kmod_resolve (self->kmod, modalias, NULL);
      if (known == NULL)
        known = g_new0 (char *, 1);
      g_hash_table_insert (self->candidates, g_strdup (modalias), known);
    }
  return g_strdupv (known);
}

static ModscopeDeviceKind
get_module_kind (Work *work, const char *module)
{
  return work->tables != NULL && module != NULL
           ? modscope_device_kind_from_module_kind (
               modscope_kind_from_tables (work->tables, module))
           : MODSCOPE_DEVICE_KIND_OTHER;
}

static gboolean
is_builtin (Work *work, const char *name)
{
  const ModscopeTableEntry *entry =
    work->tables != NULL ? modscope_tables_lookup (work->tables, name) : NULL;

  return entry != NULL && entry->builtin;
}

/* The kernel links the module of each driver that was loaded, and of most built-in ones. Of the
 * others the driver has the module's name, or is in what alone claims the device. */
static char *
dup_module (Work *work, const ModscopeDeviceFacts *facts, GStrv candidates)
{
  g_autofree char *folded = NULL;

  if (facts->driver == NULL)
    return NULL;
  if (facts->module != NULL)
    return g_strdup (facts->module);
  /* A driver may have any name, "intel ips". */
  folded = modscope_name_fold (facts->driver);
  if ((candidates != NULL && g_strv_contains ((const char *const *) candidates, folded)) ||
      is_builtin (work, folded))
    return g_steal_pointer (&folded);
  if (candidates != NULL && g_strv_length (candidates) == 1 && is_builtin (work, candidates[0]))
    return g_strdup (candidates[0]);
  return NULL;
}

/* A kernel's tables name no device of some drivers that are built in to it (virtio_pci of Debian
 * 13). What drives the device in the kernel that runs would take it in that one, too. */
static void
add_builtin_candidate (Work *work, const ModscopeDeviceFacts *facts, char ***candidates)
{
  g_autofree char *module = NULL;

  if (*candidates == NULL || (*candidates)[0] != NULL)
    return;
  module = dup_module (work, facts, *candidates);
  if (module == NULL || !is_builtin (work, module))
    return;
  g_strfreev (*candidates);
  *candidates = g_new0 (char *, 2);
  (*candidates)[0] = g_steal_pointer (&module);
}

/* --- One device by itself --- */

static gboolean
is_for_people (ModscopeDeviceKind kind)
{
  switch (kind)
    {
    case MODSCOPE_DEVICE_KIND_GRAPHICS:
    case MODSCOPE_DEVICE_KIND_NETWORK:
    case MODSCOPE_DEVICE_KIND_BLUETOOTH:
    case MODSCOPE_DEVICE_KIND_SOUND:
    case MODSCOPE_DEVICE_KIND_CAMERA:
    case MODSCOPE_DEVICE_KIND_STORAGE:
    case MODSCOPE_DEVICE_KIND_INPUT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Classes that the maker keeps to himself: only the module that claims the device tells what it is,
 * and that it needs one. */
static gboolean
has_silent_class (const ModscopeDeviceFacts *facts)
{
  static const char *const buses[] = { "bcma", "ssb", "sdio", "pcmcia", NULL };

  if (facts->modalias == NULL)
    return FALSE;
  return g_strv_contains (buses, facts->subsystem) ||
         (strcmp (facts->subsystem, "usb") == 0 && strstr (facts->modalias, "icFF") != NULL) ||
         (strcmp (facts->subsystem, "pci") == 0 && strstr (facts->modalias, "bcFF") != NULL);
}

/* Looked for only where it is missed, or where nothing else tells whether it would be. */
static void
find_missing (Work *work, ModscopeDeviceReading *reading, const ModscopeDeviceFacts *facts)
{
  gboolean is_silent = has_silent_class (facts);
  ModscopeDeviceKind kind;

  if (facts->modalias == NULL || reading->driver != NULL || reading->candidates == NULL ||
      work->tables == NULL || (!reading->needs_driver && !is_silent))
    return;
  reading->missing =
    modscope_missing_drivers_find (work->reader->missing, work->tables, facts->modalias,
                                   (const char *const *) reading->candidates);
  if (reading->missing == NULL || reading->needs_driver)
    return;
  kind = modscope_device_kind_from_module_kind (reading->missing->kind);
  if (is_for_people (kind))
    {
      reading->kind = kind;
      reading->needs_driver = TRUE;
    }
  else
    g_clear_pointer (&reading->missing, modscope_missing_driver_free);
}

static void
fill_role (Work *work, ModscopeDeviceReading *reading, const ModscopeDeviceFacts *facts)
{
  ModscopeDeviceRole role = modscope_device_role_from_modalias (facts->modalias);
  const char *module = reading->module;

  /* Parts that the kernel made itself, and the firmware's nodes of devices on other buses. */
  if (facts->modalias == NULL && strcmp (facts->subsystem, "usb") != 0)
    role = (ModscopeDeviceRole){ MODSCOPE_DEVICE_KIND_SYSTEM, TRUE, FALSE };
  if (strcmp (facts->subsystem, "acpi") == 0)
    {
      role.is_plumbing = TRUE;
      role.needs_driver = FALSE;
    }

  if (module == NULL && has_silent_class (facts) && reading->candidates != NULL)
    module = reading->candidates[0];
  reading->kind = role.kind;
  reading->needs_driver = role.needs_driver;
  reading->shown = !role.is_plumbing;
  if (role.kind == MODSCOPE_DEVICE_KIND_OTHER && module != NULL)
    {
      reading->kind = get_module_kind (work, module);
      reading->needs_driver = has_silent_class (facts) && is_for_people (reading->kind);
    }
  find_missing (work, reading, facts);
}

static void
fill_reading (Work *work, guint index)
{
  const ModscopeDeviceFacts *facts = work->facts->devices->pdata[index];
  ModscopeDeviceReading *reading = work->readings->pdata[index];
  gboolean running = modscope_kernel_is_running (work->reader->kernel);

  reading->id = g_strconcat (facts->subsystem, ":", facts->name, NULL);
  reading->syspath = g_strdup (facts->syspath);
  reading->subsystem = g_strdup (facts->subsystem);
  reading->modalias = g_strdup (facts->modalias);
  reading->candidates = dup_candidates (work->reader, facts->modalias);
  if (running)
    {
      reading->driver = g_strdup (facts->driver);
      reading->module = dup_module (work, facts, reading->candidates);
    }
  else
    add_builtin_candidate (work, facts, &reading->candidates);
  if (facts->authorized >= 0)
    reading->authorized = facts->authorized > 0 ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
  reading->driver_override = g_strdup (facts->driver_override);
  if (facts->driver_override != NULL)
    reading->override_exists = facts->override_exists ? MODSCOPE_TRI_YES : MODSCOPE_TRI_NO;
  reading->deferred = facts->deferred;
  reading->supplier = g_strdup (facts->supplier);
  fill_role (work, reading, facts);
}

/* --- Firmware --- */

static GArray *
read_firmware (Work *work, const char *module)
{
  int position = modscope_index_find (work->index, module);
  GArray *files;
  g_auto (GStrv) fields = NULL;

  if (position < 0 || modscope_index_get_problem (work->index, position) != NULL)
    return NULL;
  files = g_array_new (TRUE, TRUE, sizeof (ModscopeDeviceFirmware));
  fields = modscope_index_dup_fields (work->index, position);
  for (guint i = 0; fields[i] != NULL && files->len < FIRMWARE_MAX; i++)
    if (g_str_has_prefix (fields[i], "firmware="))
      {
        char *name = g_strdup (fields[i] + strlen ("firmware="));
        ModscopeDeviceFirmware file = { name,
                                        modscope_firmware_folders_have (work->folders, name) };

        g_array_append_val (files, file);
      }
  return files;
}

/* Several devices have the same driver. */
static void
fill_firmware (Work *work, ModscopeDeviceReading *reading)
{
  const char *module = reading->module;
  GHashTable *known = work->reader->firmware;
  GArray *files;

  if (module == NULL && reading->candidates != NULL)
    module = reading->candidates[0];
  if (module == NULL || work->index == NULL)
    return;
  files = g_hash_table_lookup (known, module);
  if (files == NULL)
    {
      files = read_firmware (work, module);
      if (files == NULL)
        return;
      g_array_set_clear_func (files, modscope_device_firmware_clear);
      g_hash_table_insert (known, g_strdup (module), files);
    }
  reading->firmware = g_array_ref (files);
}

/* --- A device with its parts --- */

static GPtrArray *
find_parts (Work *work, guint index)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = index + 1; i < work->facts->devices->len; i++)
    if (work->folded[i] == (int) index)
      g_ptr_array_add (parts, GUINT_TO_POINTER (i));
  return parts;
}

static gboolean
is_of (Work *work, int device, guint index)
{
  return device >= 0 && ((guint) device == index || work->folded[device] == (int) index);
}

static GPtrArray *
find_functions (Work *work, guint index)
{
  GPtrArray *functions = g_ptr_array_new ();

  for (guint i = 0; i < work->facts->functions->len; i++)
    {
      ModscopeFunctionFacts *function = work->facts->functions->pdata[i];

      if (is_of (work, (int) function->device, index))
        g_ptr_array_add (functions, function);
    }
  return functions;
}

/* The most telling of what it is by its class, by its parts and by what it gives. */
static void
choose_kind (Work *work, ModscopeDeviceReading *reading, GPtrArray *parts, GPtrArray *functions)
{
  gboolean is_telling =
    is_for_people (reading->kind) &&
    strstr (reading->modalias != NULL ? reading->modalias : "", "bc04sc80") == NULL;
  ModscopeDeviceKind best = reading->kind;

  if (is_telling)
    return;
  for (guint i = 0; i < functions->len; i++)
    {
      ModscopeDeviceKind kind = modscope_function_get_kind (functions->pdata[i]);

      if (modscope_device_kind_get_rank (kind) < modscope_device_kind_get_rank (best))
        best = kind;
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const ModscopeDeviceReading *part = work->readings->pdata[GPOINTER_TO_UINT (parts->pdata[i])];

      /* A card for Wi-Fi has a function for Bluetooth that is used by way of a serial port. */
      if (part->driver == NULL && strcmp (part->subsystem, "sdio") == 0)
        continue;
      if (modscope_device_kind_get_rank (part->kind) < modscope_device_kind_get_rank (best))
        best = part->kind;
    }
  reading->kind = best;
}

/* A USB device is driven by way of its interfaces, and an SDIO card by way of its functions: the
 * one that makes it what it is stands for it. */
static void
take_from_interfaces (Work *work, ModscopeDeviceReading *reading, GPtrArray *parts)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  const ModscopeDeviceReading *main_part = NULL;

  g_clear_pointer (&reading->driver, g_free);
  g_clear_pointer (&reading->module, g_free);
  for (guint i = 0; i < parts->len; i++)
    {
      const ModscopeDeviceReading *part = work->readings->pdata[GPOINTER_TO_UINT (parts->pdata[i])];

      if (strcmp (part->subsystem, "usb") != 0 && strcmp (part->subsystem, "sdio") != 0)
        continue;
      reading->needs_driver = reading->needs_driver || part->needs_driver;
      reading->shown = reading->shown && part->shown;
      for (guint j = 0; part->candidates != NULL && part->candidates[j] != NULL; j++)
        if (!g_ptr_array_find_with_equal_func (candidates, part->candidates[j], g_str_equal, NULL))
          g_ptr_array_add (candidates, part->candidates[j]);
      if (main_part == NULL || (part->driver != NULL && main_part->driver == NULL) ||
          (part->kind == reading->kind && main_part->kind != reading->kind &&
           (part->driver != NULL) == (main_part->driver != NULL)))
        main_part = part;
    }
  if (main_part == NULL)
    return;
  reading->driver = g_strdup (main_part->driver);
  reading->module = g_strdup (main_part->module);
  if (main_part->missing != NULL)
    reading->missing = modscope_missing_driver_copy (main_part->missing);
  g_free (reading->modalias);
  reading->modalias = g_strdup (main_part->modalias);
  if (work->reader->kmod != NULL)
    {
      g_ptr_array_add (candidates, NULL);
      g_strfreev (reading->candidates);
      reading->candidates = g_strdupv ((GStrv) candidates->pdata);
    }
}

static void
add_children (Work *work, ModscopeDeviceReading *reading, GPtrArray *parts, GPtrArray *functions)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < functions->len; i++)
    {
      const ModscopeFunctionFacts *function = functions->pdata[i];
      g_autofree char *id = g_strconcat (function->subsystem, ":", function->name, NULL);

      modscope_device_reading_add_child (
        reading, id, function->label != NULL ? function->label : function->name);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      ModscopeDeviceReading *part = work->readings->pdata[GPOINTER_TO_UINT (parts->pdata[i])];

      part->folded_into = g_strdup (reading->id);
      part->shown = FALSE;
      g_strv_builder_add (ids, part->id);
      modscope_device_reading_add_child (reading, part->id, part->name);
    }
  reading->parts = g_strv_builder_end (ids);
}

static void
add_switches (Work *work, ModscopeDeviceReading *reading, guint index)
{
  for (guint i = 0; i < work->facts->switches->len; i++)
    {
      const ModscopeSwitchFacts *one = work->facts->switches->pdata[i];

      if (is_of (work, one->device, index))
        modscope_device_reading_add_switch (reading, one->name, one->type, one->soft, one->hard);
    }
}

/* Plumbing that gives a person something is not plumbing: a button, a battery, a speaker. */
static void
choose_shown (ModscopeDeviceReading *reading, GPtrArray *functions)
{
  for (guint i = 0; i < functions->len; i++)
    {
      ModscopeDeviceKind kind = modscope_function_get_kind (functions->pdata[i]);

      reading->has_function = reading->has_function || is_for_people (kind);
      if (kind != MODSCOPE_DEVICE_KIND_OTHER)
        reading->shown = TRUE;
    }
  if ((reading->kind == MODSCOPE_DEVICE_KIND_OTHER ||
       reading->kind == MODSCOPE_DEVICE_KIND_SYSTEM) &&
      reading->driver == NULL && strcmp (reading->subsystem, "usb") != 0 && functions->len == 0)
    reading->shown = FALSE;
}

static void
fill_name (Work *work, ModscopeDeviceReading *reading, guint index, GPtrArray *functions)
{
  const ModscopeDeviceFacts *facts = work->facts->devices->pdata[index];

  reading->name = modscope_device_name_dup (facts, reading->modalias, functions, work->reader->hwdb,
                                            &reading->vendor);
}

/* A card for Wi-Fi calls itself a memory card (mmc:block) too; its functions have the drivers. */
static gboolean
is_sdio_card (Work *work, guint index)
{
  const ModscopeDeviceFacts *facts = work->facts->devices->pdata[index];

  if (strcmp (facts->subsystem, "mmc") != 0)
    return FALSE;
  for (guint i = index + 1; i < work->facts->devices->len; i++)
    {
      const ModscopeDeviceFacts *other = work->facts->devices->pdata[i];

      if (other->parent == (int) index && strcmp (other->subsystem, "sdio") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
complete_reading (Work *work, guint index)
{
  const ModscopeDeviceFacts *facts = work->facts->devices->pdata[index];
  ModscopeDeviceReading *reading = work->readings->pdata[index];
  g_autoptr (GPtrArray) functions = find_functions (work, index);
  g_autoptr (GPtrArray) parts = find_parts (work, index);

  if (facts->parent >= 0)
    {
      const ModscopeDeviceReading *parent = work->readings->pdata[facts->parent];

      reading->parent = g_strdup (parent->id);
    }
  if (is_sdio_card (work, index))
    {
      reading->kind = MODSCOPE_DEVICE_KIND_OTHER;
      reading->needs_driver = FALSE;
      choose_kind (work, reading, parts, functions);
      take_from_interfaces (work, reading, parts);
    }
  else
    choose_kind (work, reading, parts, functions);
  if (g_strcmp0 (facts->type, "usb_device") == 0)
    {
      take_from_interfaces (work, reading, parts);
      if (reading->kind == MODSCOPE_DEVICE_KIND_OTHER)
        reading->kind = MODSCOPE_DEVICE_KIND_USB;
    }
  fill_name (work, reading, index, functions);
  choose_shown (reading, functions);
  add_children (work, reading, parts, functions);
  add_switches (work, reading, index);
  fill_firmware (work, reading);
}

GPtrArray *
modscope_device_reader_read (ModscopeDeviceReader *self,
                             ModscopeTables *tables,
                             ModscopeIndex *index,
                             gboolean again)
{
  ModscopePaths *paths = modscope_kernel_get_paths (self->kernel);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (ModscopeDevices) facts = modscope_devices_read (paths);
  g_autoptr (ModscopeFirmwareFolders) folders =
    modscope_firmware_folders_new (paths, modscope_kernel_get_release (self->kernel));
  g_autofree int *folded = modscope_device_fold (facts);
  GPtrArray *readings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) modscope_device_reading_unref);
  Work work = { self, tables, index, folders, facts, folded, readings };

  prepare (self, again);
  for (guint i = 0; i < facts->devices->len; i++)
    {
      g_ptr_array_add (readings, modscope_device_reading_new ());
      fill_reading (&work, i);
    }
  /* Parts before what they are parts of, since their names are its children's. */
  for (guint i = facts->devices->len; i-- > 0;)
    complete_reading (&work, i);
  rest (self);
  return readings;
}
