/* A titled group of rows that shows a few of many, and the others when asked to: a module can have
 * hundreds of parameters, and hundreds of modules may need it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-row-group.h"

#include <glib/gi18n.h>

/* Rows made in one frame while the rest comes. */
#define ROWS_A_FRAME 6

struct _ModscopeRowGroup
{
  AdwPreferencesGroup parent_instance;

  guint limit;
  gboolean counted;
  GPtrArray *rows; /* (element-type GtkWidget), those that are shown */
  GtkWidget *count_label;
  GtkWidget *more_row;

  guint n_rows;
  ModscopeRowMaker maker;
  gpointer user_data;
  GDestroyNotify destroy;
  guint grow_id;
};

enum
{
  PROP_0,
  PROP_LIMIT,
  PROP_COUNTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ModscopeRowGroup, modscope_row_group, ADW_TYPE_PREFERENCES_GROUP)

static void
add_rows (ModscopeRowGroup *self, guint end)
{
  while (self->rows->len < MIN (end, self->n_rows))
    {
      GtkWidget *row = self->maker (self->rows->len, self->user_data);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  ModscopeRowGroup *self = MODSCOPE_ROW_GROUP (widget);

  add_rows (self, self->rows->len + ROWS_A_FRAME);
  if (self->rows->len < self->n_rows)
    return G_SOURCE_CONTINUE;
  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

static void
remove_more_row (ModscopeRowGroup *self)
{
  if (self->more_row != NULL)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->more_row);
  self->more_row = NULL;
}

static void
more_cb (ModscopeRowGroup *self)
{
  guint first_new = self->rows->len;

  remove_more_row (self);
  add_rows (self, first_new + ROWS_A_FRAME);
  gtk_widget_grab_focus (g_ptr_array_index (self->rows, first_new));
  if (self->rows->len < self->n_rows)
    self->grow_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

static void
add_more_row (ModscopeRowGroup *self)
{
  GtkWidget *label;
  g_autofree char *text = NULL;

  /* Translators: a row that shows the rest of a list; %u is how many there are in all */
  text = g_strdup_printf (ngettext ("Show All %u", "Show All %u", self->n_rows), self->n_rows);
  label = gtk_label_new (text);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 12);
  self->more_row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", text, "use-markup", FALSE,
                                 "child", label, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_widget_add_css_class (self->more_row, "more");
  g_signal_connect_swapped (self->more_row, "activate", G_CALLBACK (more_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->more_row);
}

static void
modscope_row_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LIMIT:
      MODSCOPE_ROW_GROUP (object)->limit = g_value_get_uint (value);
      break;
    case PROP_COUNTED:
      MODSCOPE_ROW_GROUP (object)->counted = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_row_group_dispose (GObject *object)
{
  ModscopeRowGroup *self = MODSCOPE_ROW_GROUP (object);

  if (self->rows != NULL)
    modscope_row_group_clear (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (modscope_row_group_parent_class)->dispose (object);
}

static void
modscope_row_group_class_init (ModscopeRowGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = modscope_row_group_set_property;
  object_class->dispose = modscope_row_group_dispose;
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, 6,
                                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COUNTED] =
    g_param_spec_boolean ("counted", NULL, NULL, TRUE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_row_group_init (ModscopeRowGroup *self)
{
  self->limit = 6;
  self->counted = TRUE;
  self->rows = g_ptr_array_new ();
  self->count_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count_label, "dim-label");
  gtk_widget_add_css_class (self->count_label, "numeric");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->count_label);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* A row that takes the keyboard focus with it leaves GTK 4.8 going to where it was: if that is
 * hidden then, no key moves the focus any more. Returns whether a row had it. */
static gboolean
drop_focus (ModscopeRowGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return FALSE;
  gtk_root_set_focus (root, NULL);
  return TRUE;
}

void
modscope_row_group_fill (ModscopeRowGroup *self,
                         guint n_rows,
                         ModscopeRowMaker maker,
                         gpointer user_data,
                         GDestroyNotify destroy)
{
  g_autofree char *count = NULL;
  gboolean had_focus;

  g_return_if_fail (MODSCOPE_IS_ROW_GROUP (self));

  had_focus = drop_focus (self);
  modscope_row_group_clear (self);
  self->n_rows = n_rows;
  self->maker = maker;
  self->user_data = user_data;
  self->destroy = destroy;
  /* One row more is shorter than a row that offers one. */
  if (n_rows <= self->limit + 1)
    add_rows (self, n_rows);
  else
    {
      add_rows (self, self->limit);
      add_more_row (self);
    }
  count = g_strdup_printf ("%u", n_rows);
  gtk_label_set_text (GTK_LABEL (self->count_label), count);
  gtk_widget_set_visible (self->count_label, self->counted && n_rows > 1);
  gtk_widget_set_visible (GTK_WIDGET (self), n_rows > 0);
  if (had_focus && n_rows > 0)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
modscope_row_group_clear (ModscopeRowGroup *self)
{
  g_return_if_fail (MODSCOPE_IS_ROW_GROUP (self));

  drop_focus (self);
  if (self->grow_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->grow_id);
  self->grow_id = 0;
  remove_more_row (self);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  self->n_rows = 0;
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  self->destroy = NULL;
  self->user_data = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
