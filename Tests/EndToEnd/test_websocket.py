"""`/ws` as clients see it: messages, cadence, closing, and many at once."""

import asyncio
import base64
import contextlib
import json
import os
import resource
import socket
import statistics
import threading
import time

import pytest
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from harness import exposition
from harness.waiting import wait_until

INTERVAL_SECONDS = 0.5


@pytest.fixture
def live(daemon_factory):
    """A daemon that pushes every half second, with a test running."""
    daemon = daemon_factory({"update_interval_seconds": INTERVAL_SECONDS, "max_speed_mbps": 20})
    daemon.start_running()
    return daemon


def websocket(daemon, **options):
    return connect(f"ws://127.0.0.1:{daemon.port}/ws", compression=None, **options)


def next_stats(client, timeout=5):
    """The next message of type stats; others may come between."""
    deadline = time.monotonic() + timeout
    while True:
        message = json.loads(client.recv(max(0, deadline - time.monotonic())))
        if message["type"] == "stats":
            return message


def test_the_first_message_is_everything(live):
    live.wait_for(lambda stats: len(stats["data_points"]) >= 2, 10)
    with websocket(live) as client:
        first = json.loads(client.recv(5))
        assert (first["type"], first["full"]) == ("stats", True)
        stats = live.stats()
        assert stats.keys() <= first.keys()
        points = first["data_points"]
        assert points and points == stats["data_points"][: len(points)]


def test_later_messages_come_in_step_and_bring_only_what_is_new(live):
    with websocket(live) as client:
        points = next_stats(client)["data_points"]
        arrivals = []
        for _ in range(8):
            message = next_stats(client)
            arrivals.append(time.monotonic())
            assert not message.get("full")
            points += message["data_points"]
    times = [point["timestamp"] for point in points]
    assert times == sorted(set(times))
    gaps = [later - earlier for earlier, later in zip(arrivals, arrivals[1:], strict=False)]
    assert statistics.fmean(gaps) == pytest.approx(INTERVAL_SECONDS, rel=0.1)
    assert max(gaps) <= 1.5 * INTERVAL_SECONDS


def test_a_change_of_state_comes_at_once(daemon_factory):
    daemon = daemon_factory({"update_interval_seconds": 30, "max_speed_mbps": 20})
    with websocket(daemon) as client:
        assert next_stats(client)["status"] == "stopped"
        for command, status in [("start", "running"), ("pause", "paused"), ("resume", "running"), ("stop", "stopped")]:
            daemon.command(command)
            sent = time.monotonic()
            while next_stats(client)["status"] != status:
                pass
            assert time.monotonic() - sent < 2


def test_pings_are_answered(live):
    with websocket(live) as client:
        assert client.ping(b"are you there").wait(2)


def test_a_message_over_the_limit_closes_the_connection(live):
    with websocket(live) as client:
        client.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                client.recv(5)
    assert closed.value.rcvd.code == 1009


def test_shutting_down_says_going_away(live):
    with websocket(live) as client:
        next_stats(client)
        ending = threading.Thread(target=live.stop)
        ending.start()
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                client.recv(5)
        ending.join()
    assert closed.value.rcvd.code == 1001
    assert live.process.returncode == 0


@pytest.mark.parametrize(
    "headers, status",
    [({"Origin": "http://evil.test"}, 403), ({"Origin": "null"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403)],
)
def test_pages_of_other_origins_are_refused(daemon, headers, status):
    with pytest.raises(InvalidStatus) as refused:
        websocket(daemon, additional_headers=headers)
    assert refused.value.response.status_code == status


def test_the_own_page_is_let_in(daemon):
    with websocket(daemon, origin=f"http://127.0.0.1:{daemon.port}") as client:
        assert next_stats(client)["full"] is True


def test_a_plain_get_is_told_to_upgrade(daemon):
    answer = daemon.get("/ws")
    assert (answer.status, answer.media_type) == (426, "application/problem+json")


class Reader(threading.Thread):
    """A client that keeps up, and when each of its messages came."""

    def __init__(self, daemon):
        super().__init__()
        self._daemon = daemon
        self.arrivals = []

    def run(self):
        with websocket(self._daemon) as self._client, contextlib.suppress(ConnectionClosed):
            for _ in self._client:
                self.arrivals.append(time.monotonic())

    def __enter__(self):
        self.start()
        wait_until(lambda: self.arrivals, 5, "the first message")
        return self

    def __exit__(self, *_):
        self._client.close()
        self.join()


def test_a_client_that_does_not_read_is_dropped_and_others_carry_on(live):
    with Reader(live) as reader, socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", live.port))
        key = base64.b64encode(os.urandom(16)).decode()
        deaf.sendall(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        connections = "datacap_websocket_connections"
        wait_until(lambda: exposition.total(live, connections) == 2, 5, "two connections")
        # Each ping wants a pong: a queue grows by them much sooner than by one message an interval.
        deaf.setblocking(False)
        ping = b"\x89\xfd" + bytes(4) + b"p" * 125

        def dropped():
            with contextlib.suppress(BlockingIOError, ConnectionError):
                for _ in range(500):
                    deaf.send(ping)
            live.command("reset")
            return exposition.total(live, connections) == 1

        wait_until(dropped, 40, "the slow client's end")
        assert exposition.total(live, "datacap_websocket_dropped_messages_total") >= 1

        seen = len(reader.arrivals)
        wait_until(lambda: len(reader.arrivals) >= seen + 3, 5, "more messages to the client that reads")
        gaps = [later - earlier for earlier, later in zip(reader.arrivals, reader.arrivals[1:], strict=False)]
        assert max(gaps) < 3 * INTERVAL_SECONDS


@pytest.fixture
def many_files():
    """Room for a client's thousand sockets; the daemon has to see to its own."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_thousand_clients_are_served(daemon_factory, many_files):
    daemon = daemon_factory({"update_interval_seconds": 2, "max_speed_mbps": 20})
    daemon.start_running()

    async def one(gate):
        async with gate:
            client = await connect_async(f"ws://127.0.0.1:{daemon.port}/ws", compression=None, ping_interval=None)
        async with client:
            first = json.loads(await client.recv())
            later = [json.loads(await client.recv()) for _ in range(5)]
            return first["full"], sum(message["type"] == "stats" for message in later)

    async def all_of_them():
        gate = asyncio.Semaphore(50)
        async with asyncio.timeout(60):
            return await asyncio.gather(*(one(gate) for _ in range(1000)))

    results = asyncio.run(all_of_them())
    assert all(full and stats >= 3 for full, stats in results)
    wait_until(lambda: exposition.total(daemon, "datacap_websocket_connections") == 0, 10, "the end of all clients")
    assert exposition.total(daemon, "datacap_websocket_dropped_messages_total") == 0
