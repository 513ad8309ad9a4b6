"""CPU seconds a gigabyte, and throughput: datacap-downloader and the curl tool, in turns, from the same nginx."""

import json
import os
import statistics
import subprocess
import time
from dataclasses import dataclass

from harness.binaries import built, environment, installed
from harness.network import Line, entered
from harness.origin import Origin
from report import compare

FLAT_ROUNDS, LINE_ROUNDS = 7, 5
FILE_BYTES = 1 << 30
REQUESTS = 4
#: At 1 Gbit/s one file lasts 9 s: within this no transfer ends.
LINE_SECONDS = 8
SERVER_CPU, CLIENT_CPU = 0, 1

KINDS = [(scheme, streams) for scheme in ("http", "https") for streams in (1, 4)]


@dataclass(frozen=True)
class Run:
    """What one download took."""

    cpu_seconds: float
    seconds: float
    bytes: int

    @property
    def cpu_seconds_per_gb(self):
        return self.cpu_seconds / self.bytes * 1e9

    @property
    def gigabits_per_second(self):
        return self.bytes * 8e-9 / self.seconds


def measured(command, count_bytes, origin, may_exit_with=(0,)):
    """Runs a command on the client's CPU beside nobody, and takes its resource usage from the kernel."""
    trust = {"SSL_CERT_FILE": origin.identity.authority, "CURL_CA_BUNDLE": origin.identity.authority}
    start = time.monotonic()
    process = subprocess.Popen(
        ["taskset", "-c", str(CLIENT_CPU), *map(str, command)],
        stdout=subprocess.PIPE,
        # curl shows its meter of parallel transfers even when told to be silent.
        stderr=subprocess.DEVNULL,
        env=environment(**trust),
    )
    with process.stdout as output:
        answer = output.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in may_exit_with, f"{command[0]} ended with {process.returncode}"
    return Run(usage.ru_utime + usage.ru_stime, seconds, count_bytes(answer))


def datacap(origin, scheme, streams, *until):
    def count_bytes(answer):
        events = map(json.loads, answer.splitlines())
        return sum(sum(event["bytes"]) for event in events if event["event"] == "sample")

    url = origin.url("content", scheme)
    return measured([built("datacap-downloader"), "--url", url, "--streams", streams, *until], count_bytes, origin)


def curl(origin, scheme, streams, requests, *until):
    targets = ["-o", "/dev/null", origin.url("content", scheme)] * requests
    parallel = ["--parallel", "--parallel-immediate", "--parallel-max", streams] if streams > 1 else []
    return measured(
        [installed("curl"), "--silent", *parallel, *until, "--write-out", "%{size_download}\n", *targets],
        lambda answer: sum(map(int, answer.split())),
        origin,
        may_exit_with=(0, 28) if until else (0,),
    )


def flat_out():
    """Loopback as fast as it goes: the least CPU and the best throughput of seven runs in turns."""
    with Origin(cpu=SERVER_CPU) as origin:
        origin.filled_file("content", FILE_BYTES)
        for scheme, streams in KINDS:
            ours, peers = [], []
            for _ in range(FLAT_ROUNDS):
                ours.append(datacap(origin, scheme, streams, "--max-bytes", REQUESTS * FILE_BYTES))
                peers.append(curl(origin, scheme, streams, REQUESTS))
            what = f"flat out, {scheme}, {streams} stream{'s' * (streams > 1)}"
            report(what, ours, peers, min, max, 0.75 if scheme == "http" else 0.95)


def shaped_line():
    """A line of 1 Gbit/s between network namespaces: medians of runs in turns."""
    with Line(1000, steady=False) as line, Origin(line.address, line.isp, cpu=SERVER_CPU) as origin:
        origin.filled_file("content", FILE_BYTES)
        for scheme, streams in KINDS:
            ours, peers = [], []
            for _ in range(LINE_ROUNDS):
                with entered(line.home):
                    ours.append(datacap(origin, scheme, streams, "--duration-seconds", LINE_SECONDS))
                    peers.append(curl(origin, scheme, streams, streams, "--max-time", LINE_SECONDS))
            what = f"at 1 Gbit/s, {scheme}, {streams} stream{'s' * (streams > 1)}"
            report(what, ours, peers, statistics.median, statistics.median, 0.75 if scheme == "http" else 0.90)


def report(what, ours, peers, cpu_of, throughput_of, goal):
    """Prints two rows: CPU a gigabyte and throughput, the peer being the curl tool."""
    cpu = [cpu_of(run.cpu_seconds_per_gb for run in runs) for runs in (ours, peers)]
    compare(f"{what}: CPU s/GB (curl)", *cpu, digits=3, at_most=goal)
    speed = [throughput_of(run.gigabits_per_second for run in runs) for runs in (ours, peers)]
    # Start and end of the process are in its time; a thousandth of the run is not throughput.
    compare(f"{what}: Gbit/s (curl)", *speed, digits=3, at_least=0.99)
