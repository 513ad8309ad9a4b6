"""Alerts of a line whose truth is known: what a mailbox and a hook are told, when, and what they aren't."""

import email
import email.policy
import subprocess
import time

import pytest

from harness.alerting import Recorder, alert, built_in, smtp, write_rules
from harness.binaries import built, environment
from harness.mail import MailServer
from harness.processes import end
from harness.scenarios import unix_seconds
from harness.waiting import hold, wait_until

FOR_SECONDS = 5
#: The rules are looked at with a tick, at least 0.9 s after the last time: so once a second.
EVALUATION_SECONDS = 1


@pytest.fixture
def lab_line(tmp_path):
    """`datacap lab` at 40 Mbit/s for 0.4 GB, then at 12, and after 75 s at 40 again; gives its URL."""
    log = tmp_path / "lab.log"
    options = "--rate-mbps 40 --after-gb 0.4 --then-mbps 12 --lift-after-seconds 75".split()
    with open(log, "wb") as output:
        lab = subprocess.Popen(
            [built("datacap"), "lab", *options],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment(),
        )  # fmt: skip
    try:
        [url] = wait_until(
            lambda: [part[4:] for part in log.read_text().split() if part.startswith("url=")], 10, "url="
        )
        yield url
    finally:
        end(lab)


def when_throttled(daemon, wanted, timeout):
    """The Unix seconds when the stats first said so."""
    daemon.wait_for(lambda stats: stats["throttle_detected"] == wanted, timeout, f"throttle_detected {wanted}")
    return time.time()


def length(seconds):
    """A length of time under an hour as people read it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def parsed(mail):
    return email.message_from_bytes(mail.content, policy=email.policy.default)


@pytest.mark.timeout(300)
def test_a_throttled_line_is_told_in_time_and_its_end_with_the_duration(lab_line, daemon_factory, tmp_path):
    hook = Recorder(tmp_path)
    receivers = [{"name": "mail", "email": {"to": ["me@example.net"]}}, hook.receiver]
    rules = built_in("throttled", for_seconds=FOR_SECONDS, keep_firing_for_seconds=5, receivers=["mail", "hook"])
    write_rules(tmp_path, rules, receivers)
    limit_seconds = FOR_SECONDS + 2 * EVALUATION_SECONDS
    with MailServer() as server:
        config = {"test_urls": [lab_line], "max_speed_mbps": None, "confirmation_mb": 0, "smtp": smtp(server)}
        daemon = daemon_factory(config, folder=tmp_path)
        daemon.start_running()
        detected = when_throttled(daemon, True, 150)
        assert hook.told == [] and server.mails == []
        [fired] = hook.wait(1, limit_seconds + 2)
        [mail] = wait_until(lambda: server.mails, 5, "the mail")
        assert fired.time - detected <= limit_seconds
        assert mail.time - detected <= limit_seconds
        since = alert(daemon, "throttled")["starts_at"]
        gone = when_throttled(daemon, False, 100)
        _, resolved = hook.wait(2, limit_seconds + 2)
        _, second = wait_until(lambda: len(server.mails) == 2 and server.mails, 5, "the second mail")
    assert resolved.time - gone <= limit_seconds
    assert second.time - gone <= limit_seconds

    assert [one.payload["status"] for one in (fired, resolved)] == ["firing", "resolved"]
    [beginning], [ending] = fired.payload["alerts"], resolved.payload["alerts"]
    assert beginning["startsAt"] == ending["startsAt"] == since
    assert beginning["fingerprint"] == ending["fingerprint"]

    first, second = parsed(mail), parsed(second)
    assert first["Subject"].startswith("[firing] throttled: The line gives 1")
    assert second["Subject"].startswith("[resolved] throttled: The line gives ")
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    text = second.get_body(("plain",)).get_content()
    lasted_seconds = unix_seconds(ending["endsAt"]) - unix_seconds(ending["startsAt"])
    assert lasted_seconds > 20
    assert f"Lasted:    {length(lasted_seconds)}" in text.splitlines()
    assert f"({length(round(lasted_seconds)).removesuffix(' 0 s')})" in ending["annotations"]["description"]


def test_thirty_seconds_of_flapping_tell_nothing(netns, daemon_factory, tmp_path):
    hook = Recorder(tmp_path)
    keep_seconds = 12
    rule = {"alert": "slow", "when": {"signal": "speed_below", "mbps": 20}, "for_seconds": 4, "receivers": ["hook"]}
    write_rules(tmp_path, [rule | {"keep_firing_for_seconds": keep_seconds}], [hook.receiver])
    line, origin = netns(40)
    config = {"test_urls": [origin.url()], "max_speed_mbps": None}
    daemon = daemon_factory(config, folder=tmp_path, namespace=line.home)
    daemon.start_running(past_bytes=5_000_000)

    def change(rate_mbps, state):
        line.shape(rate_mbps)
        wait_until(lambda: alert(daemon, "slow")["state"] == state, 10, f"{state} at {rate_mbps} Mbit/s")

    for _ in range(2):
        change(8, "pending")
        change(40, "inactive")
    assert hook.told == []
    change(8, "firing")
    hook.wait(1)
    began, flaps = time.monotonic(), 0
    while time.monotonic() < began + 30:
        change(40, "recovering")
        change(8, "firing")
        flaps += 1
    assert flaps >= 5
    change(40, "recovering")
    eased = time.time()
    hold(lambda: len(hook.told) == 1, keep_seconds - 2, "what was told before the flapping", interval=0.5)
    _, resolved = hook.wait(2)
    assert resolved.payload["status"] == "resolved"
    assert resolved.time >= eased + keep_seconds - EVALUATION_SECONDS
