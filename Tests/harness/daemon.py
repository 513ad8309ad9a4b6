"""The daemon under test: the real program with a folder of its own."""

import json
import re
import signal
import subprocess

from harness import web
from harness.binaries import built, environment
from harness.network import entered
from harness.processes import children, end
from harness.waiting import wait_until

_LISTENING = re.compile(r"msg=\"?listening\"?.*\burl=\"?(http://[^\s\"]*?:(\d+))/")


class Daemon:
    """A running `datacap serve`, with `config.json`, its state and its log in `folder`."""

    def __init__(self, folder, config, args=(), env=None, namespace=None):
        self.folder, self.namespace = folder, namespace
        self._args, self._environment = list(args), environment(**(env or {}))
        self.write_config(config)
        self._start(port=0)

    def write_config(self, config):
        """Writes config.json; text is taken as it is."""
        text = config if isinstance(config, str) else json.dumps(config, indent=4)
        (self.folder / "config.json").write_text(text)

    def _start(self, port):
        command = [built("datacap"), "serve", "--config", self.folder / "config.json", "--port", str(port)]
        # Each start has its own log, lest an old one's port be read.
        number = len(list(self.folder.glob("daemon.*.log")))
        self._log = self.folder / f"daemon.{number}.log"
        with entered(self.namespace), open(self._log, "wb") as log:
            self.process = subprocess.Popen(
                [*command, "--no-browser", *self._args],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment, cwd=self.folder,
            )  # fmt: skip
        try:
            found = wait_until(self._listening, 20, "msg=listening in the log")
        except BaseException:
            end(self.process)
            raise
        self.url, self.port = found[1], int(found[2])

    def _listening(self):
        if self.process.poll() is not None:
            raise AssertionError(f"datacap serve ended with {self.process.returncode}:\n{self.log()}")
        return _LISTENING.search(self._log.read_text())

    @property
    def pid(self):
        return self.process.pid

    def log(self):
        """Everything that this run has logged so far."""
        return self._log.read_text()

    def log_of_all_runs(self):
        """What each run has logged, in order."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("daemon.*.log")))

    def request(self, method, path, **options):
        """Sends one request to it."""
        return web.request(method, self.url + path, namespace=self.namespace, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def stats(self):
        """The object of /api/stats."""
        answer = self.get("/api/stats")
        assert answer.status == 200, answer
        return answer.json()

    def command(self, name):
        """Carries out start, stop, pause, resume or reset; it must be accepted."""
        answer = self.post(f"/api/{name}")
        assert answer.status == 200, f"{name}: {answer.status} {answer.text}"
        return answer.json()

    def wait_for(self, condition, timeout, what="a condition of /api/stats"):
        """Polls the stats until they meet the condition, and returns them."""

        def met():
            stats = self.stats()
            return stats if condition(stats) else None

        return wait_until(met, timeout, what, interval=0.05)

    def wait_for_status(self, status, timeout=10):
        return self.wait_for(lambda stats: stats["status"] == status, timeout, f"status {status}")

    def start_running(self, past_bytes=1):
        """Starts a test and waits until payload has been counted."""
        self.command("start")
        return self.wait_for(
            lambda stats: stats["status"] == "running" and stats["session_bytes"] >= past_bytes,
            20,
            f"{past_bytes} bytes",
        )

    def children(self):
        """The process ids of its children."""
        return children(self.pid)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Ends it as a service manager would, and returns its exit code."""
        return end(self.process)

    def kill(self):
        """Ends it without warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self):
        """Stops it if it runs, and starts it on the same port with the same folder."""
        self.stop()
        self._start(self.port)
