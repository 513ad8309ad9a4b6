"""untouched_lines.py DATACAP TRACES: how often recorded lines that nobody touched are accused.

TRACES holds the *_bulk.csv.gz of the recordings: `name,t_s,mbps`, many series one after the other.
"""

import csv
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ACCUSING = {"throttle", "policing", "burst_shaping"}
#: What each file holds, and whether its samples are tests an hour apart, whose times the recording has lost.
SOURCES = {
    "puffer_bulk.csv.gz": ("home viewing (Puffer)", False),
    "greenlv_bulk.csv.gz": ("Wi-Fi and 4G downloads (Lumos)", False),
    "fcc_mba_bulk.csv.gz": ("US lines, a test an hour (FCC)", True),
}
HOUR_SECONDS = 3_600


def series(path):
    """The series of a file: a name, and its lines of seconds and Mbit/s."""
    with gzip.open(path, "rt") as file:
        rows = csv.reader(file)
        next(rows)
        for name, group in itertools.groupby(rows, key=lambda row: row[0]):
            yield name, [(float(time), rate) for _, time, rate in group]


def measure(datacap, path, is_hourly):
    """The hours that were seen, and the accusations in them, by the series they were made of."""
    hours = 0.0
    accused = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in series(path):
            if is_hourly:
                lines = [(index * HOUR_SECONDS, rate) for index, (_, rate) in enumerate(lines)]
            hours += (lines[-1][0] - lines[0][0]) / HOUR_SECONDS
            with open(Path(folder) / f"{name}.csv", "x") as file:
                file.write("t_s,mbps,host\n")
                file.writelines(f"{time},{rate},A\n" for time, rate in lines)
        run = subprocess.run([datacap, "replay", folder], capture_output=True, text=True, check=True)
    # A refinement is a line of its own, with the onset of what it refines.
    seen = set()
    for line in run.stdout.splitlines():
        detection = json.loads(line)
        key = (detection["case"], detection["t_onset"])
        if detection["kind"] in ACCUSING and key not in seen:
            seen.add(key)
            accused[detection["case"]] += 1
    return hours, accused


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    datacap, traces = sys.argv[1], Path(sys.argv[2])
    print("| lines | hours | accusations | a day | in 30 days |\n|---|---|---|---|---|")
    for file, (what, is_hourly) in SOURCES.items():
        hours, accused = measure(datacap, traces / file, is_hourly)
        count = accused.total()
        print(f"| {what} | {hours:.0f} | {count} | {24 * count / hours:.2f} | {720 * count / hours:.1f} |")
        if is_hourly:
            servers = Counter(name.split("---")[-1] for name in accused.elements())
            print(f"\nby server: {', '.join(f'{name} {count}' for name, count in servers.most_common(4))}")


if __name__ == "__main__":
    main()
