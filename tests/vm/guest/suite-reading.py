"""What Modscope says of the running kernel, against lsmod, /proc, /sys and modinfo.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import re

import vm

RELEASE = os.uname().release
# Bits of /proc/sys/kernel/tainted that a person can read as words: Documentation/admin-guide/
# tainted-kernels.rst.
TAINT_BITS = {0: "proprietary", 12: "out-of-tree", 13: "unsigned"}


def loaded():
    # The first time, the index is built.
    modules = vm.ctl("list", "--loaded", timeout=240)["modules"]
    return {module["name"]: module for module in modules}


def bound_devices():
    """{module: ids of its devices}, from the links of /sys alone."""
    devices = {}
    for driver in pathlib.Path("/sys/bus").glob("*/devices/*/driver"):
        if (driver / "module").exists():
            identifier = f"{driver.parts[3]}:{driver.parts[5]}"
            devices.setdefault((driver / "module").resolve().name, set()).add(identifier)
    return devices


def modinfo(names):
    """{module: {field: [values]}} of modinfo, in one process."""
    modules = {}
    for entry in vm.as_root("modinfo", "-0", *names, timeout=120).rstrip("\0").split("\0"):
        # Two fields are written as for people; the file's name begins the next module.
        field, value = re.match(r"(?s)((?:filename|parm)(?=: )|[^=]*)(?:: +|=)(.*)", entry).groups()
        if field == "filename":
            current = {}
            modules[pathlib.Path(value).name.split(".ko")[0].replace("-", "_")] = current
        current.setdefault(field, []).append(value)
    return modules


@vm.case("the loaded modules, their sizes, use counts and holders are those of /proc/modules")
def live_state():
    ours, theirs = loaded(), vm.proc_modules()
    vm.check(len(theirs) > 20, f"only {len(theirs)} modules are loaded")
    vm.equal(sorted(ours), sorted(theirs), "loaded modules")
    for name, (size, count, holders, state) in theirs.items():
        module = ours[name]
        vm.equal(module["size_bytes"], size, f"memory of {name}")
        vm.equal(module["use_count"], count, f"use count of {name}")
        vm.equal(sorted(module["used_by"]), holders, f"holders of {name}")
        vm.equal(module["state"], {"Live": "loaded"}.get(state, state), f"state of {name}")
    vm.say(f"{len(theirs)} loaded modules agree")


@vm.case("the text that a person reads has a line for each line of lsmod, with the same names")
def text():
    theirs = [line.split()[0] for line in vm.as_root("lsmod").splitlines()[1:]]
    ours = vm.as_person("modscopectl", "list", "--loaded", env={"LC_ALL": "C.UTF-8"})
    words = [line.split()[0] for line in ours.splitlines() if line.strip()]
    vm.equal(sorted(set(theirs) - set(words)), [], "names of lsmod that are missing")


@vm.case("each loaded module has the devices that /sys binds to it; e1000 has its network card")
def devices():
    ours, theirs = loaded(), bound_devices()
    for name, module in ours.items():
        vm.equal(sorted(module["devices"]), sorted(theirs.get(name, [])), f"devices of {name}")
    cards = [path.name for path in pathlib.Path("/sys/bus/pci/drivers/e1000").glob("0000:*")]
    vm.equal(ours["e1000"]["devices"], [f"pci:{cards[0]}"], "devices of e1000")
    vm.say(f"e1000 drives {ours['e1000']['devices'][0]}")


@vm.case("all modules of the kernel are listed, and nothing else")
def complete():
    folder = pathlib.Path("/lib/modules", RELEASE)
    files = [line.split(":")[0] for line in (folder / "modules.dep").read_text().splitlines()]
    built_in = (folder / "modules.builtin").read_text().split()
    theirs = {pathlib.Path(file).name.split(".ko")[0].replace("-", "_")
              for file in files + built_in} | set(vm.proc_modules())
    listed = vm.ctl("list", timeout=180)
    vm.equal(listed["kernel"], RELEASE, "kernel")
    names = [module["name"] for module in listed["modules"]]
    vm.equal(len(names), len(set(names)), "names that are listed twice")
    vm.equal(sorted(set(names) ^ theirs), [], "modules on one side only")
    vm.say(f"{len(names)} modules")


@vm.case("show says of each loaded module what modinfo says")
def details():
    names = sorted(vm.proc_modules())
    for name, fields in modinfo(names).items():
        ours = vm.ctl("show", name)
        path = pathlib.Path("/lib/modules", RELEASE, ours["path"])
        vm.equal(path.resolve(), pathlib.Path(fields["filename"][0]).resolve(), f"file of {name}")
        for field in ("description", "license", "version", "vermagic", "signer"):
            vm.equal(ours[field], fields.get(field, [None])[0], f"{field} of {name}")
        vm.equal(sorted(ours["aliases"]), sorted(fields.get("alias", [])), f"aliases of {name}")
        vm.equal(sorted(ours["depends"]),
                 sorted(word.replace("-", "_") for word in fields["depends"][0].split(",") if word),
                 f"depends of {name}")
        vm.equal(sorted(file["name"] for file in ours["firmware"]),
                 sorted(fields.get("firmware", [])), f"firmware of {name}")
        vm.equal(sorted(parameter["name"] for parameter in ours["parameters"]),
                 sorted(value.split(":")[0] for value in fields.get("parm", [])),
                 f"parameters of {name}")
    vm.say(f"{len(names)} modules agree")


@vm.case("show gives the values of parameters that the person may read, and no others")
def parameters():
    count = 0
    for name in sorted(vm.proc_modules()):
        folder = pathlib.Path("/sys/module", name, "parameters")
        if not folder.is_dir():
            continue
        for parameter in vm.ctl("show", name)["parameters"]:
            file = folder / parameter["name"]
            readable = file.exists() and file.stat().st_mode & 0o004
            value = file.read_text(errors="replace").rstrip("\n") if readable else None
            vm.equal(parameter["value"], value, f"{name}.{parameter['name']}")
            count += bool(readable)
    vm.check(count > 5, f"only {count} values could be read")
    vm.say(f"{count} values agree")


def read(path):
    try:
        return pathlib.Path(path).read_text().strip()
    except OSError:
        return None


@vm.case("system tells the kernel's facts as /proc and /sys have them")
def system():
    ours = vm.ctl("system")
    vm.equal(ours["release"], RELEASE, "release")
    vm.equal(ours["module_support"], True, "module support")
    vm.equal(ours["modules_disabled"], read("/proc/sys/kernel/modules_disabled") == "1", "disabled")
    vm.equal(ours["signature_enforced"], read("/sys/module/module/parameters/sig_enforce") == "Y",
             "signature_enforced")
    lockdown = read("/sys/kernel/security/lockdown")
    vm.equal(ours["lockdown"], lockdown and lockdown.split("[")[1].split("]")[0], "lockdown")
    security = read("/sys/kernel/security/lsm")
    vm.equal(ours["security_modules"], security and security.split(","), "security modules")
    tainted = int(read("/proc/sys/kernel/tainted"))
    for bit, word in TAINT_BITS.items():
        vm.equal(word in ours["taint"], bool(tainted & 1 << bit), f"taint {word}")
    vm.check(RELEASE in ours["installed_kernels"], "the running kernel is not among the installed")
    vm.equal(ours["log_readable"], read("/proc/sys/kernel/dmesg_restrict") == "0", "log_readable")


vm.main()
