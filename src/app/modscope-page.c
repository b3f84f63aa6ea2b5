/* What the pages of the window have in common: a list with its header bar and search, and beside
 * it, or on a screen of its own where there is no room, the details of one thing in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-page.h"

#include "modscope-width-bin.h"

#define RESOURCES "/io/github/modscope/Modscope/"

/* Milliseconds without a key after which the list is searched. */
#define SEARCH_DELAY 60

/* The width in pixels that the list and the details need beside each other. */
#define WIDTH_OF_BOTH 1001

typedef struct
{
  GtkWidget *bin;
  AdwLeaflet *leaflet;
  GtkWidget *box;
  GtkWidget *header;
  AdwWindowTitle *title;
  GtkWidget *sidebar_button;
  GtkWidget *search_button;
  GtkWidget *menu_button;
  GtkWidget *pane_button;

  /* Made when they are needed first. */
  GtkWidget *banner;
  GtkWidget *search_bar;
  GtkWidget *search_entry;
  GtkWidget *separator;
  GtkWidget *details;

  GtkWidget *key_capture;
  gboolean captures_keys;
  gboolean starts_search; /* as soon as there is one */
  gboolean can_go_back;
} ModscopePagePrivate;

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SIDEBAR_SHOWN,
  PROP_SIDEBAR_FOLDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ModscopePage, modscope_page, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((ModscopePagePrivate *) modscope_page_get_instance_private (self))

/* Layout */

static gboolean
has_details (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  return priv->details != NULL && gtk_widget_get_visible (priv->details);
}

/* Whether they are on the screen in place of the list. */
static gboolean
is_alone (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  return modscope_page_is_narrow (self) && has_details (self) &&
         adw_leaflet_get_visible_child (priv->leaflet) == priv->details;
}

static void
modscope_page_update_layout (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);
  gboolean narrow = modscope_page_is_narrow (self);

  /* The first of these come while the template is being built. */
  if (priv->pane_button == NULL)
    return;
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (priv->header),
                                             narrow || !has_details (self));
  gtk_widget_set_visible (priv->pane_button, priv->details != NULL && !narrow);
  if (priv->details != NULL)
    g_object_set (priv->details, "alone", narrow, "can-go-back", narrow || priv->can_go_back, NULL);
  MODSCOPE_PAGE_GET_CLASS (self)->layout_changed (self);
}

static void
pane_toggled_cb (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  if (priv->details != NULL)
    modscope_page_show_details (
      self, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (priv->pane_button)));
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopePage *self = MODSCOPE_PAGE (widget);

  if (!MODSCOPE_PAGE_GET_CLASS (self)->go_back (self) && modscope_page_is_narrow (self))
    modscope_page_show_list (self);
}

/* Search */

static void
search_changed_cb (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  MODSCOPE_PAGE_GET_CLASS (self)->search_changed (
    self, gtk_editable_get_text (GTK_EDITABLE (priv->search_entry)));
}

static void
stop_search_cb (ModscopePage *self)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (PRIVATE (self)->search_bar), FALSE);
  modscope_page_focus_list (self);
}

/* Enter in the search goes on to what was found. */
static void
search_activate_cb (ModscopePage *self)
{
  search_changed_cb (self);
  modscope_page_focus_list (self);
}

static void
search_toggled_cb (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (priv->search_button)))
    modscope_page_start_search (self);
}

/* Escape leaves the innermost of search and details. */
static void
escape_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopePage *self = MODSCOPE_PAGE (widget);
  ModscopePagePrivate *priv = PRIVATE (self);

  if (is_alone (self))
    modscope_page_show_list (self);
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (priv->search_button)))
    stop_search_cb (self);
  else if (has_details (self) && !modscope_page_is_narrow (self))
    {
      modscope_page_show_details (self, FALSE);
      MODSCOPE_PAGE_GET_CLASS (self)->details_closed (self);
    }
}

/* The class */

/* Menus are built when they are opened. */
static void
make_primary_menu_cb (GtkMenuButton *button, gpointer unused)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (RESOURCES "modscope-primary-menu.ui");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

static void
sidebar_button_toggled_cb (ModscopePage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

static void
modscope_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopePagePrivate *priv = PRIVATE (MODSCOPE_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, adw_window_title_get_title (priv->title));
      break;
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value,
                           gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (priv->sidebar_button)));
      break;
    case PROP_SIDEBAR_FOLDED:
      g_value_set_boolean (value, gtk_widget_get_visible (priv->sidebar_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ModscopePagePrivate *priv = PRIVATE (MODSCOPE_PAGE (object));
  gboolean set;

  switch (id)
    {
    case PROP_TITLE:
      adw_window_title_set_title (priv->title, g_value_get_string (value));
      break;
    case PROP_SIDEBAR_SHOWN:
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (priv->sidebar_button),
                                    g_value_get_boolean (value));
      break;
    case PROP_SIDEBAR_FOLDED:
      set = g_value_get_boolean (value);
      gtk_widget_set_visible (priv->sidebar_button, set);
      adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (priv->header), set);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (modscope_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child_private (widget_class, ModscopePage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCES "modscope-page.ui");
  BIND (bin);
  BIND (leaflet);
  BIND (box);
  BIND (header);
  BIND (title);
  BIND (sidebar_button);
  BIND (search_button);
  BIND (menu_button);
  BIND (pane_button);
  gtk_widget_class_bind_template_callback (widget_class, modscope_page_update_layout);
  gtk_widget_class_bind_template_callback (widget_class, search_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_toggled_cb);
}

#undef BIND

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = modscope_page_get_property;
  object_class->set_property = modscope_page_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SIDEBAR_SHOWN] = g_param_spec_boolean ("sidebar-shown", NULL, NULL, FALSE, flags);
  properties[PROP_SIDEBAR_FOLDED] =
    g_param_spec_boolean ("sidebar-folded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_page_class_init (ModscopePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MODSCOPE_TYPE_WIDTH_BIN);
  G_OBJECT_CLASS (klass)->dispose = modscope_page_dispose;
  install_properties (G_OBJECT_CLASS (klass));
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "page.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "page.escape", NULL, escape_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "page.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "page.escape", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
modscope_page_init (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (priv->sidebar_button, "toggled", G_CALLBACK (sidebar_button_toggled_cb),
                            self);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (priv->menu_button), make_primary_menu_cb,
                                         NULL, NULL);
}

void
modscope_page_set_content (ModscopePage *self, GtkWidget *content)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));

  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (PRIVATE (self)->box), content);
}

GtkWidget *
modscope_page_add_menu (ModscopePage *self,
                        const char *icon_name,
                        const char *label,
                        GtkMenuButtonCreatePopupFunc make_menu,
                        gpointer user_data)
{
  GtkWidget *button = gtk_menu_button_new ();

  g_return_val_if_fail (MODSCOPE_IS_PAGE (self), NULL);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon_name);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), make_menu, user_data, NULL);
  adw_header_bar_pack_end (ADW_HEADER_BAR (PRIVATE (self)->header), button);
  return button;
}

void
modscope_page_set_subtitle (ModscopePage *self, const char *subtitle)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  adw_window_title_set_subtitle (PRIVATE (self)->title, subtitle != NULL ? subtitle : "");
}

void
modscope_page_set_banner (ModscopePage *self, GtkWidget *banner)
{
  ModscopePagePrivate *priv;

  g_return_if_fail (MODSCOPE_IS_PAGE (self));

  priv = PRIVATE (self);
  if (priv->banner != NULL)
    gtk_box_remove (GTK_BOX (priv->box), priv->banner);
  priv->banner = banner;
  if (banner != NULL)
    gtk_box_insert_child_after (GTK_BOX (priv->box), banner, priv->header);
}

GtkWidget *
modscope_page_ensure_details (ModscopePage *self)
{
  ModscopePagePrivate *priv;
  AdwLeafletPage *page;

  g_return_val_if_fail (MODSCOPE_IS_PAGE (self), NULL);

  priv = PRIVATE (self);
  if (priv->details != NULL)
    return priv->details;
  priv->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  page = adw_leaflet_append (priv->leaflet, priv->separator);
  adw_leaflet_page_set_navigatable (page, FALSE);
  priv->details = MODSCOPE_PAGE_GET_CLASS (self)->make_details (self);
  adw_leaflet_append (priv->leaflet, priv->details);
  return priv->details;
}

gboolean
modscope_page_is_narrow (ModscopePage *self)
{
  int width;

  g_return_val_if_fail (MODSCOPE_IS_PAGE (self), FALSE);

  width = modscope_width_bin_get_width (MODSCOPE_WIDTH_BIN (PRIVATE (self)->bin));
  return width > 0 && width < WIDTH_OF_BOTH;
}

gboolean
modscope_page_shows_details (ModscopePage *self)
{
  g_return_val_if_fail (MODSCOPE_IS_PAGE (self), FALSE);
  return modscope_page_is_narrow (self) ? is_alone (self) : has_details (self);
}

void
modscope_page_show_details (ModscopePage *self, gboolean shown)
{
  ModscopePagePrivate *priv;

  g_return_if_fail (MODSCOPE_IS_PAGE (self));

  priv = PRIVATE (self);
  if (priv->details == NULL && !shown)
    return;
  modscope_page_ensure_details (self);
  gtk_widget_set_visible (priv->details, shown);
  gtk_widget_set_visible (priv->separator, shown);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (priv->pane_button), shown);
  modscope_page_update_layout (self);
  if (!modscope_page_is_narrow (self))
    return;
  if (shown)
    adw_leaflet_set_visible_child (priv->leaflet, priv->details);
  else
    adw_leaflet_navigate (priv->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

void
modscope_page_show_list (ModscopePage *self)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  adw_leaflet_navigate (PRIVATE (self)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  modscope_page_focus_list (self);
}

void
modscope_page_set_can_go_back (ModscopePage *self, gboolean can)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  PRIVATE (self)->can_go_back = can;
  modscope_page_update_layout (self);
}

static void
update_key_capture (ModscopePage *self)
{
  ModscopePagePrivate *priv = PRIVATE (self);

  if (priv->search_bar != NULL)
    gtk_search_bar_set_key_capture_widget (GTK_SEARCH_BAR (priv->search_bar),
                                           priv->captures_keys ? priv->key_capture : NULL);
}

void
modscope_page_add_search (ModscopePage *self,
                          const char *label,
                          const char *placeholder,
                          GtkWidget *key_capture)
{
  ModscopePagePrivate *priv;
  GtkWidget *clamp = adw_clamp_new ();

  g_return_if_fail (MODSCOPE_IS_PAGE (self));

  priv = PRIVATE (self);
  priv->key_capture = key_capture;
  priv->search_entry = g_object_new (GTK_TYPE_SEARCH_ENTRY, "hexpand", TRUE, "search-delay",
                                     SEARCH_DELAY, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->search_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (priv->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                            self);
  g_signal_connect_swapped (priv->search_entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect_swapped (priv->search_entry, "activate", G_CALLBACK (search_activate_cb), self);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 480);
  adw_clamp_set_child (ADW_CLAMP (clamp), priv->search_entry);
  gtk_widget_set_hexpand (clamp, TRUE);
  priv->search_bar = gtk_search_bar_new ();
  gtk_search_bar_set_child (GTK_SEARCH_BAR (priv->search_bar), clamp);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (priv->search_bar),
                                GTK_EDITABLE (priv->search_entry));
  update_key_capture (self);
  gtk_box_insert_child_after (GTK_BOX (priv->box), priv->search_bar, priv->header);
  g_object_bind_property (priv->search_button, "active", priv->search_bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL);
  if (priv->starts_search)
    modscope_page_start_search (self);
}

void
modscope_page_allow_search (ModscopePage *self, gboolean allowed)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  gtk_widget_set_visible (PRIVATE (self)->search_button, allowed);
}

void
modscope_page_start_search (ModscopePage *self)
{
  ModscopePagePrivate *priv;

  g_return_if_fail (MODSCOPE_IS_PAGE (self));

  priv = PRIVATE (self);
  priv->starts_search = priv->search_bar == NULL;
  if (priv->search_bar == NULL || !gtk_widget_get_visible (priv->search_button))
    return;
  if (is_alone (self))
    adw_leaflet_navigate (priv->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (priv->search_bar), TRUE);
  gtk_widget_grab_focus (priv->search_entry);
}

void
modscope_page_clear_search (ModscopePage *self)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  if (PRIVATE (self)->search_entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (PRIVATE (self)->search_entry), "");
}

void
modscope_page_set_captures_keys (ModscopePage *self, gboolean captures)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  PRIVATE (self)->captures_keys = captures;
  update_key_capture (self);
}

void
modscope_page_focus_list (ModscopePage *self)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  MODSCOPE_PAGE_GET_CLASS (self)->focus_list (self);
}

static gboolean
focus_details_cb (gpointer user_data)
{
  ModscopePage *self = user_data;

  if (modscope_page_shows_details (self))
    MODSCOPE_PAGE_GET_CLASS (self)->focus_details (self);
  return G_SOURCE_REMOVE;
}

void
modscope_page_focus_details (ModscopePage *self)
{
  g_return_if_fail (MODSCOPE_IS_PAGE (self));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_details_cb, g_object_ref (self), g_object_unref);
}
