"""datacap backup, export and import beside a running daemon, and what the daemon exports itself."""

import csv
import datetime
import io
import json
import shutil
import sqlite3
import subprocess

import pytest

from harness.binaries import built, environment
from harness.daemon import Daemon
from harness.waiting import wait_until

TABLES = ["sample", "rollup", "session", "test", "incident", "event", "usage"]


def run(daemon, *arguments):
    return subprocess.run(
        [built("datacap"), *map(str, arguments), "--config", daemon.folder / "config.json"],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip


def rows(file, table="sample"):
    """The rows of a table in a history, read by nothing of datacap's."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def asked(daemon, query):
    """The only figure that a query of a daemon's history has."""
    with sqlite3.connect(f"file:{daemon.folder / 'history.sqlite'}?mode=ro", uri=True) as database:
        return database.execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def measured(origin, tmp_path_factory):
    """A daemon that has measured a few seconds and goes on living."""
    config = {"test_urls": [origin.url()], "ip_info_url": "", "max_speed_mbps": 200, "update_interval_seconds": 0.5}
    daemon = Daemon(tmp_path_factory.mktemp("measured"), config)
    try:
        daemon.start_running()
        wait_until(lambda: len(rows(daemon.folder / "history.sqlite")) >= 8, 30, "eight samples")
        daemon.command("stop")
        daemon.wait_for_status("stopped")
        note = json.dumps({"text": 'router "new",\nreplaced'})
        assert daemon.post("/api/notes", headers={"Content-Type": "application/json"}, body=note).status == 201
        told = "SELECT count(*) FROM event WHERE kind = 'note'"
        wait_until(lambda: asked(daemon, told), 10, "the note")
        wait_until(lambda: asked(daemon, "SELECT count(*) FROM session WHERE ended_ms"), 10, "the session's end")
        yield daemon
    finally:
        daemon.stop()
        print(daemon.log_of_all_runs()[-20_000:])


def split(text):
    """An export in CSV, as Python's reader takes it: for each line of names its rows."""
    tables, names = {}, None
    for row in csv.reader(io.StringIO(text, newline="")):
        if not row:
            names = None
        elif names is None:
            names = tuple(row)
            tables[names] = []
        else:
            assert len(row) == len(names)
            tables[names].append(dict(zip(names, row, strict=True)))
    return tables


def test_a_backup_is_whole_while_the_daemon_writes(daemon_factory, tmp_path):
    daemon = daemon_factory()
    daemon.start_running()
    history = daemon.folder / "history.sqlite"
    wait_until(lambda: len(rows(history)) >= 3, 30, "three samples")
    for _ in range(3):
        before = rows(history)
        done = run(daemon, "backup", tmp_path / "copy.sqlite")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        copy = rows(tmp_path / "copy.sqlite")
        assert copy[: len(before)] == before
        assert rows(history)[: len(copy)] == copy
        with sqlite3.connect(tmp_path / "copy.sqlite") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite"]
    assert daemon.stats()["status"] == "running"


def test_a_backup_over_the_history_itself_is_refused(measured):
    done = run(measured, "backup", measured.folder / "history.sqlite")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is the history itself" in done.stderr
    assert rows(measured.folder / "history.sqlite")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_was_exported_comes_in_elsewhere(measured, daemon_factory, tmp_path, form):
    export = tmp_path / "export"
    done = run(measured, "export", "--format", form, "--output", export)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert run(measured, "export", "--format", form).stdout == export.read_text()

    other = daemon_factory()
    done = run(other, "import", export)
    assert (done.returncode, done.stderr) == (0, "")
    for table in ("sample", "session"):
        assert rows(other.folder / "history.sqlite", table) == rows(measured.folder / "history.sqlite", table), table
    # The other daemon has told of its own start, so the numbers differ.
    events = [{row[1:] for row in rows(one.folder / "history.sqlite", "event")} for one in (measured, other)]
    assert events[0] <= events[1]
    assert " 0 bad" in done.stdout

    done = run(other, "import", export)
    assert done.returncode == 0
    assert done.stdout.startswith("0 rows added, ")


def test_csv_is_csv(measured):
    tables = split(run(measured, "export").stdout)
    assert len(tables) == len(TABLES)
    samples = next(found for names, found in tables.items() if names[:2] == ("time", "duration_us"))
    stored = rows(measured.folder / "history.sqlite")
    assert [int(row["bytes"]) for row in samples] == [row[3] for row in stored]
    events = next(found for names, found in tables.items() if names == ("time", "kind", "text"))
    assert any(row["text"].startswith('router "new",') for row in events)


def test_json_is_a_line_an_object(measured):
    done = run(measured, "export", "--format", "json", "--tables", "session,sample")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    names = [row["table"] for row in objects]
    assert names == sorted(names)
    assert set(names) == {"sample", "session"}


def test_a_range_is_a_range(measured):
    samples = rows(measured.folder / "history.sqlite")
    middle = datetime.datetime.fromtimestamp(samples[4][1] / 1000, datetime.UTC).isoformat(timespec="milliseconds")
    middle = middle.replace("+00:00", "Z")
    ranges = (["--to", middle], ["--from", middle])
    parts = [run(measured, "export", "--tables", "sample", *part).stdout.splitlines()[1:] for part in ranges]
    assert [len(part) for part in parts] == [4, len(samples) - 4]
    days = run(measured, "export", "--tables", "sample", "--from", "2001-01-01", "--to", "2001-02-01")
    assert days.stdout.splitlines() == ["time,duration_us,bytes,round_trip_us,flaws"]


def test_bad_rows_are_told_and_the_others_taken(daemon, tmp_path):
    file = tmp_path / "rows.csv"
    header = "time,duration_us,bytes,round_trip_us,flaws"
    lines = ["2026-11-20T10:00:00.000Z,500000,1000,,0", "yesterday,500000,1000,,0", "2026-11-20T10:00:01.000Z,5e5,1,,0"]
    file.write_text("\n".join([header, *lines, "2026-11-20T10:00:02.000Z,500000,1000,,0"]) + "\n")
    done = run(daemon, "import", file)
    assert done.returncode == 1
    assert done.stdout == "2 rows added, 0 known already, 2 bad\n"
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["line 3", "line 4"]
    assert len(rows(daemon.folder / "history.sqlite")) == 2
    assert run(daemon, "import", tmp_path / "absent.csv").returncode == 1


def test_without_a_history_they_say_so(tmp_path):
    (tmp_path / "config.json").write_text('{"state_directory": "state"}')
    for command in (["backup", tmp_path / "copy"], ["export"], ["report", "--cycle"]):
        done = subprocess.run(
            [built("datacap"), *map(str, command), "--config", tmp_path / "config.json"],
            capture_output=True, text=True, timeout=30, env=environment(),
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, ""), command
        assert "history.sqlite isn't there" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["config.json"]


def test_an_output_that_cannot_be_written_is_no_half_file(measured, small_disk):
    full = small_disk / "full"
    full.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    done = run(measured, "export", "--output", small_disk / "export.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No space left" in done.stderr
    assert [path.name for path in small_disk.iterdir()] == ["full"]
    with open(small_disk / "full", "ab") as stream:
        done = subprocess.run(
            [built("datacap"), "export", "--config", measured.folder / "config.json"],
            stdout=stream, stderr=subprocess.PIPE, text=True, timeout=30, env=environment(),
        )  # fmt: skip
    assert done.returncode == 1
    assert "standard output" in done.stderr


def test_the_daemon_exports_too(measured):
    answer = measured.get("/api/export")
    assert (answer.status, answer.media_type) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="datacap-history-')
    assert len(split(answer.text)) == len(TABLES)
    lines = measured.get("/api/export?format=json&tables=sample").text.splitlines()
    assert len(lines) == len(rows(measured.folder / "history.sqlite"))
    wrong = ("format=xml", "tables=samples", "tables=", "from=now", "limit=3")
    for query in wrong:
        answer = measured.get(f"/api/export?{query}")
        assert (answer.status, answer.media_type) == (400, "application/problem+json"), query
    assert measured.get("/api/export?from=2026-01-02T00:00:00Z&to=5").status == 409


def test_too_many_rows_are_for_the_command(daemon, tmp_path):
    start = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
    with open(tmp_path / "rows.csv", "w") as file:
        file.write("time,duration_us,bytes,round_trip_us,flaws\n")
        for index in range(100_001):
            time = start + datetime.timedelta(milliseconds=500 * index)
            file.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')}.{time.microsecond // 1000:03}Z,500000,{index},,0\n")
    done = run(daemon, "import", tmp_path / "rows.csv")
    assert done.stdout == "100001 rows added, 0 known already, 0 bad\n"
    span = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z"
    answer = daemon.get(f"/api/export?{span}&tables=sample", timeout=60)
    assert answer.status == 413
    assert "datacap export" in answer.json()["detail"]
    done = run(daemon, "export", "--tables", "sample", "--from", "2026-11-19", "--to", "2026-11-23")
    assert len(done.stdout.splitlines()) == 100_002

    answer = daemon.get("/report?cycle=2026-11-20&format=csv", timeout=60)
    assert answer.status == 413
    assert "datacap report" in answer.json()["detail"]
    page = daemon.get("/report?cycle=2026-11-20", timeout=60)
    assert page.status == 200
    assert "100001 raw rows, too many for this form" in page.text
    report = tmp_path / "report.csv"
    done = run(daemon, "report", "--cycle", "2026-11-20", "--format", "csv", "--output", report)
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run([built("datacap"), "verify", report], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout.startswith("100001 rows fit their hashes: 1 to 100001\n")
