"""The alerts of a real daemon: their calls, their state over a crash, and what a reload does to them."""

import json
import subprocess

import pytest
from websockets.sync.client import connect

from harness.binaries import built, environment
from harness.waiting import wait_until

HOOK = {"name": "hook", "exec": {"argv": ["/bin/true"]}}
#: A thousandth of a percent of a gigabyte is used after 10 kB.
CAP = {"alert": "cap", "when": {"signal": "cap", "used_percent": 0.001}, "labels": {"severity": "info"}}
NO_SAMPLE = {"alert": "starved", "when": {"signal": "no_sample"}, "enabled": False}


def write_rules(folder, *rules):
    (folder / "alerts").mkdir(exist_ok=True)
    text = json.dumps({"version": 1, "rules": rules, "receivers": [HOOK]})
    (folder / "alerts" / "rules.json").write_text(text)


@pytest.fixture
def alerting(daemon_factory, tmp_path):
    """A daemon with two rules."""
    write_rules(tmp_path, CAP, NO_SAMPLE)
    return daemon_factory({"data_cap_gb": 1, "at_cap": "continue"}, folder=tmp_path)


def alert(daemon, name="cap"):
    return next(alert for alert in daemon.get("/api/alerts").json()["alerts"] if alert["alert"] == name)


def wait_for_state(daemon, state):
    return wait_until(lambda: alert(daemon)["state"] == state and alert(daemon), 10, f"state {state}")


def saved(daemon):
    """What is on the disk; nothing at first."""
    path = daemon.folder / "alerts.json"
    return json.loads(path.read_text()) if path.exists() else {"silences": [], "alerts": []}


def silence(daemon, body, name="cap"):
    return daemon.post(f"/api/alerts/{name}/silence", body=body, headers={"Content-Type": "application/json"})


def test_a_quiet_daemon_shows_its_rules(alerting):
    answer = alerting.get("/api/alerts").json()
    assert [(alert["alert"], alert["state"], alert["enabled"]) for alert in answer["alerts"]] == [
        ("cap", "inactive", True),
        ("starved", "inactive", False),
    ]
    assert answer["alerts"][0]["labels"].items() >= {"alertname": "cap", "severity": "info"}.items()
    (receiver,) = answer["receivers"]
    assert (receiver["receiver"], receiver["integration"], receiver["queue_length"]) == ("hook", "exec", 0)
    assert answer["notices"] == []


def test_an_alert_fires_is_shown_at_once_and_survives_a_kill(alerting):
    with connect(f"ws://127.0.0.1:{alerting.port}/ws", compression=None) as client:
        alerting.start_running(past_bytes=100_000)
        while True:
            message = json.loads(client.recv(10))
            if message["type"] == "alert":
                break
    assert (message["alert"], message["state"]) == ("cap", "firing")
    assert 'datacap_alert_state{rule="cap",state="firing"} 1' in alerting.get("/metrics").text
    incident = alert(alerting)["incident"]
    assert incident == message["incident"]
    wait_until(lambda: incident in json.dumps(saved(alerting)), 10, "the incident on the disk")
    alerting.kill()
    alerting.restart()
    assert alert(alerting)["state"] == "firing"
    assert alert(alerting)["incident"] == incident
    alerting.command("reset")
    wait_for_state(alerting, "inactive")


def test_a_silence_survives_a_kill_and_can_be_ended(alerting):
    assert silence(alerting, b'{"seconds": 3600}').status == 200
    until = alert(alerting)["silenced_until"]
    assert until is not None
    wait_until(lambda: saved(alerting).get("silences"), 10, "the silence on the disk")
    alerting.kill()
    alerting.restart()
    assert alert(alerting)["silenced_until"] is not None
    assert alerting.request("DELETE", "/api/alerts/cap/silence").status == 200
    assert alert(alerting)["silenced_until"] is None


@pytest.mark.parametrize("body", [b"", b"3600", b"{}", b'{"seconds": 0}', b'{"seconds": "1"}', b'{"seconds": 4e7}'])
def test_what_is_no_silence_is_refused(alerting, body):
    answer = silence(alerting, body)
    assert answer.status == 400
    assert "seconds" in answer.json()["detail"]


def test_what_does_not_exist_is_not_found(alerting):
    assert silence(alerting, b'{"seconds": 1}', name="nope").status == 404
    assert alerting.request("DELETE", "/api/alerts/nope/silence").status == 404
    headers = {"Content-Type": "application/json"}
    assert alerting.post("/api/alerts/test", body=b'{"receiver": "nope"}', headers=headers).status == 404
    assert alerting.post("/api/alerts/test", body=b"{}", headers=headers).status == 400


def test_a_test_is_told_and_listed(alerting):
    headers = {"Content-Type": "application/json"}
    answer = alerting.post("/api/alerts/test", body=b'{"receiver": "hook"}', headers=headers).json()
    (told,) = answer["notices"]
    (listed,) = alerting.get("/api/alerts").json()["notices"]
    assert (listed["id"], listed["test"], listed["outcome"]) == (told["id"], True, told["outcome"])
    assert answer["delivered"] == (told["outcome"] == "delivered")


def test_a_corrupt_file_is_set_aside(daemon_factory, tmp_path):
    (tmp_path / "alerts.json").write_bytes(b'{"version": 1}')
    daemon = daemon_factory(folder=tmp_path)
    (aside,) = tmp_path.glob("alerts.json.corrupt-*")
    assert aside.read_bytes() == b'{"version": 1}'
    assert "alerts begin anew" in daemon.log()


def test_a_reload_takes_new_rules_and_keeps_the_old_for_faulty_ones(alerting):
    (alerting.folder / "alerts" / "rules.json").write_text('{"version": 1, "rules": [{}]}')
    answer = alerting.post("/-/reload")
    assert answer.status == 500
    assert "rules[0].alert: is missing" in answer.json()["detail"]
    assert alert(alerting)["state"] == "inactive"
    write_rules(alerting.folder, NO_SAMPLE)
    assert alerting.post("/-/reload").status == 200
    wait_until(lambda: len(alerting.get("/api/alerts").json()["alerts"]) == 1, 5, "the new rules")


def test_check_config_finds_the_faults_of_rules(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    write_rules(tmp_path, CAP | {"receivers": ["nobody"]}, CAP)
    run = subprocess.run(
        [built("datacap"), "check-config", tmp_path / "config.json"],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert run.returncode == 1
    faults = run.stdout.splitlines()
    assert len(faults) == 2
    assert 'rules[0].receivers[0]: there is no receiver "nobody"' in faults[0]
    assert 'rules[1].alert: "cap" stands twice' in faults[1]
