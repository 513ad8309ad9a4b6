"""What is left after a crash of the child, of the daemon, of a file and of a disk."""

import json
import os
import signal
import time

import pytest

from harness import exposition
from harness.processes import is_alive
from harness.waiting import wait_until

MEBIBYTE = 1 << 20
INTERVAL_SECONDS = 0.5


@pytest.fixture
def running(daemon_factory):
    """A daemon some megabytes into a test."""
    daemon = daemon_factory({"update_interval_seconds": INTERVAL_SECONDS})
    daemon.start_running(past_bytes=20_000_000)
    return daemon


def saved(daemon):
    return json.loads((daemon.folder / "data.json").read_text())


def test_a_killed_child_is_back_and_no_total_goes_down(running):
    (child,) = running.children()
    totals = [running.stats()["total_bytes"]]
    os.kill(child, signal.SIGKILL)
    killed = time.monotonic()

    def replaced():
        totals.append(running.stats()["total_bytes"])
        return running.children() not in ([], [child])

    wait_until(replaced, 2, "a new child")
    stats = running.wait_for(lambda stats: stats["total_bytes"] > totals[-1], 2, "bytes of the new child")
    assert time.monotonic() - killed <= 2
    assert stats["downloader_restarts"] == 1
    totals.append(stats["total_bytes"])
    assert totals == sorted(totals)
    assert exposition.values(exposition.scrape(running), "datacap_downloader_exits_total")[(("reason", "signal"),)] == 1


def test_a_killed_daemon_leaves_no_child_and_loses_one_interval_at_most(running):
    readings = []

    def read_for_some_intervals():
        readings.append((time.monotonic(), running.stats()["total_bytes"]))
        return readings[-1][0] - readings[0][0] > 4 * INTERVAL_SECONDS

    wait_until(read_for_some_intervals, 10)
    children = running.children()
    killed = time.monotonic()
    running.kill()
    assert len(children) == 1
    wait_until(lambda: not any(map(is_alive, children)), 1, "the end of the child")

    running.restart()
    stats = running.stats()
    # A reading younger than an interval and the moment that a write to the disk takes may be lost, no older one.
    kept = [total for moment, total in readings if moment < killed - INTERVAL_SECONDS - 0.25]
    assert stats["total_bytes"] >= kept[-1] > 0
    assert stats["status"] == "stopped"
    assert stats["data_points"]


def test_sigterm_ends_all_within_two_seconds_and_loses_nothing(daemon_factory, nginx):
    nginx.file("small", MEBIBYTE)
    daemon = daemon_factory({"test_urls": [nginx.url("small")], "streams": 4})
    before = daemon.start_running(past_bytes=20_000_000)["total_bytes"]
    children = daemon.children()
    daemon.signal(signal.SIGTERM)
    assert daemon.process.wait(2) == 0
    assert not any(map(is_alive, children))

    after = saved(daemon)
    assert after["total_bytes"] >= before
    assert after["status"] == "stopped"
    assert after["speed"] == after["speed_mbps"]
    # All that the origin sent is there, but for what the four files in transfer left in the sockets.
    assert 0 <= sum(line.body_bytes for line in nginx.log()) - after["total_bytes"] <= 4 * MEBIBYTE
    daemon.restart()
    assert daemon.stats()["total_bytes"] == after["total_bytes"]


def test_sigint_ends_it_as_well(daemon):
    daemon.signal(signal.SIGINT)
    assert daemon.process.wait(2) == 0


def test_sighup_reads_the_configuration_again_and_a_bad_one_changes_nothing(daemon_factory):
    daemon = daemon_factory({"data_cap_gb": 50})

    def state(name):
        return exposition.total(daemon, f"datacap_{name}")

    assert (state("cap_limit_bytes"), state("config_last_reload_successful")) == (50e9, 1)
    good = json.loads((daemon.folder / "config.json").read_text())

    daemon.write_config(good | {"data_cap_gb": "much", "stream": 4})
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: state("config_last_reload_successful") == 0, 5, "a refused configuration")
    assert state("cap_limit_bytes") == 50e9
    assert "data_cap_gb" in daemon.log() and "stream" in daemon.log()
    assert daemon.post("/-/reload").status >= 400

    daemon.write_config(good | {"data_cap_gb": 75})
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: state("cap_limit_bytes") == 75e9, 5, "the new cap")
    assert state("config_last_reload_successful") == 1

    daemon.write_config(good | {"data_cap_gb": 80})
    assert daemon.post("/-/reload").status == 200
    wait_until(lambda: state("cap_limit_bytes") == 80e9, 5, "the newer cap")


@pytest.mark.parametrize("content", [b"", b'{"total_bytes": 12', b"\x00" * 4096, b'{"total_bytes": "many"}', b"[]"])
def test_a_corrupt_data_file_is_set_aside(daemon_factory, tmp_path, content):
    (tmp_path / "data.json").write_bytes(content)
    daemon = daemon_factory(folder=tmp_path)
    assert daemon.stats()["total_bytes"] == 0
    (aside,) = tmp_path.glob("data.json.corrupt-*")
    assert aside.read_bytes() == content
    assert "data.json" in daemon.log()


@pytest.mark.parametrize("content", [b"", b'{"version": 2}', b"\x00" * 4096])
def test_a_corrupt_memory_of_the_line_is_set_aside(daemon_factory, tmp_path, content):
    (tmp_path / "line.json").write_bytes(content)
    daemon = daemon_factory(folder=tmp_path)
    assert daemon.stats()["verdict"] == "learning"
    (aside,) = tmp_path.glob("line.json.corrupt-*")
    assert aside.read_bytes() == content
    assert "the line is learnt anew" in daemon.log()


def test_what_was_learnt_of_the_line_outlives_the_daemon(daemon_factory, tmp_path):
    """The first ten figures of an hour are one test, which is kept."""
    daemon = daemon_factory({"update_interval_seconds": 0.25}, folder=tmp_path)
    daemon.command("start")
    memory = tmp_path / "line.json"
    wait_until(lambda: memory.exists() and json.loads(memory.read_text())["tests"], 30, "a test in line.json")
    daemon.command("stop")
    daemon.wait_for_status("stopped")
    daemon.stop()
    [kept] = json.loads(memory.read_text())["tests"]
    assert kept["usual"] and kept["mbps"] > 0 and kept["usage_bytes"] > 0

    daemon.restart()
    daemon.command("start")
    daemon.start_running()
    daemon.command("stop")
    daemon.wait_for_status("stopped")
    assert json.loads(memory.read_text())["tests"][0] == kept
    daemon.command("reset")
    wait_until(lambda: not json.loads(memory.read_text())["tests"], 5, "an empty memory")


def test_a_full_disk_is_counted_and_got_over(small_disk, daemon_factory):
    daemon = daemon_factory({"state_directory": str(small_disk)})
    daemon.start_running(past_bytes=10_000_000)
    state = small_disk / "data.json"
    wait_until(state.exists, 5, "data.json")

    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    failed = "datacap_state_write_failures_total"
    wait_until(lambda: exposition.total(daemon, failed) >= 2, 10, "failed writes")
    json.loads(state.read_text())
    stats = daemon.stats()
    assert stats["status"] == "running"
    daemon.wait_for(lambda later: later["total_bytes"] > stats["total_bytes"], 5, "more bytes")

    filler.unlink()
    wait_until(lambda: json.loads(state.read_text())["total_bytes"] > stats["total_bytes"], 10, "a written file")
    daemon.command("stop")
    total = daemon.wait_for_status("stopped")["total_bytes"]
    wait_until(lambda: json.loads(state.read_text())["total_bytes"] == total, 5, "the last total in the file")
    assert not list(small_disk.glob("*.tmp"))
