"""The line's bytes as this machine counts them: by its kernel, and by Debian's vnstat."""

import signal
import subprocess

import pytest

from harness.binaries import environment, installed
from harness.meter import Meter
from harness.network import entered, interface_bytes, run, send_datagrams
from harness.processes import end
from harness.waiting import wait_until


def test_an_interfaces_bytes_are_those_of_the_kernel(line):
    with Meter({"source": "interface", "interface": "home0"}, line.home) as meter:
        before = interface_bytes(line.home, "home0")
        assert meter.read()["received_bytes"] == before[0]
        send_datagrams(line.isp, "10.77.0.2", 400)
        send_datagrams(line.home, line.address, 100)
        after = interface_bytes(line.home, "home0")
        reading = meter.read()
        assert (reading["ledger_down_bytes"], reading["ledger_up_bytes"]) == (
            after[0] - before[0],
            after[1] - before[1],
        )
        assert reading["ledger_down_bytes"] > 400_000


def test_an_interface_that_goes_and_comes_is_counted_on(line):
    with Meter({"source": "interface", "interface": "home0"}, line.home) as meter:
        first = meter.read()
        run("ip", "-n", line.home, "link", "delete", "home0")
        gone = meter.read()
        assert gone["received_bytes"] is None
        assert gone["events"] == ["interface home0 has gone"]
        run("ip", "link", "add", "isp0", "netns", line.isp, "type", "veth", "peer", "home0", "netns", line.home)
        for namespace, interface, address in ((line.isp, "isp0", "10.77.0.1"), (line.home, "home0", "10.77.0.2")):
            run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", interface)
            run("ip", "-n", namespace, "link", "set", interface, "up")
        send_datagrams(line.isp, "10.77.0.2", 50)
        back = meter.read()
        assert back["generation"] != first["generation"]
        assert back["ledger_down_bytes"] == back["received_bytes"] >= 50_000
        assert back["events"][0] == "interface home0 is back"


def test_the_default_routes_interface_is_the_line(line):
    with Meter({"source": "interface"}, line.home) as meter:
        assert meter.read()["error"] == "there's no default route, so no interface of the line"
        run("ip", "-n", line.home, "route", "add", "default", "via", line.address)
        assert meter.read()["source"] == "interface home0"
        # Without the route the interface is still the line's.
        run("ip", "-n", line.home, "route", "delete", "default")
        assert meter.read()["source"] == "interface home0"


@pytest.fixture
def vnstat(line, tmp_path):
    """Debian's vnstat with a database of its own: the daemon watches the line, and the program asks its database."""
    folder = tmp_path / "database"
    folder.mkdir()
    settings = {
        "DatabaseDir": folder, "PollInterval": 2, "UpdateInterval": 2, "SaveInterval": 1, "UseLogging": 0,
        "AlwaysAddNewInterfaces": 1, "DaemonUser": "", "DaemonGroup": "",
    }  # fmt: skip
    configuration = tmp_path / "vnstat.conf"
    configuration.write_text("".join(f'{name} "{value}"\n' for name, value in settings.items()))
    program = tmp_path / "vnstat"
    program.write_text(f'#!/bin/sh\nexec {installed("vnstat")} --config {configuration} "$@"\n')
    program.chmod(0o755)
    command = [installed("vnstatd"), "--nodaemon", "--config", configuration]

    def start():
        with entered(line.home):
            daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment())
        daemons.append(daemon)
        return daemon

    daemons = []
    yield start, str(program)
    for daemon in daemons:
        end(daemon)


def test_vnstats_totals_are_counted(line, vnstat):
    start, program = vnstat
    order = {"source": "vnstat", "interface": "home0", "program": program}
    with Meter(order) as meter:
        assert "vnstat" in meter.read()["error"]
        daemon = start()
        wait_until(
            lambda: "error" not in (reading := meter.read()) and reading["source"] == "vnstat home0", 20, "vnstat"
        )
        before = interface_bytes(line.home, "home0")
        send_datagrams(line.isp, "10.77.0.2", 700)
        grown = interface_bytes(line.home, "home0")[0] - before[0]

        def counted():
            # The daemon looks every other second, and writes once a minute unless it is told.
            daemon.send_signal(signal.SIGHUP)
            return meter.read()["ledger_down_bytes"]

        wait_until(lambda: counted() >= grown, 20, f"{grown} bytes counted", interval=0.5)
        assert counted() <= interface_bytes(line.home, "home0")[0]
    with Meter(order | {"interface": "none0"}) as other:
        assert other.read()["error"] == "vnstat doesn't watch none0"
