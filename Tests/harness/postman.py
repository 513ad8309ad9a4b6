"""What Delivery makes of one order, through its own small program."""

import json
import subprocess

from harness import answering
from harness.binaries import built, environment


def carry(order, timeout=60, **env):
    """Has one notice delivered; returns `outcome`, `text`, and what else the program tells."""
    done = subprocess.run(
        [built("Postman")], input=json.dumps(order) + "\n", capture_output=True, text=True, timeout=timeout,
        env=environment(**env),
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr)
    return json.loads(done.stdout)


class Endpoint(answering.Server):
    """An HTTP server that answers POSTs as it is told, and keeps them."""

    def __init__(self, status=200, headers=(), body=b"ok"):
        endpoint = self
        self.requests = []

        class Handler(answering.Handler):
            def do_POST(self):
                endpoint.requests.append((self.path, dict(self.headers), self.content()))
                self.answer(status, body, headers)

        super().__init__(Handler)
