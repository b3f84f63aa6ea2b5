/* Shows a file in the person's file manager.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-show-file.h"

typedef struct
{
  GtkWidget *widget;
  GFile *file;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->widget);
  g_object_unref (request->file);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
shown_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  GtkRoot *root = gtk_widget_get_root (request->widget);
  g_autoptr (GFile) folder = NULL;
  g_autofree char *uri = NULL;

  if (reply != NULL || !GTK_IS_WINDOW (root))
    return;
  g_debug ("No file manager can select a file: %s", error->message);
  folder = g_file_get_parent (request->file);
  uri = g_file_get_uri (folder);
  gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
}

void
modscope_show_file (GtkWidget *widget, const char *path)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus =
    application != NULL ? g_application_get_dbus_connection (application) : NULL;
  Request *request;
  g_autofree char *uri = NULL;
  const char *uris[2] = { NULL, NULL };

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (bus == NULL)
    return;
  request = g_new (Request, 1);
  request->widget = g_object_ref (widget);
  request->file = g_file_new_for_path (path);
  uri = g_file_get_uri (request->file);
  uris[0] = uri;
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, shown_cb, request);
}
