/* Why an operation failed: each fault that a real kernel was made to show, with its errno and its
 * lines, and the facts that tell apart what the errno alone does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <elf.h>
#include <errno.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "diagnosis/modscope-explain.h"
#include "diagnosis/modscope-finding-json.h"
#include "support/test-root.h"

#define RELEASE "6.1.0-test"
#define FOLDER "/lib/modules/" RELEASE

/* --- A computer ------------------------------------------------------------------------------- */

typedef struct
{
  char *root;
  ModscopePaths *paths;
  ModscopeKernel *kernel;
  ModscopeMachine *machine;
} Fixture;

/* A module file with no more than what it says about itself. */
static void
write_module (const char *root, const char *path, const char *info, gsize info_size)
{
  static const char names[] = "\0.modinfo\0.shstrtab";
  g_autoptr (GByteArray) file = g_byte_array_new ();
  Elf64_Ehdr header = {
    .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
    .e_type = ET_REL,
    .e_machine = EM_X86_64,
    .e_version = EV_CURRENT,
    .e_shoff = sizeof (Elf64_Ehdr),
    .e_ehsize = sizeof (Elf64_Ehdr),
    .e_shentsize = sizeof (Elf64_Shdr),
    .e_shnum = 3,
    .e_shstrndx = 2,
  };
  gsize start = sizeof (Elf64_Ehdr) + 3 * sizeof (Elf64_Shdr);
  Elf64_Shdr sections[3] = {
    { 0 },
    { .sh_name = 1,
      .sh_type = SHT_PROGBITS,
      .sh_flags = SHF_ALLOC,
      .sh_offset = start,
      .sh_size = info_size,
      .sh_addralign = 1 },
    { .sh_name = 10,
      .sh_type = SHT_STRTAB,
      .sh_offset = start + info_size,
      .sh_size = sizeof names,
      .sh_addralign = 1 },
  };

  g_byte_array_append (file, (const guint8 *) &header, sizeof header);
  g_byte_array_append (file, (const guint8 *) sections, sizeof sections);
  g_byte_array_append (file, (const guint8 *) info, (guint) info_size);
  g_byte_array_append (file, (const guint8 *) names, sizeof names);
  test_root_write_bytes (root, path, file->data, file->len);
}

static void
write_modules (const char *root)
{
  static const char options[] = "name=options\0parmtype=num:int\0parm=num:How many\0"
                                "parmtype=verbose:bool\0parmtype=mode:charp\0depends=";
  static const char needy[] = "name=needy\0depends=options,snd";

  write_module (root, FOLDER "/kernel/options.ko", options, sizeof options);
  write_module (root, FOLDER "/kernel/needy.ko", needy, sizeof needy);
  test_root_write (root, FOLDER "/kernel/damaged.ko", "this is no module");
  test_root_write (
    root, FOLDER "/modules.dep",
    "kernel/options.ko:\nkernel/needy.ko: kernel/options.ko\nkernel/damaged.ko:\n"
    "kernel/gone.ko:\nkernel/pcspkr.ko:\nkernel/snd.ko:\nkernel/snd-pcm.ko:\n"
    "kernel/wired.ko:\nkernel/command.ko:\nkernel/boot-blocked.ko:\nkernel/late.ko:\n");
  test_root_write (root, FOLDER "/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
}

static char *
make_root (void)
{
  char *root = test_root_new ();

  test_root_write (root, "/proc/sys/kernel/osrelease", RELEASE "\n");
  test_root_write (root, "/proc/sys/kernel/modules_disabled", "0\n");
  test_root_write (root, "/proc/modules",
                   "snd_pcm 159744 1 - Live 0x0000000000000000\n"
                   "snd 126976 1 snd_pcm, Live 0x0000000000000000\n"
                   "wired 12288 0 [permanent], Live 0x0000000000000000\n"
                   "late 12288 1 - Loading 0x0000000000000000\n");
  test_root_write (root, "/proc/cmdline", "quiet module_blacklist=boot_blocked options.mode=odd\n");
  test_root_write (root, "/etc/modprobe.d/a.conf",
                   "# a comment\noptions options num=abc verbos=1\ninstall command /bin/sh -c x\n"
                   "blacklist snd_pcm\n");
  test_root_write (root, "/etc/modprobe.d/00-modscope-block.conf",
                   "# Modscope, 2026-11-23: never load\nblacklist pcspkr\nsoftdep pcspkr pre:\n"
                   "install pcspkr /bin/false\ninstall by_hand /bin/false\n");
  write_modules (root);
  return root;
}

static void
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->paths = modscope_paths_new (self->root);
  self->kernel = modscope_kernel_open (self->paths, NULL, NULL);
  self->machine = modscope_machine_new (self->kernel);
  modscope_machine_wait (self->machine);
  if (modscope_machine_get_error (self->machine) == NULL)
    modscope_machine_ensure_index (self->machine, &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->root = make_root ();
  fixture_open (self);
}

static void
fixture_close (Fixture *self)
{
  g_assert_finalize_object (self->machine);
  modscope_kernel_unref (self->kernel);
  modscope_paths_unref (self->paths);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_close (self);
  test_root_free (self->root);
}

/* --- Asking ----------------------------------------------------------------------------------- */

/* @lines is separated by newlines; %NULL for none. */
static ModscopeFinding *
ask_error (ModscopeMachine *machine,
           const char *verb,
           const char *module,
           ModscopeHelperError code,
           int errsv,
           const char *lines)
{
  g_auto (GStrv) kernel_lines = g_strsplit (lines != NULL ? lines : "", "\n", -1);
  char *none[] = { NULL };
  ModscopeFailure failure = { .sentence = (char *) "It failed",
                              .errsv = errsv,
                              .done = none,
                              .kernel_lines = kernel_lines,
                              .files = none };

  /* As the helper answers. */
  if (code == MODSCOPE_HELPER_ERROR_BUSY)
    failure.module = (char *) module;
  return modscope_explain (verb, module, code, &failure, machine);
}

static ModscopeFinding *
ask (ModscopeMachine *machine, const char *module, int errsv, const char *lines)
{
  return ask_error (machine, "load", module, MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, errsv, lines);
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

/* Whoever reads it is told what happened to what, why, and what to do. */
static void
assert_is_complete (const ModscopeFinding *finding)
{
  g_assert_nonnull (finding);
  g_assert_cmpstr (finding->title, !=, "");
  g_assert_null (strchr (finding->title, '\n'));
  g_assert_true (g_utf8_validate (finding->explanation, -1, NULL));
  g_assert_cmpuint (strlen (finding->explanation), >, 20);
  g_assert_cmpuint (finding->fixes->len, >, 0);
  g_assert_null (strstr (finding->explanation, "errno"));
  g_assert_null (strstr (finding->explanation, "  "));
}

static void
assert_code (ModscopeFinding *finding, const char *code)
{
  assert_is_complete (finding);
  g_assert_cmpstr (finding->code, ==, code);
}

static const ModscopeFix *
find_action (const ModscopeFinding *finding, const char *verb)
{
  for (guint i = 0; i < finding->fixes->len; i++)
    {
      const ModscopeFix *fix = g_ptr_array_index (finding->fixes, i);

      if (g_strcmp0 (fix->verb, verb) == 0)
        return fix;
    }
  return NULL;
}

static void
assert_action (const ModscopeFinding *finding, const char *verb, const char *arguments)
{
  const ModscopeFix *fix = find_action (finding, verb);
  g_autofree char *joined = NULL;

  g_assert_nonnull (fix);
  joined = g_strjoinv (" ", fix->arguments);
  g_assert_cmpstr (joined, ==, arguments);
}

/* --- Faults ----------------------------------------------------------------------------------- */

/* What a kernel 6.1 answered to each fault, without any other fact. */
static const struct
{
  const char *verb;
  int errsv;
  const char *lines;
  const char *code;
  const char *words; /* that the title or the explanation must have */
} faults[] = {
  { "load", ENODEV, NULL, "no-hardware", "(ENODEV)" },
  { "load", EINVAL, NULL, "load-failed", "(EINVAL)" },
  { "load", EPERM, NULL, "load-failed", "itself refused" },
  { "load", EBUSY, NULL, "load-failed", "(EBUSY)" },
  { "load", ENOMEM, NULL, "load-failed", "memory" },
  { "load", EEXIST, NULL, "already-loaded", "already" },
  { "load", ENOEXEC,
    "x: version magic '6.1.0 SMP preempt mod_unload modversions ' should be '6.1.0 SMP preempt_rt "
    "mod_unload modversions '",
    "wrong-kernel", "“preempt”, this kernel is “preempt_rt”" },
  { "load", ENOEXEC, "x: disagrees about version of symbol module_layout", "wrong-kernel",
    "laid out differently" },
  { "load", ENOEXEC,
    "module: x86/modules: Skipping invalid relocation target, existing value is nonzero",
    "wrong-kernel", "compiler" },
  { "load", ENOEXEC, NULL, "wrong-kernel", "(ENOEXEC)" },
  { "load", EINVAL,
    "x: disagrees about version of symbol usb_register\nx: Unknown symbol usb_register (err -22)",
    "symbol-mismatch", "usb_register" },
  { "load", ENOENT, "x: Unknown symbol nothing (err -2)", "unknown-symbol", "“nothing”" },
  { "load", ENOENT, "x: Unknown symbol nothing (err 0)", "unknown-symbol", "“nothing”" },
  { "load", ENOENT,
    "x: module license 'Proprietary' taints kernel.\nDisabling lock debugging due to kernel taint\n"
    "x: Unknown symbol kallsyms (err -2)",
    "unknown-symbol", "Proprietary" },
  { "load", EINVAL,
    "x: module uses symbol (dma_buf_get) from namespace DMA_BUF, but does not import it.\n"
    "x: Unknown symbol dma_buf_get (err -22)",
    "unknown-symbol", "DMA_BUF" },
  { "load", ENOEXEC, "Invalid ELF section header overflow", "corrupt-module", "cut off" },
  { "load", ENOEXEC, "Invalid ELF header magic: != \177ELF", "corrupt-module", "(ENOEXEC)" },
  { "load", EINVAL, "decompression failed with status 6", "corrupt-module", "compressed" },
  { "load", EKEYREJECTED, "Loading of unsigned module is rejected", "signature-rejected",
    "no signature" },
  { "load", EKEYREJECTED, "Loading of module with unavailable key is rejected",
    "signature-rejected", "The key" },
  { "load", ENOKEY, NULL, "signature-rejected", "(ENOKEY)" },
  { "load", EKEYREJECTED, NULL, "signature-damaged", "damaged" },
  { "load", EBADMSG, NULL, "signature-damaged", "(EBADMSG)" },
  { "load", EPERM,
    "Lockdown: modprobe: unsigned module loading is restricted; see man kernel_lockdown.7",
    "lockdown", "Secure Boot" },
  { "load", EPERM, "Module x is blacklisted", "blocked-at-boot", "module_blacklist" },
  { "load", EINVAL, "x: `abc' invalid for parameter `num'", "bad-parameter", "“abc”" },
  { "load", ERANGE, "x: `999999999999' invalid for parameter `num'", "bad-parameter", "“num”" },
  { "load", ENOSPC, "x: `abcdefghi' too large for parameter `word'", "bad-parameter", "“word”" },
  { "load", 0, "x: unknown parameter 'nm' ignored", "unknown-parameter", "“nm”" },
  { "load", 0, "x: parameters 'a=1' after `--' ignored", "unknown-parameter", "“a=1”" },
  { "load", EINVAL, "failed to validate module [x] BTF: -22", "btf-mismatch", "BTF" },
  { "load", EOPNOTSUPP, "x: VMX not enabled (by BIOS) in MSR_IA32_FEAT_CTL on CPU 1",
    "virtualization-off", "BIOS" },
  { "load", 0, "x: probe of x.0 failed with error -22", "probe-failed", "(EINVAL)" },
  { "load", EIO, "x 0000:04:00.0: probe with driver x failed with error -5", "probe-failed",
    "0000:04:00.0" },
  { "load", ENOENT, "x x.0: Direct firmware load for acme/x.fw failed with error -2",
    "firmware-missing", "acme/x.fw" },
  { "load", 0,
    "BUG: kernel NULL pointer dereference, address: 0000000000000000\nOops: 0002 [#1] PREEMPT SMP\n"
    "RIP: 0010:x_init+0x5/0x1000 [x]",
    "driver-crashed", "x crashed" },
  { "unload", EPERM, NULL, "load-failed", "(EPERM)" },
  { "unload", EAGAIN, NULL, "in-use", "in use" },
  { "unload", EBUSY, NULL, "cannot-unload", "restarts" },
  /* What others logged at the same moment. */
  { "load", EINVAL, "other: Unknown symbol nothing (err -2)", "load-failed", "(EINVAL)" },
  { "load", EINVAL, "Loading of unsigned module is rejected", "load-failed", "(EINVAL)" },
  { "load", ENODEV, "Lockdown: a: unsigned module loading is restricted; see man", "no-hardware",
    "(ENODEV)" },
  /* Noise that explains nothing. */
  { "load", ENODEV,
    "x: loading out-of-tree module taints kernel.\n"
    "x: module verification failed: signature and/or required key missing - tainting kernel",
    "no-hardware", "(ENODEV)" },
  { "load", ENODEV,
    "x 0000:00:14.3: Direct firmware load for x-77.ucode failed with error -2\n"
    "x 0000:00:14.3: loaded firmware version 72.d",
    "no-hardware", "(ENODEV)" },
  { "load", ENODEV,
    "platform regulatory.0: Direct firmware load for regulatory.db failed with error -2",
    "no-hardware", "(ENODEV)" },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (ModscopeFinding) finding =
        ask_error (NULL, faults[i].verb, "x", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, faults[i].errsv,
                   faults[i].lines);
      g_autofree char *text = NULL;

      if (g_strcmp0 (finding->code, faults[i].code) != 0)
        g_test_message ("%s, errno %d, %s", faults[i].verb, faults[i].errsv, faults[i].lines);
      assert_code (finding, faults[i].code);
      g_assert_cmpstr (finding->subject_type, ==, "module");
      g_assert_cmpstr (finding->subject_id, ==, "x");
      text = g_strconcat (finding->title, " ", finding->explanation, NULL);
      assert_contains (text, faults[i].words);
    }
}

static void
test_needs_no_cause (void)
{
  static const ModscopeHelperError errors[] = {
    MODSCOPE_HELPER_ERROR_INVALID_NAME,   MODSCOPE_HELPER_ERROR_NOT_AUTHORIZED,
    MODSCOPE_HELPER_ERROR_DISMISSED,      MODSCOPE_HELPER_ERROR_AUTHORITY_UNAVAILABLE,
    MODSCOPE_HELPER_ERROR_STALE,          MODSCOPE_HELPER_ERROR_CRITICAL,
    MODSCOPE_HELPER_ERROR_READ_ONLY,      MODSCOPE_HELPER_ERROR_NO_SPACE,
    MODSCOPE_HELPER_ERROR_LIMIT_EXCEEDED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    g_assert_null (ask_error (NULL, "load", "x", errors[i], 0, NULL));
  g_assert_null (ask_error (NULL, "unload", "x", MODSCOPE_HELPER_ERROR_NOT_FOUND, 0, NULL));
  g_assert_null (ask_error (NULL, "unblock", "x", MODSCOPE_HELPER_ERROR_NOT_FOUND, 0, NULL));
}

/* --- Facts ------------------------------------------------------------------------------------ */

static void
test_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) builtin =
    ask_error (self->machine, "unload", "ext4", MODSCOPE_HELPER_ERROR_BUILT_IN, 0, NULL);
  g_autoptr (ModscopeFinding) block =
    ask_error (self->machine, "block", "ext4", MODSCOPE_HELPER_ERROR_BUILT_IN, 0, NULL);
  g_autoptr (ModscopeFinding) late =
    ask_error (self->machine, "load", "late", MODSCOPE_HELPER_ERROR_BUSY, 0, NULL);
  g_autoptr (ModscopeFinding) leaving =
    ask_error (self->machine, "unload", "late", MODSCOPE_HELPER_ERROR_BUSY, EBUSY, NULL);
  g_autoptr (ModscopeFinding) nothing =
    ask_error (self->machine, "load", "nothing", MODSCOPE_HELPER_ERROR_NOT_FOUND, 0, NULL);
  g_autoptr (ModscopeFinding) gone =
    ask_error (self->machine, "load", "gone", MODSCOPE_HELPER_ERROR_NOT_FOUND, 0, NULL);
  g_autoptr (ModscopeFinding) locked =
    ask_error (self->machine, "load", "late", MODSCOPE_HELPER_ERROR_MODULES_DISABLED, 0, NULL);
  g_autoptr (ModscopeFinding) locked_in =
    ask_error (self->machine, "unload", "late", MODSCOPE_HELPER_ERROR_MODULES_DISABLED, 0, NULL);

  g_assert_cmpstr (builtin->code, ==, "builtin");
  g_assert_cmpint (builtin->severity, ==, MODSCOPE_SEVERITY_NOTICE);
  assert_code (block, "block-not-effective");
  assert_code (late, "load-failed");
  assert_contains (late->title, "at this moment");
  assert_code (leaving, "cannot-unload");
  assert_code (nothing, "module-not-shipped");
  assert_contains (nothing->explanation, RELEASE);
  assert_code (gone, "stale-index");
  assert_code (locked, "modules-locked");
  assert_code (locked_in, "modules-locked");
}

static void
test_restart_needed (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) finding = NULL;

  fixture_close (self);
  test_root_remove (self->root, FOLDER "/modules.dep");
  test_root_write (self->root, "/lib/modules/6.1.9-new/modules.dep", "");
  fixture_open (self);
  finding = ask_error (self->machine, "load", "usbhid", MODSCOPE_HELPER_ERROR_NOT_FOUND, 0, NULL);
  assert_code (finding, "restart-needed");
}

/* EPERM without a line: the lock, the start-up options, or the module itself. */
static void
test_permission (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) itself = ask (self->machine, "options", EPERM, NULL);
  g_autoptr (ModscopeFinding) boot = ask (self->machine, "boot_blocked", EPERM, NULL);
  g_autoptr (ModscopeFinding) locked = NULL;
  g_autoptr (ModscopeFinding) unload = NULL;
  g_autoptr (ModscopeFinding) lockdown = NULL;
  const ModscopeEvidence *evidence;

  assert_code (itself, "load-failed");
  assert_contains (itself->explanation, "“Operation not permitted” (EPERM)");
  assert_code (boot, "blocked-at-boot");
  evidence = g_ptr_array_index (boot->evidence, 0);
  g_assert_cmpstr (evidence->source, ==, "/proc/cmdline");

  fixture_close (self);
  test_root_write (self->root, "/sys/kernel/security/lockdown",
                   "none [integrity] confidentiality\n");
  fixture_open (self);
  lockdown = ask (self->machine, "options", EPERM, NULL);
  assert_code (lockdown, "lockdown");

  fixture_close (self);
  test_root_write (self->root, "/proc/sys/kernel/modules_disabled", "1\n");
  fixture_open (self);
  locked = ask (self->machine, "options", EPERM, NULL);
  assert_code (locked, "modules-locked");
  unload =
    ask_error (self->machine, "unload", "snd", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, EPERM, NULL);
  assert_code (unload, "modules-locked");
  assert_contains (unload->title, "unloaded");
}

static void
test_signatures (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) damaged = ask (self->machine, "options", EKEYREJECTED, NULL);
  g_autoptr (ModscopeFinding) file =
    ask (self->machine, "damaged", EKEYREJECTED, "Loading of unsigned module is rejected");
  g_autoptr (ModscopeFinding) text = ask (self->machine, "damaged", ENOEXEC, NULL);
  g_autoptr (ModscopeFinding) rejected = NULL;

  assert_code (damaged, "signature-damaged");
  /* A text file is unsigned, too. */
  assert_code (file, "corrupt-module");
  assert_code (text, "corrupt-module");

  fixture_close (self);
  test_root_write (self->root, "/sys/module/module/parameters/sig_enforce", "Y\n");
  fixture_open (self);
  rejected = ask (self->machine, "options", EKEYREJECTED, NULL);
  assert_code (rejected, "signature-rejected");
}

static void
test_rules (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) own =
    ask_error (self->machine, "load", "pcspkr", MODSCOPE_HELPER_ERROR_INSTALL_COMMAND, 0, NULL);
  g_autoptr (ModscopeFinding) command =
    ask_error (self->machine, "load", "command", MODSCOPE_HELPER_ERROR_INSTALL_COMMAND, 0, NULL);
  g_autoptr (ModscopeFinding) by_hand =
    ask_error (self->machine, "load", "by_hand", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, NULL);
  g_autoptr (ModscopeFinding) conflict =
    ask_error (self->machine, "load", "pcspkr", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, NULL);
  g_autoptr (ModscopeFinding) weak =
    ask_error (self->machine, "load", "snd_pcm", MODSCOPE_HELPER_ERROR_CONFIG_CONFLICT, 0, NULL);
  const ModscopeEvidence *evidence;

  assert_code (conflict, "blocked-by-rule");
  assert_code (own, "blocked-by-rule");
  assert_contains (own->explanation, "pcspkr is never to be loaded");
  /* A blacklist line alone keeps nobody from loading it by its name. */
  assert_code (weak, "blocked-by-rule");
  assert_contains (weak->explanation, "/etc/modprobe.d/a.conf, line 4");
  assert_contains (weak->explanation, "snd_pcm is not to be loaded automatically (blacklisted)");
  assert_action (own, "unblock", "pcspkr");
  /* In the same file, but nothing that Modscope wrote or takes back. */
  g_assert_null (find_action (by_hand, "unblock"));
  assert_contains (by_hand->explanation, "/etc/modprobe.d/00-modscope-block.conf, line 5");
  evidence = g_ptr_array_index (own->evidence, 0);
  g_assert_cmpstr (evidence->source, ==, "/etc/modprobe.d/00-modscope-block.conf");
  g_assert_cmpuint (evidence->line, ==, 4);
  g_assert_cmpstr (evidence->text, ==, "install pcspkr /bin/false");

  assert_code (command, "blocked-by-rule");
  g_assert_null (find_action (command, "unblock"));
  assert_contains (command->explanation, "/etc/modprobe.d/a.conf, line 3");
  assert_contains (command->title, "command");
}

static void
test_parameters (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) by_rule =
    ask (self->machine, "options", EINVAL, "options: `abc' invalid for parameter `num'");
  g_autoptr (ModscopeFinding) by_hand =
    ask (self->machine, "options", EINVAL, "options: `xyz' invalid for parameter `num'");
  g_autoptr (ModscopeFinding) at_boot =
    ask (self->machine, "options", EINVAL, "options: `odd' invalid for parameter `mode'");
  g_autoptr (ModscopeFinding) unknown =
    ask (self->machine, "options", 0, "options: unknown parameter 'verbos' ignored");

  assert_code (by_rule, "bad-parameter");
  assert_contains (by_rule->explanation, "a whole number from −2147483648 to 2147483647 (int)");
  assert_contains (by_rule->explanation, "/etc/modprobe.d/a.conf, line 2");
  g_assert_null (find_action (by_rule, "load"));

  assert_code (by_hand, "bad-parameter");
  g_assert_null (strstr (by_hand->explanation, "a.conf"));
  assert_action (by_hand, "load", "options");

  assert_code (at_boot, "bad-parameter");
  assert_contains (at_boot->explanation, "/proc/cmdline");
  assert_contains (at_boot->explanation, "(charp)");

  assert_code (unknown, "unknown-parameter");
  g_assert_cmpint (unknown->severity, ==, MODSCOPE_SEVERITY_WARNING);
  assert_contains (unknown->explanation, "“verbose”");
}

static void
test_in_use (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) snd =
    ask_error (self->machine, "unload", "snd", MODSCOPE_HELPER_ERROR_IN_USE, EAGAIN, NULL);
  g_autoptr (ModscopeFinding) pcm =
    ask_error (self->machine, "unload", "snd-pcm", MODSCOPE_HELPER_ERROR_IN_USE, EAGAIN, NULL);
  g_autoptr (ModscopeFinding) wired =
    ask_error (self->machine, "unload", "wired", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, EBUSY, NULL);
  /* Refused by the helper, which does not ask the kernel. */
  g_autoptr (ModscopeFinding) unasked =
    ask_error (self->machine, "unload", "wired", MODSCOPE_HELPER_ERROR_KERNEL_REFUSED, 0, NULL);

  assert_code (snd, "in-use");
  assert_contains (snd->explanation, "snd_pcm");
  assert_action (snd, "unload", "snd_pcm snd");

  assert_code (pcm, "in-use");
  g_assert_cmpstr (pcm->subject_id, ==, "snd_pcm");
  g_assert_null (find_action (pcm, "unload"));

  assert_code (wired, "cannot-unload");
  assert_contains (wired->explanation, "no exit function");
  assert_code (unasked, "cannot-unload");
  assert_contains (unasked->explanation, "no exit function");
}

/* What another module of the same plan did is the cause, if it was its turn. */
static void
test_other_module (Fixture *self, gconstpointer data)
{
  char *lines[] = { (char *) "options: Unknown symbol y (err -2)", NULL };
  char *none[] = { NULL };
  ModscopeFailure failure = { .sentence = (char *) "",
                              .errsv = ENOENT,
                              .module = (char *) "options",
                              .done = none,
                              .kernel_lines = lines,
                              .files = none };
  g_autoptr (ModscopeFinding) finding = modscope_explain (
    "load", "needy", MODSCOPE_HELPER_ERROR_UNKNOWN_SYMBOL, &failure, self->machine);
  g_autoptr (ModscopeFinding) needy =
    ask (self->machine, "needy", ENOENT, "needy: Unknown symbol z (err -2)");

  assert_code (finding, "unknown-symbol");
  g_assert_cmpstr (finding->subject_id, ==, "options");
  /* snd is loaded already. */
  assert_code (needy, "unknown-symbol");
  assert_action (needy, "load", "options");
}

static void
test_crashed_before (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) finding = NULL;

  fixture_close (self);
  test_root_write (self->root, "/proc/sys/kernel/tainted", "128\n");
  fixture_open (self);
  finding = ask_error (self->machine, "load", "late", MODSCOPE_HELPER_ERROR_BUSY, 0, NULL);
  assert_code (finding, "driver-crashed");
  assert_action (finding, "block", "late");
}

/* --- The contract ----------------------------------------------------------------------------- */

static void
test_json (Fixture *self, gconstpointer data)
{
  g_autoptr (ModscopeFinding) finding =
    ask_error (self->machine, "unload", "snd", MODSCOPE_HELPER_ERROR_IN_USE, EAGAIN, NULL);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  ModscopeJson *json = modscope_json_new (stream);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  JsonObject *fix;

  modscope_json_begin_object (json, NULL);
  modscope_json_finding (json, "finding", finding);
  modscope_json_finding (json, "none", NULL);
  modscope_json_end_object (json);
  modscope_json_finish (json, &error);
  g_assert_no_error (error);
  json_parser_load_from_data (
    parser, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
    (gssize) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), &error);
  g_assert_no_error (error);

  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_true (json_object_get_null_member (object, "none"));
  object = json_object_get_object_member (object, "finding");
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "in-use");
  g_assert_cmpstr (json_object_get_string_member (object, "severity"), ==, "error");
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==, finding->title);
  fix = json_array_get_object_element (json_object_get_array_member (object, "fixes"), 0);
  fix = json_object_get_object_member (fix, "action");
  g_assert_cmpstr (json_object_get_string_member (fix, "verb"), ==, "unload");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (fix, "arguments")), ==, 2);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/explain/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  char *cache = test_root_new ();
  int status;

  /* The index is kept there. */
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/faults", test_faults);
  g_test_add_func ("/explain/needs-no-cause", test_needs_no_cause);
  ADD ("answers", test_answers);
  ADD ("restart-needed", test_restart_needed);
  ADD ("permission", test_permission);
  ADD ("signatures", test_signatures);
  ADD ("rules", test_rules);
  ADD ("parameters", test_parameters);
  ADD ("in-use", test_in_use);
  ADD ("other-module", test_other_module);
  ADD ("crashed-before", test_crashed_before);
  ADD ("json", test_json);
  status = g_test_run ();
  test_root_free (cache);
  return status;
}
