"""Whom a daemon under test tells of its alerts, and the rules that say so."""

import json
from dataclasses import dataclass
from pathlib import Path

from harness.binaries import ROOT
from harness.waiting import wait_until

#: The built-in rules, as they are shipped.
BUILT_IN = json.loads((ROOT / "alerts" / "rules.json").read_text())

_RECORDER = """\
#!/bin/sh
file=$(mktemp "{folder}/XXXXXX")
{{ date +%s.%N; env -0 ARGUMENTS="$*"; printf '\\0'; cat; }} >"$file"
mv "$file" "$file.told"
sleep {pause_seconds}
"""


@dataclass(frozen=True)
class Told:
    """One notice as a hook got it."""

    #: When it came, in Unix seconds.
    time: float
    #: Its environment, with its arguments as one more variable, `ARGUMENTS`.
    environment: dict
    payload: dict

    @classmethod
    def parse(cls, content):
        head, _, body = content.partition("\0\0")
        time, _, variables = head.partition("\n")
        return cls(float(time), dict(entry.split("=", 1) for entry in variables.split("\0")), json.loads(body))


class Recorder:
    """A hook that keeps what it is told, and then takes its time."""

    def __init__(self, folder, name="hook", pause_seconds=0):
        self.folder = Path(folder) / f"{name}-told"
        self.folder.mkdir(parents=True)
        self._program = self.folder.parent / name
        self._program.write_text(_RECORDER.format(folder=self.folder, pause_seconds=pause_seconds))
        self._program.chmod(0o755)
        self.receiver = {"name": name, "exec": {"argv": [str(self._program)]}}

    @property
    def told(self):
        """The notices so far, in order."""
        return sorted((Told.parse(path.read_text()) for path in self.folder.glob("*.told")), key=lambda one: one.time)

    def wait(self, count, timeout=10):
        """Waits for so many notices."""
        return wait_until(lambda: len(self.told) >= count and self.told, timeout, f"{count} notices of a hook")


def write_rules(folder, rules, receivers):
    """Writes alerts/rules.json beside a daemon's configuration."""
    (folder / "alerts").mkdir(exist_ok=True)
    text = json.dumps({"version": 1, "rules": rules, "receivers": receivers}, indent=2)
    (folder / "alerts" / "rules.json").write_text(text)


def built_in(*names, **changes):
    """Built-in rules, with changes; all of them without names."""
    return [rule | changes for rule in BUILT_IN["rules"] if not names or rule["alert"] in names]


def smtp(server):
    """The `smtp` of config.json for a mail server without TLS."""
    return {"url": f"smtp://{server.address}", "tls": "none", "from": "datacap@example.org"}


def alert(daemon, name):
    """One alert of /api/alerts."""
    return next(alert for alert in daemon.get("/api/alerts").json()["alerts"] if alert["alert"] == name)
