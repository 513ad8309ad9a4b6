"""Speed against the kernel: lines that `tc tbf` shapes between network namespaces."""

import statistics
import time

import pytest

from harness.downloader import Downloader, of_kind, speeds_mbps
from harness.network import payload_mbps
from harness.waiting import wait_until

pytestmark = pytest.mark.timeout(120)

RATES = [10, 50, 200, 1000]
SETTLING_SECONDS, MEASURED_SECONDS = 2, 20


def off_by(measured, truth):
    return abs(measured / truth - 1)


class Watch:
    """Whether the line kept its rate meanwhile: on a busy machine the shaper starves too, and is no truth then."""

    def __init__(self, line):
        self._line = line
        self._start, self._bytes = time.monotonic(), line.sent_bytes()

    def mbps(self):
        return (self._line.sent_bytes() - self._bytes) * 8e-6 / (time.monotonic() - self._start)


def on_a_steady_line(rate, attempt):
    """The outcome of the first attempt during which the line kept its rate; `attempt` gives both."""
    seen = []
    for _ in range(3):
        outcome, line_mbps = attempt()
        if off_by(line_mbps, rate) <= 0.003:
            return outcome
        seen.append(line_mbps)
    raise AssertionError(f"this machine is too busy for a line of {rate} Mbit/s: it carried {seen}")


@pytest.mark.parametrize("rate", RATES)
def test_a_constant_rate_is_measured_as_such(netns, rate):
    line, origin = netns(rate)

    def attempt():
        with Downloader(origin.url(), namespace=line.home) as downloader:
            wait_until(lambda: duration_seconds(downloader) >= SETTLING_SECONDS, 10)
            watch = Watch(line)
            wait_until(lambda: duration_seconds(downloader) > SETTLING_SECONDS + MEASURED_SECONDS, 30)
            line_mbps = watch.mbps()
            return of_kind(downloader.end(), "sample"), line_mbps

    samples = on_a_steady_line(rate, attempt)
    truth = payload_mbps(rate)
    first = samples[0]["uptime_ns"] - samples[0]["interval_ns"]
    steady = [sample for sample in samples if sample["uptime_ns"] - first > SETTLING_SECONDS * 1e9]
    seconds = speeds_mbps(steady, every_seconds=1)[:MEASURED_SECONDS]
    assert len(seconds) == MEASURED_SECONDS
    mean = statistics.fmean(seconds)
    assert off_by(mean, truth) <= 0.005, f"mean {mean}, truth {truth}"
    assert statistics.stdev(seconds) / mean <= 0.01, seconds


@pytest.mark.parametrize("rate", RATES)
def test_the_first_figure_shown_is_right_already(netns, daemon_factory, rate):
    line, origin = netns(rate)

    def attempt():
        daemon = daemon_factory(
            {"test_urls": [origin.url()], "max_speed_mbps": None, "update_interval_seconds": 2}, namespace=line.home
        )
        daemon.start_running()
        watch = Watch(line)
        stats = daemon.wait_for(lambda stats: stats["data_points"], 15, "the first figure")
        line_mbps = watch.mbps()
        daemon.stop()
        return stats["data_points"][0]["speed_mbps"], line_mbps

    assert off_by(on_a_steady_line(rate, attempt), payload_mbps(rate)) <= 0.01


def test_a_step_is_seen_within_half_a_second(netns):
    line, origin = netns(50)
    delays_seconds = []
    with Downloader(origin.url(), namespace=line.home) as downloader:
        before = 50
        for rate in (10, 50, 10, 50):
            settle(downloader, before)
            line.shape(rate)
            changed = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
            middle = payload_mbps((before + rate) / 2)
            crossed = first_sample(downloader, changed, lambda speed, m=middle, up=rate > before: (speed > m) == up)
            assert crossed <= 0.5, f"{before} to {rate} Mbit/s: seen after {crossed} s"
            arrived = first_sample(downloader, changed, lambda speed, r=rate: off_by(speed, payload_mbps(r)) <= 0.1)
            delays_seconds.append(arrived)
            before = rate
    assert statistics.median(delays_seconds) <= 0.5, delays_seconds


def duration_seconds(downloader):
    """How long its samples reach back."""
    return sum(sample["interval_ns"] for sample in of_kind(list(downloader.events), "sample")) / 1e9


def settle(downloader, rate):
    """Waits until the latest four samples, a second, show the rate."""

    def settled():
        speeds = speeds_mbps(of_kind(list(downloader.events), "sample")[-4:])
        return len(speeds) == 4 and all(off_by(speed, payload_mbps(rate)) <= 0.05 for speed in speeds)

    wait_until(settled, 15, f"a steady {rate} Mbit/s")


def first_sample(downloader, since_ns, matches):
    """How many seconds after an instant the first sample that matches had ended."""

    def found():
        for sample in of_kind(list(downloader.events), "sample"):
            if sample["uptime_ns"] > since_ns and matches(speeds_mbps([sample])[0]):
                return (sample["uptime_ns"] - since_ns) / 1e9
        return None

    return wait_until(found, 10, "a sample of the new rate")
