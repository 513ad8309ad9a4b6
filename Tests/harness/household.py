"""A household's network: a machine, a router with Debian's miniupnpd, and the line to the provider, in namespaces."""

import itertools
import os
import subprocess
import tempfile
from pathlib import Path

from harness.binaries import installed
from harness.network import entered, remove_namespaces, run, silence_ipv6
from harness.processes import end
from harness.waiting import wait_until

_CONFIGURATION = """\
ext_ifname=wan0
listening_ip=lan0
http_port=0
ipv6_disable=yes
enable_natpmp=no
enable_upnp=yes
uuid=5d1dcdf4-ab48-4d1d-a1f3-d5f3e2e2e2e2
"""

_numbers = itertools.count()


class Household:
    """The machine's interface is `home0`, the router's are `lan0` and `wan0`; the provider is at `provider_address`."""

    provider_address = "8.9.10.1"

    def __init__(self):
        assert os.geteuid() == 0, "network namespaces need root: run the tests as root"
        name = f"hh{os.getpid()}x{next(_numbers)}"
        self.machine, self.router, self.provider = f"{name}m", f"{name}r", f"{name}p"
        self._miniupnpd = None
        try:
            self._lay()
            self._start()
        except BaseException:
            self.remove()
            raise

    def _lay(self):
        for namespace in (self.machine, self.router, self.provider):
            run("ip", "netns", "add", namespace)
            silence_ipv6(namespace)
        cables = (
            (self.router, "lan0", "10.88.0.1/24", self.machine, "home0", "10.88.0.2/24"),
            (self.router, "wan0", "8.9.10.2/24", self.provider, "isp0", f"{self.provider_address}/24"),
        )
        for near, one, one_address, far, other, other_address in cables:
            run("ip", "link", "add", one, "netns", near, "type", "veth", "peer", other, "netns", far)
            for namespace, interface, address in ((near, one, one_address), (far, other, other_address)):
                run("ip", "-n", namespace, "address", "add", address, "dev", interface)
                run("ip", "-n", namespace, "link", "set", interface, "up")
        run("ip", "-n", self.machine, "route", "add", "default", "via", "10.88.0.1")
        run("ip", "-n", self.provider, "route", "add", "10.88.0.0/24", "via", "8.9.10.2")
        with entered(self.router):
            Path("/proc/sys/net/ipv4/ip_forward").write_text("1")

    def _start(self):
        folder = Path(tempfile.mkdtemp(prefix="datacap-router-"))
        configuration, log = folder / "miniupnpd.conf", folder / "log"
        configuration.write_text(_CONFIGURATION)
        command = [installed("miniupnpd"), "-d", "-f", configuration, "-P", folder / "pid"]
        with entered(self.router), open(log, "wb") as output:
            self._miniupnpd = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_until(lambda: "HTTP listening" in log.read_text(errors="replace"), 10, "miniupnpd")

    def remove(self):
        """Ends the router and removes everything, whatever state it is in."""
        if self._miniupnpd:
            end(self._miniupnpd)
        remove_namespaces(self.machine, self.router, self.provider)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()
