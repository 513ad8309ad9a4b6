"""The line's ledger of a daemon that runs: what else goes over the line, an interface that goes and comes, restarts."""

import subprocess
import time

import pytest

from harness.binaries import environment
from harness.ledger import Ledger, noon_zone
from harness.network import entered, interface_bytes, run
from harness.origin import Origin
from harness.processes import end
from harness.waiting import wait_until

#: The shortest that config.json allows.
INTERVAL_SECONDS = 5
#: The page's figures are read from the ledgers twice a minute, when something was written.
STANDING_SECONDS = 30 + 2 * INTERVAL_SECONDS


@pytest.fixture
def server(line):
    with Origin(line.address, line.isp) as nginx:
        yield nginx


def config(server):
    """Tests of a moderate speed, on the line whose interface is counted."""
    return {
        "test_urls": [server.url()],
        "ip_info_url": "",
        "max_speed_mbps": 40,
        "usage": {"source": "interface", "interface": "home0", "interval_seconds": INTERVAL_SECONDS},
        "plan": {"cap_gb": 1, "timezone": noon_zone()},
    }


def fetch(line, server, size_bytes):
    """What somebody else at home downloads."""
    server.file("other", size_bytes)
    with entered(line.home):
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--output", "/dev/null", server.url("other")],
            env=environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 0


def kernel_bytes(line):
    return sum(interface_bytes(line.home, "home0"))


def is_counted(daemon):
    """Whether the line's counter has been read."""
    return Ledger(daemon.folder).number("SELECT count(*) FROM counter") == 1


def test_tests_and_others_are_told_apart(daemon_factory, line, server):
    before = kernel_bytes(line)
    daemon = daemon_factory(config(server), namespace=line.home)
    ledger = Ledger(daemon.folder)
    wait_until(lambda: is_counted(daemon), 10, "the first reading")
    start = kernel_bytes(line)
    assert start - before < 100_000

    fetch(line, server, 30_000_000)
    carried = kernel_bytes(line) - before
    wait_until(lambda: ledger.line_bytes() >= 30_000_000, INTERVAL_SECONDS + 2, "the others' bytes")
    assert ledger.line_bytes() <= carried + 100_000
    assert ledger.tests_bytes() == 0

    wait_until(lambda: daemon.get("/api/usage").json()["used_gb"] >= 0.03, STANDING_SECONDS, "the usage")
    daemon.start_running(past_bytes=20_000_000)
    usage = daemon.get("/api/usage").json()
    # While the counter hasn't been read again, the tests' bytes are there all the same.
    assert usage["used_gb"] >= 0.03 + usage["tests_gb"] - 0.005
    daemon.command("stop")
    tests = daemon.wait_for_status("stopped")["total_bytes"]
    wait_until(lambda: ledger.line_bytes() >= 30_000_000 + tests, INTERVAL_SECONDS + 2, "the tests' bytes")
    assert ledger.tests_bytes() == tests
    assert ledger.line_bytes() <= kernel_bytes(line) - before
    # Headers and acknowledgements are all that is in it besides.
    assert ledger.line_bytes() <= 1.1 * (30_000_000 + tests)
    usage = wait_until(
        lambda: (found := daemon.get("/api/usage").json())["used_gb"] >= ledger.line_bytes() / 1e9 - 1e-6 and found,
        STANDING_SECONDS,
        "the usage",
    )
    assert usage["source"] == "line"
    assert usage["used_gb"] == pytest.approx(ledger.line_bytes() / 1e9, abs=0.001)
    assert usage["tests_gb"] == pytest.approx(tests / 1e9, abs=1e-6)
    assert "used, of which tests" in usage["sentence"]
    assert daemon.stats()["used_gb"] == usage["used_gb"]


def test_an_interface_that_goes_and_comes_and_a_restart_lose_nothing(daemon_factory, line, server):
    daemon = daemon_factory(config(server), namespace=line.home)
    ledger = Ledger(daemon.folder)
    wait_until(lambda: is_counted(daemon), 10, "the first reading")
    first = kernel_bytes(line)
    fetch(line, server, 10_000_000)
    wait_until(lambda: ledger.line_bytes() >= 10_000_000, INTERVAL_SECONDS + 2, "the first bytes")

    run("ip", "-n", line.home, "link", "delete", "home0")
    wait_until(lambda: "interface home0 has gone" in texts(daemon), INTERVAL_SECONDS + 2, "the event")
    run("ip", "link", "add", "isp0", "netns", line.isp, "type", "veth", "peer", "home0", "netns", line.home)
    for namespace, interface, address in ((line.isp, "isp0", line.address), (line.home, "home0", "10.77.0.2")):
        run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", interface)
        run("ip", "-n", namespace, "link", "set", interface, "up")
    fetch(line, server, 10_000_000)
    wait_until(lambda: ledger.line_bytes() >= 20_000_000, INTERVAL_SECONDS + 2, "the bytes of the new one")
    counted = ledger.line_bytes()
    assert counted <= 1.1 * 20_000_000
    assert first < 100_000

    # The daemon is killed while somebody downloads, and started again later: its counter has gone on.
    server.file("long", 1 << 30)
    with entered(line.home):
        other = subprocess.Popen(
            ["curl", "--silent", "--limit-rate", "8M", "--output", "/dev/null", server.url("long")], env=environment()
        )
    try:
        wait_until(lambda: ledger.line_bytes() > counted, INTERVAL_SECONDS + 2, "bytes of the download")
        daemon.kill()
        down = kernel_bytes(line)
        wait_until(lambda: kernel_bytes(line) > down + 30_000_000, 20, "bytes while the daemon is off")
        daemon.restart()
        wait_until(lambda: ledger.line_bytes() > counted + 30_000_000, INTERVAL_SECONDS + 5, "those bytes")
    finally:
        end(other)
    total = kernel_bytes(line)
    # What both interfaces have carried, up to the last acknowledgements, and nothing twice.
    wait_until(lambda: ledger.line_bytes() >= 10_000_000 + total - 10_000, INTERVAL_SECONDS + 5, "all bytes")
    assert ledger.line_bytes() <= 1.1 * 10_000_000 + total + 10_000


def texts(daemon):
    return [event["text"] for event in daemon.get("/api/events").json()["events"]]


def test_nothing_is_written_when_nothing_happens(daemon_factory):
    daemon = daemon_factory({"usage": {"source": "none"}})
    daemon.start_running()
    daemon.command("stop")
    daemon.wait_for_status("stopped")

    def state():
        return {path.name: path.stat().st_mtime_ns for path in daemon.folder.iterdir() if ".log" not in path.name}

    # What was handed in before the stop is written, and then nothing more.
    seen = [(time.monotonic(), state())]

    def has_rested():
        now = time.monotonic(), state()
        if now[1] != seen[0][1]:
            seen[0] = now
        return now[0] - seen[0][0] > 10

    wait_until(has_rested, 30, "ten seconds without a write", interval=0.2)

    # A start is an event, and then there's silence again; its pruning is that of every hour.
    daemon.restart()
    wait_until(has_rested, 30, "ten seconds without a write after a start", interval=0.2)
