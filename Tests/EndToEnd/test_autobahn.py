"""The Autobahn cases, by which WebSocket implementations are judged, against an echo endpoint of `MicroHTTP`."""

import subprocess

import pytest

from harness.binaries import built, environment, installed


@pytest.fixture
def echo_port():
    """The port of a running EchoServer, which ends with its standard input."""
    server = subprocess.Popen(
        [built("EchoServer")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    )
    try:
        name, _, port = server.stdout.readline().strip().partition("=")
        assert name == "port", f"EchoServer says {name!r}"
        yield int(port)
    finally:
        server.stdin.close()
        try:
            assert server.wait(10) == 0
        finally:
            server.kill()
            server.stdout.close()


@pytest.mark.timeout(240)
def test_all_301_cases_pass(echo_port, tmp_path):
    # 12 and 13 are permessage-deflate, which is not offered.
    command = [installed("kosoku"), "-m", "fuzzingclient", "-x", "12.*", "-x", "13.*", "-o", tmp_path]
    run = subprocess.run(
        [*command, f"ws://127.0.0.1:{echo_port}/echo"], capture_output=True, text=True, cwd=tmp_path, env=environment()
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "301 cases passed" in (run.stdout + run.stderr).splitlines()[-1]
