/* A cell of the list of modules that is nothing but text: a single widget, since there are hundreds
 * of them in each column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-module-text.h"

#include "modscope-inscription.h"
#include "modscope-module-words.h"

static gboolean
is_from_right_to_left (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

GtkWidget *
modscope_module_text_new (void)
{
  GtkWidget *text = modscope_inscription_new (22, 30, 0);

  gtk_widget_add_css_class (text, "text");
  return text;
}

GtkWidget *
modscope_module_number_new (guint characters)
{
  GtkWidget *text = modscope_inscription_new (characters, characters, 1);

  gtk_widget_add_css_class (text, "numeric");
  return text;
}

static void
take_text (GtkInscription *text, char *content)
{
  gtk_inscription_set_text (text, content);
  g_free (content);
}

/* Digits alone have no direction and take that of the window, whose other side they would go to. */
static void
take_number (GtkInscription *text, char *number)
{
  if (is_from_right_to_left ())
    {
      take_text (text, g_strconcat ("\342\200\216", number, NULL)); /* LEFT-TO-RIGHT MARK */
      g_free (number);
    }
  else
    take_text (text, number);
}

static void
purpose_cb (GtkInscription *text, GParamSpec *pspec, ModscopeModule *module)
{
  gtk_inscription_set_text (text, modscope_module_get_purpose (module));
}

static void
use_count_cb (GtkInscription *text, GParamSpec *pspec, ModscopeModule *module)
{
  take_number (text, modscope_module_dup_use_text (module));
}

static void
memory_cb (GtkInscription *text, GParamSpec *pspec, ModscopeModule *module)
{
  take_text (text, modscope_module_dup_memory_text (module));
}

static void
devices_cb (GtkInscription *text, GParamSpec *pspec, ModscopeModule *module)
{
  take_number (text, modscope_module_dup_devices_text (module));
}

static void
bind (GtkWidget *text,
      ModscopeModule *module,
      const char *signal,
      void (*update) (GtkInscription *, GParamSpec *, ModscopeModule *))
{
  update (GTK_INSCRIPTION (text), NULL, module);
  g_signal_connect_swapped (module, signal, G_CALLBACK (update), text);
}

void
modscope_module_text_bind_purpose (GtkWidget *text, ModscopeModule *module)
{
  bind (text, module, "notify::purpose", purpose_cb);
}

void
modscope_module_text_bind_use_count (GtkWidget *text, ModscopeModule *module)
{
  bind (text, module, "notify::use-count", use_count_cb);
}

void
modscope_module_text_bind_memory (GtkWidget *text, ModscopeModule *module)
{
  bind (text, module, "notify::size-bytes", memory_cb);
}

void
modscope_module_text_bind_devices (GtkWidget *text, ModscopeModule *module)
{
  bind (text, module, "notify::devices", devices_cb);
}

void
modscope_module_text_unbind (GtkWidget *text, ModscopeModule *module)
{
  g_signal_handlers_disconnect_by_data (module, text);
}
