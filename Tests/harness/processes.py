"""What the kernel says of a process, and ending one."""

import os
import signal
import socket
import subprocess
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def is_alive(pid):
    """Whether the process runs; one that is dead and merely not reaped yet doesn't."""
    try:
        state = _stat(pid)[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def children(pid):
    """The living children of a process."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [child for child in found if is_alive(child)]


def cpu_seconds(pid):
    """User and system time of the process so far, to 10 ms."""
    user, system = _stat(pid)[11:13]
    return (int(user) + int(system)) / _TICKS


def resident_bytes(pid):
    """The process's resident memory, and its proportional share where pages are shared with others."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return tuple(int(fields[name].split()[0]) * 1024 for name in ("Rss", "Pss"))


def pin(pid, cpu):
    """Keeps all threads of a process, and those they start, on one CPU."""
    for task in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(task), {cpu})


def free_port(host="127.0.0.1"):
    """A port that nothing listens on at this moment, for a program that can't be told to choose one itself."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def end(process, timeout=5):
    """Ends a `subprocess.Popen`: asks first, then doesn't; returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def _stat(pid):
    """The fields of /proc/PID/stat from the state on; the command's name before it may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
