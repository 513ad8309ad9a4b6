"""Webhooks and Alertmanagers: what is posted, and what their answers mean."""

import email.utils
import time

import pytest

from harness.postman import Endpoint, carry
from harness.processes import free_port

PAYLOAD = '{"version":"4","text":"Drösselung\\n"}'


def post(url, **env):
    return carry({"webhook": url, "payload": PAYLOAD, "notice": {"id": "7f3a-1"}}, **env)


def test_a_webhook_gets_the_payload_as_it_is():
    with Endpoint() as endpoint:
        done = post(f"{endpoint.url}/hook?key=1")
    assert (done["outcome"], done["text"]) == ("delivered", "HTTP 200: ok")
    ((path, headers, content),) = endpoint.requests
    assert path == "/hook?key=1"
    assert content == PAYLOAD.encode()
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "7f3a-1"
    assert headers["User-Agent"].startswith("datacap/")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"), (202, "delivered"), (204, "delivered"),
        (301, "final"), (302, "final"), (307, "final"),
        (400, "final"), (401, "final"), (403, "final"), (404, "final"), (410, "final"), (413, "final"),
        (408, "retry"), (429, "retry"), (500, "retry"), (502, "retry"), (503, "retry"), (504, "retry"),
    ],
)  # fmt: skip
def test_the_status_decides(status, outcome):
    with Endpoint(status, [("Location", "/elsewhere")], b"" if status == 204 else b"why") as endpoint:
        done = post(endpoint.url)
    assert done["outcome"] == outcome
    assert done["text"] == (f"HTTP {status}" if status == 204 else f"HTTP {status}: why")
    # Nothing is tried again, or elsewhere, by itself.
    assert len(endpoint.requests) == 1


def test_retry_after_is_heeded_in_both_its_forms():
    with Endpoint(429, [("Retry-After", "120")]) as endpoint:
        assert post(endpoint.url)["after_seconds"] == 120
    with Endpoint(503, [("Retry-After", email.utils.formatdate(time.time() + 600, usegmt=True))]) as endpoint:
        assert 590 <= post(endpoint.url)["after_seconds"] <= 600
    with Endpoint(503, [("Retry-After", "99999999999999")]) as endpoint:
        assert post(endpoint.url)["after_seconds"] == 86400
    for nonsense in ("soon", "-5", "0", "Thu, 01 Jan 1970 00:00:00 GMT", ""):
        with Endpoint(503, [("Retry-After", nonsense)]) as endpoint:
            done = post(endpoint.url)
            assert (done["outcome"], done["after_seconds"]) == ("retry", None)


def test_what_the_receiver_says_is_cut_and_cleaned():
    body = "no\r\n\x1b[31m\x00\u2028way ".encode() + "ä".encode() * 100_000
    with Endpoint(400, body=body) as endpoint:
        done = post(endpoint.url)
    assert done["outcome"] == "final"
    text = done["text"].removeprefix("HTTP 400: ")
    assert text.startswith("no   [31m  way ää")
    assert 190 <= len(text.encode()) <= 200 and set(text[20:]) == {"ä"}


def test_no_answer_is_no_end():
    done = post(f"http://127.0.0.1:{free_port()}/")
    assert (done["outcome"], done["after_seconds"]) == ("retry", None)
    assert post("http://receiver.invalid/")["outcome"] == "retry"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "", "x"])
def test_only_http_is_spoken(url):
    assert post(url)["outcome"] == "final"


def test_no_proxy_of_the_environment_is_used():
    proxy = f"http://127.0.0.1:{free_port()}"
    with Endpoint() as endpoint:
        done = post(endpoint.url, http_proxy=proxy, all_proxy=proxy)
    assert done["outcome"] == "delivered"


def test_a_header_field_cannot_be_broken_out_of():
    with Endpoint() as endpoint:
        done = carry({"webhook": endpoint.url, "notice": {"id": "1\r\nX-Evil: 1"}})
    assert done["outcome"] == "final"
    assert not endpoint.requests


def test_all_alertmanagers_are_told_and_one_is_enough():
    dead = f"http://127.0.0.1:{free_port()}"
    with Endpoint() as first, Endpoint(503) as second, Endpoint(400) as third:
        done = carry({"alertmanager": [dead, first.url, f"{second.url}/prefix/"], "payload": "[]"})
        assert done["outcome"] == "delivered"
        assert f"{second.url}/prefix: HTTP 503" in done["text"] and f"{dead}: " in done["text"]
        assert [request[0] for request in first.requests] == ["/api/v2/alerts"]
        assert [request[0] for request in second.requests] == ["/prefix/api/v2/alerts"]
        assert first.requests[0][2] == b"[]"
        assert carry({"alertmanager": [dead, second.url, third.url], "payload": "[]"})["outcome"] == "retry"
        assert carry({"alertmanager": [third.url], "payload": "[]"})["outcome"] == "final"
    secret = "http://me:s3cret@127.0.0.1:1"
    assert "s3cret" not in carry({"alertmanager": [secret, f"{secret}/a@b"], "payload": "[]"})["text"]
    assert carry({"alertmanager": [], "payload": "[]"})["outcome"] == "final"
