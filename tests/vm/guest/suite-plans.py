"""What modscopectl plans, against what modprobe and rmmod then really do.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import random

import vm

WANTED = int(vm.option("plans", "12"))
# With many needs, soft needs, holders, or well-known ones.
CHOSEN = """btrfs nfsd cifs xfs f2fs r8169 iwlmvm ath9k btusb snd_usb_audio uvcvideo usb_storage uas
            dm_crypt raid456 vfat cdc_ether bonding vxlan wireguard nft_masq ip6t_REJECT""".split()
# These take minutes, or lock a processor where there is no such hardware.
LEFT_OUT = {"tcrypt", "snd_mts64", "snd_portman2x4", "amdgpu"}


def plan(verb, name):
    """The modules of the plan in their order."""
    answer = vm.ctl("plan", verb, name)
    vm.equal({step["verb"] for step in answer["steps"]} - {verb}, set(), f"verbs of {verb} {name}")
    return [step["module"] for step in answer["steps"]]


def kernel_order():
    """Names of the loaded modules, the oldest first: the kernel lists the newest first."""
    return list(reversed(vm.proc_modules()))


def candidates():
    available = [module["name"] for module in vm.ctl("list", "--available", timeout=180)["modules"]]
    others = sorted(set(available) - set(CHOSEN) - LEFT_OUT)
    random.Random(12).shuffle(others)
    return CHOSEN + others[:200]


loaded = []
# What each plan began with: below it are the modules that a plan of unloading must take first.
lowest = []


@vm.case(f"{WANTED} times, modprobe loads what was planned, in the planned order")
def load():
    refused = more = steps = 0
    for name in candidates():
        before = set(kernel_order())
        if name in before:
            continue
        planned = plan("load", name)
        if vm.as_root("modprobe", name, fails=True).returncode != 0:
            # No such hardware. What it needs stays.
            refused += 1
            continue
        new = [module for module in kernel_order() if module not in before]
        # A module's init may ask for more by itself; nobody can know before.
        vm.equal([module for module in new if module in planned], planned, f"load {name}")
        vm.say(f"load {name}: {' '.join(planned)}")
        more += len(new) - len(planned)
        steps += len(planned)
        loaded.append(name)
        lowest.append(planned[0])
        if len(loaded) == WANTED:
            break
    vm.equal(len(loaded), WANTED, "modules that could be loaded")
    vm.say(f"{steps} modules in {len(loaded)} plans, {more} more that modules asked for themselves; "
           f"{refused} refused for want of their hardware")


@vm.case("what is loaded needs nothing more, and nothing is planned for it")
def loaded_already():
    answer = vm.ctl("plan", "load", loaded[0])
    vm.equal(answer["steps"], [], "steps")
    vm.equal([warning["code"] for warning in answer["warnings"]], ["already-loaded"], "warnings")


@vm.case("of each of them, rmmod takes the planned modules one by one, and the kernel agrees")
def unload():
    steps = longest = refused = 0
    for name in lowest:
        if name not in vm.proc_modules():
            continue
        planned = plan("unload", name)
        vm.equal(planned[-1:], [name], f"the last step of unload {name}")
        vm.say(f"unload {name}: {' '.join(planned)}")
        longest = max(longest, len(planned))
        for step in planned:
            count = vm.proc_modules()[step][1]
            finished = vm.as_root("rmmod", step, fails=True)
            if finished.returncode != 0 and count != 0 and not vm.proc_modules()[step][2]:
                # In use by something that is no module; the plan warns.
                codes = [warning["code"] for warning in vm.ctl("plan", "unload", name)["warnings"]]
                vm.check({"in-use", "cannot-unload"} & set(codes), f"no warning for {step}: {codes}")
                refused += 1
                break
            vm.equal((step, finished.stderr), (step, ""), f"unload {name} in the order {planned}")
            steps += 1
        else:
            vm.equal(set(planned) & set(vm.proc_modules()), set(), f"still there after {name}")
    vm.check(longest > 5, f"the longest plan has only {longest} steps")
    vm.say(f"{steps} modules unloaded, {longest} in the longest plan, {refused} in use")


@vm.case("a plan for a module with holders takes them first")
def holders():
    vm.as_root("modprobe", "snd_usb_audio")
    planned = plan("unload", "snd_rawmidi")
    vm.check("snd_usbmidi_lib" in planned and "snd_usb_audio" in planned, f"only {planned}")
    for step in planned:
        vm.as_root("rmmod", step)
    vm.check("snd_rawmidi" not in vm.proc_modules(), "snd_rawmidi is still there")


@vm.case("unloading the network card's driver names the card")
def device():
    answer = vm.ctl("plan", "unload", "e1000")
    vm.equal([step["module"] for step in answer["steps"]], ["e1000"], "steps")
    vm.check(any(identifier.startswith("pci:") for identifier in answer["devices"]), answer)


@vm.case("a built-in is neither loaded nor unloaded")
def built_in():
    name = vm.ctl("list", "--builtin", timeout=180)["modules"][0]["name"]
    for verb in ("load", "unload"):
        answer = vm.ctl("plan", verb, name)
        vm.equal(answer["steps"], [], f"steps of {verb} {name}")
        vm.equal([warning["code"] for warning in answer["warnings"]], ["builtin"], f"{verb} {name}")


vm.main()
