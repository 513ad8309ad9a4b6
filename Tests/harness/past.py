"""A past that nobody can wait for: rows of weeks, put into a daemon's history while it doesn't run."""

import math
import sqlite3
import time
from contextlib import contextmanager

_DAY = 86_400
_QUARTER = 900


class Past:
    """Writes into `history.sqlite` of a daemon that is stopped. Times are seconds since 1970, speeds Mbit/s."""

    def __init__(self, database, now):
        self._database, self.now = database, now

    def speeds(self, days, mbps, slow=None, flawed_every=None):
        """Speeds by minute, hour and day for so many days until now; `slow` is `(from, until, mbps)` in it.

        Every `flawed_every`-th minute has samples that say nothing of the line as well.
        """
        for tier in (60, 3600, _DAY):
            last = math.floor(self.now / tier)
            rows = [self._rollup(tier, place * tier, mbps, slow, flawed_every)
                    for place in range(last - days * _DAY // tier, last)]  # fmt: skip
            self._database.executemany("INSERT OR REPLACE INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            since = _milliseconds(self.now - days * _DAY)
            self._database.execute("INSERT OR REPLACE INTO retained VALUES (?, ?)", (tier, since))
        self._database.execute("INSERT OR REPLACE INTO retained VALUES (1, ?)", (_milliseconds(self.now),))

    @staticmethod
    def _rollup(tier, start, mbps, slow, flawed_every):
        if slow and slow[0] <= start < slow[1]:
            mbps = slow[2]
        flawed = 2 if flawed_every and (start // 60) % flawed_every == 0 else 0
        rate = mbps * 1e6
        return (
            tier, _milliseconds(start), tier // 2, int(rate / 8 * tier), tier * 1_000_000, rate * 0.9, rate * 1.1,
            flawed, flawed * 100_000,
        )  # fmt: skip

    def used(self, ledger, at, gigabytes, up=0.0):
        """An amount in a ledger's quarter of an hour."""
        start = _milliseconds(math.floor(at / _QUARTER) * _QUARTER)
        row = (ledger, start, round(gigabytes * 1e9), round(up * 1e9), 0)
        self._database.execute("INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?, ?)", row)

    def test(self, at, mbps=None, kind="full", ending="precision", flaws=0, seconds=3.5):
        """A scheduled test, whose interval is 2 % to both sides."""
        rate, low, high = (mbps * share * 1e6 if mbps else None for share in (1, 0.98, 1.02))
        amount = int((rate or 0) / 8 * seconds)
        row = (
            _milliseconds(at), _milliseconds(at + seconds), kind, ending, rate, low, high, amount, None, 11_800,
            23_100 if rate else None, flaws,
        )  # fmt: skip
        self._database.execute(f"INSERT INTO test VALUES ({', '.join('?' * len(row))})", row)

    def incident(self, began, ended, sentence, accuses=True, before=94.2, after=10.4):
        """An incident, with the next number."""
        rates = [rate * 1e6 * share for rate in (before, after) for share in (1, 0.99, 1.01)]
        row = (
            None, _milliseconds(began), _milliseconds(began + 60), None if ended is None else _milliseconds(ended),
            "throttle" if accuses else "congestion", int(accuses), sentence, *rates, 0.99, 812_000_000_000,
        )  # fmt: skip
        self._database.execute(f"INSERT INTO incident VALUES ({', '.join('?' * len(row))})", row)

    def event(self, at, kind, text=""):
        """Something that happened."""
        self._database.execute("INSERT INTO event VALUES (NULL, ?, ?, ?)", (_milliseconds(at), kind, text))


@contextmanager
def past_of(daemon):
    """Stops a daemon, lets its past be written, and starts it again."""
    daemon.stop()
    database = sqlite3.connect(daemon.folder / "history.sqlite")
    try:
        yield Past(database, time.time())
        database.commit()
    finally:
        database.close()
    daemon.restart()


def _milliseconds(seconds):
    return round(seconds * 1000)
