/* What puts a change back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/modscope-put-back.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/modscope-refuse.h"
#include "helper/modscope-checks.h"
#include "system/modscope-worker.h"

/* In the file: the device's id, "" for none, its identity, and the orders. */
#define FORMAT "(ss" MODSCOPE_WORKER_ORDERS ")"
#define FORMAT_STRING "(ss@" MODSCOPE_WORKER_ORDERS ")"

struct _ModscopePutBack
{
  ModscopePaths *paths;
  char *file; /* nullable: what could not be written is in memory only */
  GVariant *orders;
  char *device; /* "" for none */
  char *identity;
  ModscopePutBackDone done;
  gpointer user_data;
};

static ModscopePutBack *
put_back_new (ModscopePaths *paths, char *file, GVariant *contents)
{
  ModscopePutBack *self = g_new0 (ModscopePutBack, 1);

  self->paths = modscope_paths_ref (paths);
  self->file = file;
  g_variant_get (contents, FORMAT_STRING, &self->device, &self->identity, &self->orders);
  return self;
}

ModscopePutBack *
modscope_put_back_new (ModscopePaths *paths, GVariant *orders, const ModscopeDeviceChange *device)
{
  static guint last = 0;
  g_autofree char *path = g_strdup_printf (MODSCOPE_PUT_BACK_FOLDER "/%u", ++last);
  char *file = modscope_paths_build (paths, path);
  g_autoptr (GVariant) contents =
    g_variant_ref_sink (g_variant_new (FORMAT_STRING, device != NULL ? device->id : "",
                                       device != NULL ? device->identity : "", orders));
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (file, g_variant_get_data (contents),
                                 (gssize) g_variant_get_size (contents),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    {
      g_warning ("What has to be put back cannot be kept: %s", error->message);
      g_clear_pointer (&file, g_free);
    }
  return put_back_new (paths, file, contents);
}

void
modscope_put_back_free (ModscopePutBack *self)
{
  if (self == NULL)
    return;
  if (self->file != NULL && g_unlink (self->file) != 0)
    g_warning ("%s cannot be removed", self->file);
  g_variant_unref (self->orders);
  modscope_paths_unref (self->paths);
  g_free (self->file);
  g_free (self->device);
  g_free (self->identity);
  g_free (self);
}

static void
done_cb (const ModscopeWork *work, gpointer user_data)
{
  ModscopePutBack *self = user_data;
  ModscopePutBackDone done = self->done;
  gpointer done_data = self->user_data;

  /* First, so that nothing is put back once more, whatever becomes of us. */
  modscope_put_back_free (self);
  done (work->is_whole, done_data);
}

/* A disk behind it may have been mounted since, and another device may have come to its place. */
static gboolean
check_device (ModscopePutBack *self, GError **error)
{
  g_autofree char *identity = NULL;
  g_autoptr (ModscopeCritical) disks = NULL;

  if (self->device[0] == '\0')
    return TRUE;
  identity = modscope_device_dup_identity (self->paths, self->device);
  if (strcmp (identity, self->identity) != 0)
    return modscope_refuse (error, STALE, "It is not there, or another device is");
  disks = modscope_critical_read_disks (self->paths);
  return modscope_check_critical (disks, NULL, self->device, error);
}

void
modscope_put_back_run (ModscopePutBack *self,
                       const char *const *worker,
                       ModscopePutBackDone done,
                       gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  self->done = done;
  self->user_data = user_data;
  if (check_device (self, &error))
    modscope_worker_put_back (worker, self->paths, self->orders, done_cb, self);
  else
    {
      const ModscopeWork nothing = { .is_whole = FALSE };

      g_warning ("%s stays as it is: %s", self->device, error->message);
      done_cb (&nothing, self);
    }
}

/* --- Behind the end of the service --- */

static void
put_back_cb (gboolean whole, gpointer is_done)
{
  *(gboolean *) is_done = TRUE;
}

static void
put_back_file (ModscopePaths *paths, const char *const *worker, const char *file)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (file, FALSE, NULL);
  g_autoptr (GBytes) bytes = map != NULL ? g_mapped_file_get_bytes (map) : NULL;
  g_autoptr (GVariant) contents = NULL;
  gboolean is_done = FALSE;

  if (bytes == NULL)
    return;
  contents = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (contents))
    {
      g_warning ("%s is damaged", file);
      return;
    }
  g_message ("Puts back what was on trial or half done");
  modscope_put_back_run (put_back_new (paths, g_strdup (file), contents), worker, put_back_cb,
                         &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
}

int
modscope_put_back_main (ModscopePaths *paths, const char *const *worker)
{
  g_autofree char *folder = modscope_paths_build (paths, MODSCOPE_PUT_BACK_FOLDER);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      /* A temporary file is not whole, and what it is about has not begun. */
      if (g_ascii_isdigit (name[0]) &&
          g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT32, NULL, NULL))
        put_back_file (paths, worker, file);
    }
  return 0;
}
