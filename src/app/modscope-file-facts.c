/* What a module's file says about itself, as rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "modscope-file-facts.h"

#include <glib/gi18n.h>

#include "modscope-detail-rows.h"
#include "modscope-module-words.h"

static void
add_fact (GPtrArray *facts, const char *title, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_ptr_array_add (facts, g_strdup (title));
  g_ptr_array_add (facts, g_strdup (value));
}

static GtkWidget *
make_fact_row (guint index, gpointer facts)
{
  return modscope_fact_row_new (g_ptr_array_index ((GPtrArray *) facts, 2 * index),
                                g_ptr_array_index ((GPtrArray *) facts, 2 * index + 1));
}

static char *
dup_signature_text (ModscopeModule *module, const ModscopeModuleDetails *details)
{
  if (details->signer != NULL && details->signature_hash != NULL)
    /* Translators: who signed a module, and by which method ("sha256") */
    return g_strdup_printf (C_ ("signature", "Signed by %s (%s)"), details->signer,
                            details->signature_hash);
  if (details->signer != NULL)
    return g_strdup_printf (C_ ("signature", "Signed by %s"), details->signer);
  if (modscope_module_get_signed (module) == 1)
    return g_strdup (C_ ("signature", "Signed"));
  if (modscope_module_get_signed (module) == 0)
    return g_strdup (C_ ("signature", "Not signed"));
  return NULL;
}

void
modscope_file_facts_fill (ModscopeRowGroup *group,
                          ModscopeModule *module,
                          const ModscopeModuleDetails *details)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_free);
  gint64 size = modscope_module_get_file_size (module);
  g_autofree char *size_text = size >= 0 ? g_format_size ((guint64) size) : NULL;
  g_autofree char *authors = details->authors != NULL ? g_strjoinv ("\n", details->authors) : NULL;
  g_autofree char *signature = dup_signature_text (module, details);
  g_auto (GStrv) taints = modscope_module_dup_taint_words (module);
  g_autofree char *marks = modscope_taint_words_dup_text ((const char *const *) taints);

  add_fact (facts, _ ("Path"), details->file);
  add_fact (facts, C_ ("file", "Size"), size_text);
  add_fact (facts, C_ ("module", "Version"), details->version);
  add_fact (facts, _ ("Licence"), details->license);
  add_fact (facts,
            ngettext ("Author", "Authors", authors != NULL ? g_strv_length (details->authors) : 1),
            authors);
  add_fact (facts, _ ("Signature"), signature);
  /* Translators: the kernel that a module was built for (vermagic) */
  add_fact (facts, _ ("Made for Kernel"), details->vermagic);
  /* Translators: the taint flags of a module */
  add_fact (facts, _ ("Marks It Leaves on the Kernel (Taints)"), marks);
  modscope_row_group_fill (group, facts->len / 2, make_fact_row, facts,
                           (GDestroyNotify) g_ptr_array_unref);
}
