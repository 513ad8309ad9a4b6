"""Hostile text in all that an alert tells, through the whole daemon: it arrives as text, and as nothing else."""

import email
import email.policy
import json
import re
import subprocess

import pytest

from harness.alerting import Recorder, smtp, write_rules
from harness.binaries import built, environment
from harness.hooks import HOSTILE, Sink, is_clean
from harness.mail import MailServer
from harness.network import named
from harness.waiting import wait_until

#: Rules may hold line feeds, but no other control characters: check-config refuses them.
IN_RULES = "\n".join(re.sub(r"[^\n -~\x80-\uffff]|\x9b", "", text) for text in HOSTILE)
HOST = b"evil\r\nBcc: <a@b>\0$(touch owned)\x1b[31m;`touch owned`"
#: What a provider calls itself.
PROVIDER = "Evil\r\nBcc: you@example.net\n.\r\nMAIL FROM:<evil@example.net>\u2028$(touch owned)"


@pytest.fixture
def told(tmp_path, daemon_factory):
    """What each kind of receiver got of an alert that is hostile all through: (hook, web, mail server, daemon)."""
    rule = {
        "alert": "-rf",
        "when": {"signal": "cap", "used_percent": 0.001},
        "labels": {"severity": f"critical\nX-Injected: 1 {HOSTILE[0]}", "site": IN_RULES},
        "annotations": {
            "summary": "{{ host }}\n" + IN_RULES,
            "description": "{{ labels.site }}\n.\nQUIT\n{{ host }}",
        },
        "receivers": ["hook", "web", "mail"],
    }
    hook = Recorder(tmp_path)
    hook.receiver["exec"]["argv"] += ["--", "$(touch owned)", "; touch owned"]
    with Sink() as web, Sink() as provider, MailServer() as server:
        provider.answer = json.dumps({"ip": "192.0.2.7", "org": PROVIDER, "city": PROVIDER}).encode()
        receivers = [
            hook.receiver,
            {"name": "web", "webhook": {"url": web.url + "/?a=$(touch%20owned)"}},
            {"name": "mail", "email": {"to": ["me+$(touch-owned)@example.net".replace("(", "{").replace(")", "}")]}},
        ]
        write_rules(tmp_path, [rule], receivers)
        config = {"data_cap_gb": 1, "at_cap": "continue", "smtp": smtp(server), "ip_info_url": provider.url}
        with named(HOST):
            daemon = daemon_factory(config, folder=tmp_path)
        daemon.start_running(past_bytes=100_000)
        hook.wait(1)
        wait_until(lambda: web.posts and server.mails, 10, "the webhook and the mail")
        yield hook, web, server, daemon
    assert is_clean(tmp_path)


def test_nothing_hostile_becomes_more_than_text(told):
    hook, web, server, daemon = told
    [run] = hook.told
    assert run.environment["ARGUMENTS"] == "-- $(touch owned) ; touch owned"
    assert run.environment["DATACAP_ALERT"] == "-rf"
    own = {"ARGUMENTS", "PWD", "OLDPWD", "_", "SHLVL"}
    assert run.environment.keys() - own == {"PATH"} | {
        f"DATACAP_{name}"
        for name in (
            "STATUS", "ALERT", "SEVERITY", "SUMMARY", "FINGERPRINT", "STARTS_AT", "ENDS_AT", "URL", "ID", "INCIDENT",
            "TEST",
        )
    }  # fmt: skip
    for name, value in run.environment.items():
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", value), name
    [alert] = run.payload["alerts"]
    assert alert["labels"]["site"] == IN_RULES

    post = web.only()
    assert post.path == "/?a=$(touch%20owned)"
    assert {name.lower() for name in post.headers} == {
        "host", "user-agent", "accept", "content-type", "content-length", "idempotency-key",
    }  # fmt: skip
    assert json.loads(post.body)["alerts"][0]["labels"] == alert["labels"]

    assert server.commands == ["MAIL datacap@example.org", "RCPT me+${touch-owned}@example.net"]
    [mail] = server.mails
    head, _, _ = mail.content.partition(b"\r\n\r\n")
    assert re.fullmatch(rb"(?:[!-9;-~]+: [ -~]*\r\n(?:[ \t][ -~]+\r\n)*)+", head + b"\r\n")
    message = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert sorted(message.keys()) == sorted(
        ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted", "X-Auto-Response-Suppress",
         "Content-Type"]
    )  # fmt: skip
    assert message["To"] == "me+${touch-owned}@example.net"
    assert "\n" not in message["Subject"]
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "\nQUIT\n" in plain, "the text after a lone dot"
    html = message.get_body(("html",)).get_content()
    assert "<b>bold" not in html and "<!channel>" not in html and "&lt;b&gt;bold" in html

    for text in (daemon.log(), daemon.get("/metrics").text):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
    assert not re.search(r"^(?!ts=)", daemon.log().rstrip("\n"), re.MULTILINE), "a line of somebody else's in the log"
    assert "Evil" in daemon.get("/api/system").text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("from", "x@example.org>\r\nRCPT TO:<evil@example.org"),
        ("from", "x@example.org\n"),
        ("from", "Me <x@example.org>"),
        ("url", "smtp://127.0.0.1\r\nQUIT"),
        ("url", "smtp://127.0.0.1/evil.example.org"),
        ("url", "smtp://me:secret@127.0.0.1"),
        ("username", "me\r\nQUIT"),
        ("username", "me\0"),
        ("password_file", "pass\nword"),
        ("password", "secret"),
    ],
)
def test_mail_settings_that_would_inject_are_refused_in_one_line(tmp_path, key, value):
    settings = {"url": "smtp://127.0.0.1", "tls": "none", "from": "datacap@example.org"}
    if key in ("username", "password_file"):
        settings |= {"username": "me", "password_file": "password"}
    (tmp_path / "config.json").write_text(json.dumps({"smtp": settings | {key: value}}))
    done = subprocess.run(
        [built("datacap"), "check-config", tmp_path / "config.json"],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert done.returncode == 1
    [fault] = done.stdout.splitlines()
    assert f": smtp.{key}: " in fault
    assert "secret" not in fault.replace("config.json", "")
