"""A line with a long way: two network namespaces joined by TUN devices, whose packets a thread holds for a while.

The kernel's own emulator of delays isn't everywhere; this is for some ten Mbit/s.
"""

import fcntl
import os
import select
import struct
import threading
import time
from collections import deque

from harness.network import entered, remove_namespaces, run

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


class DelayLine:
    """`home` and `isp`, `delay_seconds` apart each way."""

    address = "10.78.0.1"

    def __init__(self, delay_seconds):
        name = f"dd{os.getpid()}x{threading.get_native_id()}"
        self.isp, self.home = f"{name}isp", f"{name}home"
        self._delay = delay_seconds
        self._ends, self._stopping = [], threading.Event()
        for namespace, address in ((self.isp, self.address), (self.home, "10.78.0.2")):
            run("ip", "netns", "add", namespace)
            self._ends.append(_open(namespace))
            run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", "way0")
            for interface in ("lo", "way0"):
                run("ip", "-n", namespace, "link", "set", interface, "up")
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def _carry(self):
        """Hands each packet to the other end when its time has come."""
        held = {end: deque() for end in self._ends}
        other = dict(zip(self._ends, reversed(self._ends), strict=True))
        while not self._stopping.is_set():
            due = min((queue[0][0] for queue in held.values() if queue), default=time.monotonic() + 0.1)
            ready, _, _ = select.select(self._ends, [], [], max(0, due - time.monotonic()))
            now = time.monotonic()
            for end in ready:
                held[end].append((now + self._delay, os.read(end, 65_536)))
            for end, queue in held.items():
                while queue and queue[0][0] <= now:
                    os.write(other[end], queue.popleft()[1])

    def shape(self, rate_mbps):
        """Limits what the ISP sends, with a queue that fits the way."""
        queue = str(int(rate_mbps * 1e6 / 8 * 4 * self._delay))
        rate = ("rate", f"{rate_mbps}mbit", "burst", "16kb", "limit", queue)
        run("tc", "-n", self.isp, "qdisc", "add", "dev", "way0", "root", "tbf", *rate)

    def limit_window(self, bytes_):
        """The most that home offers to receive at once on a connection."""
        value = f"4096 {bytes_} {bytes_}"
        run("ip", "netns", "exec", self.home, "sysctl", "-w", f"net.ipv4.tcp_rmem={value}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._thread.join()
        for end in self._ends:
            os.close(end)
        remove_namespaces(self.isp, self.home)


def _open(namespace):
    with entered(namespace):
        end = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(end, _TUNSETIFF, struct.pack("16sH", b"way0", _IFF_TUN | _IFF_NO_PI))
    return end
