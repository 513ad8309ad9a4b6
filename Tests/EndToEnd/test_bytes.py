"""Every byte counts once: the totals against the log of the origin."""

import pytest

from harness.downloader import Downloader, of_kind, payload_bytes

MEBIBYTE = 1 << 20
STREAMS = 4
#: What a connection's send and receive buffers may hold that nginx has given away and nobody has read.
SOCKET_BUFFERS = 8 * MEBIBYTE


def trusting(origin):
    """The environment in which the origin's private authority is trusted."""
    return {"SSL_CERT_FILE": origin.identity.authority, "CURL_CA_BUNDLE": origin.identity.authority}


def sent_bytes(origin):
    return sum(line.body_bytes for line in origin.log())


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name, unread", [("big", SOCKET_BUFFERS), ("small", MEBIBYTE)])
def test_the_total_is_what_the_origin_sent(daemon_factory, nginx, scheme, name, unread):
    # Of a file, no more can be unread than its size: with small ones the bound is sharp.
    nginx.file("small", MEBIBYTE)
    daemon = daemon_factory(
        {"test_urls": [nginx.url(name, scheme)], "max_speed_mbps": None, "streams": STREAMS}, env=trusting(nginx)
    )
    daemon.start_running(past_bytes=2_000_000_000)
    daemon.command("stop")
    total = daemon.wait_for_status("stopped")["total_bytes"]
    assert {line.scheme for line in nginx.log()} == {scheme}
    assert 0 <= sent_bytes(nginx) - total <= STREAMS * unread


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_samples_and_transfers_of_the_worker_agree_with_the_log(nginx, scheme):
    nginx.file("small", MEBIBYTE)
    with Downloader(
        nginx.url("small", scheme), streams=STREAMS, max_bytes=200_000_000, env=trusting(nginx)
    ) as downloader:
        events = downloader.wait(30)
    transfers = of_kind(events, "transfer")
    assert {(transfer["bytes"], transfer["http_status"]) for transfer in transfers} == {(MEBIBYTE, 200)}
    assert not of_kind(events, "failure")
    assert events[0]["event"] == "started" and events[-1]["event"] == "finished"

    total = payload_bytes(events)
    assert total >= 200_000_000
    assert 0 <= total - len(transfers) * MEBIBYTE <= STREAMS * MEBIBYTE
    assert 0 <= sent_bytes(nginx) - total <= STREAMS * MEBIBYTE


def test_bodies_of_errors_are_not_payload(daemon_factory, nginx):
    daemon = daemon_factory({"test_urls": [nginx.url("missing/file"), nginx.url("big")], "streams": STREAMS})
    stats = daemon.start_running(past_bytes=10_000_000)
    missing, big = stats["targets"]
    assert missing["bytes"] == 0
    assert missing["failures"] >= 1
    assert big["bytes"] == stats["session_bytes"]


def test_an_unknown_authority_is_not_trusted(daemon_factory, nginx):
    daemon = daemon_factory({"test_urls": [nginx.url("big", "https")]})
    daemon.command("start")
    stats = daemon.wait_for_status("stalled", timeout=20)
    assert stats["total_bytes"] == 0
    assert "certificate" in stats["targets"][0]["last_error"]
    assert stats["throttle_detected"] is False
