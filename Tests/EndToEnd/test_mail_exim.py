"""Mail through Exim, which cuts and changes what a lenient test server lets pass."""

import re

import pytest

from harness.letters import HOSTILE, send
from harness.mail import Exim, MailServer
from harness.postman import carry


@pytest.fixture(scope="module")
def exim(identity):
    with Exim(identity) as server:
        yield server


@pytest.mark.parametrize("mode", ["none", "starttls"])
@pytest.mark.parametrize("text", HOSTILE)
def test_exim_delivers_a_notice_unchanged(exim, identity, password_file, mode, text):
    notice = {"alert": "throttled", "annotations": {"summary": text, "description": text}}
    smtp = {"username": "me", "password_file": password_file("secret")} if mode == "starttls" else {}
    done = send(exim.address, mode, identity=identity, order={"notice": notice}, **smtp)
    assert done["outcome"] == "delivered", done
    assert added_by_exim_taken_off(exim.next_mail()) == done["message"].encode()


def test_exim_refuses_what_it_refuses(exim, identity, password_file):
    done = send(exim.address, to="nobody@example.net")
    assert done["outcome"] == "final" and done["text"].startswith("550")
    wrong = {"username": "me", "password_file": password_file("wrong")}
    done = send(exim.address, "starttls", identity=identity, **wrong)
    assert (done["outcome"], done["after_seconds"]) == ("retry", 900)


@pytest.mark.parametrize(
    "body",
    [
        "one\r\n.\r\ntwo\r\n",
        ".\r\n",
        "..\r\n.\r\n...\r\n\r\n.\r\n",
        "\r\n\r\n.leading\r\n",
        "x" * 998 + "\r\n",
        "Drösselung 🐌\r\n.\r\n",
        "trailing  \t\r\n",
        "".join(f".{n}\r\n" for n in range(20_000)),
    ],
    ids=["lone dot", "only a dot", "dots", "leading dot", "long line", "UTF-8", "trailing space", "many dots"],
)
def test_exim_gets_any_lines_unchanged(exim, body):
    message = f"Date: Sun, 22 Nov 2026 22:01:00 +0000\r\nFrom: <a@example.org>\r\nMessage-ID: <1@a>\r\n\r\n{body}"
    done = carry(
        {"transaction": {"server": exim.address, "sender": "a@example.org", "recipient": "b@example.net",
                         "message": message}}
    )  # fmt: skip
    assert done["outcome"] == "delivered", done
    assert added_by_exim_taken_off(exim.next_mail()) == message.encode()


@pytest.mark.parametrize(
    "body", ["a\nb\r\n", "a\n.\nMAIL FROM:<evil@example.net>\r\n", "a\rb\r\n", "a\r\n.", "a\0\r\n"]
)
def test_a_message_with_other_line_ends_never_leaves(body):
    """Exim would end the mail at a dot between two bare line feeds, and take the rest for commands."""
    with MailServer() as server:
        order = {"server": server.address, "sender": "a@example.org", "recipient": "b@example.net"}
        done = carry({"transaction": order | {"message": f"From: <a@example.org>\r\n\r\n{body}"}})
    assert done["outcome"] == "refused" and "CRLF" in done["text"]
    assert not server.commands


def added_by_exim_taken_off(content):
    """The mail without what Exim puts on top of it, if it does."""
    while re.match(rb"(Received|Return-path|Envelope-to|Delivery-date): ", content):
        content = re.sub(rb"\A[^\r]*\r\n([ \t][^\r]*\r\n)*", b"", content)
    return content
