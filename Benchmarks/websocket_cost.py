"""What a thousand WebSocket clients cost at one message in two seconds."""

import asyncio
import resource
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect

from harness.daemon import Daemon
from harness.origin import Origin
from harness.processes import cpu_seconds, pin, resident_bytes
from report import against, row

CLIENTS, INTERVAL_SECONDS, MEASURED_SECONDS = 1000, 2, 30
SERVER_CPU = 0


def thousand_clients():
    """Prints CPU a message and memory a client, over what the daemon takes without clients."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with Origin() as origin, tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(
            Path(folder),
            {
                "test_urls": [origin.url()],
                "ip_info_url": "",
                "max_speed_mbps": 1,
                "update_interval_seconds": INTERVAL_SECONDS,
            },
        )
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        try:
            pin(daemon.pid, SERVER_CPU)
            daemon.start_running()
            asyncio.run(_measure(daemon))
        finally:
            daemon.stop()


async def _measure(daemon):
    alone = await _cpu(daemon.pid)
    memory_before = resident_bytes(daemon.pid)[0]
    counted = {"messages": 0, "bytes": 0}
    gate = asyncio.Semaphore(50)
    clients = await asyncio.gather(*(_connect(daemon, gate) for _ in range(CLIENTS)))
    readers = [asyncio.create_task(_read(client, counted)) for client in clients]
    # The first, full messages are over before the clock runs.
    while counted["messages"] < 2 * CLIENTS:
        await asyncio.sleep(0.1)

    start = dict(counted)
    cpu = await _cpu(daemon.pid) - alone
    messages, bytes_ = (counted[name] - start[name] for name in ("messages", "bytes"))
    memory = resident_bytes(daemon.pid)[0] - memory_before
    for client in clients:
        client.transport.abort()
    await asyncio.gather(*readers, return_exceptions=True)

    row(f"{CLIENTS} WebSocket clients: CPU", f"{100 * cpu / MEASURED_SECONDS:.2f} % of a core")
    row(f"{CLIENTS} WebSocket clients: message", f"{bytes_ / messages:.0f} bytes")
    against(f"{CLIENTS} WebSocket clients: CPU a message", cpu / messages * 1e6, "µs", 20)
    against(f"{CLIENTS} WebSocket clients: memory a client", memory / CLIENTS / 1024, "KiB", 16)


async def _cpu(pid):
    """The CPU seconds that the process takes over the measured time."""
    before, start = cpu_seconds(pid), time.monotonic()
    await asyncio.sleep(MEASURED_SECONDS)
    return (cpu_seconds(pid) - before) * MEASURED_SECONDS / (time.monotonic() - start)


async def _connect(daemon, gate):
    async with gate:
        return await connect(f"ws://127.0.0.1:{daemon.port}/ws", compression=None, ping_interval=None)


async def _read(client, counted):
    async for message in client:
        counted["messages"] += 1
        counted["bytes"] += len(message)
