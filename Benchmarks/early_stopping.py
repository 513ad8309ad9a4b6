"""early_stopping.py DATACAP TRACES: what a scheduled test takes that ends when its rate is known, beside a fixed 10 s.

TRACES holds folders of recordings (t_s,mbps); lines that are made here are measured as well.
"""

import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

WANTED = 0.03


def tests_of(datacap, folder):
    run = subprocess.run([datacap, "replay", "--tests", str(folder)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def make(folder, scatter, memory, lines=20, seconds=600):
    """Writes lines of a level, each second's figure scattered about it and resembling the one before."""
    dice = random.Random(7)
    for number in range(lines):
        level, wander = 10 ** dice.uniform(1, 3), 0.0
        rows = ["t_s,mbps"]
        for second in range(seconds):
            wander = memory * wander + (1 - memory**2) ** 0.5 * dice.gauss(0, 1)
            rows.append(f"{second},{level * max(0.05, 1 + scatter * wander):.4f}")
        (folder / f"line{number:02}.csv").write_text("\n".join(rows) + "\n")


def share(hits, of):
    return f"{100 * sum(hits) / len(of):4.0f} %" if of else "     –"


def row(name, tests):
    if not tests:
        return
    early = [test for test in tests if test["end"] == "precision"]
    errors = sorted(abs(test["mbps"] / test["fixed_mbps"] - 1) for test in early)
    print(
        f"{name:24} {len(tests):5} {share([1] * len(early), tests)}"
        f" {statistics.mean(test['seconds'] for test in tests):5.1f}"
        f" {statistics.mean(test['mb'] for test in tests):8.1f}"
        f" {statistics.mean(test['fixed_mb'] for test in tests):8.1f}"
        f" {sum(test['mb'] for test in early) / max(1e-9, sum(test['fixed_mb'] for test in early)):6.2f}"
        f" {100 * statistics.median(errors) if errors else 0:6.2f}"
        f" {100 * errors[int(0.9 * len(errors))] if errors else 0:6.2f}"
        f" {share([error <= WANTED for error in errors], early)}"
        f" {share([test['low'] <= test['fixed_mbps'] <= test['high'] for test in early], early)}"
    )


def main(datacap, traces):
    print(
        f"{'':24} {'tests':>5} {'early':>6} {'s':>5} {'MB':>8} {'fixed MB':>8} {'ratio':>6} {'median':>6} {'p90':>6}"
        f" {'±3 %':>6} {'inside':>6}"
    )
    print("ratio: data of the tests that ended early, to what 10 s would have taken; median, p90: error to the 10 s, %")
    for scatter, memory in ((0.0, 0.0), (0.02, 0.3), (0.05, 0.5), (0.1, 0.8), (0.3, 0.8)):
        with tempfile.TemporaryDirectory() as folder:
            make(pathlib.Path(folder), scatter, memory)
            row(f"made, {100 * scatter:.0f} % by the second", tests_of(datacap, folder))
    every = []
    for folder in sorted(pathlib.Path(traces).iterdir()) if pathlib.Path(traces).is_dir() else []:
        if folder.is_dir() and any(folder.glob("*.csv")):
            tests = tests_of(datacap, folder)
            row(folder.name, tests)
            every += tests
    row("all recordings", every)


if __name__ == "__main__":
    main(*sys.argv[1:3])
