"""Mail through real servers: what arrives is byte for byte what was made, and what doesn't arrive says why."""

import email
import email.policy
import re

import pytest

from harness.letters import HOSTILE, PASSWORD, send, the_one_mail
from harness.mail import MailServer, ScriptedServer
from harness.origin import Identity
from harness.postman import carry
from harness.processes import free_port


@pytest.mark.parametrize("mode", ["none", "starttls", "implicit"])
@pytest.mark.parametrize("login", [False, True])
def test_every_mode_delivers_byte_for_byte(identity, password_file, mode, login):
    smtp = {"username": MailServer.user, "password_file": password_file(PASSWORD + "\nnot this\n")} if login else {}
    with MailServer(mode, identity, PASSWORD if login else None) as server:
        done = send(server.address, mode, identity=identity, **smtp)
    assert (done["outcome"], done["text"]) == ("delivered", "250 2.0.0 queued as 1F2E")
    mail = the_one_mail(server)
    assert mail.content == done["message"].encode()
    assert (mail.sender, mail.recipient) == ("datacap@example.org", "me@example.net")
    assert mail.client == "probe.example.org"
    assert mail.secured == (mode != "none")
    assert mail.user == (MailServer.user if login else None)


@pytest.mark.parametrize("mode", ["none", "starttls", "implicit"])
def test_a_wrong_password_is_tried_again_slowly(identity, password_file, mode):
    with MailServer(mode, identity, PASSWORD) as server:
        smtp = {"username": MailServer.user, "password_file": password_file("wrong")}
        done = send(server.address, mode, identity=identity, **smtp)
        assert (done["outcome"], done["after_seconds"]) == ("retry", 900)
        assert re.search(r"[Ll]ogin denied.*535", done["text"]), done["text"]
        assert "wrong" not in done["text"]
        done = send(server.address, mode, identity=identity)
        assert (done["outcome"], done["after_seconds"]) == ("retry", 900)
        assert "530" in done["text"]
    assert not server.mails


def test_a_password_file_that_cannot_be_read_is_named(tmp_path):
    missing = str(tmp_path / "missing")
    done = send("127.0.0.1:1", username="me", password_file=missing)
    assert (done["outcome"], done["after_seconds"]) == ("retry", 900)
    assert done["text"] == f"smtp.password_file: {missing} can't be read: No such file or directory"


@pytest.mark.parametrize("mode", ["starttls", "implicit"])
def test_a_certificate_that_does_not_hold_is_never_spoken_to(identity, tmp_path, mode):
    strangers = Identity.make(tmp_path, addresses=("192.0.2.1",))
    with MailServer(mode, identity) as server, MailServer(mode, strangers) as stranger:
        unknown = send(server.address, mode)
        misnamed = send(stranger.address, mode, identity=strangers)
    for done in (unknown, misnamed):
        assert (done["outcome"], done["after_seconds"]) == ("retry", 900), done
        assert "certificate" in done["text"]
    assert not server.commands and not stranger.commands


def test_starttls_is_required_and_no_password_goes_out_before_it(password_file):
    with MailServer("none", password=PASSWORD) as server:
        smtp = {"username": MailServer.user, "password_file": password_file(PASSWORD)}
        done = send(server.address, "starttls", **smtp)
    assert (done["outcome"], done["after_seconds"]) == ("retry", 900)
    assert not server.commands and not server.mails


def test_the_url_does_not_decide_on_tls(identity):
    with MailServer("implicit", identity) as server:
        done = send(server.address, "implicit", identity=identity, url=f"smtp://{server.address}")
        assert done["outcome"] == "delivered"
    with MailServer("starttls", identity) as server:
        done = send(server.address, "starttls", identity=identity, url=f"smtps://{server.address}")
        assert done["outcome"] == "delivered"


@pytest.mark.parametrize(
    ("recipient", "outcome", "text"),
    [
        ("grey@example.net", "retry", "451 4.7.1 Greylisted, try again later"),
        ("full@example.net", "retry", "452 4.2.2 Mailbox full"),
        ("nobody@example.net", "final", "550 5.1.1 No such user"),
        ("spam@example.net", "final", "554 5.7.1 Looks like spam [31m"),
    ],
)
def test_the_servers_refusal_decides_and_is_told(recipient, outcome, text):
    with MailServer() as server:
        done = send(server.address, to=recipient)
    assert (done["outcome"], done["text"]) == (outcome, text)
    assert done.get("after_seconds") is None
    assert not server.mails


def test_one_bad_recipient_of_three_keeps_nothing_from_the_others():
    with MailServer() as server:
        done = send(server.address, to=["a@example.net", "nobody@example.net", "b@example.net"])
        assert [mail.recipient for mail in server.mails] == ["a@example.net", "b@example.net"]
        assert done["outcome"] == "final"
        assert "nobody@example.net: 550" in done["text"] and "a@example.net: 250" in done["text"]
        # Each has a transaction of its own, and sees no other's address.
        assert all(mail.content.count(b"@example.net") == 1 for mail in server.mails)
        assert send(server.address, to=["grey@example.net", "nobody@example.net"])["outcome"] == "retry"


def test_no_server_is_no_end():
    refused = send(f"127.0.0.1:{free_port()}")
    assert (refused["outcome"], refused["after_seconds"]) == ("retry", None)
    unknown = send("mail.invalid:25")
    assert (unknown["outcome"], unknown["after_seconds"]) == ("retry", None)


GREETING, EHLO, OK = "220 mx.example", "250 mx.example", "250 OK"


@pytest.mark.parametrize(
    ("replies", "outcome", "text"),
    [
        (["421 4.3.2 Too busy"], "retry", "421 4.3.2 Too busy"),
        (["554 5.3.2 No mail here"], "final", "554 5.3.2 No mail here"),
        ([None], "retry", None),
        (["HTTP/1.1 400 Bad Request"], "retry", None),
        ([GREETING, EHLO, "451 4.3.0 No disk"], "retry", "451 4.3.0 No disk"),
        ([GREETING, EHLO, "550-5.7.1 You are\r\n550 5.7.1 not welcome"], "final", "550 5.7.1 not welcome"),
        ([GREETING, EHLO, OK, OK, "354 Go on", "452 4.3.1 Queue full"], "retry", "452 4.3.1 Queue full"),
        ([GREETING, EHLO, OK, OK, "354 Go on", "552 5.3.4 Too long"], "final", "552 5.3.4 Too long"),
        ([GREETING, EHLO, OK, OK, None], "retry", None),
        # The message was sent and nobody said what became of it: it may have been taken.
        ([GREETING, EHLO, OK, OK, "354 Go on", None], "uncertain", None),
        ([GREETING, EHLO, OK, OK, "354 Go on", OK, None], "delivered", OK),
    ],
)
def test_a_server_may_stop_at_any_step(replies, outcome, text):
    """Each reply answers one command, the first greets; at None the server hangs up."""
    with ScriptedServer(replies) as server:
        done = send(server.address)
    assert done["outcome"] == outcome, done
    assert text is None or done["text"] == text
    assert done.get("after_seconds") is None


def test_tls_that_fails_for_now_is_tried_again_soon():
    busy = [GREETING, "250-mx.example\r\n250 STARTTLS", "454 4.7.0 TLS not available"]
    with ScriptedServer(busy) as server:
        done = send(server.address, "starttls")
    assert (done["outcome"], done["text"], done["after_seconds"]) == ("retry", busy[-1], None)
    with ScriptedServer([GREETING]) as server:
        done = send(server.address, "implicit")
    assert (done["outcome"], done["after_seconds"]) == ("retry", None)


@pytest.mark.parametrize(
    "address",
    [
        "x@example.net>\r\nRSET\r\nMAIL FROM:<evil@example.net",
        "x@example.net\r\nDATA",
        "x@example.net> SIZE=1",
        "x y@example.net",
        "x\u0000@example.net",
        "<x@example.net>",
        "",
    ],
)
def test_no_address_is_a_command(address):
    with MailServer() as server:
        as_recipient = send(server.address, to=address)
        as_sender = send(server.address, **{"from": address})
        assert as_recipient["outcome"] == as_sender["outcome"] == "final"
        # libcurl's wrapper keeps them out by itself as well.
        order = {"server": server.address, "sender": "a@example.org", "message": "A: b\r\n\r\nc\r\n"}
        for transaction in (order | {"recipient": address}, order | {"sender": address, "recipient": "a@example.org"}):
            assert carry({"transaction": transaction})["outcome"] == "refused"
    assert not server.commands


@pytest.mark.parametrize("url", ["smtp://evil@127.0.0.1:{}", "smtp://127.0.0.1:{}/x\r\nRSET", "http://127.0.0.1:{}"])
def test_no_url_is_a_command(url):
    with MailServer() as server:
        done = send(server.address, url=url.format(server.address.rpartition(":")[2]))
    assert done["outcome"] == "final" and done["text"].startswith("smtp.url:")
    assert not server.commands


def test_the_machines_name_is_no_command():
    with MailServer() as server:
        done = send(server.address, order={"host": "pröbe\r\nRSET\r\n.example"})
    assert done["outcome"] == "delivered"
    assert the_one_mail(server).client == "prbeRSET.example"


def test_no_proxy_of_the_environment_is_used():
    with MailServer() as server:
        settings = {"url": f"smtp://{server.address}", "tls": "none", "from": "datacap@example.org"}
        proxy = f"http://127.0.0.1:{free_port()}"
        done = carry({"smtp": settings, "email": ["me@example.net"]}, all_proxy=proxy, smtp_proxy=proxy)
    assert done["outcome"] == "delivered"


def parsed(content):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_arrives_as_text(text):
    """Python's parser reads the mail as it was meant: one subject, two parts, nothing more."""
    order = {
        "notice": {
            "alert": text,
            "labels": {"isp": text},
            "annotations": {"summary": text, "description": text},
            "incident": "a1b2",
            "number": 2,
            "url": text,
        },
        "host": text[:50],
    }
    with MailServer() as server:
        done = send(server.address, order=order)
    assert done["outcome"] == "delivered", done
    (mail,) = server.mails
    assert mail.content == done["message"].encode()
    assert server.commands == ["MAIL datacap@example.org", "RCPT me@example.net"]
    message = parsed(mail.content)
    assert not message.defects
    line = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).strip()
    assert message["Subject"].startswith(f"[firing] {line[:60]}")
    assert sorted(message.keys()) == sorted(
        [
            "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version",
            "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type",
        ]
    )  # fmt: skip
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert f"isp:       {line}" in plain.get_content()
    assert not re.search("<(b|script)>", html.get_content())
    assert message["References"] == message["In-Reply-To"] == "<a1b2.1@example.org>"
    assert message["Message-ID"] == "<a1b2.2@example.org>"


def test_letters_beyond_ascii_in_an_address_need_a_server_that_knows_them():
    with MailServer() as server:
        done = send(server.address, to="müller@example.net")
    assert done["outcome"] == "delivered"
    assert the_one_mail(server).recipient == "müller@example.net"
    assert the_one_mail(server).content == done["message"].encode()
