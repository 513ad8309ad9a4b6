"""What Delivery makes of one order, through its own small program."""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness.binaries import built, environment


def carry(order, timeout=60, **env):
    """Has one notice delivered; returns `outcome`, `text`, and what else the program tells."""
    done = subprocess.run(
        [built("Postman")], input=json.dumps(order) + "\n", capture_output=True, text=True, timeout=timeout,
        env=environment(**env),
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr)
    return json.loads(done.stdout)


class Endpoint:
    """An HTTP server that answers POSTs as it is told, and keeps them."""

    def __init__(self, status=200, headers=(), body=b"ok"):
        endpoint = self
        self.requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.requests.append((self.path, dict(self.headers), content))
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except ConnectionError:
                    pass

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
