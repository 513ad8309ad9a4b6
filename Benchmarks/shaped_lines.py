"""Runs lines with random parameters through the daemon, and counts what it says wrong of them.

Each run is a line of its own in network namespaces: limited by its provider, or slow for reasons of its own. The seed
of the whole and the run's number make its parameters, so a run can be done again by itself.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from shaped_kinds import KINDS

from harness.scenarios import FOUND_WITHIN_SECONDS, Story, unix_seconds


@dataclass(frozen=True)
class Run:
    """One run: what it was made of, and what came of it."""

    number: int
    kind: str
    scenario: str
    parameters: dict
    folder: Path
    story: Story | None
    fault: str | None = None

    @property
    def is_accused_wrongly(self):
        """Whether the provider was accused of what it didn't do, or before it did it."""
        if not self.story:
            return False
        if not KINDS[self.kind].is_limit:
            return bool(self.story.accusations())
        return bool(self.story.accusations(end=self.story.onset - 1))

    @property
    def delay_seconds(self):
        return self.story.delay_seconds() if self.story and KINDS[self.kind].is_limit else None

    @property
    def is_found(self):
        return self.delay_seconds is not None and self.delay_seconds <= FOUND_WITHIN_SECONDS

    @property
    def names(self):
        """What was said of it in the end, or in between where nobody limits the line."""
        if not self.story:
            return ()
        if KINDS[self.kind].is_limit:
            accusation = self.story.accusation()
            return (accusation["kind"],) if accusation else ()
        onset = self.story.onset or 0
        readings = [reading for reading in self.story.readings if reading.time >= onset]
        return tuple({one["kind"] for reading in readings for one in reading.detections})

    @property
    def is_named(self):
        return any(name in KINDS[self.kind].names for name in self.names)

    @property
    def level_error(self):
        """How far the level after the onset is from what was set, as a share."""
        accusation = self.story.accusation() if self.story and KINDS[self.kind].is_limit else None
        return accusation and accusation["after_mbps"] / self.story.after_mbps - 1

    @property
    def onset_error_seconds(self):
        accusation = self.story.accusation() if self.story and KINDS[self.kind].is_limit else None
        return accusation and unix_seconds(accusation["since"]) - self.story.onset

    @property
    def has_failed(self):
        return bool(self.fault) or self.is_accused_wrongly or (KINDS[self.kind].is_limit and not self.is_found)


def carry_out(number, kind, seed, folder):
    """Does one run from beginning to end."""
    scenario, parameters = KINDS[kind].throw(random.Random(f"{seed}/{number}"))
    folder = folder / f"{number:03}"
    made = (number, kind, scenario.__name__, parameters, folder)
    try:
        return Run(*made, scenario(folder, **parameters))
    except Exception:
        return Run(*made, None, fault=traceback.format_exc(limit=-3))


def _deal(runs, kinds):
    """The kind of each run: every kind has its share, whatever the number of runs."""
    weights = {kind: KINDS[kind].weight for kind in kinds}
    dealt = Counter()
    order = []
    for _ in range(runs):
        kind = min(weights, key=lambda kind: (dealt[kind] + 0.5) / weights[kind])
        dealt[kind] += 1
        order.append(kind)
    return order


def _print_table(runs):
    widths = (20, 5, 16, 16, 14, 11, 12, 12)

    def row(*cells):
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip())

    row("kind", "runs", "accused wrongly", "found in 60 s", "median delay", "kind right", "level error", "onset error")
    for name, kind in KINDS.items():
        of_kind = [run for run in runs if run.kind == name]
        if not of_kind:
            continue
        delays = [run.delay_seconds for run in of_kind if run.delay_seconds is not None]
        levels = [abs(run.level_error) for run in of_kind if run.level_error is not None]
        onsets = [abs(run.onset_error_seconds) for run in of_kind if run.onset_error_seconds is not None]
        row(
            name, len(of_kind), sum(run.is_accused_wrongly for run in of_kind),
            f"{sum(run.is_found for run in of_kind)} of {len(of_kind)}" if kind.is_limit else "",
            f"{statistics.median(delays):.1f} s" if delays else "",
            f"{sum(run.is_named for run in of_kind)} of {len(of_kind)}" if kind.names else "",
            f"{statistics.median(levels):.1%}" if levels else "",
            f"{statistics.median(onsets):.1f} s" if onsets else "",
        )  # fmt: skip


def _print_run(run, seed):
    what = "FAILED" if run.has_failed else "misnamed" if KINDS[run.kind].names and not run.is_named else "good"
    print(f"\nrun {run.number} (seed {seed}), {run.kind}: {what}\n  {run.scenario} {json.dumps(run.parameters)}")
    if run.fault:
        print(f"  {run.fault}")
    if run.story:
        onset = "none" if run.story.onset is None else f"{run.story.onset - run.story.began:.1f} s"
        found = "never" if run.delay_seconds is None else f"{run.delay_seconds:.1f} s later"
        print(f"  onset {onset}, accused {found}; verdicts {run.story.verdicts()}")
        lines = [line for line in run.story.log.splitlines() if "verdict" in line or "over:" in line]
        print("".join(f"  {line}\n" for line in lines), end="")
    print(f"  recording {run.folder}")


def main():
    parser = argparse.ArgumentParser(prog="Scripts/bench-lab", description=__doc__)
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="how many lines there are (100)")
    parser.add_argument("--parallel", type=int, default=6, metavar="N", help="how many at a time (6)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what the parameters are made from (1)")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this kind; may be said again")
    parser.add_argument("--run", type=int, action="append", metavar="N", help="only the run of this number")
    parser.add_argument("--folder", type=Path, help="where logs and recordings are left")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="datacap-lab-"))
    order = list(enumerate(_deal(asked.runs, asked.kind or list(KINDS))))
    if asked.run:
        order = [one for one in order if one[0] in asked.run]

    start = time.monotonic()
    runs = []
    with ThreadPoolExecutor(asked.parallel) as pool:
        waiting = [pool.submit(carry_out, number, kind, asked.seed, folder) for number, kind in order]
        try:
            for future in waiting:
                runs.append(future.result())
                print(f"\r{len(runs)} of {len(order)}", end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            # Those under way end by themselves: each has namespaces and processes to tidy away.
            print("\nending with the lines under way", file=sys.stderr)
            pool.shutdown(cancel_futures=True)
    print(file=sys.stderr)

    for run in runs:
        if run.has_failed or (KINDS[run.kind].names and not run.is_named):
            _print_run(run, asked.seed)
    print(f"\n{len(runs)} lines in {time.monotonic() - start:.0f} s, {asked.parallel} at a time, seed {asked.seed}\n")
    _print_table(runs)
    failed = [run.number for run in runs if run.has_failed]
    print(f"\n{'failed runs: ' + ', '.join(map(str, failed)) if failed else 'no run failed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
