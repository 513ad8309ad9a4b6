"""Reports of a line that the daemon measured: by command and by HTTP, in three forms, checked by datacap verify."""

import csv
import datetime
import io
import json
import re
import sqlite3
import subprocess

import pytest

from harness.binaries import built, environment
from harness.daemon import Daemon
from harness.waiting import wait_until

FORMS = {"text": "text/plain", "csv": "text/csv", "html": "text/html"}


def run(*arguments):
    return subprocess.run(
        [built("datacap"), *map(str, arguments)],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip


def report(daemon, *arguments):
    return run("report", *arguments, "--config", daemon.folder / "config.json")


def stamp(time_ms):
    time = datetime.datetime.fromtimestamp(time_ms / 1000, datetime.UTC)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S')}.{time.microsecond // 1000:03}Z"


def samples(daemon):
    with sqlite3.connect(f"file:{daemon.folder / 'history.sqlite'}?mode=ro", uri=True) as database:
        return database.execute("SELECT time_ms FROM sample ORDER BY number").fetchall()


@pytest.fixture(scope="module")
def line(origin, tmp_path_factory):
    """A daemon that measured some seconds, in whose history an incident lies."""
    folder = tmp_path_factory.mktemp("reported")
    config = {
        "test_urls": [origin.url()], "ip_info_url": "", "max_speed_mbps": 200, "update_interval_seconds": 0.5,
        "plan": {"name": "Cable <1000>", "cap_gb": 1198, "timezone": "Europe/Berlin", "cycle": {"day": 31}},
    }  # fmt: skip
    daemon = Daemon(folder, config)
    try:
        daemon.start_running()
        wait_until(lambda: len(samples(daemon)) >= 10, 30, "ten samples")
        daemon.command("stop")
        daemon.wait_for_status("stopped")
        began = samples(daemon)[4][0]
        incident = {
            "table": "incident", "number": 1, "began": stamp(began), "noticed": stamp(began + 900),
            "ended": stamp(began + 2000), "kind": "throttle", "accuses": True,
            "sentence": "Fell from 200 to 20 Mbit/s & <b>stayed</b> there.",
            "before_bps": 2e8, "before_low_bps": 1.9e8, "before_high_bps": 2.1e8,
            "after_bps": 2e7, "after_low_bps": 1.9e7, "after_high_bps": 2.1e7,
            "confidence": 0.98, "cycle_bytes": 5_000_000_000,
        }  # fmt: skip
        (folder / "incident.json").write_text(json.dumps(incident) + "\n")
        done = run("import", folder / "incident.json", "--config", folder / "config.json")
        assert (done.returncode, done.stdout) == (0, "1 rows added, 0 known already, 0 bad\n"), done.stderr
        yield daemon
    finally:
        daemon.stop()
        print(daemon.log_of_all_runs()[-20_000:])


def without_time(text):
    """A report without what depends on when it was made: that time, and how far the charts' axes reach."""
    text = re.sub(r"<svg.*?</svg>", "CHART", text, flags=re.S)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( [+-]\d\d:\d\d)?", "TIME", text)


@pytest.mark.parametrize("form", FORMS)
def test_command_and_daemon_report_the_same(line, tmp_path, form):
    answer = line.get(f"/report?incident=1&format={form}")
    assert (answer.status, answer.media_type) == (200, FORMS[form])
    done = report(line, "--incident", 1, "--format", form, "--output", tmp_path / "report")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert without_time((tmp_path / "report").read_text()) == without_time(answer.text)
    if form == "html":
        assert "Content-Disposition" not in answer.headers
        assert answer.headers.get_all("Content-Security-Policy")[0].startswith("default-src 'none'; style-src 'sha256-")
        assert len(answer.headers.get_all("Content-Security-Policy")) == 1
    else:
        ending = "txt" if form == "text" else "csv"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="datacap-incident-1.{ending}"'


def test_the_text_says_what_matters(line):
    done = report(line, "--incident", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    text = " ".join(done.stdout.split())
    for said in (
        "Incident 1 on an internet line", "Fell from 200 to 20 Mbit/s & <b>stayed</b> there.",
        "Cable <1000>: 1198 GB a month from day 31, Europe/Berlin", "not a regulator's certified measurement",
        "throttle, by the provider", "98 %",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("form", ["csv", "html"])
@pytest.mark.parametrize("which", [["--incident", 1], ["--cycle"]])
def test_rows_fit_their_hashes_until_one_is_changed(line, tmp_path, form, which):
    file = tmp_path / "report"
    file.write_text(report(line, *which, "--format", form).stdout)
    done = run("verify", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{len(samples(line))} rows fit their hashes: 1 to {len(samples(line))}\n")
    text = file.read_text()
    row = re.search(r"^7,[^,\n]*,[^,\n]*,\d+,\d+,(\d+),\d*,\d+,([0-9a-f]{64})$", text, re.M)
    for group in (1, 2):
        place = row.end(group) - 1
        file.write_text(text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :])
        done = run("verify", file)
        assert (done.returncode, done.stderr) == (1, "")
        assert "altered" in done.stdout


def test_python_reads_the_csv(line):
    text = line.get("/report?incident=1&format=csv").text
    rows = list(csv.DictReader(row for row in io.StringIO(text) if not row.startswith("#")))
    assert [int(row["time_ms"]) for row in rows] == [time for (time,) in samples(line)]
    for row in rows:
        rate = int(row["bytes"]) * 8 / int(row["duration_us"])
        assert float(row["mbit_per_s"]) == pytest.approx(rate, abs=0.001)


def test_a_cycle_is_found_by_any_of_its_days(line):
    now = report(line, "--cycle").stdout
    assert now.startswith("An internet line from ")
    first = re.search(r"from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)", now)
    for day in (first[1], first[2]):
        assert report(line, "--cycle", day).stdout.startswith(f"An internet line from {first[1]} to {first[2]}")
        assert line.get(f"/report?cycle={day}&format=text").text.startswith(f"An internet line from {first[1]}")
    for query in ("", "?cycle", "?cycle="):
        assert f"from {first[1]} to {first[2]}" in line.get(f"/report{query}").text
    assert "Nothing was measured in this span." in report(line, "--cycle", "2020-02-29").stdout


@pytest.mark.parametrize(
    "arguments, code, said",
    [
        (["--incident", "2"], 1, "there is no incident 2"),
        (["--cycle", "2026-02-30"], 1, "must be a day such as 2026-11-22"),
        (["--cycle", "9999-12-31"], 1, "hasn't begun yet"),
        (["--incident", "1", "--output", "/nonexistent/report"], 1, "No such file or directory"),
        ([], 2, "--incident and --cycle"),
        (["--incident", "1", "--cycle"], 2, "--incident and --cycle"),
        (["--incident", "one"], 2, "--incident"),
        (["--incident", "1", "2026-11-01"], 2, "--cycle"),
        (["--cycle", "--format", "pdf"], 2, "format"),
    ],
)
def test_what_there_is_no_report_of(line, arguments, code, said):
    done = report(line, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    "query, status",
    [
        ("incident=2", 404),
        ("incident=9223372036854775807", 404),
        ("incident=9223372036854775808", 400),
        ("incident=0", 400),
        ("incident=", 400),
        ("cycle=2026-02-30", 400),
        ("cycle=9999-12-31", 404),
        ("incident=1&cycle=", 409),
        ("incident=1&incident=1", 409),
        ("incident=1&format=pdf", 400),
        ("incident=1&points=3", 400),
    ],
)
def test_queries_that_have_no_answer(line, query, status):
    answer = line.get(f"/report?{query}")
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_a_report_needs_no_daemon(line):
    assert line.stop() == 0
    assert report(line, "--incident", 1).returncode == 0
    line.restart()
