"""What the downloader tells of its own machine: its processor, its interface, and its receive window."""

import os
import signal
import statistics
import subprocess

import pytest

from harness.delay import DelayLine
from harness.downloader import Downloader, of_kind
from harness.network import PAYLOAD_SHARE, entered
from harness.origin import Origin
from harness.processes import end
from harness.waiting import wait_until


def samples_of(url, seconds, settling_seconds=1, **options):
    """The samples of a run, without its beginning and the stub at its end."""
    with Downloader(url, duration_seconds=seconds + settling_seconds, **options) as run:
        events = run.wait(seconds + settling_seconds + 20)
    samples = of_kind(events, "sample")
    start = samples[0]["uptime_ns"]
    return [sample for sample in samples[:-1] if sample["uptime_ns"] - start > settling_seconds * 1e9]


def busy_share(sample):
    """The share of the time that it ran, or waited for a processor."""
    return (sample["cpu_ns"] + sample["cpu_wait_ns"]) / sample["interval_ns"]


def test_the_interface_is_told_with_headers(netns):
    line, origin = netns(40)
    samples = samples_of(origin.url(), 3, namespace=line.home)
    payload = sum(sum(sample["bytes"]) for sample in samples)
    carried = sum(sample["interface_bytes"] for sample in samples)
    assert 1 <= carried / payload < 1.02 / PAYLOAD_SHARE
    assert {sample["link_mbps"] for sample in samples} == {10_000}
    assert {sample["ip_version"] for sample in samples} == {"v4"}
    assert statistics.median(map(busy_share, samples)) < 0.5


def test_what_others_take_during_a_pause_is_not_counted_after_it(netns):
    line, origin = netns(40)
    other = ["curl", "--silent", "--output", "/dev/null", "--range", "0-5000000", origin.url()]
    with Downloader(origin.url(), namespace=line.home) as run:
        wait_until(lambda: len(of_kind(run.events, "sample")) >= 8, 10, "some samples")
        run.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: of_kind(run.events, "paused"), 5, "the pause")
        with entered(line.home):
            subprocess.run(other, check=True, timeout=30, stdin=subprocess.DEVNULL)
        run.process.send_signal(signal.SIGUSR2)
        wait_until(lambda: of_kind(run.events, "resumed"), 5, "the end of the pause")
        count = len(of_kind(run.events, "sample"))
        wait_until(lambda: len(of_kind(run.events, "sample")) >= count + 12, 10, "samples after it")
        events = run.end()
    resumed = events.index(of_kind(events, "resumed")[0])
    after = [sample for sample in of_kind(events[resumed:], "sample") if sample["interface_bytes"] is not None]
    assert len(after) >= 8
    assert sum(sample["interface_bytes"] for sample in after[:8]) < 1.3 * 40e6 / 8 * 0.25 * 8


def test_loopback_has_no_interface_to_tell(origin):
    samples = samples_of(origin.url(), 1)
    assert {sample["interface_bytes"] for sample in samples} == {None}
    assert {sample["link_mbps"] for sample in samples} == {None}


def test_a_crowded_processor_shows(origin):
    """On one processor with eight others that want it, the downloader runs some of the time and waits the rest."""
    pinned = ["taskset", "-c", str(max(os.sched_getaffinity(0)))]
    crowd = [subprocess.Popen([*pinned, "sh", "-c", "while :; do :; done"]) for _ in range(8)]
    try:
        samples = samples_of(origin.url(), 3, prefix=pinned)
    finally:
        for process in crowd:
            end(process)
    assert statistics.median(map(busy_share, samples)) > 0.85


@pytest.mark.parametrize("is_small", [True, False], ids=["small window", "slow line"])
def test_a_full_receive_window_is_told_from_a_slow_line(is_small):
    """A window of 64 KiB on a way of 60 ms, and a line of 12 Mbit/s that takes about as long for it."""
    with DelayLine(0.03) as line, Origin(line.address, namespace=line.isp) as origin:
        if is_small:
            line.limit_window(65_536)
        else:
            line.shape(12)
        samples = samples_of(origin.url(), 5, settling_seconds=4, streams=1, namespace=line.home)
    share = sum(sample["window_limited"] for sample in samples) / len(samples)
    assert share > 0.7 if is_small else share < 0.2
