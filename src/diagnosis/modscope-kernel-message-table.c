/* The texts of the kernel's messages, by the file of the kernel (5.4 to 6.18) that prints them. One
 * line here is all that it takes to know one more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/modscope-kernel-message-table.h"

/* clang-format off */
#define FORM(event, code, form) { MODSCOPE_EVENT_##event, code, form }

const ModscopeKernelForm modscope_kernel_forms[] = {
  /* kernel/module/signing.c, module_sig_check (); some stable kernels put the name first */
  FORM (SIGNATURE_REJECTED, "signature-rejected", "Loading of {value} is rejected"),
  FORM (SIGNATURE_REJECTED, "signature-rejected", "{module}: Loading of {value} is rejected"),
  FORM (SIGNATURE_REJECTED, "signature-rejected", "{module}: loading of {value} is rejected"),
  /* crypto/asymmetric_keys, certs/system_keyring.c, verify_pkcs7_message_sig () */
  FORM (SIGNATURE_UNTRUSTED, NULL, "PKCS#7 signature not signed with a trusted key"),
  /* kernel/module_signature.c, mod_check_sig () */
  FORM (SIGNATURE_UNTRUSTED, NULL, "{module}: not signed with expected PKCS#7 message"),
  FORM (SIGNATURE_UNTRUSTED, NULL, "{module}: PKCS#7 signature info has unexpected non-zero params"),

  /* security/lockdown/lockdown.c, lockdown_is_locked_down () */
  FORM (LOCKDOWN, "lockdown", "Lockdown: {process}: unsigned module loading is restricted"),
  FORM (LOCKDOWN_OTHER, NULL, "Lockdown: {process}: {value} is restricted"),

  /* kernel/module/main.c: layout_and_allocate (), check_modinfo (), set_license (),
   * module_augment_kernel_taints (), do_init_module (), unknown_module_param_cb (), load_module () */
  FORM (BLACKLISTED, "blocked-at-boot", "Module {module} is blacklisted"),
  FORM (VERSION_MAGIC, "wrong-kernel", "{module}: version magic '{value}' should be '{expected}'"),
  FORM (UNKNOWN_PARAMETER, "unknown-parameter", "{module}: unknown parameter '{parameter}' ignored"),
  FORM (PARAMETERS_CUT, "unknown-parameter", "{module}: parameters '{value}' after `--' ignored"),
  FORM (INIT_RETURNED, NULL, "do_init_module: '{module}'->init suspiciously returned {error},"),
  FORM (INIT_RETURNED, NULL, "{module}: init suspiciously returned {value}"),
  FORM (TAINT, "tainted", "{module}: loading out-of-tree module taints kernel."),
  FORM (TAINT, "tainted", "{module}: module verification failed: signature and/or required key missing"),
  FORM (TAINT_LICENSE, "tainted", "{module}: module license '{value}' taints kernel."),
  FORM (TAINT, "tainted", "{module}: module is from the staging directory"),
  FORM (TAINT, NULL, "Disabling lock debugging due to kernel taint"),

  /* kernel/module/version.c, check_version (); same_magic () is behind "version magic" above */
  FORM (OTHER_LAYOUT, "wrong-kernel", "{module}: disagrees about version of symbol module_layout"),
  FORM (SYMBOL_VERSION, "symbol-mismatch", "{module}: disagrees about version of symbol {symbol}"),
  FORM (SYMBOL_VERSION, "symbol-mismatch", "{module}: no symbol version for {symbol}"),

  /* kernel/module/main.c, simplify_symbols (), verify_namespace_is_imported (), inherit_taint () */
  FORM (UNKNOWN_SYMBOL, "unknown-symbol", "{module}: Unknown symbol {symbol} (err {error})"),
  FORM (SYMBOL_REFUSED, "unknown-symbol",
        "{module}: module uses symbol ({symbol}) from namespace {value}, but does not import it"),
  FORM (SYMBOL_REFUSED, "unknown-symbol",
        "{module}: module using GPL-only symbols uses symbols {symbol} from proprietary module {value}."),

  /* kernel/module/main.c, elf_validity_*: before 5.14 the kernel says nothing */
  FORM (OTHER_LAYOUT, "wrong-kernel",
        "module {module}: .gnu.linkonce.this_module section size must match the kernel's"),
  FORM (BAD_FILE, "corrupt-module", "Invalid ELF {value}"),
  FORM (BAD_FILE, "corrupt-module", "Invalid architecture in ELF header: {value}"),
  FORM (BAD_FILE, "corrupt-module", "{module}: module has no symbols ({value})"),
  FORM (BAD_FILE, "corrupt-module", "module {module}: Exactly one {value} section must exist"),
  FORM (BAD_FILE, "corrupt-module", "module {module}: .gnu.linkonce.this_module {value}"),
  /* kernel/module/decompress.c */
  FORM (BAD_FILE, "corrupt-module", "decompression failed with status {value}"),
  FORM (BAD_FILE, "corrupt-module", "ZSTD-decompression failed: {value}"),
  FORM (BAD_FILE, "corrupt-module", "not a gzip compressed module"),

  /* arch/x86/kernel/module.c, arch/arm64/kernel/module.c */
  FORM (RELOCATION, "wrong-kernel", "x86/modules: Skipping invalid relocation target"),
  FORM (RELOCATION, "wrong-kernel", "x86/modules: Invalid relocation target"),
  FORM (RELOCATION, "wrong-kernel", "overflow in relocation type"),
  FORM (RELOCATION, "wrong-kernel", "`{module}' likely not compiled with -mcmodel=kernel"),
  FORM (RELOCATION, "wrong-kernel", "{module}: Unknown rela relocation"),
  FORM (RELOCATION, "wrong-kernel", "module {module}: unsupported RELA relocation"),
  FORM (RELOCATION, "wrong-kernel", "module {module}: overflow in relocation type"),

  /* kernel/bpf/btf.c, btf_module_notify () */
  FORM (BTF, "btf-mismatch", "failed to validate module [{module}] BTF: {error}"),

  /* kernel/params.c, parse_args (), param_check_unsafe () */
  FORM (BAD_VALUE, "bad-parameter", "{module}: `{value}' invalid for parameter `{parameter}'"),
  FORM (VALUE_TOO_LARGE, "bad-parameter", "{module}: `{value}' too large for parameter `{parameter}'"),
  FORM (TAINT_OPTION, "tainted", "Setting dangerous option {parameter} - tainting kernel"),

  /* arch/x86/mm/fault.c, arch/x86/kernel/dumpstack.c, traps.c, lib/bug.c, arch/arm64/mm/fault.c,
   * arch/arm64/kernel/traps.c, lib/dump_stack.c. The place is printed beside warnings, too. */
  FORM (CRASH, "driver-crashed", "BUG: kernel NULL pointer dereference{value}"),
  FORM (CRASH, "driver-crashed", "BUG: unable to handle {value}"),
  FORM (CRASH, "driver-crashed", "kernel BUG at {value}"),
  FORM (CRASH, "driver-crashed", "Oops: {value}"),
  FORM (CRASH, "driver-crashed", "Internal error: Oops{value}"),
  FORM (CRASH, "driver-crashed", "general protection fault{value}"),
  FORM (CRASH, "driver-crashed", "Unable to handle kernel {value}"),
  FORM (CRASH_PLACE, NULL, "RIP: {symbol} [{module}]"),
  FORM (CRASH_PLACE, NULL, "RIP: {symbol} [{module} "),
  FORM (CRASH_PLACE, NULL, "RIP: {symbol}"),
  FORM (CRASH_PLACE, NULL, "IP: {symbol} [{module}]"),
  FORM (CRASH_PLACE, NULL, "IP: {symbol}"),
  FORM (CRASH_PLACE, NULL, "pc : {symbol} [{module}]"),
  FORM (CRASH_PLACE, NULL, "pc : {symbol} [{module} "),
  FORM (CRASH_PLACE, NULL, "pc : {symbol}"),
  FORM (CRASH_MODULES, NULL, "Modules linked in: {value}"),

  /* arch/x86/kvm/{x86.c,vmx/vmx.c,svm/svm.c}, arch/x86/kernel/cpu/{amd.c,hygon.c,feat_ctl.c}; once
   * the firmware's setting took the feature away, kvm sees a processor without it. The module is
   * loaded by itself on every such processor, so the line alone is nobody's problem. */
  FORM (VIRTUALIZATION_OFF, NULL, "kvm: disabled by bios"),
  FORM (VIRTUALIZATION_OFF, NULL, "{module}: VMX not enabled (by BIOS)"),
  FORM (VIRTUALIZATION_OFF, NULL, "{module}: SVM disabled (by BIOS)"),
  FORM (VIRTUALIZATION_OFF, NULL, "SVM disabled (by BIOS)"),
  FORM (VIRTUALIZATION_OFF, NULL, "x86/cpu: VMX (outside TXT) disabled by BIOS"),
  FORM (VIRTUALIZATION_MISSING, NULL, "kvm: no hardware support"),
  FORM (VIRTUALIZATION_MISSING, NULL, "{module}: VMX not supported by CPU"),
  FORM (VIRTUALIZATION_MISSING, NULL, "{module}: SVM not supported by CPU"),
  FORM (VIRTUALIZATION_MISSING, NULL, "has_svm: {value}"),

  /* drivers/base/firmware_loader/main.c, with Debian's own lines before it */
  FORM (FIRMWARE_REGULATORY, NULL, "{origin}: Direct firmware load for regulatory.db{any}failed"),
  FORM (FIRMWARE_MISSING, "firmware-missing",
        "{origin}: Direct firmware load for {file} failed with error {error}"),
  FORM (FIRMWARE_ATTEMPT, NULL, "{origin}: firmware: failed to load {file} ({error})"),
  FORM (FIRMWARE_ATTEMPT, NULL, "firmware_class: See {value}"),
  /* drivers/net/wireless/{intel/iwlwifi/iwl-drv.c,ath/ath*k/core.c}, drivers/bluetooth/btbcm.c */
  FORM (FIRMWARE_MISSING, "firmware-missing", "{origin}: no suitable firmware found!"),
  FORM (FIRMWARE_LOADED, NULL, "{origin}: loaded firmware version {value}"),
  FORM (FIRMWARE_MISSING, "firmware-missing",
        "{origin}: failed to fetch board data for {value} from {file}"),
  FORM (FIRMWARE_MISSING, "firmware-missing", "{origin}: BCM: firmware Patch file not found"),
  FORM (FIRMWARE_ATTEMPT, NULL, "{origin}: BCM: '{file}'"),

  /* drivers/base/dd.c, call_driver_probe () (the second form since 6.9), deferred_probe_timeout_
   * work_func (); kernels print nothing for ENODEV and ENXIO */
  FORM (PROBE_FAILED, "probe-failed", "{driver}: probe of {device} failed with error {error}"),
  FORM (PROBE_FAILED, "probe-failed",
        "{origin}: probe with driver {driver} failed with error {error}"),
  FORM (PROBE_DEFERRED, "waiting-for-supplier", "{origin}: deferred probe pending{value}"),

  /* drivers/net/ethernet/realtek/r8169_main.c; NVIDIA's own nv.c */
  FORM (UNSUPPORTED_MODEL, "unsupported-model", "{origin}: {any}unknown chip XID {value}"),
  FORM (DRIVER_CONFLICT, "driver-conflict", "NVRM: The NVIDIA probe routine was not called for {value}"),

  /* drivers/pci/pci.c, pci-driver.c; drivers/usb/host/xhci-ring.c; NVIDIA's own osinit.c */
  FORM (DEVICE_LOST, "device-lost",
        "{origin}: Unable to change power state from {value}, device inaccessible"),
  FORM (DEVICE_LOST, "device-lost",
        "{origin}: can't change power state from {value} (config space inaccessible)"),
  FORM (DEVICE_LOST, "device-lost", "{origin}: Refused to change power state, currently in {value}"),
  FORM (DEVICE_LOST, "device-lost", "{origin}: HC died; cleaning up"),
  FORM (DEVICE_LOST, "device-lost", "{any}has fallen off the bus"),

  /* drivers/usb/core/{hub.c,generic.c,driver.c} */
  FORM (USB_NOT_RECOGNIZED, "usb-not-recognized", "{origin}: device descriptor read/{any}, error {error}"),
  FORM (USB_NOT_RECOGNIZED, "usb-not-recognized",
        "{origin}: device not accepting address {any}, error {error}"),
  FORM (USB_NOT_RECOGNIZED, "usb-not-recognized", "{origin}: Device not responding to setup address"),
  FORM (USB_NOT_RECOGNIZED, "usb-not-recognized", "{origin}: unable to enumerate USB device"),
  FORM (USB_NOT_AUTHORIZED, "usb-not-authorized", "{origin}: Device is not authorized for usage"),
  FORM (USB_POWER, "usb-power", "{origin}: rejected {any} due to insufficient available bus power"),
  FORM (USB_POWER, "usb-power", "{origin}: over-current {value}"),

  /* block/blk-core.c, drivers/pci/pcie/aer.c, drivers/ata/libata-core.c */
  FORM (HARDWARE_ERROR, "hardware-error", "{any}I/O error, dev {device}, sector "),
  FORM (HARDWARE_ERROR, "hardware-error", "{origin}: AER: {any}Uncorrected "),
  FORM (HARDWARE_ERROR, "hardware-error", "{origin}: PCIe Bus Error: severity=Uncorrected"),
  FORM (HARDWARE_ERROR, "hardware-error", "{origin}: link is slow to respond"),

  /* kmod's own programs and libkmod, in pasted logs and the journal */
  FORM (INSERT_FAILED, NULL, "modprobe: ERROR: could not insert '{module}': {value}"),
  FORM (INSERT_FAILED, NULL, "insmod: ERROR: could not insert module {file}: {value}"),
  FORM (NOT_FOUND, "module-not-shipped", "modprobe: FATAL: Module {module} not found in directory {file}"),
  FORM (MODULE_IN_USE, "in-use", "modprobe: FATAL: Module {module} is in use"),
  FORM (MODULE_IN_USE, "in-use", "rmmod: ERROR: Module {module} is in use{value}"),
  FORM (INSTALL_COMMAND, "blocked-by-rule",
        "{any}Error running install command '{value}' for module {module}: retcode "),
  { 0, NULL, NULL },
};
/* clang-format on */
