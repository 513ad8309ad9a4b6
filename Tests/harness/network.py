"""A line with known properties: two network namespaces, a virtual cable, and the kernel's own shaper on it."""

import contextlib
import ctypes
import itertools
import json
import os
import socket
import subprocess

#: Payload bytes per byte that `tc` counts: Ethernet frames of 1514 bytes carry 1448 of TCP payload with timestamps.
PAYLOAD_SHARE = 1448 / 1514

_CLONE_NEWUTS = 0x04000000
_libc = ctypes.CDLL(None, use_errno=True)
_numbers = itertools.count()


@contextlib.contextmanager
def entered(namespace):
    """This thread, and what it starts, is in the network namespace meanwhile; a socket made in there stays there."""
    if namespace is None:
        yield
        return
    with open("/proc/thread-self/ns/net") as outside, open(f"/run/netns/{namespace}") as inside:
        _set_namespace(inside)
        try:
            yield
        finally:
            _set_namespace(outside)


@contextlib.contextmanager
def named(name):
    """This machine has another name meanwhile, for this thread and what it starts; any bytes do."""
    with open("/proc/thread-self/ns/uts") as outside:
        if _libc.unshare(_CLONE_NEWUTS) != 0:
            raise OSError(ctypes.get_errno(), "unshare failed: run the tests as root")
        try:
            if _libc.sethostname(name, len(name)) != 0:
                raise OSError(ctypes.get_errno(), "sethostname failed")
            yield
        finally:
            _set_namespace(outside)


def _set_namespace(file):
    if _libc.setns(file.fileno(), 0) != 0:
        raise OSError(ctypes.get_errno(), "setns failed")


class Line:
    """A customer's `home` and the `isp`, joined by a cable; what the ISP sends is shaped to a rate.

    The shaper is `tc tbf`: of the kernel's shapers it keeps its rate best. The rate is that of Ethernet frames, so
    payload arrives at `PAYLOAD_SHARE` of it. A line that isn't `steady` leaves the sender its own ways, with pauses
    and loss.
    """

    #: Where the origin listens, in the namespace `isp`.
    address = "10.77.0.1"

    def __init__(self, rate_mbps=None, steady=True):
        assert os.geteuid() == 0, "network namespaces need root: run the tests as root"
        name = f"dc{os.getpid()}x{next(_numbers)}"
        self.isp, self.home = f"{name}isp", f"{name}home"
        self._steady, self._shaper = steady, None
        try:
            self._lay()
            if rate_mbps is not None:
                self.shape(rate_mbps)
        except BaseException:
            self.remove()
            raise

    def _lay(self):
        for namespace in (self.isp, self.home):
            run("ip", "netns", "add", namespace)
        run("ip", "link", "add", "isp0", "netns", self.isp, "type", "veth", "peer", "home0", "netns", self.home)
        ends = ((self.isp, "isp0", self.address), (self.home, "home0", "10.77.0.2"))
        for namespace, interface, address in ends:
            run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", interface)
            run("ip", "-n", namespace, "link", "set", "lo", "up")
            run("ip", "-n", namespace, "link", "set", interface, "up")

    def shape(self, rate_mbps):
        """Sets the rate, also while data flows."""
        verb = "change" if self._shaper else "add"
        self._shaper = self._shaper or self._make_shaper(rate_mbps)
        rate = f"{round(rate_mbps * 1e6)}bit"
        run("tc", "-n", self.isp, "qdisc", verb, "dev", "isp0", "root", "tbf", "rate", rate, *self._shaper)

    def _make_shaper(self, rate_mbps):
        """What of the shaper stays as the first rate wants it: its burst and its queue."""
        # With a burst below 64 KiB and headers, large packets are cut into frames, so that data trickles as on a slow
        # line; a fast one would cost ten times the CPU then, as if no network card gathered anything.
        # A smaller burst than before hangs the link for ever once a queued packet is larger than it.
        burst = "64kb" if rate_mbps < 100 else "128kb"
        if not self._steady:
            if rate_mbps < 100:
                gather_little(self.isp, "isp0")
            return "burst", burst, "latency", "50ms"
        # Four connections have 100 ms of data in flight, and the queue holds more than that. So it is never empty and
        # never drops, and what comes out of it keeps the rate at every moment: loss would show as unsteady payload.
        window_segments = max(round(rate_mbps * 1e6 / 8 * 0.1 / 4 / 1448), 10)
        sender = ("congctl", "cubic", "cwnd", "lock", str(window_segments))
        run("ip", "-n", self.isp, "route", "change", "10.77.0.0/24", "dev", "isp0", "src", self.address, *sender)
        return "burst", burst, "limit", str(16 * window_segments * 1514 + (1 << 20))

    def fill_bucket(self, rate_mbps, bucket_bytes, sustained_mbps):
        """Lets so many bytes pass at the line's rate, and then what is sustained: `tbf` with a large token bucket.

        The bucket fills again at the sustained rate, so a transfer that starts after a rest has it once more.
        """
        rates = ("rate", f"{round(sustained_mbps * 1e6)}bit", "peakrate", f"{round(rate_mbps * 1e6)}bit")
        limit = 1 << (22 if self._steady else 18)
        sizes = ("burst", str(bucket_bytes), "mtu", "65536", "limit", str(limit))
        verb = "replace" if self._shaper else "add"
        run("tc", "-n", self.isp, "qdisc", verb, "dev", "isp0", "root", "tbf", *rates, *sizes)

    def sent_bytes(self):
        """What the shaper has let pass so far, frames and all."""
        shown = run("tc", "-n", self.isp, "-statistics", "-json", "qdisc", "show", "dev", "isp0")
        return json.loads(shown)[0]["bytes"]

    def filter(self, rules):
        """Loads `nft` rules at the customer's end."""
        with entered(self.home):
            run("nft", "-f", "-", input=rules)

    def remove(self):
        """Removes both namespaces, and with them the cable, whatever state they are in."""
        remove_namespaces(self.isp, self.home)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


def remove_namespaces(*namespaces):
    """Removes those that are there."""
    for namespace in namespaces:
        if os.path.exists(f"/run/netns/{namespace}"):
            run("ip", "netns", "delete", namespace)


def gather_little(namespace, interface):
    """Has the sender gather no more than four frames, where it would 45.

    Whoever drops on a real line drops frames. A hole of 64 KiB keeps TCP busy for half a minute; single frames would
    cost four times the CPU and look the same.
    """
    run("ip", "-n", namespace, "link", "set", interface, "gso_max_segs", "4")


def interface_bytes(namespace, interface):
    """What the kernel of a namespace has counted on an interface: bytes received and sent."""
    with entered(namespace), open("/proc/thread-self/net/dev") as file:
        lines = file.read().splitlines()[2:]
    [fields] = [line.split(":")[1].split() for line in lines if line.split(":")[0].strip() == interface]
    return int(fields[0]), int(fields[8])


def silence_ipv6(namespace):
    """Ends a namespace's use of IPv6, whose neighbour discovery says something at any time."""
    with entered(namespace):
        for interfaces in ("all", "default"):
            with open(f"/proc/sys/net/ipv6/conf/{interfaces}/disable_ipv6", "w") as file:
                file.write("1")


def send_datagrams(namespace, address, count, size=1_000):
    """Sends so many datagrams from a namespace to an address; nobody need be there to take them."""
    with entered(namespace), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(count):
            sender.sendto(bytes(size), (address, 9))


def payload_mbps(rate_mbps):
    """What arrives of a shaped rate, as TCP payload."""
    return rate_mbps * PAYLOAD_SHARE


def run(*command, input=None):
    """Runs a tool that must succeed, and returns what it prints."""
    done = subprocess.run(command, input=input, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout
