"""The virtual machine, seen from the host: its shares, its devices, its channels.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
QEMU = "qemu-system-x86_64"
DISK_SIZE = 64 << 20


class Trouble(Exception):
    """The machine cannot be had; the message says why."""


def find_image(kernel):
    """The bootable file of the kernel whose module folder is given."""
    kernel = pathlib.Path(kernel).resolve()
    release = kernel.name
    places = [parent / "boot" / f"vmlinuz-{release}" for parent in kernel.parents]
    for image in [*places, kernel / "vmlinuz"]:
        if os.access(image, os.R_OK):
            return image
    raise Trouble(f"no vmlinuz of {release} near {kernel} that can be read")


def find_headers(kernel):
    """The folder in which modules for that kernel are built; None where there is none."""
    kernel = pathlib.Path(kernel).resolve()
    name = f"usr/src/linux-headers-{kernel.name}"
    places = [kernel / "build"]
    for parent in kernel.parents:
        places += [parent / name, parent / "headers" / name]
    return next((place for place in places if (place / "Module.symvers").exists()), None)


def find_accelerator(image):
    """Words for QEMU that make a machine run here. A /dev/kvm may be there and be of no use, or only
    for some processors, or only until the kernel starts: so each way is tried with the kernel."""
    for processor in ("host", "host,-arch-capabilities"):
        words = ["-accel", "kvm", "-cpu", processor]
        if os.access("/dev/kvm", os.W_OK) and _kernel_speaks(words, image):
            return words
    return ["-accel", "tcg,thread=multi", "-cpu", "max"]


def _kernel_speaks(words, image):
    command = [QEMU, *words, "-nodefaults", "-display", "none", "-monitor", "none", "-no-reboot",
               "-m", "512", "-serial", "stdio", "-kernel", str(image),
               "-append", "console=ttyS0 earlyprintk=serial panic=-1"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:
        # Under KVM the first line is there in less than one second.
        timer = threading.Timer(5, process.kill)
        timer.start()
        try:
            return any(b"Linux version" in line for line in process.stdout)
        finally:
            timer.cancel()
            process.kill()


def make_stage(stage, build, modules):
    """What lies above the host's files in the machine: the program as installed, and the tests;
    above the kernel's modules, those of a folder of ours, if one is given."""
    environment = {**os.environ, "DESTDIR": str(stage), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    subprocess.run(["meson", "install", "-C", str(build), "--no-rebuild", "--quiet"], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    # With DESTDIR Meson leaves this to the package. Without it the program has no settings: it is always
    # on its first page, whatever the tests say.
    for schemas in stage.glob("**/glib-2.0/schemas"):
        subprocess.run(["glib-compile-schemas", schemas], check=True)
    library = stage / "usr/lib/modscope-vm"
    shutil.copytree(HERE / "guest", library)
    if modules:
        shutil.copytree(modules, library / "modules")
    for program in (pathlib.Path(build) / "tests/vm").glob("vm-*"):
        if program.is_file():
            shutil.copy2(program, library)
    for shared in ("support/with-display", "ui/accessible.py", "ui/screen.py"):
        shutil.copy2(HERE.parent / shared, library)
    units = stage / "usr/lib/systemd/system"
    units.mkdir(parents=True, exist_ok=True)
    for unit in (library / "units").iterdir():
        shutil.move(unit, units)
    tools = stage / "usr/local/bin"
    tools.mkdir(parents=True, exist_ok=True)
    shutil.move(library / "vm-picture", tools)


class Machine:
    """One start of the machine. Channels are sockets of ours that QEMU inherits."""

    def __init__(self, kernel, build, work, mode, suites=(), words=(), modules=None, window=False):
        """work is a folder that is there and empty; words are more of the kernel's command line."""
        self.work = pathlib.Path(work)
        self.results = self.work / "results"
        self.serial = self.results / "serial.log"
        self.results.mkdir()
        # The person in the machine saves pictures there; nobody here reaches into the work folder.
        self.results.chmod(0o777)
        stage = self.work / "stage"
        os.umask(0o022)
        stage.mkdir()
        make_stage(stage, build, modules)
        initramfs = self.work / "initramfs.gz"
        subprocess.run([HERE / "make-initramfs", kernel, initramfs], check=True)

        # QEMU closes nothing of what it inherits, so ours must not be among it.
        self.tap, tap = socket.socketpair()
        self.port, port = socket.socketpair()
        self._qmp, qmp = socket.socketpair()
        theirs = {"tap": tap, "port": port, "qmp": qmp}
        image = find_image(kernel)
        accelerator = find_accelerator(image)
        self.has_kvm = "kvm" in accelerator
        words = ["console=ttyS0", "panic=-1", "quiet", "systemd.unit=modscope-vm.target",
                 "systemd.show_status=0", f"modscope.mode={mode}", "net.ifnames=1", *words]
        if mode == "shell":
            words.append("loglevel=1")  # Its console is the person's terminal.
        if mode == "shell" and sys.stdin.isatty():
            size = os.get_terminal_size(sys.stdin.fileno())
            words.append(f"modscope.size={size.lines}x{size.columns}")
        if suites:
            words.append(f"modscope.suites={','.join(suites)}")
        command = [
            QEMU, "-nodefaults", "-no-user-config", "-no-reboot", "-name", "Modscope",
            "-machine", "pc", "-smp", "2", "-m", "2G",
            *accelerator,
            "-kernel", str(image), "-initrd", str(initramfs), "-append", " ".join(words),
            *self._shares(stage, kernel), *self._devices(mode),
            "-display", "gtk,show-menubar=off,window-close=on" if window else "none",
            *self._serial(mode),
        ]
        for name, end in theirs.items():
            command += ["-chardev", f"socket,id={name},fd={end.fileno()}"]
        command += ["-device", "virtio-serial-pci",
                    "-device", "virtserialport,chardev=tap,name=modscope.tap",
                    "-device", "virtserialport,chardev=port,name=modscope.monitor",
                    "-mon", "chardev=qmp,mode=control"]
        self.process = subprocess.Popen(command, pass_fds=[end.fileno() for end in theirs.values()],
                                        stdin=None if mode == "shell" else subprocess.DEVNULL)
        for end in theirs.values():
            end.close()
        self._answers = self._qmp.makefile("r")
        if not self._answers.readline():
            raise Trouble(f"{QEMU} did not start")
        self._ask("qmp_capabilities")

    def _shares(self, stage, kernel):
        read_only = {"root": "/", "stage": stage, "kernel": pathlib.Path(kernel).resolve()}
        words = []
        for tag, folder in read_only.items():
            words += ["-virtfs", f"local,path={folder},mount_tag={tag},readonly=on,"
                      "security_model=none,multidevs=remap"]
        return words + ["-virtfs", f"local,path={self.results},mount_tag=results,"
                        "security_model=none,multidevs=remap"]

    def _devices(self, mode):
        """Hardware of many kinds, for whose drivers Debian's kernel has modules."""
        disk = self.work / "disk"
        with open(disk, "xb") as file:
            file.truncate(DISK_SIZE)
        # The plain screen's driver cannot do what a compositor wants, the other one's warns at the end.
        return ["-vga", "std" if mode == "tests" else "virtio",
                "-netdev", "user,id=net,restrict=on", "-device", "e1000,netdev=net",
                "-audiodev", "none,id=sound", "-device", "intel-hda",
                "-device", "hda-duplex,audiodev=sound",
                "-device", "qemu-xhci,id=xhci", "-device", "usb-tablet,bus=xhci.0",
                "-blockdev", f"file,node-name=disk,filename={disk}",
                "-device", "nvme,drive=disk,serial=modscope",
                "-device", "virtio-rng-pci", "-device", "i6300esb",
                # What is behind a disk and a serial line that a suite plugs in.
                "-blockdev", "null-co,node-name=plugged,size=1048576,read-zeroes=on",
                "-chardev", "null,id=plugged"]

    def _serial(self, mode):
        if mode == "shell":
            return ["-chardev", f"stdio,id=serial,signal=off,logfile={self.serial}",
                    "-serial", "chardev:serial"]
        return ["-serial", f"file:{self.serial}"]

    def _ask(self, command, **arguments):
        request = {"execute": command}
        if arguments:
            request["arguments"] = arguments
        self._qmp.sendall(json.dumps(request).encode() + b"\n")
        while True:
            line = self._answers.readline()
            if not line:
                return "the machine has ended"
            answer = json.loads(line)
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                return answer["error"]["desc"]

    def monitor(self, words):
        """A command as a person would type it into the monitor; returns what it prints."""
        if words.startswith("screendump "):
            # Only into the results: the name is the guest's.
            name = pathlib.PurePath(words.split(None, 1)[1]).name
            return self._ask("screendump", filename=str(self.results / name), format="png") or ""
        return self._ask("human-monitor-command", **{"command-line": words}).strip()

    def last_lines(self, count=40):
        """The end of what the machine wrote on its serial line."""
        try:
            return self.serial.read_text(errors="replace").splitlines()[-count:]
        except OSError:
            return []

    def end(self):
        self.process.kill()
        self.process.wait()
