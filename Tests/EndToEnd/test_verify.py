"""datacap verify against a chain that Python makes and the documented check in Python against the same."""

import hashlib
import re
import subprocess
import sys

import pytest

from harness.binaries import ROOT, built, environment

START_MS = 1_795_377_600_000
HEADER = "row,time,mbit_per_s,time_ms,duration_us,bytes,round_trip_us,flaws,hash"


def stamp(time_ms):
    second, rest = divmod(time_ms - START_MS, 1000)
    return f"2026-11-22T20:{second // 60:02}:{second % 60:02}.{rest:03}Z"


def lines(count=20, first=101):
    """A report's lines, made as docs/usage.md says and by nothing of datacap's."""
    before = hashlib.sha256(b"earlier").digest()
    head, rows = before, []
    for index in range(count):
        time_ms, size, flaws = START_MS + 2000 * index, 2_500_000 + 1_000 * index, 4 if index == 3 else 0
        fields = f"{time_ms},2000000,{size},{'' if index % 5 == 0 else 18000},{flaws}"
        head = hashlib.sha256(head + fields.encode()).digest()
        rows.append(f"{first + index},{stamp(time_ms)},{size * 8 / 2e6:.3f},{fields},{head.hex()}")
    run = f"# run: first_row={first} rows={count} before={before.hex()} head={head.hex()}"
    told = f"# rows: {count} in 1 run, {count - 1} valid, 1 flawed"
    return ["# datacap made by a test", told, HEADER, run, *rows]


def verify(folder, text, *arguments, name="report.csv"):
    file = folder / name
    file.write_text(text)
    return subprocess.run(
        [built("datacap"), "verify", *arguments, file],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment(),
    )  # fmt: skip


def as_csv(report):
    return "\n".join(report) + "\n"


def as_html(report):
    return f'<!DOCTYPE html>\n<pre id="datacap-rows">\n{as_csv(report)}</pre>\n'


@pytest.mark.parametrize("form", [as_csv, as_html])
def test_an_untouched_report_fits(tmp_path, form):
    report = lines()
    done = verify(tmp_path, form(report))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("20 rows fit their hashes: 101 to 120\n")
    assert "19 valid, 1 flawed (other_traffic 1)" in done.stdout
    assert report[-1].rsplit(",", 1)[1] in done.stdout


@pytest.mark.parametrize("form", [as_csv, as_html])
@pytest.mark.parametrize(
    "change, said",
    [
        (lambda report: [*report[:8], report[8].replace(",2504000,", ",2504001,"), *report[9:]], "altered"),
        (lambda report: [*report[:8], *report[9:]], "missing: row 105"),
        (lambda report: report[:-2], "missing: rows 119 to 120"),
        (lambda report: [*report[:8], report[9], report[8], *report[10:]], "row 106: reordered"),
    ],
)
def test_what_was_done_to_rows_is_found(tmp_path, form, change, said):
    report = lines()
    changed = change(report)
    assert changed != report
    done = verify(tmp_path, form(changed))
    assert (done.returncode, done.stderr) == (1, "")
    assert said in done.stdout


def test_a_witness_decides(tmp_path):
    report = lines()
    seen = report[10].rsplit(",", 1)[1]
    done = verify(tmp_path, as_csv(report), "--witness", seen)
    assert done.returncode == 0
    assert "row 107 has the witness's hash" in done.stdout
    done = verify(tmp_path, as_csv(report), "--witness", "00" * 32)
    assert done.returncode == 1
    assert "no row has the hash" in done.stdout


def test_a_file_that_is_no_report(tmp_path):
    done = verify(tmp_path, "t_s,mbps,host\n")
    assert done.returncode == 1
    assert "no report" in done.stdout
    done = subprocess.run(
        [built("datacap"), "verify", tmp_path / "none"],
        capture_output=True, text=True, timeout=60, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no such file" in done.stderr


def test_the_documented_check_agrees(tmp_path):
    program = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "usage.md").read_text(), re.S).group(1)
    file = tmp_path / "report.csv"
    report = lines()

    def check():
        return subprocess.run([sys.executable, "-c", program, file], capture_output=True, text=True, timeout=60)

    file.write_text(as_csv(report))
    done = check()
    assert done.returncode == 0
    assert report[-1].rsplit(",", 1)[1] in done.stdout
    file.write_text(as_csv([*report[:8], report[8].replace(",2504000,", ",2504001,"), *report[9:]]))
    assert "row 105 doesn't fit" in check().stderr
