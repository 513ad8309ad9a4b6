"""The line's bytes as a router counts them: found by SSDP, asked by SOAP, whatever its answers are like."""

import pytest

from harness.gateway import DEVICE, SERVICE, Gateway
from harness.household import Household
from harness.meter import Meter
from harness.network import interface_bytes, send_datagrams


@pytest.fixture
def gateway():
    with Gateway() as router:
        yield router


def found(gateway):
    return {"source": "upnp", "search_address": "127.0.0.1", "search_port": gateway.search_port}


def named(gateway):
    return {"source": "upnp", "url": gateway.url}


def test_a_router_is_found_and_counted_through_the_wrap_of_its_32_bits(gateway):
    gateway.received, gateway.sent = 2**32 - 3_000_000, 77
    with Meter(found(gateway)) as meter:
        first = meter.read()
        assert (first["received_bytes"], first["sent_bytes"]) == (2**32 - 3_000_000, 77)
        assert (first["ledger_down_bytes"], first["ledger_up_bytes"]) == (0, 0)
        assert first["source"] == "router uuid:test-router"
        assert first["link_mbps"] == 250
        gateway.received += 5_000_000
        gateway.sent += 400_000
        second = meter.read()
        assert second["received_bytes"] == 2_000_000
        assert (second["ledger_down_bytes"], second["ledger_up_bytes"]) == (5_000_000, 400_000)
        assert second["events"] == []
    assert {DEVICE, SERVICE} <= set(gateway.searches)
    # Found once, and then only asked.
    assert gateway.paths == ["/description.xml"]
    assert gateway.actions == [
        ("/control", name) for name in ["GetCommonLinkProperties", *["GetTotalBytesReceived", "GetTotalBytesSent"] * 2]
    ]


def test_a_router_of_64_bits_goes_past_four_gigabytes():
    with Gateway(bits=64) as gateway, Meter(named(gateway)) as meter:
        gateway.received = 2**32 - 1_000
        meter.read()
        gateway.received += 5_000
        assert meter.read()["ledger_down_bytes"] == 5_000
        gateway.received, gateway.sent = 2**40, 2**39
        reading = meter.read()
        # 1.1 TB within a second isn't what a line carries.
        assert reading["ledger_down_bytes"] == 5_000
        assert len(reading["events"]) == 1


def test_a_router_that_starts_again_counts_from_zero(gateway):
    gateway.received, gateway.sent = 2_000_000_000, 300_000_000
    with Meter(named(gateway)) as meter:
        meter.read()
        gateway.received, gateway.sent = 70_000, 6_000
        reading = meter.read()
        assert (reading["ledger_down_bytes"], reading["ledger_up_bytes"]) == (70_000, 6_000)
        assert reading["events"] == ["router uuid:test-router counts from zero again"]


def test_a_router_that_moves_is_found_again_and_nothing_is_lost(gateway):
    gateway.received = 1_000
    with Meter(found(gateway)) as meter:
        meter.read()
        gateway.stop_answering()
        assert "error" in meter.read()
        with Gateway() as other:
            gateway.location = other.url
            other.received = 9_000
            assert meter.read()["ledger_down_bytes"] == 8_000


def test_nobody_answers_a_search(gateway):
    gateway.location = "http://127.0.0.2:1/elsewhere.xml"
    with Meter(found(gateway)) as meter:
        assert meter.read()["error"] == "no router on the network answers a UPnP search"


def test_a_router_sends_nobody_to_another_machine(gateway):
    with Gateway() as victim:
        gateway.redirect = victim.url
        with Meter(named(gateway)) as meter:
            assert meter.read()["error"].endswith("HTTP 302")
        gateway.redirect = None
        for control in (f"http://127.0.0.2:{victim.port}/control", "http://localhost/x", "//127.0.0.2/x"):
            with Gateway(control=control) as liar, Meter(named(liar)) as meter:
                assert "refers to another device" in meter.read()["error"]
        assert victim.paths == victim.actions == []


@pytest.mark.parametrize(
    ("description", "error"),
    [
        (b"", "isn't XML"),
        (b"<html><body>Log in</body></html>", "no service that counts"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><root>&x;</root>', "isn't XML"),
        (b"<a>" * 80_000, "isn't XML"),
        (b"<a>" + b"x" * 10_000_000, "longer than"),
        (bytes(range(256)) * 100, "isn't XML"),
    ],
)
def test_a_description_that_is_none_is_refused(gateway, description, error):
    gateway.description = description
    with Meter(named(gateway)) as meter:
        assert error in meter.read()["error"]
        # And the reader lives to see a better one.
        with Gateway() as other:
            gateway.description = other.description
            assert "error" not in meter.read()


@pytest.mark.parametrize("answer", [b"", b"<a/>", b"\xff\xfe", b"<Envelope><Body/></Envelope>", b"<a>" * 50_000])
def test_an_answer_that_is_none_is_refused(gateway, answer):
    with Meter(named(gateway)) as meter:
        meter.read()
        gateway.answer = answer
        assert "GetTotalBytes" in (error := meter.read()["error"]) or "isn't XML" in error


def test_debians_router_is_found_by_multicast_and_counts_what_the_line_carries():
    with Household() as home, Meter({"source": "upnp", "interface": "home0"}, home.machine) as meter:
        before = interface_bytes(home.router, "wan0")
        first = meter.read()
        assert first["source"] == "router uuid:5d1dcdf4-ab48-4d1d-a1f3-d5f3e2e2e2e2"
        assert (first["received_bytes"], first["sent_bytes"]) == before
        # From the machine to the provider and the other way; what stays inside of the house isn't the line's.
        send_datagrams(home.machine, home.provider_address, 200)
        send_datagrams(home.provider, "10.88.0.2", 500)
        send_datagrams(home.machine, "10.88.0.1", 300)
        after = interface_bytes(home.router, "wan0")
        reading = meter.read()
        assert (reading["ledger_down_bytes"], reading["ledger_up_bytes"]) == (
            after[0] - before[0],
            after[1] - before[1],
        )
        assert 500_000 < reading["ledger_down_bytes"] < 650_000
        assert 200_000 < reading["ledger_up_bytes"] < 290_000
        assert first["events"] == reading["events"] == []
