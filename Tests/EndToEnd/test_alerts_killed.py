"""What receivers hear of a daemon that is killed again and again between a decision and its delivery."""

import email
import json
import random
import time
from dataclasses import dataclass

import pytest

from harness.alerting import Recorder, smtp, write_rules
from harness.hooks import Sink
from harness.mail import MailServer
from harness.waiting import wait_until

KILLS = 20
#: An incident is over one look at the rules after a reset, and the next begins one later: kills fall before, between
#: and after both, and into the 0.3 s that each delivery takes.
LONGEST_WAIT_SECONDS = 2.6
CAP = {"alert": "cap", "when": {"signal": "cap", "used_percent": 0.001}, "send_resolved": True}


@dataclass(frozen=True)
class Heard:
    """One delivery: what a receiver may tell repetitions by, what it was told, and all of it."""

    id: str
    status: str
    incident: str
    content: bytes


def of_post(post):
    payload = json.loads(post.body)
    assert payload["notice"] == post.headers["Idempotency-Key"]
    return Heard(payload["notice"], payload["status"], payload["alerts"][0]["startsAt"], post.body)


def of_hook(told):
    content = json.dumps([told.payload, told.environment], sort_keys=True).encode()
    return Heard(told.environment["DATACAP_ID"], told.payload["status"], told.payload["alerts"][0]["startsAt"], content)


def of_mail(mail):
    message = email.message_from_bytes(mail.content)
    status = message["Subject"].partition("]")[0].removeprefix("[")
    return Heard(message["Message-ID"], status, message["References"] or message["Message-ID"], mail.content)


def owed(daemon):
    """The notices that a daemon which is dead has still to deliver."""
    lanes = json.loads((daemon.folder / "alerts.json").read_text())["lanes"]
    return {entry["notice"]["id"]: lane["receiver"] for lane in lanes for entry in lane["entries"]}


def wait_until_delivered(daemon):
    def is_done():
        receivers = daemon.get("/api/alerts").json()["receivers"]
        return all(receiver["queue_length"] == 0 for receiver in receivers)

    wait_until(is_done, 20, "the end of all deliveries")


@pytest.mark.timeout(300)
def test_kills_at_any_moment_lose_nothing_and_repeat_once_at_most(daemon_factory, tmp_path):
    hook = Recorder(tmp_path, pause_seconds=0.3)
    chance = random.Random(20261123)
    debts, outcomes = {}, {}
    with Sink() as web, MailServer() as server:
        web.pause_seconds = 0.3
        receivers = [
            {"name": "web", "webhook": {"url": web.url}},
            {"name": "mail", "email": {"to": ["late@example.net"]}},
            hook.receiver,
        ]
        write_rules(tmp_path, [CAP | {"receivers": ["web", "mail", "hook"]}], receivers)
        config = {"data_cap_gb": 1, "at_cap": "continue", "smtp": smtp(server)}
        daemon = daemon_factory(config, folder=tmp_path)
        for _ in range(KILLS):
            daemon.start_running(past_bytes=20_000)
            # What is under way has its second chance already.
            wait_until_delivered(daemon)
            daemon.command("reset")
            time.sleep(chance.uniform(0, LONGEST_WAIT_SECONDS))
            daemon.kill()
            debts |= owed(daemon)
            daemon.restart()
            wait_until_delivered(daemon)
            outcomes |= {notice["id"]: notice["outcome"] for notice in daemon.get("/api/alerts").json()["notices"]}
        daemon.command("reset")
        wait_until(lambda: web.posts and of_post(web.posts[-1]).status == "resolved", 10, "the last end")
        wait_until_delivered(daemon)
        heard = {
            "web": [of_post(post) for post in web.posts],
            "hook": [of_hook(told) for told in hook.told],
            "mail": [of_mail(mail) for mail in server.mails],
        }

    assert len(debts) >= KILLS / 4, "the kills missed the deliveries"
    assert set(outcomes.values()) <= {"delivered", "dropped"}
    dropped = {id for id, outcome in outcomes.items() if outcome == "dropped"}
    for id, receiver in debts.items():
        if receiver != "mail":
            assert id in dropped or id in {one.id for one in heard[receiver]}, f"{id} is lost"
    repeated = 0
    for receiver, deliveries in heard.items():
        once = {}
        for one in deliveries:
            before = once.setdefault(one.id, one)
            assert before == one, f"{receiver}: two contents for {one.id}"
            assert deliveries.count(one) <= 2, f"{receiver}: {one.id} came more than twice"
        repeated += len(deliveries) - len(once)
        statuses = [one.status for one in once.values()]
        assert statuses == ["firing", "resolved"] * (len(statuses) // 2), receiver
        incidents = [one.incident for one in once.values()]
        assert incidents[::2] == incidents[1::2], receiver
        assert len(set(incidents)) == len(incidents) / 2 >= KILLS / 2
    assert repeated > 0, "no kill fell into a delivery"
    delivered = sum(outcome == "delivered" for outcome in outcomes.values())
    print(f"{len(debts)} owed at a kill, {repeated} repeated, {len(dropped)} dropped, {delivered} delivered")
