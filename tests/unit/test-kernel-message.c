/* The parser of kernel messages: every text that the kernel was seen to print for a fault, what
 * logs put before it, and texts that must not be taken for one.
 *
 * With $MODSCOPE_TEST_LOGS, a folder with logs-full/EVENTS.json and the whole logs of real
 * computers that it counts, these are read, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "diagnosis/modscope-kernel-log.h"
#include "diagnosis/modscope-kernel-message.h"

static void
put (GString *text, const char *key, const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, " %s=%s", key, value);
}

static char *
describe (const char *line, gssize length)
{
  g_autoptr (ModscopeKernelMessage) message = modscope_kernel_message_parse (line, length);
  GString *text;

  if (message == NULL)
    return g_strdup ("none");
  text = g_string_new (message->code != NULL ? message->code : "-");
  put (text, "module", message->module);
  put (text, "driver", message->driver);
  put (text, "device", message->device);
  put (text, "symbol", message->symbol);
  put (text, "parameter", message->parameter);
  put (text, "value", message->value);
  put (text, "expected", message->expected);
  put (text, "file", message->file);
  put (text, "process", message->process);
  if (message->error != 0)
    g_string_append_printf (text, " error=%d", message->error);
  return g_string_free (text, FALSE);
}

static void
assert_described (const char *line, const char *expected)
{
  g_autofree char *text = describe (line, -1);

  if (strcmp (text, expected) != 0)
    g_test_message ("of: %s", line);
  g_assert_cmpstr (text, ==, expected);
}

/* Of kernel 6.1 unless it says otherwise. */
static const struct
{
  const char *line;
  const char *expected;
} texts[] = {
  { "do_init_module: 'faulty'->init suspiciously returned 5, it should follow 0/-E convention",
    "- module=faulty error=5" },
  { "faulty: init suspiciously returned -EEXIST: Overriding with -EBUSY",
    "- module=faulty value=-EEXIST: Overriding with -EBUSY" },
  { "my-mod: version magic '6.1.0 SMP mod_unload ' should be '6.1.0 SMP preempt mod_unload '",
    "wrong-kernel module=my_mod value=6.1.0 SMP mod_unload  expected=6.1.0 SMP preempt "
    "mod_unload " },
  { "faulty: disagrees about version of symbol module_layout", "wrong-kernel module=faulty" },
  { "faulty: disagrees about version of symbol usb_register_driver",
    "symbol-mismatch module=faulty symbol=usb_register_driver" },
  { "faulty: Unknown symbol usb_register_driver (err -22)",
    "unknown-symbol module=faulty symbol=usb_register_driver error=22" },
  { "faulty: Unknown symbol nothing_at_all (err -2)",
    "unknown-symbol module=faulty symbol=nothing_at_all error=2" },
  { "faulty: Unknown symbol nothing_at_all (err 0)",
    "unknown-symbol module=faulty symbol=nothing_at_all" },
  { "faulty: module uses symbol (dma_buf_get) from namespace DMA_BUF, but does not import it.",
    "unknown-symbol module=faulty symbol=dma_buf_get value=DMA_BUF" },
  { "faulty: module license 'Proprietary' taints kernel.",
    "tainted module=faulty value=Proprietary" },
  { "Disabling lock debugging due to kernel taint", "-" },
  { "Invalid ELF section header overflow", "corrupt-module value=section header overflow" },
  { "Invalid ELF header magic: != \177ELF", "corrupt-module value=header magic: !=  ELF" },
  { "module faulty: .gnu.linkonce.this_module section size must match the kernel's built struct "
    "module size at run time",
    "wrong-kernel module=faulty" },
  { "decompression failed with status 6", "corrupt-module value=6" },
  { "Loading of unsigned module is rejected", "signature-rejected value=unsigned module" },
  { "Loading of module with unavailable key is rejected",
    "signature-rejected value=module with unavailable key" },
  { "faulty: loading of unsigned module is rejected",
    "signature-rejected module=faulty value=unsigned module" },
  { "Lockdown: modprobe: unsigned module loading is restricted; see man kernel_lockdown.7",
    "lockdown process=modprobe" },
  { "Lockdown: (udev-worker): unsigned module loading is restricted; see man kernel_lockdown.7",
    "lockdown process=(udev-worker)" },
  { "Lockdown: swapper/0: hibernation is restricted; see man kernel_lockdown.7",
    "- value=hibernation process=swapper/0" },
  { "Module faulty is blacklisted", "blocked-at-boot module=faulty" },
  { "faulty: `abc' invalid for parameter `num'",
    "bad-parameter module=faulty parameter=num value=abc" },
  { "faulty: `' invalid for parameter `num'", "bad-parameter module=faulty parameter=num value=" },
  { "faulty: `abcdefgh' too large for parameter `name'",
    "bad-parameter module=faulty parameter=name value=abcdefgh" },
  { "faulty: unknown parameter 'nm' ignored", "unknown-parameter module=faulty parameter=nm" },
  { "faulty: parameters 'a=1 b=2' after `--' ignored",
    "unknown-parameter module=faulty value=a=1 b=2" },
  { "faulty faulty.0: firmware: failed to load acme/fw.bin (-2)",
    "- driver=faulty device=faulty.0 file=acme/fw.bin error=2" },
  { "firmware_class: See https://wiki.debian.org/Firmware for information about missing firmware.",
    "- value=https://wiki.debian.org/Firmware for information about missing firmware." },
  { "iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-cc-a0-77.ucode failed with error -2",
    "firmware-missing driver=iwlwifi device=0000:00:14.3 file=iwlwifi-cc-a0-77.ucode error=2" },
  { "brcmfmac 0000:03:00.0: Direct firmware load for brcm/brcmfmac4350c2-pcie.Acme "
    "Inc.-Book13,1.txt failed with error -2",
    "firmware-missing driver=brcmfmac device=0000:03:00.0 "
    "file=brcm/brcmfmac4350c2-pcie.Acme Inc.-Book13,1.txt error=2" },
  { "platform regulatory.0: Direct firmware load for regulatory.db failed with error -2",
    "- driver=platform device=regulatory.0" },
  { "iwlwifi 0000:00:14.3: no suitable firmware found!",
    "firmware-missing driver=iwlwifi device=0000:00:14.3" },
  { "amdgpu 0000:03:00.0: amdgpu: Direct firmware load for amdgpu/x.bin failed with error -2",
    "firmware-missing driver=amdgpu device=0000:03:00.0 file=amdgpu/x.bin error=2" },
  { "faulty: probe of faulty.0 failed with error -22",
    "probe-failed driver=faulty device=faulty.0 error=22" },
  /* 6.9 and later */
  { "faulty 0000:04:00.0: probe with driver faulty failed with error -5",
    "probe-failed driver=faulty device=0000:04:00.0 error=5" },
  { "faulty: loading out-of-tree module taints kernel.", "tainted module=faulty" },
  { "faulty: module verification failed: signature and/or required key missing - tainting kernel",
    "tainted module=faulty" },
  { "BUG: kernel NULL pointer dereference, address: 0000000000000000",
    "driver-crashed value=, address: 0000000000000000" },
  /* 5.4 */
  { "BUG: unable to handle page fault for address: ffffb0",
    "driver-crashed value=page fault for address: ffffb0" },
  { "Oops: 0002 [#1] PREEMPT SMP PTI", "driver-crashed value=0002 [#1] PREEMPT SMP PTI" },
  /* 6.12 */
  { "Oops: Oops: 0000 [#1] PREEMPT SMP", "driver-crashed value=Oops: 0000 [#1] PREEMPT SMP" },
  { "RIP: 0010:faulty_init+0x5/0x10 [faulty]", "- module=faulty symbol=0010:faulty_init+0x5/0x10" },
  { "RIP: 0010:apply_paravirt+0x104/0x150", "- symbol=0010:apply_paravirt+0x104/0x150" },
  { "failed to validate module [faulty] BTF: -22", "btf-mismatch module=faulty error=22" },
  { "module: x86/modules: Skipping invalid relocation target, existing value is nonzero for type 1",
    "wrong-kernel" },
  { "kvm: disabled by bios", "-" },
  { "kvm_amd: SVM disabled (by BIOS) in MSR_VM_CR on CPU 3", "- module=kvm_amd" },
  { "kvm_amd: SVM not supported by CPU 1", "- module=kvm_amd" },
  { "mce: [Hardware Error]: Machine check events logged", "none" },
  { "modprobe: ERROR: could not insert 'faulty': Key was rejected by service",
    "- module=faulty value=Key was rejected by service error=129" },
  { "insmod: ERROR: could not insert module ./my-mod.ko.xz: Invalid module format",
    "- module=my_mod value=Invalid module format file=./my-mod.ko.xz error=8" },
  { "modprobe: FATAL: Module nothing not found in directory /lib/modules/6.1.0",
    "module-not-shipped module=nothing file=/lib/modules/6.1.0" },
  { "usb 1-1.3.2: device descriptor read/64, error -32",
    "usb-not-recognized driver=usb device=1-1.3.2 error=32" },
  /* Nothing that is known. */
  { "", "none" },
  { "Linux version 6.1.0", "none" },
  { "faulty: probe of faulty.0 succeeded", "none" },
  { "a b: Unknown symbol c (err -2)", "none" },
  { "Loading of iSCSI transport class v2.0-870.", "none" },
  { "[drm] Finished loading DMC firmware i915/kbl_dmc_ver1_04.bin (v1.4)", "none" },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_described (texts[i].line, texts[i].expected);
}

static void
test_prefixes (void)
{
  static const char *const prefixes[] = {
    "",
    "[   12.345678] ",
    "[12029.023267] ",
    "[  +0.000421] ",
    "[    1.234567][  T123] ",
    "[    1.234567] [ T1] ",
    "[Wed Dec 11 19:33:07 2024] ",
    "<4>[   12.345678] ",
    "<6>",
    "4,1234,5678901,-;",
    "4,1234,5678901,-,caller=T1;",
    "kernel: ",
    "kern  :warn  : [   12.345678] ",
    "kern.alert: [21657.872242] ",
    "worker-01: kern: warning: [2022-01-02T23:27:24.623502266Z]: ",
    "Sep 21 19:40:22 host kernel: [   76.581569] ",
    "Sep  1 19:40:22 host kernel: ",
    "2024-05-01T10:11:12.123456+02:00 host kernel: [   76.581569] ",
    "Aug 04 19:34:09 host program[1627]: ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      g_autofree char *line = g_strconcat (prefixes[i], "x: Unknown symbol y (err -2)\r\n", NULL);

      assert_described (line, "unknown-symbol module=x symbol=y error=2");
    }
}

/* Names and values of a log end up on a terminal. */
static void
test_foreign_bytes (void)
{
  static const char line[] = "x: `\033[31m\xe9\t' invalid for parameter `p'";
  static const char zero[] = "x: `a\0b' invalid for parameter `p'";
  static const char origin[] = "\0a: no suitable firmware found!";
  g_autofree char *text = describe (line, -1);
  g_autofree char *cut = describe (zero, sizeof zero - 1);
  g_autofree char *empty = describe (origin, sizeof origin - 1);

  g_assert_cmpstr (empty, ==, "firmware-missing driver=");
  g_assert_cmpstr (text, ==, "bad-parameter module=x parameter=p value= [31m\xc3\xa9 ");
  g_assert_cmpstr (cut, ==, "bad-parameter module=x parameter=p value=a");
  assert_described ("x: Unknown symbol y (err -99999999999999999999)",
                    "unknown-symbol module=x symbol=y");
}

/* Only what is inside of the length is read, and prefixes may end anywhere. */
static void
test_every_length (void)
{
  static const char line[] = "Sep 21 19:40:22 host kernel: [   76.581569] iwlwifi 0000:00:14.3: "
                             "Direct firmware load for x failed with error -2";

  for (gsize length = 0; length < sizeof line; length++)
    {
      g_autofree char *copy = g_memdup2 (line, length);
      g_autofree char *text = describe (length > 0 ? copy : "", (gssize) length);

      g_assert_nonnull (text);
    }
}

static void
test_broken_lines (void)
{
  static const char log[] = "$ dmesg\n"
                            "[    2.861298] x 0000:01:00.0: Direct firmware load for\r\n"
                            "acme/x.bin failed with error -2\r\n"
                            "\n"
                            "[    2.861300] NVRM: installed in this system is\n"
                            "               NVRM: not supported\n"
                            "[    2.861301] y: disagrees about version of symbol module_layout\n"
                            "insmod: error inserting 'y.ko': -1 Invalid module format\n"
                            "no time here\nnor here";
  static const char *const expected[] = {
    "$ dmesg",
    "[    2.861298] x 0000:01:00.0: Direct firmware load for acme/x.bin failed with error -2",
    "[    2.861300] NVRM: installed in this system is                NVRM: not supported",
    "[    2.861301] y: disagrees about version of symbol module_layout",
    "insmod: error inserting 'y.ko': -1 Invalid module format",
    "no time here",
    "nor here",
    NULL,
  };
  g_auto (GStrv) lines = modscope_kernel_log_split (log, -1);

  for (guint i = 0; lines[i] != NULL && expected[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length ((GStrv) expected));
}

/* --- Whole logs ----------------------------------------------------------------------------- */

/* What EVENTS.json counts, and the codes that its lines have here. */
static const struct
{
  const char *count;
  const char *code;
} counted[] = {
  { "firmware_direct_fail", "firmware-missing" },
  { "probe_fail", "probe-failed" },
  { "disagrees", "symbol-mismatch" },
  { "disagrees", "wrong-kernel" },
  { "disagrees", "unknown-symbol" },
  { "unknown_symbol", "unknown-symbol" },
  { "lockdown", "lockdown" },
};

static gboolean
is_counted (JsonObject *counts, const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    if (strcmp (counted[i].code, code) == 0 && json_object_has_member (counts, counted[i].count))
      return TRUE;
  return FALSE;
}

static char *
unpack (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *quoted = g_shell_quote (file);
  g_autofree char *command = g_strconcat ("xz -dc ", quoted, NULL);
  char *text = NULL;

  g_spawn_command_line_sync (command, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_log (const char *folder, JsonObject *entry)
{
  const char *name = json_object_get_string_member (entry, "file");
  JsonObject *counts = json_object_get_object_member (entry, "counts");
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *text = unpack (file);
  g_auto (GStrv) lines = modscope_kernel_log_split (text, -1);
  guint n_known = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (ModscopeKernelMessage) message = modscope_kernel_message_parse (*line, -1);

      if (message == NULL || message->code == NULL || strcmp (message->code, "tainted") == 0)
        continue;
      n_known++;
      if (!is_counted (counts, message->code))
        {
          g_test_message ("%s: %s: %s", name, message->code, *line);
          g_test_fail ();
        }
    }
  g_test_message ("%s: %u lines, %u of them known as causes", name, g_strv_length (lines), n_known);
}

static void
test_whole_logs (void)
{
  const char *root = g_getenv ("MODSCOPE_TEST_LOGS");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  JsonArray *entries;

  if (root == NULL)
    {
      g_test_skip ("MODSCOPE_TEST_LOGS is not set");
      return;
    }
  folder = g_build_filename (root, "logs-full", NULL);
  file = g_build_filename (folder, "EVENTS.json", NULL);
  json_parser_load_from_file (parser, file, &error);
  g_assert_no_error (error);
  entries = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (entries); i++)
    check_log (folder, json_array_get_object_element (entries, i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel-message/texts", test_texts);
  g_test_add_func ("/kernel-message/prefixes", test_prefixes);
  g_test_add_func ("/kernel-message/foreign-bytes", test_foreign_bytes);
  g_test_add_func ("/kernel-message/every-length", test_every_length);
  g_test_add_func ("/kernel-message/broken-lines", test_broken_lines);
  g_test_add_func ("/kernel-message/whole-logs", test_whole_logs);
  return g_test_run ();
}
