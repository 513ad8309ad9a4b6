"""The worker by itself, read as its grammar has it (Sources/DatacapCore/Transfer/FetchEvent.swift)."""

import json
import subprocess
import threading

from harness.binaries import built, environment
from harness.network import entered
from harness.processes import end


class Downloader:
    """A running `datacap-downloader`; its events gather in `events` as they come."""

    def __init__(self, *urls, streams=4, duration_seconds=None, max_bytes=None, namespace=None, env=None, prefix=()):
        command = [*prefix, built("datacap-downloader"), "--streams", str(streams)]
        for url in urls:
            command += ["--url", url]
        if duration_seconds is not None:
            command += ["--duration-seconds", str(duration_seconds)]
        if max_bytes is not None:
            command += ["--max-bytes", str(max_bytes)]
        self.events = []
        with entered(namespace):
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=environment(**(env or {})),
            )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def wait(self, timeout):
        """Waits for its end and returns its events."""
        self.process.wait(timeout)
        return self._close()

    def end(self):
        """Ends it and returns its events."""
        end(self.process)
        return self._close()

    def _close(self):
        self._reader.join()
        errors = self.process.stderr.read().decode()
        assert self.process.returncode == 0, f"datacap-downloader ended with {self.process.returncode}: {errors}"
        return self.events

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()


def of_kind(events, kind):
    """The events of one kind."""
    return [event for event in events if event["event"] == kind]


def payload_bytes(events):
    """What all samples together count."""
    return sum(sum(sample["bytes"]) for sample in of_kind(events, "sample"))


def speeds_mbps(samples, every_seconds=None):
    """The speed of each sample, or of consecutive samples gathered until they span `every_seconds`."""
    speeds, bytes_, nanoseconds = [], 0, 0
    for sample in samples:
        bytes_ += sum(sample["bytes"])
        nanoseconds += sample["interval_ns"]
        # Samples sit on a steady grid, so a window is full when less than half a sample is missing.
        if every_seconds is None or nanoseconds + sample["interval_ns"] / 2 >= every_seconds * 1e9:
            speeds.append(bytes_ * 8e3 / nanoseconds)
            bytes_ = nanoseconds = 0
    return speeds
