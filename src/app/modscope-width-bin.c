/* A container that asks for a width of its own choice and tells how wide it became.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-width-bin.h"

struct _ModscopeWidthBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  int natural_width;
  int width;
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_NATURAL_WIDTH,
  PROP_WIDTH,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void modscope_width_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ModscopeWidthBin,
                               modscope_width_bin,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      modscope_width_bin_buildable_init))

static GtkBuildableIface *parent_buildable;

static void
modscope_width_bin_add_child (GtkBuildable *buildable,
                              GtkBuilder *builder,
                              GObject *child,
                              const char *type)
{
  if (GTK_IS_WIDGET (child))
    modscope_width_bin_set_child (MODSCOPE_WIDTH_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
modscope_width_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = modscope_width_bin_add_child;
}

static GtkSizeRequestMode
modscope_width_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
modscope_width_bin_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  ModscopeWidthBin *self = MODSCOPE_WIDTH_BIN (widget);

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->natural_width > 0)
    *natural = MAX (*minimum, self->natural_width);
}

static void
modscope_width_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ModscopeWidthBin *self = MODSCOPE_WIDTH_BIN (widget);

  if (width != self->width)
    {
      self->width = width;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
    }
  if (self->child != NULL)
    {
      int minimum;

      /* Whoever listened may have changed the child: a widget must be measured before it gets its
       * place. */
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (self->child, MAX (width, minimum), height, baseline, NULL);
    }
}

static void
modscope_width_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ModscopeWidthBin *self = MODSCOPE_WIDTH_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_NATURAL_WIDTH:
      g_value_set_int (value, self->natural_width);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_width_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ModscopeWidthBin *self = MODSCOPE_WIDTH_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      modscope_width_bin_set_child (self, g_value_get_object (value));
      break;
    case PROP_NATURAL_WIDTH:
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
modscope_width_bin_dispose (GObject *object)
{
  ModscopeWidthBin *self = MODSCOPE_WIDTH_BIN (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (modscope_width_bin_parent_class)->dispose (object);
}

static void
modscope_width_bin_class_init (ModscopeWidthBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = modscope_width_bin_get_property;
  object_class->set_property = modscope_width_bin_set_property;
  object_class->dispose = modscope_width_bin_dispose;
  widget_class->get_request_mode = modscope_width_bin_get_request_mode;
  widget_class->measure = modscope_width_bin_measure;
  widget_class->size_allocate = modscope_width_bin_size_allocate;

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags | G_PARAM_READWRITE);
  properties[PROP_NATURAL_WIDTH] =
    g_param_spec_int ("natural-width", NULL, NULL, 0, G_MAXINT, 0, flags | G_PARAM_READWRITE);
  properties[PROP_WIDTH] =
    g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
modscope_width_bin_init (ModscopeWidthBin *self)
{
}

int
modscope_width_bin_get_width (ModscopeWidthBin *self)
{
  g_return_val_if_fail (MODSCOPE_IS_WIDTH_BIN (self), 0);
  return self->width;
}

void
modscope_width_bin_set_child (ModscopeWidthBin *self, GtkWidget *child)
{
  g_return_if_fail (MODSCOPE_IS_WIDTH_BIN (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

GtkWidget *
modscope_width_bin_get_child (ModscopeWidthBin *self)
{
  g_return_val_if_fail (MODSCOPE_IS_WIDTH_BIN (self), NULL);
  return self->child;
}
