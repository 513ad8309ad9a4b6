"""What the ledger and the budget say when those who spend are killed again and again, two of them at once."""

import random
import sqlite3
import subprocess
import time

from harness.binaries import built, environment
from harness.processes import end
from harness.waiting import wait_until

KILLS = 50
BUDGET_BYTES = 12_000_000
#: What a spender counts at a time, and reserves at a time.
LARGEST_PIECE_BYTES, RESERVATION_BYTES = 1_000, 10_000


def test_kills_neither_overspend_nor_count_twice(tmp_path):
    dice = random.Random(5)
    history, origin = tmp_path / "history.sqlite", tmp_path / "origin"
    origin.touch()

    def spender():
        return subprocess.Popen(
            [built("Spender"), history, origin, str(BUDGET_BYTES), str(dice.getrandbits(32))], env=environment()
        )

    spenders = [spender(), spender()]
    try:
        for _ in range(KILLS):
            before = origin.stat().st_size
            wait_until(lambda before=before: origin.stat().st_size > before, 20, "bytes come in")
            time.sleep(dice.uniform(0, 0.05))
            victim = dice.randrange(2)
            assert spenders[victim].poll() is None, "it ended before it was killed"
            spenders[victim].kill()
            spenders[victim].wait()
            spenders[victim] = spender()
        assert [process.wait(120) for process in spenders] == [0, 0]
    finally:
        for process in spenders:
            end(process)

    came = origin.stat().st_size
    with sqlite3.connect(history) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (counted,) = database.execute("SELECT sum(down_bytes) FROM usage WHERE ledger = 'tests'").fetchone()
        (session,) = database.execute("SELECT bytes FROM spending").fetchone()
        lost, rest = database.execute(
            "SELECT count(*), sum(max(0, reserved_bytes - spent_bytes)) FROM reservation WHERE lost_ms IS NOT NULL"
        ).fetchone()
        (left_open,) = database.execute("SELECT count(*) FROM reservation WHERE lost_ms IS NULL").fetchone()
    print(f"came {came}, counted {counted}, lost {lost} reservations with {rest}, budget {BUDGET_BYTES}")
    assert came <= BUDGET_BYTES
    assert 0 <= came - counted <= KILLS * LARGEST_PIECE_BYTES
    assert session == counted
    assert lost <= KILLS and rest <= KILLS * RESERVATION_BYTES
    # All of the budget is accounted for, to the byte, and nothing of it was given up but what the dead had reserved.
    assert left_open == 0
    assert counted + rest == BUDGET_BYTES
