"""The daemon is killed again and again while it spends: what its ledger says is held against what was sent."""

import random
import time

import pytest

from harness.ledger import Ledger, noon_zone
from harness.processes import is_alive
from harness.waiting import wait_until

KILLS = 50
INTERVAL_SECONDS = 0.5
RATE_MBPS = 80
STREAMS = 2
#: Files so small that little of one can lie in sockets: what the origin has sent and nobody will ever read.
FILE_BYTES = 256 << 10
IN_SOCKETS_BYTES = STREAMS * FILE_BYTES
#: What comes in an interval, and until the write that follows it is done on a machine with other work.
PER_KILL_BYTES = round(RATE_MBPS * 125_000 * (INTERVAL_SECONDS + 0.5)) + IN_SOCKETS_BYTES
#: What the daemon reserves at a time at such a speed.
SLICE_BYTES = 16_000_000


def spender(origin, day_bytes):
    """A configuration that spends from an origin until a day's budget is used up."""
    return {
        "test_urls": [origin.url(origin.file("small", FILE_BYTES).lstrip("/"))],
        "streams": STREAMS,
        "max_speed_mbps": RATE_MBPS,
        "update_interval_seconds": INTERVAL_SECONDS,
        "usage": {"source": "none"},
        "plan": {"unlimited": True, "timezone": noon_zone()},
        "budget": {"day_gb": day_bytes / 1e9},
    }


def sent_bytes(origin):
    return sum(line.body_bytes for line in origin.log())


def kill(daemon):
    """Kills it, and waits until nobody is left who could spend."""
    children = daemon.children()
    daemon.kill()
    wait_until(lambda: not any(map(is_alive, children)), 2, "the end of the child")


def test_fifty_kills_lose_an_interval_each_at_most_and_never_overspend(daemon_factory, nginx, tmp_path):
    budget = 700_000_000
    dice = random.Random(5)
    daemon = daemon_factory(spender(nginx, budget), folder=tmp_path)
    ledger = Ledger(tmp_path)
    sent = counted = total = lost = 0
    for number in range(KILLS):
        if number:
            daemon.restart()
            # It begins where the last one ended, and with nothing that came twice.
            stats = daemon.stats()
            assert total <= stats["total_bytes"] <= sent
            total = stats["total_bytes"]
        daemon.command("start")
        if dice.random() < 0.8:
            daemon.wait_for(lambda stats: stats["session_bytes"] > 0 or stats["status"] == "waiting", 10)
        time.sleep(dice.uniform(0, 1.2))
        kill(daemon)
        before = sent - counted
        sent, counted = sent_bytes(nginx), ledger.tests_bytes()
        lost = max(lost, sent - counted - before)
        assert 0 <= sent - counted - before <= PER_KILL_BYTES
        assert sent <= budget
    daemon.restart()
    daemon.command("start")
    stats = daemon.wait_for_status("waiting", 60)
    assert stats["status_reason"] == "the budget of today is used up"
    assert stats["waiting_until"]
    daemon.stop()

    sent, counted, reserved = sent_bytes(nginx), ledger.tests_bytes(), ledger.lost_bytes()
    print(f"sent {sent}, counted {counted}, lost {reserved}, most uncounted of a kill {lost}, budget {budget}")
    assert ledger.is_sound()
    assert sent <= budget + IN_SOCKETS_BYTES
    # What the dead had reserved stays counted, and that covers all that came and wasn't.
    assert sent - counted <= reserved + IN_SOCKETS_BYTES
    assert reserved <= KILLS * 2 * SLICE_BYTES
    assert budget - STREAMS * 16_384 <= counted + reserved <= budget + IN_SOCKETS_BYTES


def test_two_daemons_share_one_budget(daemon_factory, nginx, tmp_path_factory):
    budget = 150_000_000
    shared = tmp_path_factory.mktemp("state")
    config = spender(nginx, budget) | {"state_directory": str(shared)}
    daemons = [daemon_factory(config) for _ in range(2)]
    for daemon in daemons:
        daemon.command("start")
    for daemon in daemons:
        daemon.wait_for(lambda stats: stats["session_bytes"] > 5_000_000, 10)
    kill(daemons[0])
    daemons[0].restart()
    daemons[0].command("start")
    for daemon in daemons:
        assert daemon.wait_for_status("waiting", 60)["status_reason"] == "the budget of today is used up"
        daemon.stop()
    sent, ledger = sent_bytes(nginx), Ledger(shared)
    counted, reserved = ledger.tests_bytes(), ledger.lost_bytes()
    print(f"sent {sent}, counted {counted}, lost {reserved}, budget {budget}")
    assert ledger.is_sound()
    assert sent <= budget + 2 * IN_SOCKETS_BYTES
    assert counted + reserved >= budget - 2 * STREAMS * 16_384 - 2 * IN_SOCKETS_BYTES
    assert 0 <= sent - counted <= PER_KILL_BYTES + 2 * IN_SOCKETS_BYTES


@pytest.mark.parametrize("source", ["none", "interface"])
def test_the_totals_of_data_json_keep_their_meaning(daemon_factory, nginx, tmp_path, source):
    """They are the tests' payload since the last reset, whatever the ledgers count."""
    config = spender(nginx, 60_000_000) | {"usage": {"source": source}}
    daemon = daemon_factory(config, folder=tmp_path)
    daemon.command("start")
    total = daemon.wait_for_status("waiting", 30)["total_bytes"]
    assert total == Ledger(tmp_path).tests_bytes()
    assert 0 <= sent_bytes(nginx) - total <= IN_SOCKETS_BYTES
    daemon.command("reset")
    assert daemon.stats()["total_bytes"] == 0
    daemon.restart()
    assert daemon.stats()["total_bytes"] == 0
    assert Ledger(tmp_path).tests_bytes() == total
