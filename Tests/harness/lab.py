"""`datacap lab`: a line of the product's own whose rate is known."""

import subprocess

from harness.binaries import built, environment
from harness.processes import end
from harness.waiting import wait_until


class Lab:
    """A running lab line; `url` is its download, and `at("slow")` another of its paths."""

    def __init__(self, folder, *options):
        log = folder / "lab.log"
        with open(log, "wb") as output:
            self._process = subprocess.Popen(
                [built("datacap"), "lab", *map(str, options)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment(),
            )  # fmt: skip
        [self.url] = wait_until(
            lambda: [part[4:] for part in log.read_text().split() if part.startswith("url=")], 10, "the lab line"
        )

    def at(self, path):
        return self.url.rpartition("/")[0] + f"/{path}"

    def close(self):
        end(self._process)
