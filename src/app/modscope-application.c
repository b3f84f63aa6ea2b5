/* The application: its options, its windows and what outlives them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-application.h"

#include <glib/gi18n.h>

#include "modscope-build.h"
#include "modscope-window.h"

struct _ModscopeApplication
{
  AdwApplication parent_instance;

  ModscopeMachine *machine;
};

G_DEFINE_FINAL_TYPE (ModscopeApplication, modscope_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "kernel", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Show the modules of another kernel: its release, or a folder of modules"),
    /* Translators: the argument of --kernel in the list of options */
    N_ ("RELEASE|FOLDER") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
  { NULL },
};

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  for (GList *windows = gtk_application_get_windows (application); windows != NULL;
       windows = gtk_application_get_windows (application))
    {
      GtkWindow *window = windows->data;

      /* Closing saves the window's state. */
      gtk_window_close (window);
      if (gtk_application_get_windows (application) != NULL &&
          gtk_application_get_windows (application)->data == window)
        break;
    }
}

static int
modscope_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("modscope %s\n", MODSCOPE_VERSION);
      return EXIT_SUCCESS;
    }
  return -1;
}

static void
modscope_application_activate (GApplication *application)
{
  ModscopeApplication *self = MODSCOPE_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (modscope_window_new (ADW_APPLICATION (self), self->machine));
  gtk_window_present (window);
}

static void
modscope_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { .name = "quit", .activate = quit_cb } };

  G_APPLICATION_CLASS (modscope_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *[]){ "<Control>q", NULL });
}

static void
modscope_application_dispose (GObject *object)
{
  ModscopeApplication *self = MODSCOPE_APPLICATION (object);

  g_clear_object (&self->machine);
  G_OBJECT_CLASS (modscope_application_parent_class)->dispose (object);
}

static void
modscope_application_class_init (ModscopeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = modscope_application_dispose;
  application_class->handle_local_options = modscope_application_handle_local_options;
  application_class->startup = modscope_application_startup;
  application_class->activate = modscope_application_activate;
}

static void
modscope_application_init (ModscopeApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

char *
modscope_application_find_kernel (int argc, char *argv[])
{
  char *wanted = NULL;

  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      if (g_str_has_prefix (argv[i], "--kernel="))
        {
          g_free (wanted);
          wanted = g_strdup (argv[i] + strlen ("--kernel="));
        }
      else if (g_str_equal (argv[i], "--kernel") && i + 1 < argc)
        {
          g_free (wanted);
          wanted = g_strdup (argv[++i]);
        }
    }
  return wanted;
}

ModscopeApplication *
modscope_application_new (ModscopeMachine *machine, gboolean unique)
{
  ModscopeApplication *self =
    g_object_new (MODSCOPE_TYPE_APPLICATION, "application-id", MODSCOPE_APPLICATION_ID, "flags",
                  unique ? G_APPLICATION_DEFAULT_FLAGS : G_APPLICATION_NON_UNIQUE,
                  "resource-base-path", "/io/github/modscope/Modscope", NULL);

  self->machine = g_object_ref (machine);
  return self;
}
