"""Debian's Alertmanager with a configuration of its own: it groups as datacap does, and tells one webhook."""

import json
import subprocess
from pathlib import Path

from harness import web
from harness.binaries import installed
from harness.processes import end, free_port
from harness.waiting import wait_until

_CONFIGURATION = """\
route:
  receiver: hook
  group_by: ['...']
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: hook
    webhook_configs:
      - url: {webhook}
"""


class Alertmanager:
    """An Alertmanager on loopback whose state lies in `folder`."""

    def __init__(self, folder, webhook):
        self.folder = Path(folder)
        self.folder.mkdir()
        configuration = self.folder / "alertmanager.yml"
        configuration.write_text(_CONFIGURATION.format(webhook=webhook))
        self.url = f"http://127.0.0.1:{free_port()}"
        command = [
            installed("prometheus-alertmanager"), f"--config.file={configuration}",
            f"--storage.path={self.folder / 'storage'}", f"--web.listen-address={self.url.removeprefix('http://')}",
            "--cluster.listen-address=",
        ]  # fmt: skip
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            wait_until(self._is_ready, 20, "Alertmanager")
        except BaseException:
            end(self.process)
            raise

    def _is_ready(self):
        assert self.process.poll() is None, (self.folder / "log").read_text()
        try:
            return web.request("GET", f"{self.url}/-/ready").status == 200
        except OSError:
            return False

    def alerts(self):
        """The alerts that it holds for active."""
        return json.loads(web.request("GET", f"{self.url}/api/v2/alerts").text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)
