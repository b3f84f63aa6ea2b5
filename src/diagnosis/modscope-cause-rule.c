/* Causes that a person or a package has set: rules, start-up options, parameters, locks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-cause.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/modscope-name.h"
#include "base/modscope-near.h"

static gboolean
is_blacklisted_at_boot (ModscopeRule *rule, const ModscopeCase *self)
{
  const char *word = modscope_rule_get_value (rule);

  return modscope_rule_get_verb (rule) == MODSCOPE_VERB_COMMAND_LINE && word != NULL &&
         g_str_has_prefix (word, "module_blacklist=");
}

static gboolean
replaces_loading (ModscopeRule *rule, const ModscopeCase *self)
{
  return modscope_rule_get_verb (rule) == MODSCOPE_VERB_INSTALL;
}

static gboolean
is_blacklist (ModscopeRule *rule, const ModscopeCase *self)
{
  const char *word = modscope_rule_get_value (rule);

  return modscope_rule_get_verb (rule) == MODSCOPE_VERB_BLACKLIST ||
         (modscope_rule_get_verb (rule) == MODSCOPE_VERB_COMMAND_LINE && word != NULL &&
          g_str_has_prefix (word, "modprobe.blacklist="));
}

ModscopeFinding *
modscope_cause_blocked_at_boot (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  g_autoptr (ModscopeRule) rule = modscope_cause_find_rule (self, is_blacklisted_at_boot);
  g_autofree char *text =
    g_strdup_printf (_ ("Remove %s from “module_blacklist=” in the start-up options (on most "
                        "computers GRUB_CMDLINE_LINUX in /etc/default/grub, then run "
                        "“update-grub” or “grub2-mkconfig” as root), and restart."),
                     self->module);
  ModscopeFinding *finding = modscope_cause_new (
    self, "blocked-at-boot", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s is blocked by the computer's start-up options"), self->module),
    g_strdup_printf (_ ("The options with which the computer was started forbid %s "
                        "(module_blacklist). The kernel itself refuses it until the computer "
                        "starts without that option.%s"),
                     self->module, answer));

  if (rule != NULL)
    modscope_cause_add_rule (finding, rule);
  modscope_cause_advise (finding, text);
  return finding;
}

static gboolean
is_nomodule (ModscopeRule *rule)
{
  return modscope_rule_get_verb (rule) == MODSCOPE_VERB_COMMAND_LINE &&
         g_strcmp0 (modscope_rule_get_value (rule), "nomodule") == 0;
}

/* It names no module. */
static gboolean
started_with_nomodule (const ModscopeCase *self)
{
  GListModel *rules = self->machine != NULL ? modscope_machine_get_rules (self->machine) : NULL;

  for (guint i = 0; rules != NULL && i < g_list_model_get_n_items (rules); i++)
    {
      g_autoptr (ModscopeRule) rule = g_list_model_get_item (rules, i);

      if (is_nomodule (rule))
        return TRUE;
    }
  return FALSE;
}

ModscopeFinding *
modscope_cause_modules_locked (const ModscopeCase *self)
{
  g_autofree char *answer = modscope_cause_dup_answer (self);
  gboolean by_option = started_with_nomodule (self);
  ModscopeFinding *finding = modscope_cause_new (
    self, "modules-locked", MODSCOPE_SEVERITY_ERROR,
    strcmp (self->verb, "unload") == 0
      ? g_strdup_printf (_ ("%s cannot be unloaded: changes of drivers are locked until the "
                            "computer restarts"),
                         self->module)
      : g_strdup_printf (_ ("%s cannot be loaded: changes of drivers are locked until the computer "
                            "restarts"),
                         self->module),
    g_strdup_printf (
      by_option
        ? _ ("The computer was started with the option “nomodule”, and loads no driver that "
             "is not part of the kernel.%s")
        : _ ("Someone or something switched a lock on (kernel.modules_disabled), after "
             "which no driver can be loaded or unloaded. It cannot be switched off while "
             "the computer runs.%s"),
      answer));

  if (by_option)
    modscope_finding_add_evidence (finding, "/proc/cmdline", 0, "nomodule");
  else
    modscope_finding_add_evidence (finding, "/proc/sys/kernel/modules_disabled", 0, "1");
  if (by_option)
    modscope_cause_advise (
      finding, _ ("Remove “nomodule” from the computer's start-up options, and restart."));
  else
    modscope_cause_advise (finding, _ ("Restart the computer. If the lock is back afterwards, look "
                                       "for “kernel.modules_disabled” in /etc/sysctl.conf and "
                                       "/etc/sysctl.d."));
  return finding;
}

/* What the helper names, "PATH:LINE", if the facts do not know the rule. */
static void
add_files (const ModscopeCase *self, ModscopeFinding *finding)
{
  for (char **file = self->failure->files; file != NULL && *file != NULL; file++)
    {
      const char *colon = strrchr (*file, ':');
      guint64 line = colon != NULL ? g_ascii_strtoull (colon + 1, NULL, 10) : 0;
      g_autofree char *path = line > 0 ? g_strndup (*file, (gsize) (colon - *file)) : NULL;

      modscope_finding_add_evidence (finding, path != NULL ? path : *file,
                                     (guint) MIN (line, G_MAXUINT), "");
    }
}

static void
fix_rule (const ModscopeCase *self, ModscopeFinding *finding, ModscopeRule *rule)
{
  g_autofree char *place = rule != NULL ? modscope_cause_dup_place (rule) : NULL;
  g_autofree char *text = NULL;

  if (rule != NULL && modscope_rule_is_own (rule))
    {
      text = g_strdup_printf (_ ("Unblock %s."), self->module);
      modscope_cause_offer (finding, text, "unblock", self->module);
      return;
    }
  text = place != NULL
           ? g_strdup_printf (_ ("Open the file as root and put “#” before the rule (%s)."), place)
           : g_strdup_printf (_ ("Find the rule for %s in /etc/modprobe.d and /usr/lib/modprobe.d, "
                                 "and put “#” before it."),
                              self->module);
  modscope_cause_advise (finding, text);
}

/* What a rule that replaces loading by nothing, or a blacklist line, says. */
static char *
dup_block (const ModscopeCase *self, ModscopeRule *rule, const char *place)
{
  gboolean is_weak = rule != NULL && modscope_rule_get_verb (rule) != MODSCOPE_VERB_INSTALL;

  return g_strdup_printf (
    is_weak ? _ ("A rule (%s) says that %s is not to be loaded automatically (blacklisted). "
                 "Somebody, or a package, put it there on purpose.")
            : _ ("A rule (%s) says that %s is never to be loaded. Somebody, or a package, put it "
                 "there on purpose."),
    place, self->module);
}

ModscopeFinding *
modscope_cause_blocked_by_rule (const ModscopeCase *self)
{
  g_autoptr (ModscopeRule) install = modscope_cause_find_rule (self, replaces_loading);
  g_autoptr (ModscopeRule) blacklist =
    install == NULL ? modscope_cause_find_rule (self, is_blacklist) : NULL;
  ModscopeRule *rule = install != NULL ? install : blacklist;
  const char *command = install != NULL         ? modscope_rule_get_value (install)
                        : self->message != NULL ? self->message->value
                                                : NULL;
  gboolean is_command = command != NULL && !modscope_blocked_is_nothing (command);
  g_autofree char *place = rule != NULL ? modscope_cause_dup_place (rule)
                           : self->failure->files != NULL && self->failure->files[0] != NULL
                             ? g_strdup (self->failure->files[0])
                             : g_strdup ("/etc/modprobe.d");
  ModscopeFinding *finding = modscope_cause_new (
    self, "blocked-by-rule", MODSCOPE_SEVERITY_ERROR,
    is_command ? g_strdup_printf (_ ("A rule runs a command in place of loading %s"), self->module)
               : g_strdup_printf (_ ("%s is blocked by a rule"), self->module),
    is_command
      ? g_strdup_printf (_ ("A rule (%s) says that a command of its own is to be run when %s is "
                            "loaded. Modscope never runs such commands."),
                         place, self->module)
      : dup_block (self, rule, place));

  if (rule != NULL)
    modscope_cause_add_rule (finding, rule);
  else
    add_files (self, finding);
  fix_rule (self, finding, rule);
  if (is_command)
    {
      g_autofree char *text = g_strdup_printf (
        _ ("Or load it in a terminal, command and all: “sudo modprobe %s”."), self->module);
      modscope_cause_advise (finding, text);
    }
  return finding;
}

ModscopeFinding *
modscope_cause_block_not_effective (const ModscopeCase *self)
{
  gboolean is_builtin =
    self->error_code == MODSCOPE_HELPER_ERROR_BUILT_IN ||
    (self->known != NULL && modscope_module_get_state (self->known) == MODSCOPE_MODULE_BUILTIN);
  ModscopeFinding *finding = modscope_cause_new (
    self, "block-not-effective", MODSCOPE_SEVERITY_WARNING,
    g_strdup_printf (_ ("A rule cannot block %s"), self->module),
    is_builtin ? g_strdup_printf (
                   _ ("%s is part of the kernel itself (built in): it is not loaded, so no rule "
                      "can keep it from loading."),
                   self->module)
               : g_strdup (self->failure->sentence));

  if (is_builtin)
    {
      const char *const *devices =
        self->known != NULL ? modscope_module_get_devices (self->known) : NULL;

      modscope_cause_advise (finding, devices != NULL && devices[0] != NULL
                                        ? _ ("Turn its device off instead.")
                                        : _ ("Look in the firmware setup of the computer for a "
                                             "switch of that device."));
    }
  else
    add_files (self, finding);
  return finding;
}

/* The "NAME=VALUE" that the kernel refused stands in this rule. */
static gboolean
sets_parameter (ModscopeRule *rule, const ModscopeCase *self)
{
  const char *options = modscope_rule_get_value (rule);
  ModscopeVerb verb = modscope_rule_get_verb (rule);
  g_autofree char *name = modscope_name_fold (self->message->parameter);
  g_auto (GStrv) words = NULL;

  if ((verb != MODSCOPE_VERB_OPTIONS && verb != MODSCOPE_VERB_COMMAND_LINE) || options == NULL)
    return FALSE;
  words = g_strsplit_set (options, " \t", -1);
  for (char **word = words; *word != NULL; word++)
    {
      const char *start = *word;
      const char *equals = strchr (start, '=');
      g_autofree char *option = NULL;
      g_autofree char *folded = NULL;

      /* Of the command line: MODULE.NAME=VALUE. */
      if (verb == MODSCOPE_VERB_COMMAND_LINE && strchr (start, '.') != NULL)
        start = strchr (start, '.') + 1;
      option = equals != NULL && equals > start ? g_strndup (start, (gsize) (equals - start))
                                                : g_strdup (start);
      folded = modscope_name_fold (option);
      if (strcmp (folded, name) == 0 &&
          (self->message->value == NULL || equals == NULL || *self->message->value == '\0' ||
           strstr (equals + 1, self->message->value) != NULL))
        return TRUE;
    }
  return FALSE;
}

static const ModscopeParameter *
find_parameter (const ModscopeModuleDetails *details, const char *name)
{
  g_autofree char *folded = modscope_name_fold (name);

  for (guint i = 0; details != NULL && i < details->parameters->len; i++)
    {
      const ModscopeParameter *parameter = g_ptr_array_index (details->parameters, i);
      g_autofree char *other = modscope_name_fold (parameter->name);

      if (strcmp (other, folded) == 0)
        return parameter;
    }
  return NULL;
}

/* Types as include/linux/moduleparam.h names them. */
static char *
dup_accepted (const ModscopeParameter *parameter)
{
  static const struct
  {
    const char *type;
    const char *words;
  } table[] = {
    { "bool", N_ ("“Y” or “N”") },
    { "invbool", N_ ("“Y” or “N”") },
    { "bint", N_ ("“Y” or “N”, or a whole number") },
    { "byte", N_ ("a whole number from 0 to 255") },
    { "short", N_ ("a whole number from −32768 to 32767") },
    { "ushort", N_ ("a whole number from 0 to 65535") },
    { "int", N_ ("a whole number from −2147483648 to 2147483647") },
    { "uint", N_ ("a whole number from 0 to 4294967295") },
    { "long", N_ ("a whole number") },
    { "ulong", N_ ("a whole number, not negative") },
    { "hexint", N_ ("a whole number, also in hexadecimal form (0x1f)") },
    { "charp", N_ ("a word") },
    { "string", N_ ("a word, not too long") },
  };

  if (parameter == NULL || parameter->type == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (parameter->type, table[i].type) == 0)
      /* Translators: %s says which values are accepted: “a whole number”; (%s) is the type's name:
       * “int”. The blank at the start separates it from the sentence before it. */
      return g_strdup_printf (_ (" It accepts %s (%s)."), _ (table[i].words), parameter->type);
  /* Translators: %s is the name of a type: “array of int”. */
  return g_strdup_printf (_ (" Its type is “%s”."), parameter->type);
}

ModscopeFinding *
modscope_cause_bad_parameter (const ModscopeCase *self)
{
  const ModscopeKernelMessage *message = self->message;
  g_autoptr (ModscopeModuleDetails) details = modscope_cause_dup_details (self);
  const ModscopeParameter *parameter = find_parameter (details, message->parameter);
  g_autofree char *accepted = dup_accepted (parameter);
  g_autofree char *answer = modscope_cause_dup_answer (self);
  g_autoptr (ModscopeRule) rule = modscope_cause_find_rule (self, sets_parameter);
  g_autofree char *place = rule != NULL ? modscope_cause_dup_place (rule) : NULL;
  g_autofree char *by = place != NULL
                          /* Translators: %s is a file and a line. The blank at the start separates
                           * it from the sentence before it. */
                          ? g_strdup_printf (_ (" A rule sets it: %s."), place)
                          : g_strdup ("");
  g_autofree char *text = NULL;
  ModscopeFinding *finding = modscope_cause_new (
    self, "bad-parameter", MODSCOPE_SEVERITY_ERROR,
    g_strdup_printf (_ ("%s does not accept “%s” for its option “%s”"), self->module,
                     message->value != NULL ? message->value : "", message->parameter),
    g_strdup_printf (_ ("A driver's options (parameters) are checked when it is loaded, and it is "
                        "not loaded with a value that cannot be.%s%s%s"),
                     accepted != NULL ? accepted : "", by, answer));

  if (parameter != NULL && parameter->description != NULL)
    modscope_finding_add_evidence (finding, self->module, 0, parameter->description);
  if (rule != NULL)
    {
      modscope_cause_add_rule (finding, rule);
      text = g_strdup_printf (_ ("Correct or remove the option in %s, then load %s again."), place,
                              self->module);
      modscope_cause_advise (finding, text);
    }
  else
    {
      text = g_strdup_printf (_ ("Load %s without the option."), self->module);
      modscope_cause_offer (finding, text, "load", self->module);
    }
  return finding;
}

static char *
dup_nearest (const ModscopeModuleDetails *details, const char *name)
{
  ModscopeNear near;

  if (details == NULL || name == NULL)
    return NULL;
  modscope_near_init (&near, name);
  for (guint i = 0; i < details->parameters->len; i++)
    {
      const ModscopeParameter *parameter = g_ptr_array_index (details->parameters, i);

      modscope_near_offer (&near, parameter->name);
    }
  return g_strdup (modscope_near_get (&near));
}

ModscopeFinding *
modscope_cause_unknown_parameter (const ModscopeCase *self)
{
  const char *name =
    self->message->parameter != NULL ? self->message->parameter : self->message->value;
  g_autoptr (ModscopeModuleDetails) details = modscope_cause_dup_details (self);
  g_autofree char *nearest = dup_nearest (details, name);
  g_autoptr (ModscopeRule) rule =
    self->message->parameter != NULL ? modscope_cause_find_rule (self, sets_parameter) : NULL;
  g_autofree char *place = rule != NULL ? modscope_cause_dup_place (rule) : NULL;
  g_autofree char *text = NULL;
  ModscopeFinding *finding = modscope_cause_new (
    self, "unknown-parameter", MODSCOPE_SEVERITY_WARNING,
    g_strdup_printf (_ ("%s has no option “%s”"), self->module, name),
    nearest != NULL
      ? g_strdup_printf (
          _ ("The kernel skips options (parameters) that a driver does not have. The "
             "one with the nearest name is “%s”."),
          nearest)
      : g_strdup (_ ("The kernel skips options (parameters) that a driver does not have.")));

  if (rule != NULL)
    modscope_cause_add_rule (finding, rule);
  if (place != NULL)
    text = g_strdup_printf (_ ("Correct or remove the option in %s."), place);
  else
    text = g_strdup_printf (_ ("Look at the options of %s, and correct the name."), self->module);
  modscope_cause_advise (finding, text);
  return finding;
}
