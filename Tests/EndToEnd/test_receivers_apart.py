"""Receivers that hang, are down or are many: none holds up another, or the daemon."""

import os
import threading
import time

import pytest

from harness import answering, exposition
from harness.alerting import Recorder, smtp, write_rules
from harness.hooks import Sink
from harness.mail import MailServer
from harness.processes import free_port
from harness.waiting import wait_until

CAP = {"alert": "cap", "when": {"signal": "cap", "used_percent": 0.001}}
CONFIG = {"data_cap_gb": 1, "at_cap": "continue"}


@pytest.fixture
def silent():
    """An HTTP server that takes every request and answers none until the test is over: gives its URL."""
    is_over = threading.Event()

    class Handler(answering.Handler):
        def do_POST(self):
            is_over.wait()

    with answering.Server(Handler) as server:
        yield server.url
        is_over.set()


def hanging_hook(folder, name):
    """A hook that hangs, whatever it is told."""
    program = folder / name
    program.write_text("#!/bin/sh\ntrap '' TERM\nsleep 600\n")
    program.chmod(0o755)
    return {"name": name, "exec": {"argv": [str(program)]}}


def assert_stats_stay_fresh(daemon, looks=10):
    """Every answer is quick, and news comes at twice the update interval or sooner."""
    seen = []
    for _ in range(looks):

        def news():
            asked = time.monotonic()
            total = daemon.stats()["total_bytes"]
            assert time.monotonic() - asked < 0.5
            return total if total not in seen else None

        seen.append(wait_until(news, 1, "more bytes", interval=0.2))
    assert seen == sorted(seen)


def test_whoever_hangs_or_is_down_holds_nobody_up(silent, daemon_factory, tmp_path):
    good = Recorder(tmp_path)
    nobody = free_port()
    with Sink() as web, MailServer() as server:
        receivers = [
            hanging_hook(tmp_path, "hanging-hook"),
            *({"name": f"silent-{number}", "webhook": {"url": silent}} for number in range(40)),
            {"name": "silent-am", "alertmanager": {"urls": [silent]}},
            {"name": "down", "webhook": {"url": f"http://127.0.0.1:{nobody}/"}},
            {"name": "mail", "email": {"to": ["slow@example.net", "me@example.net"]}},
            {"name": "web", "webhook": {"url": web.url}},
            good.receiver,
        ]
        names = [receiver["name"] for receiver in receivers]
        # A hook waits for another of the same rule.
        rules = [CAP | {"receivers": names[:-1]}, CAP | {"alert": "cap-too", "receivers": ["hook"]}]
        write_rules(tmp_path, rules, receivers)
        daemon = daemon_factory(CONFIG | {"smtp": smtp(server)}, folder=tmp_path)
        daemon.start_running(past_bytes=100_000)
        wait_until(lambda: "fires" in daemon.log(), 5, "the alert")
        good.wait(1, 2)
        wait_until(lambda: web.posts, 2, "the webhook that answers")
        wait_until(lambda: [mail.recipient for mail in server.mails] == ["me@example.net"], 2, "the mail that goes")
        assert_stats_stay_fresh(daemon)
        assert daemon.stop() == 0


def test_four_hooks_run_at_a_time_and_one_of_a_rule(daemon_factory, tmp_path):
    running = tmp_path / "running"
    running.mkdir()
    program = tmp_path / "slow"
    program.write_text(
        f'#!/bin/sh\ncd "{running}" && mkdir "$DATACAP_ALERT" || exit 1\nls\nsleep 1\nrmdir "$DATACAP_ALERT"\n'
    )
    program.chmod(0o755)
    receivers = [{"name": f"hook-{number}", "exec": {"argv": [str(program)]}} for number in range(8)]
    names = [receiver["name"] for receiver in receivers]
    rules = [CAP | {"alert": "twice", "receivers": names[:2]}]
    rules += [CAP | {"alert": name, "receivers": [name]} for name in names[2:]]
    write_rules(tmp_path, rules, receivers)
    daemon = daemon_factory(CONFIG, folder=tmp_path)
    daemon.start_running(past_bytes=100_000)

    def told():
        notices = daemon.get("/api/alerts").json()["notices"]
        return len(notices) == 8 and all(notice["outcome"] != "waiting" for notice in notices) and notices

    notices = wait_until(told, 15, "the end of eight hooks")
    assert {notice["outcome"] for notice in notices} == {"delivered"}, notices
    beside = [len(notice["detail"].removeprefix("exit code 0: ").split()) for notice in notices]
    assert max(beside) <= 4
    samples = exposition.values(exposition.scrape(daemon), "datacap_notification_duration_seconds_sum")
    assert len(samples) == 8 and all(seconds >= 1 for seconds in samples.values())
    assert os.listdir(running) == []
