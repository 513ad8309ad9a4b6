"""The command lines: help, versions, exit codes, and faults told all at once."""

import json
import re
import subprocess

import pytest

from harness.binaries import ROOT, built, environment


def run(name, *arguments, **options):
    return subprocess.run(
        [built(name), *map(str, arguments)],
        capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, env=environment(**options),
    )  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        ["datacap"],
        ["datacap", "serve"],
        ["datacap", "lab"],
        ["datacap", "check-config"],
        ["datacap", "check-rules"],
        ["datacap", "report"],
        ["datacap", "verify"],
        ["datacap", "backup"],
        ["datacap", "export"],
        ["datacap", "import"],
        ["datacap-downloader"],
    ],
)
def test_help_is_an_answer(command):
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage" in done.stdout.lower()
    assert command[-1] in done.stdout


@pytest.mark.parametrize("name", ["datacap", "datacap-downloader"])
def test_version_is_an_answer(name):
    done = run(name, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"\b\d+\.\d+\.\d+\b", done.stdout)


@pytest.mark.parametrize(
    "command",
    [
        ["datacap", "--nonsense"],
        ["datacap", "serve", "--port"],
        ["datacap", "nonsense"],
        ["datacap", "check-rules", "--format", "xml"],
        ["datacap", "report"],
        ["datacap", "report", "--cycle", "--format", "pdf"],
        ["datacap", "backup"],
        ["datacap", "export", "--tables", "samples"],
        ["datacap", "import"],
        ["datacap-downloader", "--nonsense"],
        ["datacap-downloader", "--url", "http://127.0.0.1:1/", "--streams", "none"],
        ["datacap-downloader", "--url", "http://127.0.0.1:1/", "--streams", "65"],
    ],
)
def test_wrong_usage_exits_with_2(command):
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


FAULTY = """\
{
    "test_urls": ["http://192.0.2.1/file", "gopher://192.0.2.1/"],
    "data_cap_gb": "fifty",
    "update_interval_seconds": 0,
    "throttle_treshold_percent": 30,
    "port": 80.5,
    "at_cap": "explode",
    "auth": {"token": "secret"}
}
"""


def test_check_config_prints_every_fault_with_its_place(tmp_path):
    file = tmp_path / "config.json"
    file.write_text(FAULTY)
    done = run("datacap", "check-config", file)
    assert done.returncode == 1
    faults = {}
    for line in done.stdout.splitlines():
        place = re.fullmatch(rf"{re.escape(str(file))}:(\d+):\d+: ([^:]+): (.+)", line)
        assert place, line
        faults[place[2]] = int(place[1])
    assert faults == {
        "test_urls[1]": 2,
        "data_cap_gb": 3,
        "update_interval_seconds": 4,
        "throttle_treshold_percent": 5,
        "port": 6,
        "at_cap": 7,
        "auth.token": 8,
    }


@pytest.mark.parametrize("text", ["", "{", '{"port": 1,}', '{"port": 1, "port": 2}', "[]", '{"port": 01}'])
def test_check_config_is_strict_about_json(tmp_path, text):
    (tmp_path / "config.json").write_text(text)
    done = run("datacap", "check-config", tmp_path / "config.json")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1


def test_check_config_finds_nothing_wrong_with_the_defaults(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    assert run("datacap", "check-config", tmp_path / "config.json").returncode == 0


def test_the_shipped_configuration_is_right():
    assert run("datacap", "check-config", ROOT / "config.json").returncode == 0


def test_serve_refuses_a_faulty_configuration_with_all_faults(tmp_path):
    (tmp_path / "config.json").write_text(FAULTY)
    done = run("datacap", "serve", "--config", tmp_path / "config.json", "--port", 0, "--no-browser")
    assert (done.returncode, done.stdout) == (1, "")
    assert "data_cap_gb" in done.stderr and "throttle_treshold_percent" in done.stderr


def test_serve_refuses_a_missing_file_that_was_named(tmp_path):
    done = run("datacap", "serve", "--config", tmp_path / "absent.json", "--port", 0, "--no-browser")
    assert done.returncode == 1
    assert "absent.json" in done.stderr


def test_beyond_loopback_it_wants_authentication(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"host": "0.0.0.0", "ip_info_url": ""}))
    done = run("datacap", "serve", "--config", tmp_path / "config.json", "--port", 0, "--no-browser")
    assert done.returncode == 1
    assert "auth" in done.stderr


def test_a_taken_port_is_told(daemon, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    done = run("datacap", "serve", "--config", tmp_path / "config.json", "--port", daemon.port, "--no-browser")
    assert done.returncode == 1
    assert str(daemon.port) in done.stderr


def test_flags_go_before_the_environment_and_that_before_the_file(daemon_factory):
    daemon = daemon_factory({"data_cap_gb": 10, "streams": 2, "port": 1}, env={"DATACAP_DATA_CAP_GB": "20"})
    configuration = daemon.get("/api/config").json()
    assert (configuration["data_cap_gb"], configuration["streams"]) == (20, 2)


def test_a_fault_in_the_environment_names_the_variable(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    done = run("datacap", "check-config", tmp_path / "config.json", DATACAP_STREAMS="many")
    assert done.returncode == 1
    assert "DATACAP_STREAMS" in done.stdout


def test_logs_are_logfmt(daemon_factory):
    daemon = daemon_factory(args=["--log-level", "debug"])
    assert "level=" in daemon.log()


def test_the_worker_alone_prints_events(origin):
    done = run("datacap-downloader", "--url", origin.url(), "--streams", 2, "--max-bytes", 10_000_000)
    assert (done.returncode, done.stderr) == (0, "")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [events[0]["event"], events[-1]["event"]] == ["started", "finished"]
    assert sum(sum(event["bytes"]) for event in events if event["event"] == "sample") >= 10_000_000
