"""What the budget lets through, what it says when it doesn't, and what happens when it can't be asked."""

import contextlib
import subprocess
import sys

import pytest

from harness.lab import Lab
from harness.ledger import Ledger, noon_zone
from harness.waiting import hold, wait_until

RATE_MBPS = 100
STREAMS = 2
FILE_BYTES = 256 << 10
IN_SOCKETS_BYTES = STREAMS * FILE_BYTES
RECEIVE_BUFFERS = STREAMS * 16_384


def config(origin, budget=None, plan=None, **more):
    """A test at a moderate speed in the middle of a day, with what may be spent."""
    return {
        "test_urls": [origin.url(origin.file("small", FILE_BYTES).lstrip("/"))],
        "streams": STREAMS,
        "max_speed_mbps": RATE_MBPS,
        "update_interval_seconds": 0.25,
        "ip_info_url": "",
        "usage": {"source": "none"},
        "plan": {"unlimited": True, "timezone": noon_zone()} | (plan or {}),
        "budget": budget or {},
    } | more


def sent_bytes(origin):
    return sum(line.body_bytes for line in origin.log())


def capped(cap_gb):
    """A plan with a cap instead of none."""
    return {"unlimited": None, "cap_gb": cap_gb}


def without_none(settings):
    if isinstance(settings, dict):
        return {key: without_none(value) for key, value in settings.items() if value is not None}
    return settings


@pytest.mark.parametrize(
    ("budget", "plan", "status", "reason", "limit"),
    [
        ({"session_gb": 0.03}, {}, "stopped", "the budget of this session is used up", "session"),
        ({"hour_gb": 0.03}, {}, "waiting", "the budget of this hour is used up", "hour"),
        ({"day_gb": 0.03}, {}, "waiting", "the budget of today is used up", "day"),
        ({"cycle_gb": 0.03}, {}, "waiting", "the budget of this cycle is used up", "cycle"),
        ({"cycle_percent": 3}, capped(1), "waiting", "the budget of this cycle is used up", "cycle"),
        ({"reserve_gb": 0.97}, capped(1), "waiting", "what is left of the plan is kept in reserve", None),
        ({}, capped(0.03), "stopped", "the data cap is used up", None),
        # The tightest of several says why.
        (
            {"day_gb": 0.5, "hour_gb": 0.03, "cycle_gb": 0.4},
            {},
            "waiting",
            "the budget of this hour is used up",
            "hour",
        ),
    ],
)
def test_each_limit_ends_the_spending_with_its_reason(daemon_factory, nginx, budget, plan, status, reason, limit):
    daemon = daemon_factory(without_none(config(nginx, budget, plan, at_cap="stop")))
    daemon.command("start")
    stats = daemon.wait_for_status(status, 30)
    assert stats["status_reason"] == reason
    assert ("waiting_until" in stats) == (status == "waiting")
    assert 30_000_000 - RECEIVE_BUFFERS <= stats["total_bytes"] <= 30_000_000 + RECEIVE_BUFFERS
    assert sent_bytes(nginx) <= 30_000_000 + IN_SOCKETS_BYTES
    usage = wait_until(
        lambda: (found := daemon.get("/api/usage").json())["tests_gb"] == stats["total_gb"] and found, 10, "usage"
    )
    if limit:
        [line] = [line for line in usage["budget"] if line["limit"] == limit]
        assert line["most_gb"] == pytest.approx(0.03)
        assert line["spent_gb"] == pytest.approx(stats["total_gb"])
    assert Ledger(daemon.folder).tests_bytes() == stats["total_bytes"]


def test_at_the_cap_it_goes_on_if_told_so(daemon_factory, nginx):
    daemon = daemon_factory(without_none(config(nginx, {}, capped(0.02), at_cap="continue")))
    daemon.start_running(past_bytes=40_000_000)
    assert daemon.stats()["status"] == "running"


def test_a_raised_budget_goes_on_and_a_new_one_holds(daemon_factory, nginx):
    daemon = daemon_factory(config(nginx, {"day_gb": 0.02}))
    daemon.command("start")
    total = daemon.wait_for_status("waiting", 20)["total_bytes"]
    daemon.write_config(config(nginx, {"day_gb": 0.05}))
    assert daemon.post("/-/reload").status == 200
    daemon.wait_for(lambda stats: stats["total_bytes"] > total, 10, "more bytes")
    total = daemon.wait_for_status("waiting", 20)["total_bytes"]
    assert 50_000_000 - RECEIVE_BUFFERS <= total <= 50_000_000 + 2 * RECEIVE_BUFFERS

    # Without a budget it runs, and one that comes while it runs ends it.
    daemon.write_config(config(nginx))
    assert daemon.post("/-/reload").status == 200
    daemon.wait_for(lambda stats: stats["total_bytes"] > total + 5_000_000, 10, "more bytes")
    daemon.write_config(config(nginx, {"day_gb": 0.05}))
    assert daemon.post("/-/reload").status == 200
    stats = daemon.wait_for_status("waiting", 5)
    assert stats["status_reason"] == "the budget of today is used up"
    assert daemon.children() == []


def fill(folder):
    """Takes all room that a file system has, and returns the file that has it."""
    filler = folder / "filler"
    with pytest.raises(OSError, match="No space left"), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    return filler


@pytest.fixture
def state_disk(tmp_path):
    """A file system of its own for a daemon's state."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "datacap-test", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_history_that_cant_be_written_spends_nothing_of_a_budget(daemon_factory, nginx, state_disk):
    daemon = daemon_factory(config(nginx, {"day_gb": 1}, state_directory=str(state_disk)))
    filler = fill(state_disk)
    daemon.command("start")
    stats = daemon.wait_for_status("waiting", 10)
    assert "the ledger can't be written, so nothing may be spent" in stats["status_reason"]
    hold(lambda: daemon.stats()["total_bytes"] == 0 and not daemon.children(), 6, "spending nothing")
    filler.unlink()
    daemon.wait_for(lambda stats: stats["total_bytes"] > 0, 20, "bytes")
    daemon.command("stop")
    total = daemon.wait_for_status("stopped")["total_bytes"]
    wait_until(lambda: Ledger(state_disk).tests_bytes() == total, 70, "all bytes in the ledger")


def test_a_folder_that_is_read_only_spends_nothing(daemon_factory, nginx, state_disk):
    subprocess.run(["mount", "-o", "remount,ro", state_disk], check=True)
    with pytest.raises(AssertionError, match="history"):
        daemon_factory(config(nginx, {"day_gb": 1}, state_directory=str(state_disk)))
    assert sent_bytes(nginx) == 0


def test_a_disk_that_fills_up_ends_the_spending_of_what_is_reserved(daemon_factory, nginx, state_disk):
    daemon = daemon_factory(config(nginx, {"day_gb": 1}, state_directory=str(state_disk)))
    daemon.start_running(past_bytes=5_000_000)
    filler = fill(state_disk)
    stats = daemon.wait_for_status("waiting", 30)
    assert "nothing may be spent" in stats["status_reason"]
    assert daemon.log().count("nothing may be spent") <= 10
    hold(lambda: daemon.stats()["total_bytes"] == stats["total_bytes"], 3, "spending nothing")
    filler.unlink()
    daemon.wait_for(lambda later: later["total_bytes"] > stats["total_bytes"], 70, "more bytes")
    daemon.command("stop")
    total = daemon.wait_for_status("stopped")["total_bytes"]
    wait_until(lambda: Ledger(state_disk).tests_bytes() == total, 10, "all bytes in the ledger")


@pytest.mark.parametrize("obstacle", ["full", "locked"])
def test_without_a_budget_it_goes_on_and_nothing_is_lost(daemon_factory, nginx, state_disk, obstacle):
    daemon = daemon_factory(config(nginx, state_directory=str(state_disk)))
    daemon.start_running(past_bytes=5_000_000)
    ledger = Ledger(state_disk)
    if obstacle == "full":
        filler = fill(state_disk)
    else:
        lock = subprocess.Popen(
            [sys.executable, "-c", LOCK, str(ledger.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert lock.stdout.readline() == b"locked\n"
    wait_until(lambda: "history.sqlite could not be written" in daemon.log(), 30, "a failed write")
    stats = daemon.stats()
    daemon.wait_for(lambda later: later["total_bytes"] > stats["total_bytes"] + 5_000_000, 10, "more bytes")
    if obstacle == "full":
        filler.unlink()
    else:
        lock.communicate(b"\n")
    daemon.command("stop")
    total = daemon.wait_for_status("stopped")["total_bytes"]
    wait_until(lambda: ledger.tests_bytes() == total, 70, "all bytes in the ledger")


#: Another program that keeps the database locked until it is told to go.
LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
"""


def test_a_probe_cant_pass_the_budget(daemon_factory, tmp_path):
    """A fall of the line's speed sends a probe beside the test; both together stay within the budget."""
    budget = 155_000_000
    with contextlib.closing(Lab(tmp_path, "--rate-mbps", 60, "--after-gb", 0.1, "--then-mbps", 12)) as lab:
        settings = {
            "test_urls": [lab.url],
            "streams": 4,
            "max_speed_mbps": 1_000,
            "update_interval_seconds": 0.5,
            "usage": {"source": "none"},
            "plan": {"unlimited": True, "timezone": noon_zone()},
            "budget": {"day_gb": budget / 1e9},
        }
        daemon = daemon_factory(settings)
        daemon.command("start")
        stats = daemon.wait_for(lambda stats: any(one["probes"] for one in stats["detections"]), 60, "a probe")
        assert stats["status"] == "running"
        stats = daemon.wait_for_status("waiting", 60)
    assert stats["status_reason"] == "the budget of today is used up"
    # A receive buffer for each stream of the test and of the probe, which has four times as many.
    assert stats["total_bytes"] <= budget + 5 * 4 * 16_384
    wait_until(lambda: Ledger(daemon.folder).tests_bytes() == stats["total_bytes"], 5, "all bytes in the ledger")
