"""One HTTP request at a time, just as it is told: nothing is followed, retried, decoded or added."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.network import entered


@dataclass(frozen=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def media_type(self):
        return self.headers.get_content_type()

    def json(self):
        return json.loads(self.body)


def request(method, url, headers=None, body=None, namespace=None, timeout=10):
    """Sends one request, from inside a network namespace if one is named, and reads the whole answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        with entered(namespace):
            connection.connect()
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return Response(answer.status, answer.headers, answer.read())
    finally:
        connection.close()
