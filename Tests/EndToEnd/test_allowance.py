"""What a run may take: to a receive buffer a stream, whether the order says it, a later line, or the cap."""

import json
import subprocess
import threading

import pytest

from harness.binaries import built, environment
from harness.downloader import payload_bytes
from harness.waiting import wait_until

STREAMS = 4
#: What libcurl hands over at once to each stream.
RECEIVE_BUFFERS = STREAMS * 16 * 1024


class Child:
    """A `datacap-downloader` that is told things on its standard input, as the daemon does it."""

    def __init__(self, url, maximum_bytes, rate_mbps=160, streams=STREAMS):
        self.process = subprocess.Popen(
            [built("datacap-downloader")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip
        self.events = []
        order = {"urls": [url], "streams": streams, "sample_milliseconds": 50, "ip_version": "any",
                 "maximum_bytes_per_second": rate_mbps * 125_000, "maximum_bytes": maximum_bytes}  # fmt: skip
        self.tell(order)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def tell(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def _read(self):
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    @property
    def received(self):
        return payload_bytes(list(self.events))

    def wait(self):
        self.process.wait(30)
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        return self.received


@pytest.fixture
def child(nginx):
    children = []

    def make(maximum_bytes, **settings):
        children.append(Child(nginx.url("big"), maximum_bytes, **settings))
        return children[-1]

    yield make
    for made in children:
        made.process.kill()
        made.process.wait()


@pytest.mark.parametrize("limit", [100_000, 3_333_333, 20_000_000])
def test_a_run_stops_at_its_limit(child, limit):
    assert limit <= child(limit).wait() <= limit + RECEIVE_BUFFERS


@pytest.mark.parametrize("streams", [1, 4, 16])
@pytest.mark.parametrize("rate_mbps", [20, 200, 2_000])
def test_what_a_run_takes_beyond_its_limit(child, rate_mbps, streams):
    limit = rate_mbps * 125_000 // 2 + 12_345
    beyond = child(limit, rate_mbps=rate_mbps, streams=streams).wait() - limit
    print(f"{rate_mbps} Mbit/s, {streams} streams: {beyond} bytes beyond a limit of {limit}")
    assert 0 <= beyond <= streams * 16 * 1024


def test_a_limit_is_raised_while_the_run_goes_on(child):
    run = child(8_000_000)
    wait_until(lambda: run.received > 1_000_000, 10, "the first bytes")
    run.tell({"maximum_bytes": 12_000_000})
    assert 12_000_000 <= run.wait() <= 12_000_000 + RECEIVE_BUFFERS


def test_a_limit_is_lowered_below_what_has_come(child):
    run = child(500_000_000)
    wait_until(lambda: run.received > 4_000_000, 10, "some bytes")
    run.tell({"maximum_bytes": 1_000_000})
    # What came while the line was on its way, and not the 500 MB.
    assert run.wait() < 60_000_000
    assert run.process.returncode == 0


def test_what_is_no_allowance_ends_the_run(child):
    run = child(500_000_000)
    wait_until(lambda: run.received > 0, 10, "some bytes")
    run.tell({"maximum_bytes": -1})
    run.process.wait(10)
    assert run.process.returncode != 0
    assert b"maximum_bytes" in run.process.stderr.read()


def test_a_run_goes_on_when_nothing_more_will_be_said(child):
    run = child(4_000_000)
    run.process.stdin.close()
    assert 4_000_000 <= run.wait() <= 4_000_000 + RECEIVE_BUFFERS


@pytest.mark.parametrize("cap_gb", [0.02, 0.0503])
def test_the_cap_is_held_to_a_buffer(daemon_factory, nginx, cap_gb):
    daemon = daemon_factory({"test_urls": [nginx.url("big")], "data_cap_gb": cap_gb, "streams": STREAMS})
    daemon.command("start")
    stats = daemon.wait_for_status("stopped", timeout=30)
    assert stats["status_reason"] == "the data cap is used up"
    assert cap_gb * 1e9 <= stats["total_bytes"] <= cap_gb * 1e9 + RECEIVE_BUFFERS
