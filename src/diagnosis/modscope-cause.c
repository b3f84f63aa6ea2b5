/* What the causes share: evidence, fixes, the kernel's answer in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-cause.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Enough to understand, and to send to somebody. */
#define EVIDENCE_MAX 20

/* A line that names the module is worth showing even if its text is not known. */
static gboolean
line_names_module (const ModscopeCase *self, const char *line)
{
  g_autofree char *text = g_strdelimit (g_strdup (line), "-", '_');

  return strstr (text, self->module) != NULL;
}

static void
add_lines (const ModscopeCase *self, ModscopeFinding *finding, gboolean all)
{
  for (guint i = 0; i < self->messages->len && finding->evidence->len < EVIDENCE_MAX; i++)
    {
      const char *line = self->failure->kernel_lines[i];
      g_autofree char *text = NULL;

      if (!all && g_ptr_array_index (self->messages, i) == NULL && !line_names_module (self, line))
        continue;
      text = modscope_kernel_message_dup_text (line, -1);
      modscope_finding_add_evidence (finding,
                                     /* Translators: where a line of evidence comes from. */
                                     _ ("kernel log"), 0, text);
    }
}

ModscopeFinding *
modscope_cause_new (const ModscopeCase *self,
                    const char *code,
                    ModscopeSeverity severity,
                    char *title,
                    char *explanation)
{
  ModscopeFinding *finding =
    modscope_finding_new (code, severity, "module", self->module, title, explanation);

  /* What nothing explains is shown with all that was said at that moment. */
  add_lines (self, finding, strcmp (code, "load-failed") == 0);
  return finding;
}

const ModscopeKernelMessage *
modscope_cause_find (const ModscopeCase *self, ModscopeEvent event)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      const ModscopeKernelMessage *message = g_ptr_array_index (self->messages, i);

      if (message != NULL && message->event == event)
        return message;
    }
  return NULL;
}

char *
modscope_cause_dup_error (int error)
{
  const char *name = strerrorname_np (error);

  if (name == NULL)
    return g_strdup_printf (_ ("error %d"), error);
  /* Translators: an error of the system: “Operation not permitted” (EPERM). */
  return g_strdup_printf (_ ("“%s” (%s)"), g_strerror (error), name);
}

char *
modscope_cause_dup_answer (const ModscopeCase *self)
{
  g_autofree char *error = NULL;

  if (self->failure->errsv <= 0)
    return g_strdup ("");
  error = modscope_cause_dup_error (self->failure->errsv);
  /* Translators: %s is an error of the system: “Operation not permitted” (EPERM). The blank at
   * the start separates it from the sentence before it. */
  return g_strdup_printf (_ (" The kernel answered %s."), error);
}

ModscopeModuleDetails *
modscope_cause_dup_details (const ModscopeCase *self)
{
  ModscopeIndex *index = self->machine != NULL ? modscope_machine_get_index (self->machine) : NULL;
  int position = index != NULL ? modscope_index_find (index, self->module) : -1;
  g_auto (GStrv) texts = NULL;

  if (position < 0)
    return NULL;
  texts = modscope_index_dup_fields (index, position);
  return modscope_module_details_parse (self->module, (const char *const *) texts);
}

void
modscope_cause_advise (ModscopeFinding *finding, const char *text)
{
  modscope_finding_add_fix (finding, text, NULL, NULL);
}

void
modscope_cause_offer (ModscopeFinding *finding,
                      const char *text,
                      const char *verb,
                      const char *module)
{
  const char *arguments[] = { module, NULL };

  modscope_finding_add_fix (finding, text, verb, arguments);
}

ModscopeRule *
modscope_cause_find_rule (const ModscopeCase *self, ModscopeRuleTest test)
{
  GListModel *rules = self->machine != NULL ? modscope_machine_get_rules (self->machine) : NULL;

  for (guint i = 0; rules != NULL && i < g_list_model_get_n_items (rules); i++)
    {
      g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);

      if (modscope_rule_get_effective (rule) != MODSCOPE_TRI_NO &&
          modscope_rule_names_module (rule, self->module) && test (rule, self))
        return g_steal_pointer (&rule);
    }
  return NULL;
}

void
modscope_cause_add_rule (ModscopeFinding *finding, ModscopeRule *rule)
{
  const char *verb = modscope_verb_to_string (modscope_rule_get_verb (rule));
  const char *module = modscope_rule_get_module (rule);
  const char *value = modscope_rule_get_value (rule);
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  /* Of the command line the rule's value is the word itself. */
  if (modscope_rule_get_verb (rule) == MODSCOPE_VERB_COMMAND_LINE)
    line = g_strdup (value != NULL ? value : "");
  else
    line = g_strjoin (" ", verb != NULL ? verb : "", module != NULL ? module : "", value, NULL);
  text = modscope_kernel_message_dup_text (line, -1);
  modscope_finding_add_evidence (finding, modscope_rule_get_file (rule),
                                 modscope_rule_get_line (rule), text);
}

char *
modscope_cause_dup_place (ModscopeRule *rule)
{
  if (modscope_rule_get_line (rule) == 0)
    return g_strdup (modscope_rule_get_file (rule));
  /* Translators: a line of a file: “/etc/modprobe.d/x.conf, line 3”. */
  return g_strdup_printf (_ ("%s, line %u"), modscope_rule_get_file (rule),
                          modscope_rule_get_line (rule));
}
