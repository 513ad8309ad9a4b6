"""Fixtures of the end-to-end and the browser tests."""

import os
import subprocess

import pytest

from harness.daemon import Daemon
from harness.network import Line
from harness.origin import Origin

#: What a test's daemon has unless the test says otherwise: nothing leaves the machine, and loopback doesn't run at
#: the many Gbit/s that would starve everything else.
QUIET = {"ip_info_url": "", "max_speed_mbps": 200, "update_interval_seconds": 0.5}


@pytest.fixture(scope="session")
def origin():
    """An nginx on loopback, for tests that don't read its log."""
    with Origin() as nginx:
        yield nginx


@pytest.fixture
def nginx():
    """An nginx on loopback of the test's own, whose log tells what this test was sent."""
    with Origin() as nginx:
        yield nginx


@pytest.fixture
def daemon_factory(origin, tmp_path_factory):
    """Starts daemons, each in a folder of its own unless `folder` is given, and ends them with the test.

    `start(config, args, env) -> Daemon`; `config` adds to `QUIET` with the session's nginx as its only URL,
    a value of None takes a key away, and text is used as it is. Logs are shown if the test fails.
    """
    started = []

    def start(config=None, args=(), env=None, folder=None, namespace=None):
        if not isinstance(config, str):
            merged = {"test_urls": [origin.url()]} | QUIET | (config or {})
            config = {key: value for key, value in merged.items() if value is not None}
        folder = folder or tmp_path_factory.mktemp("daemon")
        daemon = Daemon(folder, config, args, env, namespace)
        started.append(daemon)
        return daemon

    yield start
    for daemon in started:
        daemon.stop()
        print(daemon.log_of_all_runs()[-20_000:])


@pytest.fixture
def daemon(daemon_factory):
    """A daemon with the defaults of `daemon_factory`."""
    return daemon_factory()


@pytest.fixture
def demo_daemon(daemon_factory):
    """`datacap serve --demo`: the lab line instead of the internet."""
    return daemon_factory({"test_urls": None, "max_speed_mbps": None, "update_interval_seconds": None}, ["--demo"])


@pytest.fixture
def netns():
    """Lays lines between two network namespaces: `lay(rate_mbps) -> (Line, Origin)`, with nginx at the ISP's end."""
    laid = []

    def lay(rate_mbps=None):
        line = Line(rate_mbps)
        laid.append(line.remove)
        origin = Origin(line.address, line.isp)
        laid.append(origin.close)
        return line, origin

    yield lay
    for undo in reversed(laid):
        undo()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 KiB."""
    assert os.geteuid() == 0, "mounting a file system needs root: run the tests as root"
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "datacap-test", folder], check=True)
    yield folder
    # Lazily: a daemon that a failed test left behind would hold it.
    subprocess.run(["umount", "--lazy", folder], check=True)
