/* Decides why an operation failed: first the helper's answer where it says all, then the kernel's
 * lines, then the facts, then the errno's plain meaning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-explain.h"

#include <errno.h>
#include <string.h>

#include "base/modscope-name.h"
#include "diagnosis/modscope-cause.h"

#define ERRORS_MAX 5

/**
 * LineCause: a message that decides, strongest first.
 * @errors: the errnos with which an operation can end because of it; none: any. It keeps lines that
 *   name no module, and happened to be logged at the same moment, from being blamed.
 */
typedef struct
{
  ModscopeEvent event;
  ModscopeCause cause;
  int errors[ERRORS_MAX];
} LineCause;

static const LineCause line_causes[] = {
  { MODSCOPE_EVENT_CRASH, modscope_cause_driver_crashed, { 0 } },
  { MODSCOPE_EVENT_LOCKDOWN, modscope_cause_lockdown, { EPERM } },
  { MODSCOPE_EVENT_SIGNATURE_REJECTED,
    modscope_cause_signature_rejected,
    { EKEYREJECTED, ENOKEY, ENOPKG, EPERM } },
  { MODSCOPE_EVENT_BLACKLISTED, modscope_cause_blocked_at_boot, { 0 } },
  { MODSCOPE_EVENT_VERSION_MAGIC, modscope_cause_wrong_kernel, { 0 } },
  { MODSCOPE_EVENT_OTHER_LAYOUT, modscope_cause_wrong_kernel, { 0 } },
  { MODSCOPE_EVENT_RELOCATION, modscope_cause_wrong_kernel, { ENOEXEC } },
  { MODSCOPE_EVENT_SYMBOL_VERSION, modscope_cause_symbol_mismatch, { 0 } },
  { MODSCOPE_EVENT_SYMBOL_REFUSED, modscope_cause_unknown_symbol, { EINVAL, ENOENT, EACCES } },
  { MODSCOPE_EVENT_UNKNOWN_SYMBOL, modscope_cause_unknown_symbol, { 0 } },
  { MODSCOPE_EVENT_BTF, modscope_cause_btf_mismatch, { 0 } },
  { MODSCOPE_EVENT_BAD_VALUE, modscope_cause_bad_parameter, { 0 } },
  { MODSCOPE_EVENT_VALUE_TOO_LARGE, modscope_cause_bad_parameter, { 0 } },
  { MODSCOPE_EVENT_BAD_FILE,
    modscope_cause_corrupt_module,
    { ENOEXEC, EINVAL, EBADMSG, EOPNOTSUPP, ENOMEM } },
  { MODSCOPE_EVENT_VIRTUALIZATION_OFF,
    modscope_cause_virtualization_off,
    { EOPNOTSUPP, EIO, EINVAL, ENODEV } },
  { MODSCOPE_EVENT_VIRTUALIZATION_MISSING,
    modscope_cause_virtualization_off,
    { EOPNOTSUPP, EIO, EINVAL, ENODEV } },
  { MODSCOPE_EVENT_INSTALL_COMMAND, modscope_cause_blocked_by_rule, { 0 } },
  { MODSCOPE_EVENT_NOT_FOUND, modscope_cause_not_found, { 0 } },
  { MODSCOPE_EVENT_MODULE_IN_USE, modscope_cause_in_use, { 0 } },
  { MODSCOPE_EVENT_SIGNATURE_UNTRUSTED,
    modscope_cause_signature_rejected,
    { EKEYREJECTED, ENOKEY, ENOPKG } },
  { MODSCOPE_EVENT_FIRMWARE_MISSING, modscope_cause_firmware_missing, { 0 } },
  { MODSCOPE_EVENT_PROBE_FAILED, modscope_cause_probe_failed, { 0 } },
};

static gboolean
error_agrees (const LineCause *cause, int error)
{
  if (error <= 0 || cause->errors[0] == 0)
    return TRUE;
  for (int i = 0; i < ERRORS_MAX && cause->errors[i] != 0; i++)
    if (cause->errors[i] == error)
      return TRUE;
  return FALSE;
}

/* Whether a message is about what was asked for. Names of drivers are often only part of their
 * module's; without facts the lines are all from one person, who chose them. */
static gboolean
is_ours (const ModscopeCase *self, const ModscopeKernelMessage *message)
{
  g_autofree char *driver = NULL;

  if (message->module != NULL && message->event != MODSCOPE_EVENT_CRASH_PLACE)
    return strcmp (message->module, self->module) == 0 ||
           strcmp (message->module, self->asked) == 0;
  if (message->driver == NULL || self->machine == NULL)
    return TRUE;
  driver = modscope_name_fold (message->driver);
  return g_str_has_prefix (self->module, driver) || g_str_has_prefix (driver, self->module);
}

/* Firmware of which an older version is found in the end is no failure. */
static void
forget_firmware (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    {
      ModscopeKernelMessage *message = g_ptr_array_index (messages, i);

      if (message != NULL && message->event == MODSCOPE_EVENT_FIRMWARE_MISSING)
        g_clear_pointer (&messages->pdata[i], modscope_kernel_message_free);
    }
}

static void
free_message (gpointer message)
{
  if (message != NULL)
    modscope_kernel_message_free (message);
}

static GPtrArray *
parse_lines (const ModscopeCase *self)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (free_message);

  for (char **line = self->failure->kernel_lines; line != NULL && *line != NULL; line++)
    {
      g_autoptr (ModscopeKernelMessage) message = modscope_kernel_message_parse (*line, -1);

      if (message != NULL && !is_ours (self, message))
        g_clear_pointer (&message, modscope_kernel_message_free);
      if (message != NULL && message->event == MODSCOPE_EVENT_FIRMWARE_LOADED)
        forget_firmware (messages);
      g_ptr_array_add (messages, g_steal_pointer (&message));
    }
  return messages;
}

/* A file that cannot be read as a module: whatever else was said, it comes from that. */
static gboolean
file_is_damaged (const ModscopeCase *self)
{
  int error = self->failure->errsv;

  return self->known != NULL && modscope_module_get_problem (self->known) != NULL &&
         (error == ENOEXEC || error == EINVAL || error == EKEYREJECTED || error == EBADMSG);
}

static ModscopeCause
decide_by_lines (ModscopeCase *self)
{
  const ModscopeKernelMessage *message;

  for (gsize i = 0; i < G_N_ELEMENTS (line_causes); i++)
    {
      const LineCause *cause = &line_causes[i];

      message = modscope_cause_find (self, cause->event);
      if (message == NULL || !error_agrees (cause, self->failure->errsv))
        continue;
      self->message = message;
      /* The kernel found the symbol, and refused it. */
      if (cause->event == MODSCOPE_EVENT_UNKNOWN_SYMBOL && message->error == EINVAL)
        return modscope_cause_symbol_mismatch;
      return cause->cause;
    }
  /* The module is loaded with an option that it does not have, so this explains no error. */
  message = modscope_cause_find (self, MODSCOPE_EVENT_UNKNOWN_PARAMETER);
  if (message == NULL)
    message = modscope_cause_find (self, MODSCOPE_EVENT_PARAMETERS_CUT);
  if (message != NULL && self->failure->errsv == 0)
    {
      self->message = message;
      return modscope_cause_unknown_parameter;
    }
  return NULL;
}

static gboolean
fact_is (const ModscopeCase *self, ModscopeTri fact)
{
  return self->machine != NULL && fact == MODSCOPE_TRI_YES;
}

/* EPERM without a line has four reasons, and the module's own code is the last. */
static ModscopeCause
decide_permission (const ModscopeCase *self)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;
  gboolean is_load = strcmp (self->verb, "unload") != 0;

  if (facts != NULL && fact_is (self, facts->modules_disabled))
    return modscope_cause_modules_locked;
  if (is_load && self->known != NULL &&
      modscope_module_get_blocked (self->known) == MODSCOPE_BLOCKED_AT_BOOT)
    return modscope_cause_blocked_at_boot;
  if (is_load && facts != NULL && facts->lockdown != NULL &&
      strcmp (facts->lockdown, "none") != 0 && self->known != NULL &&
      modscope_module_get_signed (self->known) == 0)
    return modscope_cause_lockdown;
  if (self->error_code == MODSCOPE_HELPER_ERROR_LOCKED_DOWN)
    return modscope_cause_lockdown;
  return modscope_cause_load_failed;
}

/* The kernel prints a line for what it does not trust, and none for what does not verify. A log in
 * which only a program says that it failed does not tell what the kernel printed. */
static ModscopeCause
decide_signature (const ModscopeCase *self)
{
  const ModscopeKernelFacts *facts =
    self->machine != NULL ? modscope_machine_get_facts (self->machine) : NULL;

  if (self->failure->errsv == ENOKEY || self->failure->errsv == ENOPKG ||
      modscope_cause_find (self, MODSCOPE_EVENT_INSERT_FAILED) != NULL)
    return modscope_cause_signature_rejected;
  if (facts != NULL && fact_is (self, facts->signature_enforced) && self->known != NULL &&
      modscope_module_get_signed (self->known) == 0)
    return modscope_cause_signature_rejected;
  return modscope_cause_signature_damaged;
}

static gboolean
is_kvm (const ModscopeCase *self)
{
  return strcmp (self->module, "kvm") == 0 || g_str_has_prefix (self->module, "kvm_");
}

static ModscopeCause
decide_load_by_error (const ModscopeCase *self)
{
  switch (self->failure->errsv)
    {
    case EPERM:
      return decide_permission (self);
    case EKEYREJECTED:
    case EBADMSG:
    case ENOKEY:
    case ENOPKG:
      return decide_signature (self);
    case ENOEXEC:
      return modscope_cause_wrong_kernel;
    case EEXIST:
      return modscope_cause_already_loaded;
    case ENODEV:
    case ENXIO:
      return modscope_cause_no_hardware;
    case EOPNOTSUPP:
      return is_kvm (self) ? modscope_cause_virtualization_off : modscope_cause_load_failed;
    default:
      break;
    }
  if (self->error_code == MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL)
    return modscope_cause_unknown_symbol;
  if (self->error_code == MODSCOPE_HELPER_ERROR_WRONG_KERNEL)
    return modscope_cause_wrong_kernel;
  return modscope_cause_load_failed;
}

static ModscopeCause
decide_unload_by_error (const ModscopeCase *self)
{
  switch (self->failure->errsv)
    {
    case EPERM:
      return decide_permission (self);
    case EAGAIN:
      return modscope_cause_in_use;
    case EBUSY:
      return modscope_cause_busy;
    case 0:
      /* The helper does not ask the kernel for what it knows to stay. */
      return self->known != NULL && modscope_module_is_permanent (self->known)
               ? modscope_cause_cannot_unload
               : modscope_cause_load_failed;
    default:
      return modscope_cause_load_failed;
    }
}

/* module_blacklist= has no file and line but the command line's. */
static gboolean
is_of_command_line (const ModscopeCase *self)
{
  const char *const *files = (const char *const *) self->failure->files;

  return files != NULL && files[0] != NULL && g_str_has_prefix (files[0], "/proc/cmdline:");
}

/* Errors that say all: of the helper's own checks, before the kernel was asked. */
static gboolean
decide_by_answer (const ModscopeCase *self, ModscopeCause *cause)
{
  gboolean is_load = strcmp (self->verb, "load") == 0 || strcmp (self->verb, "restart") == 0;

  *cause = NULL;
  switch (self->error_code)
    {
    case MODSCOPE_HELPER_ERROR_INVALID_NAME:
    case MODSCOPE_HELPER_ERROR_INVALID_PARAMETER:
    case MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED:
    case MODSCOPE_HELPER_ERROR_DISMISSED:
    case MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE:
    case MODSCOPE_HELPER_ERROR_STALE:
    case MODSCOPE_HELPER_ERROR_CRITICAL:
    case MODSCOPE_HELPER_ERROR_CONFIG_UNSAFE:
    case MODSCOPE_HELPER_ERROR_READ_ONLY:
    case MODSCOPE_HELPER_ERROR_NO_SPACE:
    case MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED:
      return TRUE;
    case MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT:
      if (strcmp (self->verb, "block") == 0)
        *cause = modscope_cause_block_not_effective;
      else if (is_load && is_of_command_line (self))
        *cause = modscope_cause_blocked_at_boot;
      else
        *cause = modscope_cause_blocked_by_rule;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_NOT_FOUND:
      if (is_load)
        *cause = modscope_cause_not_found;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_BUILT_IN:
      *cause = strcmp (self->verb, "block") == 0 ? modscope_cause_block_not_effective
                                                 : modscope_cause_builtin;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_INSTALL_COMMAND:
      *cause = modscope_cause_blocked_by_rule;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_IN_USE:
      *cause = modscope_cause_in_use;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_BUSY:
      /* Of no module if another change is in the way. */
      if (self->failure->module != NULL)
        *cause = modscope_cause_busy;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_MODULES_DISABLED:
      *cause = modscope_cause_modules_locked;
      return TRUE;
    case MODSCOPE_HELPER_ERROR_SIGNATURE_REJECTED:
    case MODSCOPE_HELPER_ERROR_LOCKED_DOWN:
    case MODSCOPE_HELPER_ERROR_WRONG_KERNEL:
    case MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL:
    case MODSCOPE_HELPER_ERROR_KERNEL_REFUSED:
    default:
      return FALSE;
    }
}

static ModscopeCause
decide (ModscopeCase *self)
{
  ModscopeCause cause;

  if (decide_by_answer (self, &cause))
    return cause;
  if (file_is_damaged (self))
    return modscope_cause_corrupt_module;
  cause = decide_by_lines (self);
  if (cause != NULL)
    return cause;
  return strcmp (self->verb, "unload") == 0 ? decide_unload_by_error (self)
                                            : decide_load_by_error (self);
}

ModscopeFinding *
modscope_explain (const char *verb,
                  const char *module,
                  ModscopeHelperError error_code,
                  const ModscopeFailure *failure,
                  ModscopeMachine *machine)
{
  g_autofree char *asked = modscope_name_fold (module);
  g_autofree char *turn = modscope_name_fold (failure->module != NULL ? failure->module : module);
  ModscopeCase self = {
    .verb = verb,
    .module = turn,
    .asked = asked,
    .error_code = error_code,
    .failure = failure,
    .machine = machine,
    .known = machine != NULL ? modscope_machine_lookup (machine, turn) : NULL,
  };
  g_autoptr (GPtrArray) messages = NULL;
  ModscopeCause cause;

  self.messages = messages = parse_lines (&self);
  cause = decide (&self);
  return cause != NULL ? cause (&self) : NULL;
}
