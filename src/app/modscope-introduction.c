/* "What is a kernel module?" in a few short pages, for whoever never heard of one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-introduction.h"

#include <glib/gi18n.h>

struct _ModscopeIntroduction
{
  AdwWindow parent_instance;

  AdwCarousel *carousel;
  GtkWidget *next_button;
};

G_DEFINE_FINAL_TYPE (ModscopeIntroduction, modscope_introduction, ADW_TYPE_WINDOW)

/* One page; without a drawing it shows icons of the kinds of modules. */
typedef struct
{
  const char *drawing;
  const char *title;
  const char *text;
} Page;

static const Page pages[] = {
  { "modscope-draw-module-symbolic", N_ ("What Is a Kernel Module?"),
    N_ ("The kernel is the core of Linux: the part that talks to your hardware. A module is a "
        "piece that is plugged into it while the computer runs. Most modules are drivers: they "
        "know how to work one kind of device.") },
  { "modscope-draw-few-of-many-symbolic", N_ ("Why Not Everything at Once?"),
    N_ ("Linux knows many thousands of devices, and you have a few dozen. The kernel takes in only "
        "the modules that your computer needs. That keeps it small and fast.") },
  { NULL, N_ ("There Are Many Kinds"),
    N_ ("Graphics, Wi-Fi, sound and cameras have their drivers. Other modules read a memory stick, "
        "encrypt a disk, or connect virtual machines.") },
  { "modscope-draw-in-and-out-symbolic", N_ ("Loading and Unloading"),
    N_ ("Linux finds a device and loads its module by itself. You can load one by hand, unload one "
        "that nothing uses, or block one that you do not want. Modscope shows first what will "
        "happen, and can undo it.") },
  { "modscope-draw-parcel-symbolic", N_ ("Where They Come From"),
    N_ ("Nearly all come with the kernel and are signed by those who make your Linux. Some are "
        "added later, like a graphics driver from the maker of the card. Each module fits one "
        "kernel only, so they are updated together.") },
  { "modscope-draw-chain-symbolic", N_ ("When Something Does Not Work"),
    N_ ("A device may have no driver, or one that is blocked, or lacks a file. Modscope follows "
        "the way from the device to its driver, shows where it breaks, and offers what helps.") },
};

static GtkWidget *
make_kinds (void)
{
  static const char *const icons[] = {
    "video-display-symbolic",      "network-wireless-symbolic",
    "audio-speakers-symbolic",     "camera-web-symbolic",
    "drive-harddisk-symbolic",     "input-keyboard-symbolic",
    "system-lock-screen-symbolic", "modscope-kind-virtualization-symbolic",
  };
  GtkWidget *grid =
    g_object_new (GTK_TYPE_GRID, "row-spacing", 24, "column-spacing", 24, "halign",
                  GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, "height-request", 128, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      GtkWidget *icon =
        g_object_new (GTK_TYPE_IMAGE, "icon-name", icons[i], "pixel-size", 32, "vexpand", TRUE,
                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_grid_attach (GTK_GRID (grid), icon, (int) i % 4, (int) i / 4, 1, 1);
    }
  return grid;
}

static GtkWidget *
make_picture (const Page *page)
{
  GtkWidget *picture =
    page->drawing == NULL
      ? make_kinds ()
      : g_object_new (GTK_TYPE_IMAGE, "icon-name", page->drawing, "pixel-size", 128,
                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (picture, "drawing");
  return picture;
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "justify",
                                   GTK_JUSTIFY_CENTER, "max-width-chars", 44, NULL);

  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_page (const Page *page)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 12, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (box, "introduction");
  gtk_box_append (GTK_BOX (box), make_picture (page));
  gtk_box_append (GTK_BOX (box), make_label (_ (page->title), "title-1"));
  gtk_box_append (GTK_BOX (box), make_label (_ (page->text), "body"));
  /* In a low window the text is scrolled, not cut off. */
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "hexpand",
                       TRUE, "vexpand", TRUE, "child", box, NULL);
}

/* Going from page to page */

static guint
get_position (ModscopeIntroduction *self)
{
  return (guint) (adw_carousel_get_position (self->carousel) + .5);
}

/* Not by the carousel's position, which is on its way while pages move. */
static void
show_page (ModscopeIntroduction *self, guint index)
{
  gboolean is_last = index + 1 == G_N_ELEMENTS (pages);
  g_autofree char *spoken =
    g_strdup_printf ("%s. %s", _ (pages[index].title), _ (pages[index].text));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "introduction.back", index > 0);
  gtk_button_set_label (GTK_BUTTON (self->next_button), is_last ? _ ("_Done") : _ ("_Next"));
  /* Read out when it changes, since the keyboard focus stays on the button. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

static void
page_changed_cb (ModscopeIntroduction *self, guint index)
{
  show_page (self, index);
}

static void
scroll_to (ModscopeIntroduction *self, guint index)
{
  adw_carousel_scroll_to (self->carousel, adw_carousel_get_nth_page (self->carousel, index), TRUE);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeIntroduction *self = MODSCOPE_INTRODUCTION (widget);
  guint index = get_position (self);

  if (index > 0)
    scroll_to (self, index - 1);
}

static void
next_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ModscopeIntroduction *self = MODSCOPE_INTRODUCTION (widget);
  guint index = get_position (self);

  if (index + 1 < G_N_ELEMENTS (pages))
    scroll_to (self, index + 1);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* The arrow that points to the next page, where text runs from right to left the other one. */
static void
arrow_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gboolean is_right = g_variant_get_boolean (parameter);
  gboolean is_forward = is_right == (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL);
  guint index = get_position (MODSCOPE_INTRODUCTION (widget));

  if (is_forward && index + 1 < G_N_ELEMENTS (pages))
    scroll_to (MODSCOPE_INTRODUCTION (widget), index + 1);
  else if (!is_forward && index > 0)
    scroll_to (MODSCOPE_INTRODUCTION (widget), index - 1);
}

/* The class */

static void
modscope_introduction_class_init (ModscopeIntroductionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/modscope/Modscope/modscope-introduction.ui");
  gtk_widget_class_bind_template_child (widget_class, ModscopeIntroduction, carousel);
  gtk_widget_class_bind_template_child (widget_class, ModscopeIntroduction, next_button);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_install_action (widget_class, "introduction.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "introduction.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "introduction.arrow", "b", arrow_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
modscope_introduction_init (ModscopeIntroduction *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    adw_carousel_append (self->carousel, make_page (&pages[i]));
  show_page (self, 0);
  gtk_widget_grab_focus (self->next_button);
}

GtkWidget *
modscope_introduction_new (GtkWindow *parent)
{
  return g_object_new (MODSCOPE_TYPE_INTRODUCTION, "transient-for", parent, NULL);
}
