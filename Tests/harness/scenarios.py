"""Lines with a history: what was done to each, when, and everything that the daemon said of it meanwhile."""

import contextlib
import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from harness.daemon import Daemon
from harness.network import Line, payload_mbps
from harness.origin import Origin
from harness.shaping import Desk, Fading, FarHost, Household, at_bytes, cut, is_policed, lift, police
from harness.waiting import wait_until

#: How long after its onset a limit must have been found.
FOUND_WITHIN_SECONDS = 60
#: How long a limit stays: its kind is judged again until 45 s after it was found, and later.
_LIMITED_SECONDS = FOUND_WITHIN_SECONDS + 45
#: How long a lifted limit may stay in the verdict.
_CLEARED_WITHIN_SECONDS = 30
#: How often the verdict is looked at.
_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Reading:
    """What `/api/stats` said at one time, Unix seconds."""

    time: float
    speed_mbps: float | None
    total_bytes: int
    verdict: str
    is_accusing: bool
    detections: tuple

    @classmethod
    def of(cls, stats):
        return cls(
            time.time(), stats["speed_mbps"], stats["total_bytes"], stats["verdict"], stats["throttle_detected"],
            tuple(stats["detections"]),
        )  # fmt: skip


@dataclass
class Story:
    """One line's history, in Unix seconds and Mbit/s of payload, beside the daemon's account of it."""

    began: float
    #: When a limit or a trouble set in, and when it was lifted, if it was.
    onset: float | None = None
    lifted: float | None = None
    #: What was set for before and after the onset.
    before_mbps: float | None = None
    after_mbps: float | None = None
    readings: list[Reading] = field(default_factory=list, repr=False)
    log: str = field(default="", repr=False)

    def accusations(self, start=0.0, end=float("inf")):
        """The readings within a time that accuse the provider."""
        return [reading for reading in self.readings if start <= reading.time < end and reading.is_accusing]

    def found(self):
        """The first reading after the onset that accuses the provider."""
        return next(iter(self.accusations(self.onset)), None)

    def delay_seconds(self):
        """How long after the onset that was; `None` if it never was."""
        found = self.found()
        return found and found.time - self.onset

    def accusation(self):
        """The accusing detection as it stood in the end, when its kind had been judged again."""
        accusing = self.accusations(self.onset, self.lifted or float("inf"))
        return next((one for one in accusing[-1].detections if one["accuses"]), None) if accusing else None

    def verdicts(self):
        """The verdicts in their order, with the seconds since the beginning when each began."""
        changes = []
        for reading in self.readings:
            if not changes or changes[-1][1] != reading.verdict:
                changes.append((round(reading.time - self.began, 1), reading.verdict))
        return changes


def unix_seconds(text):
    """The time that the daemon writes as RFC 3339."""
    return datetime.fromisoformat(text).timestamp()


class Watch:
    """A daemon that measures a line, and the story of it; `watch` reads on while time goes by."""

    def __init__(self, folder, urls, namespace=None, streams=4, cap_bytes=None):
        Path(folder).mkdir(parents=True, exist_ok=True)
        config = {
            "test_urls": urls, "streams": streams, "update_interval_seconds": 0.5, "ip_info_url": "",
            "data_cap_gb": cap_bytes and cap_bytes / 1e9, "at_cap": "continue",
        }  # fmt: skip
        self._folder = Path(folder)
        self._daemon = Daemon(self._folder, config, namespace=namespace)
        self.story = Story(time.time())

    def __enter__(self):
        self._daemon.start_running()
        self.story.began = time.time()
        return self

    def watch(self, seconds, until=lambda reading: False):
        """Reads the verdict again and again for so long, or until a reading is as wanted."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            reading = Reading.of(self._daemon.stats())
            self.story.readings.append(reading)
            if until(reading):
                return
            time.sleep(_EVERY_SECONDS)

    def begins(self, before_mbps=None, after_mbps=None):
        """Something has just been done to the line."""
        self.story.onset = time.time()
        self.story.before_mbps, self.story.after_mbps = before_mbps, after_mbps

    def ends(self):
        """It has just been undone; reads on until nothing is said of it any more."""
        self.story.lifted = time.time()
        self.watch(_CLEARED_WITHIN_SECONDS, until=lambda reading: reading.verdict == "normal")

    def __exit__(self, *_):
        self._daemon.stop()
        self.story.log = self._daemon.log_of_all_runs()
        began = self.story.began
        record = [(reading.time - began, reading.speed_mbps, reading.verdict) for reading in self.story.readings]
        (self._folder / "readings.json").write_text(json.dumps(record))


@contextlib.contextmanager
def _measured(folder, rate_mbps, steady, streams=4, cap_bytes=None, behind_router=False):
    """A line with one server, and a daemon that measures it: at the end of the line, or behind a router there."""
    with Line(rate_mbps, steady) as line, Origin(line.address, line.isp) as origin, contextlib.ExitStack() as home:
        namespace = home.enter_context(Desk(line)).namespace if behind_router else line.home
        with Watch(folder, [origin.url()], namespace, streams, cap_bytes) as watch:
            yield line, watch


@contextlib.contextmanager
def _measured_from_afar(folder, rate_mbps, streams=4, cap_bytes=None):
    """A line that isn't steady, with one server beyond the provider, who may drop what it sends."""
    with Line(rate_mbps, steady=False) as line, FarHost(line) as host:
        with Watch(folder, [host.url()], line.home, streams, cap_bytes) as watch:
            yield line, watch


def _limit_for_a_while(line, watch, rate_mbps, to_mbps):
    """The provider's shaper is set to a lower rate, and back."""
    line.shape(to_mbps)
    watch.begins(payload_mbps(rate_mbps), payload_mbps(to_mbps))
    watch.watch(_LIMITED_SECONDS)
    line.shape(rate_mbps)
    watch.ends()


def untouched(folder, *, rate_mbps, seconds, streams=4, steady=True):
    """Nothing happens."""
    with _measured(folder, rate_mbps, steady, streams) as (_, watch):
        watch.watch(seconds)
    return watch.story


def slowed_at_a_time(
    folder, *, rate_mbps, to_mbps, onset_seconds, streams=4, steady=True, household=None, behind_router=False
):
    """The provider's shaper is set to a lower rate, and back; the household, if there is one, is a seed."""
    measured = _measured(folder, rate_mbps, steady, streams, behind_router=behind_router)
    with measured as (line, watch), contextlib.ExitStack() as home:
        if household is not None:
            home.enter_context(Household(line, household, film_mbps=0.1 * to_mbps, call_mbps=0.03 * to_mbps))
        watch.watch(onset_seconds)
        _limit_for_a_while(line, watch, rate_mbps, to_mbps)
    return watch.story


def slowed_at_a_volume(folder, *, rate_mbps, to_mbps, volume_bytes, cap_bytes=None, streams=4, steady=True):
    """The provider's shaper is set to a lower rate when it has let a volume pass."""
    with _measured(folder, rate_mbps, steady, streams, cap_bytes) as (line, watch):
        watch.watch(0.9 * volume_bytes / (rate_mbps * 125_000))
        at_bytes(line, volume_bytes, 60)
        _limit_for_a_while(line, watch, rate_mbps, to_mbps)
    return watch.story


def policed_after_a_quota(folder, *, rate_mbps, to_mbps, quota_bytes, cap_bytes=None, streams=4):
    """So many bytes at full speed, then packets are dropped to hold a rate."""
    with _measured_from_afar(folder, rate_mbps, streams, cap_bytes) as (line, watch):
        police(line, to_mbps, quota_bytes)
        watch.watch(0.9 * quota_bytes / (rate_mbps * 125_000))
        wait_until(lambda: is_policed(line), 60, "the end of the quota", interval=0.1)
        watch.begins(payload_mbps(rate_mbps), _payload_of_packets(to_mbps))
        watch.watch(_LIMITED_SECONDS)
        lift(line)
        watch.ends()
    return watch.story


def policed_at_a_time(folder, *, rate_mbps, to_mbps, onset_seconds, streams=4):
    """Packets are dropped to hold a rate, from a time on."""
    with _measured_from_afar(folder, rate_mbps, streams) as (line, watch):
        watch.watch(onset_seconds)
        police(line, to_mbps)
        watch.begins(payload_mbps(rate_mbps), _payload_of_packets(to_mbps))
        watch.watch(_LIMITED_SECONDS)
        lift(line)
        watch.ends()
    return watch.story


def _payload_of_packets(rate_mbps):
    """What arrives of a rate that counts IP packets, four of them gathered under one header, as TCP payload."""
    return rate_mbps * 4 * 1448 / (4 * 1448 + 52)


def bucketed(folder, *, rate_mbps, sustained_mbps, bucket_bytes, streams=4, steady=True):
    """A token bucket: the transfer starts fast and drops to the sustained rate when the bucket is empty."""
    with Line(rate_mbps, steady) as line, Origin(line.address, line.isp) as origin:
        line.fill_bucket(rate_mbps, bucket_bytes, sustained_mbps)
        with Watch(folder, [origin.url()], line.home, streams) as watch:
            at_bytes(line, bucket_bytes * rate_mbps / (rate_mbps - sustained_mbps), 60)
            watch.begins(payload_mbps(rate_mbps), payload_mbps(sustained_mbps))
            watch.watch(_LIMITED_SECONDS)
    return watch.story


def cut_off(folder, *, rate_mbps, onset_seconds, out_seconds, streams=4, after_seconds=60):
    """No data for a while, then all is as before."""
    with _measured_from_afar(folder, rate_mbps, streams) as (line, watch):
        watch.watch(onset_seconds)
        cut(line)
        watch.begins(payload_mbps(rate_mbps), 0)
        watch.watch(out_seconds)
        lift(line)
        watch.story.lifted = time.time()
        watch.watch(after_seconds)
    return watch.story


def shared_with_a_household(
    folder, *, rate_mbps, seconds, seed, streams=4, film_mbps=5, downloads=(), behind_router=False
):
    """Others use the line, too; `downloads` are (after seconds, connections, for seconds), in their order.

    They do so on the measuring machine itself, where its interface tells, or elsewhere behind the router.
    """
    with _measured(folder, rate_mbps, False, streams, behind_router=behind_router) as (line, watch):
        with Household(line, seed, film_mbps=film_mbps) as household:
            for after_seconds, flows, download_seconds in downloads:
                watch.watch(watch.story.began + after_seconds - time.time())
                with household.downloading(flows):
                    watch.watch(download_seconds)
            watch.watch(watch.story.began + seconds - time.time())
    return watch.story


def slowed_with_two_hosts(folder, *, rate_mbps, to_mbps, onset_seconds, streams=4):
    """The provider's shaper is set to a lower rate, and two servers are slow from then on."""
    with Line(rate_mbps, steady=False) as line, Origin(line.address, line.isp) as origin, FarHost(line) as host:
        with Watch(folder, [origin.url(), host.url()], line.home, streams) as watch:
            watch.watch(onset_seconds)
            _limit_for_a_while(line, watch, rate_mbps, to_mbps)
    return watch.story


def slow_host(folder, *, rate_mbps, host_mbps, onset_seconds, seconds, streams=4):
    """The second of two servers gets slow; the first and the line are fine."""
    with Line(rate_mbps, steady=False) as line, Origin(line.address, line.isp) as origin, FarHost(line) as host:
        with Watch(folder, [origin.url(), host.url()], line.home, streams) as watch:
            watch.watch(onset_seconds)
            host.shape(host_mbps)
            watch.begins(payload_mbps(rate_mbps), payload_mbps(host_mbps))
            watch.watch(seconds - onset_seconds)
    return watch.story


def fading(folder, *, rate_mbps, seconds, seed, streams=4, **how):
    """A radio link is the last stretch of the line."""
    with _measured(folder, rate_mbps, False, streams) as (line, watch), Fading(line, rate_mbps, seed, **how):
        watch.watch(seconds)
    return watch.story
