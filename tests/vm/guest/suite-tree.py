"""Some hundred modules of the distribution's tree, loaded and unloaded through the helper one after the
other; each answer is compared with the kernel's state.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import random

import asking
import vm

WANTED = int(vm.option("modules", "200"))
# These take minutes, or lock a processor where there is no such hardware.
LEFT_OUT = {"tcrypt", "snd_mts64", "snd_portman2x4", "amdgpu", "zram"}
# What a load may end in where there is no hardware for the driver, or the processor lacks something.
REFUSALS = {"KernelRefused"}


def candidates():
    names = {module["name"] for module in vm.ctl("list", "--available", timeout=180)["modules"]}
    names = sorted(name for name in names - LEFT_OUT if not name.startswith("fault_"))
    random.Random(4).shuffle(names)
    return names


def kernel_names():
    return {name for name, (_, _, _, state) in vm.proc_modules().items() if state == "Live"}


def order_of_unloading(name, modules):
    """The module and all that use it, users first."""
    order = []

    def add(each):
        for holder in modules[each][2]:
            add(holder)
        if each not in order:
            order.append(each)
    add(name)
    return order


helper = None
loaded = []


@vm.case(f"{WANTED} modules are loaded, and the answer is what the kernel then has")
def load():
    refused = {}
    more = acts = 0
    for name in candidates():
        before = kernel_names()
        if name in before:
            continue
        acts += 1
        try:
            answer = helper.call("LoadModule", name, {}, [])[0]
        except asking.Failure as failure:
            vm.check(failure.name in REFUSALS and "errno" in failure.parts, f"{name}: {failure}")
            vm.check(not asking.in_kernel(name), f"{name} was refused, and is there: {failure}")
            done = failure.parts.get("done", [])
            refused.setdefault(failure.parts["errno"][0], []).append(name)
        else:
            done = answer
            vm.check(asking.in_kernel(name), f"{name} was loaded, and is not there")
            vm.equal(done[-1], name, f"the last of what was loaded for {name}")
        now = kernel_names()
        vm.equal(sorted(set(done) - now), [], f"told as loaded for {name}, and not there")
        # A module's init may ask for more by itself.
        more += len(now - before - set(done))
        loaded.extend(done)
        if len(loaded) >= WANTED:
            break
    vm.check(len(loaded) >= WANTED, f"only {len(loaded)}")
    vm.say(f"{len(loaded)} loaded in {acts} acts, {more} more that modules asked for themselves; "
           f"waited {helper.waits} times for the limit")
    for error, names in sorted(refused.items()):
        vm.say(f"errno {error}, as the kernel has it: {' '.join(names)}")


@vm.case("they are unloaded again, each with its users, and the answer is what the kernel then has not")
def unload():
    gone = in_use = acts = 0
    longest = []
    for name in loaded:
        modules = vm.proc_modules()
        if name not in modules:
            continue
        order = order_of_unloading(name, modules)
        acts += 1
        longest = max(longest, order, key=len)
        try:
            answer = helper.call("UnloadModules", order, 0)[0]
        except asking.Failure as failure:
            done = failure.parts.get("done", [])
            left = failure.parts["module"][0]
            vm.check(failure.name in ("InUse", "KernelRefused"), f"{name}: {failure}")
            vm.check(modules[left][1] != 0 or "[permanent]" in vm.as_root("cat", "/proc/modules"),
                     f"{left} is free, and was refused: {failure}")
            vm.check(asking.in_kernel(left), f"{left} was refused, and is gone: {failure}")
            vm.say(f"unload {name}: {failure.name}, {failure.sentence}")
            in_use += 1
        else:
            done = answer
            vm.equal(done, order, f"what was unloaded for {name}")
        vm.equal(sorted(set(done) & set(vm.proc_modules())), [], f"told as unloaded, and there")
        gone += len(done)
    vm.check(gone >= WANTED - in_use, f"only {gone}")
    vm.say(f"{gone} unloaded in {acts} acts, {len(longest)} at once at most ({' '.join(longest)}), {in_use} times in "
           f"use; waited {helper.waits} times for the limit")


@vm.case("the helper needed no more memory than its unit gives, and nothing of it failed")
def memory():
    state = asking.helper_state("ActiveState", "ControlGroup", "Result")
    vm.equal((state["ActiveState"], state["Result"]), ("active", "success"), "the unit")
    group = pathlib.Path("/sys/fs/cgroup", state["ControlGroup"].lstrip("/"))
    peak = group / "memory.peak"  # Since Linux 5.19.
    if peak.exists():
        vm.say(f"{int(peak.read_text()) / 2 ** 20:.1f} MiB at most, workers included")
    events = dict(line.split() for line in (group / "memory.events").read_text().splitlines())
    vm.equal(events["oom_kill"], "0", "processes that were ended for want of memory")


with asking.AllAllowed(), asking.Caller() as caller:
    helper = asking.Pace(caller)
    vm.main()
