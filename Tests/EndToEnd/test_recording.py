"""Recordings of the alerts' signals: made by a real daemon, judged by check-rules."""

import datetime
import json
import subprocess

import pytest

from harness.binaries import ROOT, built, environment
from harness.waiting import wait_until

THROTTLED = {
    "alert": "throttled", "when": {"signal": "throttle"}, "for_seconds": 3, "keep_firing_for_seconds": 5,
    "annotations": {"summary": "The line gives {{ speed | mbps }}"}, "receivers": ["hook"],
}  # fmt: skip
HEADER = b'{"time":"2026-11-01T00:00:00.000Z","uptime_ms":1000,"recording":"datacap-alerts","version":1}\n'


def write_rules(folder, *rules):
    (folder / "alerts").mkdir(exist_ok=True)
    receivers = [{"name": "hook", "exec": {"argv": ["/bin/true"]}}]
    text = json.dumps({"version": 1, "rules": rules, "receivers": receivers})
    (folder / "alerts" / "rules.json").write_text(text)


def check_rules(folder, *arguments):
    return subprocess.run(
        [built("datacap"), "check-rules", "--config", folder / "config.json", *map(str, arguments)],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip


def replay(folder, file):
    """The JSON lines of check-rules, by type."""
    done = check_rules(folder, "--replay", file, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {kind: [line for line in lines if line["type"] == kind] for kind in ("firing", "times", "total")}


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def lines(file):
    return [json.loads(line) for line in file.read_bytes().splitlines()]


@pytest.fixture
def configured(tmp_path):
    """A folder with an empty configuration and one rule."""
    (tmp_path / "config.json").write_text("{}")
    write_rules(tmp_path, THROTTLED)
    return tmp_path


@pytest.mark.timeout(300)
def test_a_replay_says_what_the_daemon_said(daemon_factory, tmp_path):
    write_rules(tmp_path, THROTTLED)
    file = tmp_path / "week.jsonl"
    demo = {"test_urls": None, "max_speed_mbps": None, "update_interval_seconds": None}
    daemon = daemon_factory(demo, ["--demo", "--record", str(file)], folder=tmp_path)

    def alerts():
        return daemon.get("/api/alerts").json()

    def firing():
        return next((alert for alert in alerts()["alerts"] if alert["state"] == "firing"), None)

    def over():
        notices = [notice for notice in alerts()["notices"] if notice["outcome"] == "delivered"]
        return notices if "resolved" in [notice["status"] for notice in notices] else None

    told = wait_until(firing, 150, "a firing alert", interval=0.2)
    notices = wait_until(over, 110, "the notice of its end", interval=0.2)
    assert daemon.stop() == 0

    said = replay(tmp_path, file)
    (once,) = said["firing"]
    assert (once["alert"], once["reason"]) == ("throttled", "over")
    assert once["summary"].startswith("The line gives ")
    assert seconds(once["starts_at"]) == pytest.approx(seconds(told["starts_at"]), abs=1.5)
    (end,) = [notice for notice in notices if notice["status"] == "resolved"]
    assert seconds(once["ends_at"]) == pytest.approx(seconds(end["time"]), abs=1.5)
    assert once["notices"] == [{"receiver": "hook", "count": len(notices)}]
    (times,), (total,) = said["times"], said["total"]
    assert (times["times"], total["times"], total["gaps"]) == (1, 1, 0)

    # Other rules, same recording: what never lasts long enough never fires.
    write_rules(tmp_path, THROTTLED | {"for_seconds": 600})
    assert replay(tmp_path, file)["firing"] == []
    text = check_rules(tmp_path, "--replay", file).stdout
    assert "throttled: 0 times in " in text


def test_a_killed_daemon_leaves_a_recording_that_goes_on(daemon_factory, tmp_path):
    write_rules(tmp_path, THROTTLED)
    file = tmp_path / "week.jsonl"
    daemon = daemon_factory(args=["--record", str(file)], folder=tmp_path)
    daemon.start_running()
    wait_until(lambda: len(lines(file)) > 3, 10, "lines")
    daemon.kill()
    with open(file, "ab") as torn:
        torn.write(b'{"time":"2026-')
    whole = file.read_bytes().rsplit(b"\n", 1)[0]
    assert replay(tmp_path, file)["total"][0]["gaps"] == 0
    daemon.restart()
    wait_until(lambda: file.read_bytes().startswith(whole + b'\n{"') and len(lines(file)), 10, "whole lines")
    wait_until(lambda: sum("recording" in line for line in lines(file)) == 2, 10, "a second header")
    assert daemon.stop() == 0
    assert replay(tmp_path, file)["total"][0]["gaps"] == 1


def test_two_daemons_do_not_share_a_recording(daemon_factory, tmp_path):
    file = tmp_path / "week.jsonl"
    daemon_factory(args=["--record", str(file)])
    with pytest.raises(AssertionError, match="another daemon records to it"):
        daemon_factory(args=["--record", str(file)])


@pytest.mark.parametrize("content", [b'{"port": 8000}\n', b"no end", b"\0" * 5000, HEADER.replace(b"1}", b"2}")])
def test_what_is_no_recording_is_not_appended_to(daemon_factory, tmp_path, content):
    file = tmp_path / "notes"
    file.write_bytes(content)
    with pytest.raises(AssertionError, match="isn't a recording"):
        daemon_factory(args=["--record", str(file)])
    assert file.read_bytes() == content


def test_a_full_disk_stops_only_the_recording(small_disk, daemon_factory, tmp_path):
    file = small_disk / "week.jsonl"
    # Nearly a page of it is there already: tmpfs takes what fits into that.
    padding = json.dumps({"time": "2026-11-01T00:00:01.000Z", "uptime_ms": 2000, "verdict": "x" * 2800})
    file.write_bytes(HEADER + padding.encode() + b"\n")
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"), open(filler, "wb", buffering=0) as sink:
        while True:
            sink.write(b"\0" * 4096)
    write_rules(tmp_path, THROTTLED)
    daemon = daemon_factory(args=["--record", str(file)], folder=tmp_path)
    before = daemon.start_running()
    wait_until(lambda: "recording can't be written" in daemon.log(), 30, "the failure in the log")
    daemon.wait_for(lambda later: later["total_bytes"] > before["total_bytes"], 5, "more bytes")
    assert file.read_bytes().endswith(b"\n")
    filler.unlink()
    wait_until(lambda: any(line.get("lost") for line in lines(file)), 10, "a header that tells of the loss")
    wait_until(lambda: "recording goes on" in daemon.log(), 5, "the end of the failure in the log")
    assert daemon.log().count("recording can't be written") == 1
    assert daemon.stop() == 0
    replay(tmp_path, file)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b'{"time":"2026-11-01T00:00:02.000Z","uptime_ms":2000,"speed":1}\n', '"speed" is unknown'),
        (b"speed\n", "not JSON"),
        (b'{"time":"2026-11-01T00:00:02.000Z","uptime_ms":999}\n', '"uptime_ms" must not go back'),
        (b"\n", "not JSON"),
    ],
)
def test_a_bad_line_is_told_and_nothing_else(configured, bad, told):
    file = configured / "week.jsonl"
    look = b'{"time":"2026-11-01T00:00:01.000Z","uptime_ms":1500,"flow":"flowing"}\n'
    file.write_bytes(HEADER + look + bad + look)
    done = check_rules(configured, "--replay", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{file}:3: ") and told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_or_empty_recording_is_told(configured):
    for name in ("absent", "empty"):
        (configured / "empty").write_bytes(b"")
        done = check_rules(configured, "--replay", configured / name)
        assert (done.returncode, done.stdout) == (1, "")
        assert name in done.stderr


def test_check_rules_prints_every_fault(configured):
    write_rules(configured, THROTTLED | {"for_seconds": -1, "receivers": ["nobody"]})
    (configured / "config.json").write_text('{"prot": 1}')
    assert check_rules(configured).returncode == 1
    (configured / "config.json").write_text("{}")
    done = check_rules(configured)
    assert done.returncode == 1
    assert "rules[0].for_seconds" in done.stdout and "rules[0].receivers[0]" in done.stdout
    as_json = check_rules(configured, "--format", "json")
    assert as_json.returncode == 1
    texts = [json.loads(line)["text"] for line in as_json.stdout.splitlines()]
    assert texts == done.stdout.splitlines()


def test_check_rules_sums_the_rules_up(configured):
    done = check_rules(configured)
    assert (done.returncode, done.stderr) == (0, "")
    summary, rule = done.stdout.splitlines()
    assert summary.endswith("rules.json: no faults; 1 rule, 1 receiver")
    assert rule == "throttled: throttle minimum_confidence=0.5, for 3 s, tells hook"
    (line,) = check_rules(configured, "--format", "json").stdout.splitlines()
    assert json.loads(line)["receivers"] == ["hook"]


def test_the_shipped_rules_are_right():
    command = [built("datacap"), "check-rules", "--config", ROOT / "config.json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert "no faults" in done.stdout
