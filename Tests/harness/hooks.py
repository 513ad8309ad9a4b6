"""Running a hook of alerts/hooks as datacap does, and what it talks to."""

import json
import os
import re
import subprocess
import time
from dataclasses import dataclass

from harness import answering
from harness.binaries import ROOT

HOOKS = ROOT / "alerts" / "hooks"

#: The exit code that says "try again later" (EX_TEMPFAIL of sysexits.h).
RETRY = 75

#: Text that something between a hook and its receiver might take for more than text.
HOSTILE = [
    "$(touch owned) `touch owned` ${IFS}",
    "'; touch owned; '",
    '"; touch owned; "',
    "--help",
    "-K /etc/hostname",
    "@/etc/hostname",
    "%s%n%d \\n \\x41 \\074b\\076",
    "one\nSubject: two\r\nX-Injected: three",
    "null \0 bell \a escape \033[2J csi \x9b2J",
    "<!channel> <https://evil.test|bank> <b>bold</b> &amp;",
    "@everyone [bank](https://evil.test) **bold** `code`",
    '{"text": "x"}',
    "ünï · 日本語 · 🛰",
]


def plain(text):
    """Text as hooks make it: what controls terminals and lines is a space."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)


def notice(summary="Throttled to 12 Mbit/s", status="firing"):
    """What a hook gets on standard input: the payload of Alertmanager's webhook, version 4."""
    labels = {"alertname": "throttled", "severity": "warning"}
    annotations = {"summary": summary}
    alert = {
        "status": status,
        "labels": labels,
        "annotations": annotations,
        "startsAt": "2026-11-22T21:04:40Z",
        "endsAt": "0001-01-01T00:00:00Z" if status == "firing" else "2026-11-22T21:14:40Z",
        "generatorURL": "http://127.0.0.1:8000/",
        "fingerprint": "5c4d2b5c9a1bc3b2",
    }
    return {
        "receiver": "hook",
        "status": status,
        "alerts": [alert],
        "groupLabels": labels,
        "commonLabels": labels,
        "commonAnnotations": annotations,
        "externalURL": "http://127.0.0.1:8000/",
        "version": "4",
        "groupKey": '{}:{alertname="throttled"}',
        "truncatedAlerts": 0,
    }


def run(name, *arguments, folder, payload=None, path="/usr/bin:/bin", **changes):
    """Runs a hook in `folder` with the environment that datacap gives it, changed by `changes`."""
    payload = notice() if payload is None else payload
    variables = {
        "PATH": path,
        "DATACAP_STATUS": "firing",
        "DATACAP_ALERT": "throttled",
        "DATACAP_SEVERITY": "warning",
        "DATACAP_FINGERPRINT": "5c4d2b5c9a1bc3b2",
        "DATACAP_STARTS_AT": "2026-11-22T21:04:40Z",
        "DATACAP_URL": "http://127.0.0.1:8000/",
    }
    return subprocess.run(
        [HOOKS / name, *arguments],
        input=payload if isinstance(payload, str) else json.dumps(payload),
        env={name: value for name, value in (variables | changes).items() if value is not None},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
    )


def toolbox(folder, *names):
    """A folder with nothing but links to these programs of Debian, for a PATH in which others are missing."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(f"/usr/bin/{name}")
    return folder


def recorder(folder, name):
    """Puts a program into `folder` that writes down its arguments, and exits with what the file `exit` says.

    Returns a function that gives the arguments of its only run.
    """
    script = folder / name
    script.write_text(
        f"""#!/bin/sh
for argument; do printf '%s\\0' "$argument"; done >>"{folder}/{name}.calls"
printf '\\n\\0' >>"{folder}/{name}.calls"
exit "$(cat "{folder}/exit" 2>/dev/null || echo 0)"
"""
    )
    script.chmod(0o755)

    def arguments():
        calls = (folder / f"{name}.calls").read_bytes().decode().removesuffix("\0").split("\0")
        assert calls.count("\n") == 1 and calls.pop() == "\n", calls
        return calls

    return arguments


@dataclass(frozen=True)
class Post:
    path: str
    headers: object
    body: bytes


class Sink(answering.Server):
    """An HTTP server on loopback that keeps what is posted to it and answers as it is told, GETs too."""

    def __init__(self):
        self.status, self.answer, self.posts, self.pause_seconds = 200, b"", [], 0
        sink = self

        class Handler(answering.Handler):
            def do_POST(self):
                sink.posts.append(Post(self.path, self.headers, self.content()))
                time.sleep(sink.pause_seconds)
                self.answer(sink.status, sink.answer)

            def do_GET(self):
                self.answer(sink.status, sink.answer)

        super().__init__(Handler)

    def only(self):
        """The one request that came."""
        assert len(self.posts) == 1, self.posts
        return self.posts[0]


def is_clean(folder):
    """Whether no hostile text was run as a command there."""
    return "owned" not in os.listdir(folder)
