/* The search above the list of modules, and the filters in force below it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-search.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "modscope-filter-bar.h"

/* Milliseconds without a key after which the list is searched. */
#define SEARCH_DELAY 60

#define ENTRY_WIDTH_MAX 480 /* pixels */

struct _ModscopeModuleSearch
{
  GtkWidget parent_instance;

  ModscopeModuleFilter *filter;
  GtkWidget *key_capture;
  GStrv security_modules;
  gboolean active;

  /* Made when they are needed first. */
  GtkWidget *bar;
  GtkWidget *entry;
  GtkWidget *filter_bar;
};

enum
{
  PROP_0,
  PROP_ACTIVE,
  N_PROPS,
};

enum
{
  LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ModscopeModuleSearch, modscope_module_search, GTK_TYPE_WIDGET)

static void
changed_cb (ModscopeModuleSearch *self)
{
  modscope_module_filter_set_search (self->filter,
                                     gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
stop_cb (ModscopeModuleSearch *self)
{
  modscope_module_search_set_active (self, FALSE);
  g_signal_emit (self, signals[LEFT], 0);
}

/* Enter goes on to what was found. */
static void
activate_cb (ModscopeModuleSearch *self)
{
  changed_cb (self);
  g_signal_emit (self, signals[LEFT], 0);
}

/* A key pressed elsewhere begins a search, too. */
static void
mode_changed_cb (ModscopeModuleSearch *self)
{
  gboolean active = gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar));

  if (self->active == active)
    return;
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static GtkWidget *
make_entry (ModscopeModuleSearch *self)
{
  GtkWidget *entry =
    g_object_new (GTK_TYPE_SEARCH_ENTRY, "hexpand", TRUE, "search-delay", SEARCH_DELAY,
                  "placeholder-text", _ ("Name, purpose, hardware, author, parameter"), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search modules"), -1);
  g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (entry, "stop-search", G_CALLBACK (stop_cb), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activate_cb), self);
  return entry;
}

void
modscope_module_search_prepare (ModscopeModuleSearch *self)
{
  GtkWidget *clamp;

  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));

  if (self->bar != NULL)
    return;
  self->entry = make_entry (self);
  clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), ENTRY_WIDTH_MAX);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->entry);
  gtk_widget_set_hexpand (clamp, TRUE);
  self->bar = gtk_search_bar_new ();
  gtk_search_bar_set_child (GTK_SEARCH_BAR (self->bar), clamp);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->bar), GTK_EDITABLE (self->entry));
  gtk_search_bar_set_key_capture_widget (GTK_SEARCH_BAR (self->bar), self->key_capture);
  g_signal_connect_swapped (self->bar, "notify::search-mode-enabled", G_CALLBACK (mode_changed_cb),
                            self);
  gtk_widget_insert_after (self->bar, GTK_WIDGET (self), NULL);
}

static void
filter_changed_cb (ModscopeModuleSearch *self)
{
  if (self->filter_bar != NULL || !modscope_module_filter_is_active (self->filter))
    return;
  self->filter_bar = modscope_filter_bar_new (self->filter);
  gtk_widget_insert_before (self->filter_bar, GTK_WIDGET (self), NULL);
  modscope_filter_bar_set_security_modules (MODSCOPE_FILTER_BAR (self->filter_bar),
                                            (const char *const *) self->security_modules);
}

static void
modscope_module_search_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, MODSCOPE_MODULE_SEARCH (object)->active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_search_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ACTIVE:
      modscope_module_search_set_active (MODSCOPE_MODULE_SEARCH (object),
                                         g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_module_search_dispose (GObject *object)
{
  ModscopeModuleSearch *self = MODSCOPE_MODULE_SEARCH (object);
  GtkWidget *child;

  if (self->filter != NULL)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->security_modules, g_strfreev);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_module_search_parent_class)->dispose (object);
}

static void
modscope_module_search_class_init (ModscopeModuleSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = modscope_module_search_get_property;
  object_class->set_property = modscope_module_search_set_property;
  object_class->dispose = modscope_module_search_dispose;
  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
modscope_module_search_init (ModscopeModuleSearch *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

void
modscope_module_search_set_filter (ModscopeModuleSearch *self, ModscopeModuleFilter *filter)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));
  g_return_if_fail (self->filter == NULL);

  self->filter = g_object_ref (filter);
  g_signal_connect_swapped (filter, "notify", G_CALLBACK (filter_changed_cb), self);
}

void
modscope_module_search_set_key_capture (ModscopeModuleSearch *self, GtkWidget *widget)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));
  self->key_capture = widget;
  if (self->bar != NULL)
    gtk_search_bar_set_key_capture_widget (GTK_SEARCH_BAR (self->bar), widget);
}

void
modscope_module_search_set_security_modules (ModscopeModuleSearch *self, const char *const *names)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));

  g_strfreev (self->security_modules);
  self->security_modules = g_strdupv ((GStrv) names);
  if (self->filter_bar != NULL)
    modscope_filter_bar_set_security_modules (MODSCOPE_FILTER_BAR (self->filter_bar), names);
}

gboolean
modscope_module_search_get_active (ModscopeModuleSearch *self)
{
  g_return_val_if_fail (MODSCOPE_IS_MODULE_SEARCH (self), FALSE);
  return self->active;
}

void
modscope_module_search_set_active (ModscopeModuleSearch *self, gboolean active)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));

  if (active)
    modscope_module_search_prepare (self);
  if (self->bar == NULL)
    return;
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), active);
  if (active)
    gtk_widget_grab_focus (self->entry);
}

void
modscope_module_search_clear (ModscopeModuleSearch *self)
{
  g_return_if_fail (MODSCOPE_IS_MODULE_SEARCH (self));

  if (self->entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  modscope_module_filter_clear (self->filter);
}
