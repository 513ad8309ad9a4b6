"""/api/system: what is known of the line, the machine and the processes."""

import json

import pytest

from harness import answering
from harness.waiting import wait_until

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def address_service():
    """A stand-in for ipinfo.io on loopback; `requests` counts what it was asked."""

    class Handler(answering.Handler):
        def do_GET(self):
            server.requests += 1
            body = {"ip": "192.0.2.7", "org": f"AS64500 {HOSTILE}", "city": "Nowhere", "country": "XX"}
            self.answer(200, json.dumps(body).encode(), [("Content-Type", "application/json")])

    with answering.Server(Handler) as server:
        server.requests = 0
        yield server


def system(daemon):
    answer = daemon.get("/api/system")
    assert answer.status == 200
    return answer.json()


def test_the_external_address_is_asked_for_once(daemon_factory, address_service):
    daemon = daemon_factory({"ip_info_url": f"{address_service.url}/json"})
    external = wait_until(lambda: system(daemon)["external"], 10, "the external address")
    assert external["ip"] == "192.0.2.7"
    # Untrusted text comes as it is, in JSON: the page shows it as text.
    assert HOSTILE in external["isp"] + external["organisation"]
    for _ in range(5):
        system(daemon)
    daemon.start_running()
    assert address_service.requests == 1


def test_nothing_is_asked_when_it_is_off(daemon_factory):
    assert system(daemon_factory({"ip_info_url": ""}))["external"] is None


def test_an_unreachable_service_hurts_nobody(daemon_factory):
    daemon = daemon_factory({"ip_info_url": "http://127.0.0.1:1/json"})
    daemon.start_running()
    assert system(daemon)["external"] is None


def test_machine_processes_and_quality(daemon_factory, nginx):
    # Files small enough for transfers to end: their outcome tells how long connecting took.
    nginx.file("small", 1 << 20)
    daemon = daemon_factory({"test_urls": [nginx.url("small")]})
    daemon.start_running(past_bytes=30_000_000)

    def complete():
        found = system(daemon)
        quality = found["quality"]
        is_complete = found["processes"]["downloader"] and None not in (quality["rtt_ms"], quality["connect_ms"])
        return found if is_complete else None

    found = wait_until(complete, 10, "figures of both processes")
    assert found["host"]["cpu_count"] >= 1
    assert found["host"]["memory_total_bytes"] > found["host"]["memory_available_bytes"] > 0
    assert len(found["host"]["load"]) == 3
    processes = found["processes"]
    assert processes["daemon"]["pid"] == daemon.pid
    assert [processes["downloader"]["pid"]] == daemon.children()
    for process in processes.values():
        assert process["resident_bytes"] > 1_000_000
        assert process["cpu_seconds"] >= 0
    assert 0 < found["quality"]["rtt_ms"] < 1_000
    assert 0 < found["quality"]["connect_ms"] < 1_000
