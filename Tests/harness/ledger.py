"""What the daemon's history says of usage, read from its file."""

import contextlib
import datetime
import sqlite3


class Ledger:
    """The `history.sqlite` of a state folder, which other processes may have open, too."""

    def __init__(self, folder):
        self.path = folder / "history.sqlite"

    def number(self, query):
        """The one figure that a query brings; zero where there's none."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=10)) as database:
            return database.execute(query).fetchone()[0] or 0

    def tests_bytes(self):
        """What the tests have spent."""
        return self.number("SELECT sum(down_bytes + up_bytes) FROM usage WHERE ledger = 'tests'")

    def line_bytes(self):
        """What the whole line has carried."""
        return self.number("SELECT sum(down_bytes + up_bytes) FROM usage WHERE ledger = 'line'")

    def uncertain_bytes(self):
        """How much of that may belong to another time."""
        return self.number("SELECT sum(uncertain_bytes) FROM usage WHERE ledger = 'line'")

    def lost_bytes(self):
        """What was reserved by processes that are gone, and may have been spent."""
        return self.number(
            "SELECT sum(max(0, reserved_bytes - spent_bytes)) FROM reservation WHERE lost_ms IS NOT NULL"
        )

    def is_sound(self):
        """Whether SQLite finds nothing wrong with the file."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=10)) as database:
            return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def noon_zone():
    """A zone in which it's the middle of the day, so that no test sees a day end."""
    # The signs of these zones are those of POSIX: west is positive.
    west = datetime.datetime.now(datetime.UTC).hour - 12
    return f"Etc/GMT{west:+d}" if west else "UTC"
