"""The product's own readers of the line's bytes, through their small program."""

import json
import subprocess

from harness.binaries import built, environment
from harness.network import entered
from harness.processes import end


class Meter:
    """Reads a source each time it is asked, and keeps the ledger of what it has read."""

    def __init__(self, order, namespace=None):
        with entered(namespace):
            self._process = subprocess.Popen(
                [built("Meter")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
            )  # fmt: skip
        self._process.stdin.write(json.dumps(order) + "\n")

    def read(self):
        """One reading: `source`, `received_bytes`, `sent_bytes`, `ledger_down_bytes`, `ledger_up_bytes`, `events`; or
        `error`."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.wait()
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        end(self._process)
        self._process.stdout.close()
