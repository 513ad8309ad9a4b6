"""What happens on a line: a provider's limits, a household's own traffic, a slow server, a fading radio link."""

import contextlib
import json
import math
import os
import random
import socket
import subprocess
import threading
import time

from harness.network import entered, gather_little, remove_namespaces, run
from harness.origin import Origin
from harness.processes import end
from harness.waiting import wait_until


def at_bytes(line, count_bytes, timeout):
    """Waits until the shaper has let so many bytes pass, frames and all, as a provider's meter counts them."""
    wait_until(lambda: line.sent_bytes() >= count_bytes, timeout, f"{count_bytes} bytes through the shaper", 0.1)


def police(line, rate_mbps, quota_bytes=None, burst_bytes=64_000):
    """Drops what comes from a `FarHost` faster than a rate: from now on, or from when a quota is used up.

    Rate and quota count IP packets, without their Ethernet frames. It ends with `lift`.
    """
    free = "" if quota_bytes is None else f"ip saddr {FarHost.address} quota until {quota_bytes} bytes accept\n"
    limit = f"limit rate over {round(rate_mbps * 125_000)} bytes/second burst {burst_bytes} bytes"
    _filter(line, f"{free} ip saddr {FarHost.address} counter {limit} drop")


def is_policed(line):
    """Whether packets have come past the quota."""
    with entered(line.isp):
        rules = json.loads(run("nft", "--json", "list", "table", "inet", "provider"))["nftables"]
    counters = [
        part["counter"] for rule in rules if "rule" in rule for part in rule["rule"]["expr"] if "counter" in part
    ]
    return counters[0]["packets"] > 0


def cut(line):
    """Drops everything to and from a `FarHost`, as when a cable is pulled. It ends with `lift`."""
    _filter(line, "drop")


def lift(line):
    """Ends what `police` or `cut` began."""
    _load(line, "delete table inet provider")


def _filter(line, rule):
    _load(line, f"table inet provider {{\n chain passing {{\n type filter hook forward priority 0\n {rule}\n }}\n }}\n")


def _load(line, rules):
    # Where the provider forwards: what is dropped must never reach the home's interface, which counts all that comes,
    # and a sender on the machine that drops would be told of it.
    with entered(line.isp):
        run("nft", "-f", "-", input=rules)


class FarHost:
    """A second server behind the provider, on a cable of its own, whose rate can be set without touching the line's.

    What it sends passes its own shaper first and then the line's, as with any server in the internet.
    """

    address = "10.78.0.1"

    def __init__(self, line):
        self.namespace = line.isp.removesuffix("isp") + "far"
        self._origin = None
        run("ip", "netns", "add", self.namespace)
        try:
            self._lay(line)
            self._origin = Origin(self.address, self.namespace)
        except BaseException:
            self.remove()
            raise

    def _lay(self, line):
        _join((self.namespace, "far0", self.address), (line.isp, "isp1", "10.78.0.2"))
        gather_little(self.namespace, "far0")
        run("ip", "-n", line.home, "route", "add", "default", "via", line.address)
        self.shape(1000)

    def shape(self, rate_mbps):
        """Sets how fast it sends at most."""
        shaper = ("rate", f"{round(rate_mbps * 1e6)}bit", "burst", "128kb", "latency", "50ms")
        run("tc", "-n", self.namespace, "qdisc", "replace", "dev", "far0", "root", "tbf", *shaper)

    def url(self):
        """The address of its large file."""
        return self._origin.url()

    def remove(self):
        """Ends the server and removes its namespace."""
        if self._origin:
            self._origin.close()
        remove_namespaces(self.namespace)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


class Desk:
    """A computer behind the router at home: nothing on its own interface tells what the others at home do."""

    def __init__(self, line):
        self.namespace = line.home.removesuffix("home") + "desk"
        run("ip", "netns", "add", self.namespace)
        try:
            _join((self.namespace, "desk0", "10.79.0.1"), (line.home, "home1", "10.79.0.2"))
            run("ip", "-n", line.isp, "route", "add", "10.79.0.0/24", "via", "10.77.0.2")
        except BaseException:
            self.remove()
            raise

    def remove(self):
        """Removes its namespace."""
        remove_namespaces(self.namespace)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


def _join(outer, router):
    """Lays a cable from an outer namespace to one that forwards; each is (namespace, interface, address)."""
    run("ip", "link", "add", outer[1], "netns", outer[0], "type", "veth", "peer", router[1], "netns", router[0])
    for namespace, interface, address in (outer, router):
        run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", interface)
        run("ip", "-n", namespace, "link", "set", "lo", "up")
        run("ip", "-n", namespace, "link", "set", interface, "up")
    run("ip", "-n", outer[0], "route", "add", "default", "via", router[2])
    with entered(router[0]), open("/proc/sys/net/ipv4/ip_forward", "w") as forwarding:
        forwarding.write("1")


class Household:
    """What the others at home do on the same line, from a server of their own: it comes and goes as it likes.

    A film fetches a segment every few seconds, pages come as bursts of small files, a call sends UDP; a download, if
    there is one, takes several connections. The same seed does the same again.
    """

    def __init__(self, line, seed, film_mbps=5.0, call_mbps=1.5, pages=True):
        self._line, self._random = line, random.Random(seed)
        self._origin = Origin(line.address, line.isp)
        self._running, self._lock, self._ended = [], threading.Lock(), threading.Event()
        habits = [(self._watch_film, film_mbps), (self._call, call_mbps), (self._read_pages, 1 if pages else 0)]
        # Each has dice of its own, or what one does would depend on when the others throw.
        self._threads = [
            threading.Thread(target=habit, args=(amount, random.Random(self._random.random())), daemon=True)
            for habit, amount in habits
            if amount > 0
        ]
        for thread in self._threads:
            thread.start()

    @contextlib.contextmanager
    def downloading(self, flows):
        """Somebody fetches something large over so many connections meanwhile."""
        running = [self._fetch("big") for _ in range(flows)]
        yield
        for process in running:
            end(process)

    def _fetch(self, path):
        command = ["curl", "--silent", "--output", "/dev/null", "--max-time", "600", self._origin.url(path)]
        with self._lock, entered(self._line.home):
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]})
            self._running = [other for other in self._running if other.poll() is None] + [process]
        return process

    def _watch_film(self, rate_mbps, dice):
        self._origin.file("segment", round(rate_mbps * 125_000 * 6))
        while not self._ended.wait(6 * dice.uniform(0.8, 1.2)):
            self._fetch("segment")

    def _read_pages(self, _, dice):
        sizes = [50_000, 200_000, 800_000]
        for size in sizes:
            self._origin.file(f"part{size}", size)
        while not self._ended.wait(dice.expovariate(1 / 12)):
            for _ in range(dice.randint(2, 6)):
                self._fetch(f"part{dice.choice(sizes)}")

    def _call(self, rate_mbps, dice):
        with entered(self._line.isp):
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with sender:
            while not self._ended.wait(dice.expovariate(1 / 20)):
                over = time.monotonic() + dice.uniform(5, 20)
                # Nobody listens: what the line carries is the same, and the answers are dropped here.
                while time.monotonic() < over and not self._ended.wait(0.02):
                    for _ in range(max(1, round(rate_mbps * 1e6 / 8 * 0.02 / 1200))):
                        with contextlib.suppress(OSError):
                            sender.sendto(bytes(1200), ("10.77.0.2", 9))

    def close(self):
        """Ends everything that it does."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        with self._lock:
            for process in self._running:
                end(process)
        self._origin.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Fading:
    """A radio link as the last stretch of the line: its rate wanders several times a second, and fades deeply at times.

    The logarithm of the rate is the sum of two autoregressive processes, one of seconds (people walk by) and one of
    a minute (somebody sits elsewhere), and fades of a few seconds come at random. Never is it above the line's rate.
    """

    _every_seconds = 0.2

    def __init__(self, line, rate_mbps, seed, headroom=1.0, scatter=0.2, fades_per_minute=2.0):
        self._line, self._rate_mbps, self._headroom = line, rate_mbps, headroom
        self._scatter, self._fades_per_minute = scatter, fades_per_minute
        self._dice = random.Random(seed)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._fade, daemon=True)
        self._thread.start()

    def rates_mbps(self):
        """The rates to come, one each time the link changes."""
        quick = slow = 0.0
        fade_share, fade_left_seconds = 1.0, 0.0
        while True:
            quick = self._wander(quick, 3, self._scatter)
            slow = self._wander(slow, 60, 0.7 * self._scatter)
            fade_left_seconds -= self._every_seconds
            if fade_left_seconds <= 0:
                fade_share = 1.0
                if self._dice.random() < self._fades_per_minute * self._every_seconds / 60:
                    fade_share, fade_left_seconds = self._dice.uniform(0.1, 0.6), self._dice.lognormvariate(1.0, 0.7)
            yield self._rate_mbps * min(1, max(0.03, self._headroom * math.exp(quick + slow) * fade_share))

    def _wander(self, value, correlation_seconds, scatter):
        kept = math.exp(-self._every_seconds / correlation_seconds)
        return kept * value + math.sqrt(1 - kept * kept) * self._dice.gauss(0, scatter)

    def _fade(self):
        for rate_mbps in self.rates_mbps():
            if self._ended.wait(self._every_seconds):
                return
            self._line.shape(rate_mbps)

    def close(self):
        """Leaves the line as it is now."""
        self._ended.set()
        self._thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
