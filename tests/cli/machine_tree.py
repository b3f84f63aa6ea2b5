"""Makes a root with the devices of a computer, out of a capture of it.

A capture is a dictionary with "devices": each with a path, a subsystem, a driver and a modalias (of
a database of udev), or with a slot (of lspci).

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

# Such devices give a person something as soon as a driver is bound: class, and the name's start.
FUNCTIONS = [
    (re.compile(r'^pci:.*bc02'), 'net', 'eth'),
    (re.compile(r'^usb:.*ic02isc0[6DE]'), 'net', 'usb'),
    (re.compile(r'^virtio:d00000001'), 'net', 'virt'),
    (re.compile(r'^(pci:.*bc04sc0[13]|usb:.*ic01isc01)'), 'sound', 'card'),
    (re.compile(r'^pci:.*bc03sc0[02]'), 'drm', 'card'),
    (re.compile(r'^usb:.*icE0isc01ip01'), 'bluetooth', 'hci'),
    (re.compile(r'^usb:.*ic0Eisc01'), 'video4linux', 'video'),
    (re.compile(r'^pci:.*bc0108'), 'nvme', 'nvme'),
    (re.compile(r'^scsi:t-0x0[05]'), 'block', 'sd'),
]
# Those whose class does not tell, by their drivers.
NET_DRIVERS = ('r8152', 'ath9k_htc', 'rtl8192cu', 'rtl8xxxu', 'rsi', 'brcmfmac', 'ath6kl_sdio')
NO_BUS = ('input', 'dmi', 'cpu')


def fold(name):
    """The name of a module as the kernel writes it."""
    return name.replace('-', '_')


def path_of(device):
    """The device's path below /sys."""
    if device.get('path'):
        return device['path']
    slot = device['slot']
    if slot.count(':') == 1:
        slot = '0000:' + slot
    return f'/devices/pci{slot[:7]}/{slot}'


def id_of(device):
    """What modscopectl calls it."""
    return f"{device.get('subsystem') or 'pci'}:{path_of(device).rsplit('/', 1)[-1]}"


class Tree:
    """The root of one computer; what is in it can be changed."""

    def __init__(self, root, kernel):
        self.root = root
        self.sys = root / 'sys'
        self.loaded = set()
        self.counts = {}
        self.write('/proc/sys/kernel/osrelease', kernel.name + '\n')
        self.write('/proc/modules', '')
        self.write('/proc/cmdline', 'quiet\n')
        (root / 'lib/modules').mkdir(parents=True)
        (root / 'lib/modules' / kernel.name).symlink_to(kernel)
        dep = (kernel / 'modules.dep').read_text(encoding='utf-8')
        self.modules = {fold(name) for name in re.findall(r'([^/\n]+)\.ko[^:\n]*:', dep)}

    def write(self, path, text):
        """Writes a file."""
        file = self.root / path.lstrip('/')
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding='utf-8')

    def load(self, *modules):
        """Says that modules are in the kernel."""
        self.loaded.update(modules)
        self.write('/proc/modules', ''.join(f'{name} 16384 0 - Live 0x0000000000000000\n'
                                            for name in sorted(self.loaded)))
        for name in modules:
            (self.sys / 'module' / name).mkdir(parents=True, exist_ok=True)

    def unload(self, *modules):
        """Says that they are not, and takes their drivers away."""
        self.loaded.difference_update(modules)
        self.load()

    def link(self, path, target):
        """A relative link in /sys to another place in it."""
        place = self.sys / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_symlink():
            place.symlink_to('../' * path.count('/') + target)

    def bind(self, subsystem, path, driver, module=None):
        """Binds a driver."""
        folder = f'bus/{subsystem}/drivers/{driver}'
        (self.sys / folder).mkdir(parents=True, exist_ok=True)
        path = path.lstrip('/')
        self.link(f'{path}/driver', folder)
        if module:
            self.load(module)
            self.link(f'{folder}/module', f'module/{module}')
            self.link(f'module/{module}/drivers/{subsystem}:{driver}', folder)
            self.link(f"{folder}/{path.rsplit('/', 1)[-1]}", path)

    def unbind(self, path):
        """Takes the driver away; the module stays."""
        place = self.sys / path.lstrip('/') / 'driver'
        bound = place.resolve() / path.rsplit('/', 1)[-1]
        if bound.is_symlink():
            bound.unlink()
        place.unlink()

    def add(self, subsystem, path, modalias=None, driver=None, module=None, **fields):
        """Adds a device on a bus."""
        path = path.lstrip('/')
        name = path.rsplit('/', 1)[-1]
        if subsystem == 'usb':
            fields['DEVTYPE'] = 'usb_interface' if ':' in name else 'usb_device'
        lines = [f'{key}={value}\n' for key, value in fields.items()]
        if modalias:
            lines.append(f'MODALIAS={modalias}\n')
        self.write(f'sys/{path}/uevent', ''.join(lines))
        (self.sys / 'bus' / subsystem / 'drivers').mkdir(parents=True, exist_ok=True)
        self.link(f'bus/{subsystem}/devices/{name}', path)
        if driver:
            self.bind(subsystem, path, driver, module)

    def give(self, path, folder, name, /, **attributes):
        """Adds a device of a class below another device."""
        place = f"{path.lstrip('/')}/{folder.rsplit('/', 1)[-1]}/{name}"
        self.write(f'sys/{place}/uevent', '')
        for key, value in attributes.items():
            self.write(f'sys/{place}/{key}', f'{value}\n')
        self.link(f'{folder}/{name}', place)
        return place

    def _give_function(self, device):
        for pattern, folder, start in FUNCTIONS:
            if (pattern.match(device['modalias'] or '') or
                    (folder == 'net' and device['driver'] in NET_DRIVERS)):
                number = self.counts.get(start, 0)
                self.counts[start] = number + 1
                name = start + (chr(ord('a') + number) if start == 'sd' else str(number))
                self.give(path_of(device), 'block' if folder == 'block' else f'class/{folder}',
                          name)
                return

    def add_capture(self, capture):
        """Adds all devices of a capture."""
        for device in capture['devices']:
            subsystem = device.get('subsystem') or ('pci' if 'slot' in device else None)
            if subsystem is None or subsystem in NO_BUS:
                continue
            self.add(subsystem, path_of(device), device['modalias'] or None, device['driver'])
            if device['driver']:
                self._give_function(device)
                if fold(device['driver']) in self.modules:
                    self.load(fold(device['driver']))
