"""Debian's Alertmanager, told by a real daemon: what it shows, and how its webhook differs from ours."""

import json

import pytest

from harness.alerting import alert, write_rules
from harness.alertmanager import Alertmanager
from harness.hooks import Sink
from harness.scenarios import unix_seconds
from harness.waiting import wait_until

#: A thousandth of a percent of a gigabyte is used after 10 kB.
RULE = {
    "alert": "cap",
    "when": {"signal": "cap", "used_percent": 0.001},
    "send_resolved": True,
    "labels": {"severity": "info", "site": 'Größe "1" \\ line'},
    "annotations": {"summary": "More than {{ cap.limit | bytes }} \U0001f6f0", "description": "two\nlines: 日本語"},
    "receivers": ["am", "hook"],
}


@pytest.fixture
def told(tmp_path, daemon_factory):
    """A daemon whose alert fires, the Alertmanager it tells, and what both posted so far: (daemon, am, ours, its)."""
    with Sink() as ours, Sink() as its, Alertmanager(tmp_path / "am", its.url + "/hook") as am:
        receivers = [
            {"name": "am", "alertmanager": {"urls": [am.url]}},
            {"name": "hook", "webhook": {"url": ours.url + "/hook"}},
        ]
        write_rules(tmp_path, [RULE], receivers)
        daemon = daemon_factory({"data_cap_gb": 1, "at_cap": "continue"}, folder=tmp_path)
        daemon.start_running(past_bytes=100_000)
        yield daemon, am, ours, its


def end_alert(daemon):
    """Stops the test, so that nothing is used, and begins the totals anew."""
    daemon.command("stop")
    daemon.wait_for_status("stopped")
    daemon.command("reset")


def test_an_alertmanager_shows_what_fires_and_resolves_it(told):
    daemon, am, _, _ = told
    [shown] = wait_until(am.alerts, 10, "the alert in Alertmanager")
    mine = alert(daemon, "cap")
    assert shown["labels"] == mine["labels"]
    assert shown["annotations"] == {"summary": "More than 1 GB \U0001f6f0", "description": "two\nlines: 日本語"}
    assert shown["startsAt"] == mine["starts_at"]
    assert shown["fingerprint"] == mine["fingerprint"]
    assert shown["generatorURL"] == f"http://localhost:{daemon.port}/"
    assert shown["status"]["state"] == "active"
    end_alert(daemon)
    wait_until(lambda: am.alerts() == [], 10, "the end in Alertmanager")


def test_its_webhook_and_ours_differ_only_as_documented(told):
    daemon, am, ours, its = told
    wait_until(lambda: ours.posts and its.posts, 15, "both posts")
    end_alert(daemon)
    wait_until(lambda: len(ours.posts) == 2 and len(its.posts) == 2, 15, "both posts of the end")
    for post, theirs in zip(ours.posts, its.posts, strict=True):
        our, their = json.loads(post.body), json.loads(theirs.body)
        # What Alertmanager calls itself, its route and its receiver.
        assert our.pop("externalURL") == f"http://localhost:{daemon.port}/"
        their.pop("externalURL")
        assert our.pop("receiver") == their.pop("receiver") == "hook"
        # What was added.
        assert our.pop("test") is False
        assert our.pop("notice") == post.headers["Idempotency-Key"]
        # Go leaves the zeros at the end of a fraction out.
        for name in ("startsAt", "endsAt"):
            [mine], [other] = our["alerts"], their["alerts"]
            assert unix_seconds(mine.pop(name)) == unix_seconds(other.pop(name))
        assert our == their
        assert post.headers["Content-Type"] == theirs.headers["Content-Type"]
    assert [json.loads(post.body)["status"] for post in ours.posts] == ["firing", "resolved"]
