"""/metrics beside Debian's node exporter with its collectors off, both under wrk."""

import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from harness import web
from harness.binaries import environment, installed
from harness.daemon import Daemon
from harness.origin import Origin
from harness.processes import cpu_seconds, end, free_port, pin
from harness.waiting import wait_until
from report import against, compare, row

ROUNDS, ROUND_SECONDS, CONNECTIONS = 3, 5, 16
SERVER_CPU, CLIENT_CPU = 0, 1


def metrics():
    """Prints requests a second and CPU a request, as medians of rounds in turns."""
    with Origin() as origin, tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(Path(folder), {"test_urls": [origin.url()], "ip_info_url": ""})
        port = free_port()
        exporter = subprocess.Popen(
            [
                installed("prometheus-node-exporter"),
                "--collector.disable-defaults",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stderr=subprocess.DEVNULL,
            env=environment(GOMAXPROCS=1),
        )
        sides = {
            "datacap": (daemon.pid, f"{daemon.url}/metrics"),
            "node exporter": (exporter.pid, f"http://127.0.0.1:{port}/metrics"),
        }
        try:
            wait_until(lambda: _body_bytes(sides["node exporter"][1]), 10, "the node exporter")
            for pid, _ in sides.values():
                pin(pid, SERVER_CPU)
            rounds = {name: [] for name in sides}
            for _ in range(ROUNDS):
                for name, (pid, url) in sides.items():
                    rounds[name].append(_load(pid, url))
            row("/metrics: bytes (node exporter)", *(str(_body_bytes(url)) for _, url in sides.values()))
        finally:
            end(exporter)
            daemon.stop()
    ours, peer = ([statistics.median(column) for column in zip(*rounds[name], strict=True)] for name in sides)
    compare("/metrics: requests/s (node exporter)", ours[0], peer[0], digits=0, at_least=5)
    compare("/metrics: CPU µs a request (node exporter)", ours[1], peer[1], digits=1)
    against("/metrics: CPU a request", ours[1], "µs", 80)


def _load(pid, url):
    """Requests a second, and the server's CPU in microseconds a request, over one round."""
    before, start = cpu_seconds(pid), time.monotonic()
    done = subprocess.run(
        [
            *("taskset", "-c", str(CLIENT_CPU)),
            *(installed("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{ROUND_SECONDS}s", url),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, cpu = time.monotonic() - start, cpu_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", done.stdout)[1])
    assert "Non-2xx" not in done.stdout, done.stdout
    return requests / seconds, cpu / requests * 1e6


def _body_bytes(url):
    try:
        return len(web.request("GET", url).body)
    except OSError:
        return 0
