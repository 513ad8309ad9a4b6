"""Daemons with rules and receivers of which something can be seen."""

import json

HOSTILE = "<img src=x onerror=\"document.title='owned'\"> & {{ x }} \u202e"

#: It fires as soon as 10 kB of the gigabyte are used.
CAP = {
    "alert": "cap",
    "when": {"signal": "cap", "used_percent": 0.001},
    "send_resolved": True,
    "labels": {"severity": "critical"},
    "annotations": {"summary": "The cap is {{ cap.limit | bytes }}"},
}
#: It fires while a test runs, and recovers once that ends.
SLOW = {
    "alert": "slow",
    "when": {"signal": "speed_below", "mbps": 100_000},
    "for_seconds": 0,
    "keep_firing_for_seconds": 600,
    "no_data": "resolve",
    "labels": {"severity": "warning"},
    "annotations": {"summary": "The line gives {{ speed | mbps }}"},
}
#: It stays pending while a test runs.
SLUGGISH = {"alert": "sluggish", "when": {"signal": "speed_below", "mbps": 90_000}, "for_seconds": 3600}
#: It is switched off.
STARVED = {"alert": "starved", "when": {"signal": "no_sample"}, "enabled": False}


def write_rules(folder, *rules, receivers=()):
    """Writes alerts/rules.json into a daemon's folder."""
    (folder / "alerts").mkdir(exist_ok=True)
    text = json.dumps({"version": 1, "rules": rules, "receivers": receivers})
    (folder / "alerts" / "rules.json").write_text(text)


def hook(folder, name, exit_code=0, says=""):
    """A receiver that runs a program which prints a line and exits so."""
    script = folder / f"{name}.sh"
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\nexit {exit_code}\n")
    script.chmod(0o755)
    return {"name": name, "exec": {"argv": [str(script)]}}


def told(rule, *receivers):
    """The rule with these receivers."""
    return rule | {"receivers": [receiver["name"] for receiver in receivers]}


def alert(daemon, name):
    """The alert of this name in the daemon's own words."""
    return next(alert for alert in daemon.get("/api/alerts").json()["alerts"] if alert["alert"] == name)
