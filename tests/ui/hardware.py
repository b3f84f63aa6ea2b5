"""Makes a computer's /sys below a root: devices on their buses, their drivers, what they give.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib


class Hardware:
    """The devices of a root."""

    def __init__(self, root):
        self.sys = pathlib.Path(root) / 'sys'

    def write(self, path, name, text):
        """Writes an attribute of a device."""
        file = self.sys / path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'{text}\n', encoding='utf-8')

    def link(self, path, target):
        """A link below /sys to another place there."""
        file = self.sys / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink():
            file.unlink()
        file.symlink_to(os.path.relpath(self.sys / target, file.parent))

    def device(self, bus, path, /, **attributes):
        """A device on a bus; returns where it is."""
        path = f'devices/{path}'
        uevent = []
        for name, value in attributes.items():
            if name.isupper():
                uevent.append(f'{name}={value}')
            else:
                self.write(path, name, value)
        if 'modalias' in attributes:
            uevent.append(f'MODALIAS={attributes["modalias"]}')
        self.write(path, 'uevent', '\n'.join(uevent))
        self.link(f'{path}/subsystem', f'bus/{bus}')
        self.link(f'bus/{bus}/devices/{path.rsplit("/", 1)[1]}', path)
        return path

    def pci(self, path, vendor, device, kind, subsystem=0x1000, **attributes):
        """A PCI device; kind is its class of six digits."""
        kind = kind.upper()
        modalias = (f'pci:v0000{vendor:04X}d0000{device:04X}sv00001043sd{subsystem:08X}'
                    f'bc{kind[0:2]}sc{kind[2:4]}i{kind[4:6]}')
        return self.device('pci', path, modalias=modalias, vendor=f'0x{vendor:04x}',
                           device=f'0x{device:04x}', PCI_CLASS=kind.lstrip('0'),
                           PCI_ID=f'{vendor:04X}:{device:04X}', **{'class': f'0x{kind.lower()}'},
                           **attributes)

    def usb(self, path, vendor, product, interface, /, **attributes):
        """A USB device with one interface, whose class is three numbers; returns both."""
        authorized = attributes.pop('authorized', 1)
        device = self.device('usb', path, DEVTYPE='usb_device', authorized=authorized,
                             PRODUCT=f'{vendor:x}/{product:x}/100', idVendor=f'{vendor:04x}',
                             idProduct=f'{product:04x}', **attributes)
        if not authorized:
            return device, None
        modalias = (f'usb:v{vendor:04X}p{product:04X}d0100dc00dsc00dp00'
                    f'ic{interface[0]:02X}isc{interface[1]:02X}ip{interface[2]:02X}in00')
        part = self.device('usb', f'{path}/{path.rsplit("/", 1)[1]}:1.0', DEVTYPE='usb_interface',
                           PRODUCT=f'{vendor:x}/{product:x}/100', modalias=modalias, authorized=1)
        return device, part

    def driver(self, bus, name, module=None):
        """A registered driver."""
        path = f'bus/{bus}/drivers/{name}'
        for file in ('bind', 'unbind', '../../drivers_probe'):
            self.write(path, file, '')
        if module:
            (self.sys / 'module' / module / 'drivers').mkdir(parents=True, exist_ok=True)
            self.link(f'{path}/module', f'module/{module}')
            self.link(f'module/{module}/drivers/{bus}:{name}', path)
        return path

    def bind(self, device, name, module=None):
        """A driver has the device."""
        bus = pathlib.Path(os.path.realpath(self.sys / device / 'subsystem')).name
        driver = self.driver(bus, name, module)
        name = device.rsplit('/', 1)[1]
        self.link(f'{device}/driver', driver)
        self.link(f'{driver}/{name}', device)
        # For the stand-in for the kernel's driver core: what it takes when it is asked to.
        taken = self.sys / driver / 'takes'
        self.write(driver, 'takes', f'{taken.read_text().strip() if taken.exists() else ""} {name}')

    def unbind(self, device):
        """No driver has it any more."""
        driver = os.path.relpath(os.path.realpath(self.sys / device / 'driver'),
                                 os.path.realpath(self.sys))
        (self.sys / device / 'driver').unlink()
        (self.sys / driver / device.rsplit('/', 1)[1]).unlink(missing_ok=True)

    def gives(self, device, subsystem, name, /, **attributes):
        """What a device gives to a person: a network interface, a sound card."""
        path = f'{device}/{subsystem}/{name}'
        self.write(path, 'uevent', '')
        for key, value in attributes.items():
            self.write(path, key, value)
        self.link(f'{path}/device', device)
        self.link(f'{path}/subsystem', f'class/{subsystem}')
        self.link(f'class/{subsystem}/{name}', path)
        return path

    def switch(self, device, name, kind, soft=0, hard=0):
        """A radio switch of a device."""
        return self.gives(device, 'rfkill', name, type=kind, name=name, soft=soft, hard=hard)

    def unplug(self, device):
        """The device goes."""
        for folder in sorted((self.sys / device).rglob('*'), reverse=True):
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            else:
                folder.rmdir()
        (self.sys / device).rmdir()
        for pattern in ('bus/*/devices/*', 'bus/*/drivers/*/*', 'class/*/*'):
            for link in self.sys.glob(pattern):
                if link.is_symlink() and not link.exists():
                    link.unlink()
