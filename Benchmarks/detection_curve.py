"""detection_curve.py DATACAP FOLDER: what the detector finds against whom it accuses, for values of its one knob.

FOLDER holds cases/ and labels.json; judge.py and score.py must be importable.
"""

import json
import subprocess
import sys

KNOBS = (0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 4, 8)
TIERS = ("steady", "moderate", "wild")


def measure(datacap, folder):
    from judge import CORE, accusations, pool
    from score import score

    labels = json.load(open(f"{folder}/labels.json"))
    for knob in KNOBS:
        command = [datacap, "replay", f"{folder}/cases", "--tolerated-per-day", str(knob)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        figures = score(labels, [json.loads(line) for line in run.stdout.splitlines()])
        row = {"knob": knob, "innocent": figures["fa"]["cont/all"]["accus_time_frac"]}
        for tier in TIERS:
            recall, _, delay = pool(figures, "cont", (tier,), CORE)
            row[tier] = (recall, delay, accusations(figures, "cont", (tier,)))
        yield row


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    titles = [f"{tier}: recall / delay s / accused a day" for tier in TIERS]
    print("| tolerated a day | " + " | ".join(titles) + " | innocent time accused |")
    print("|---" * (len(TIERS) + 2) + "|")
    for row in measure(*sys.argv[1:]):
        cells = [f"{row[tier][0]:.3f} / {row[tier][1]:.0f} / {row[tier][2]:.1f}" for tier in TIERS]
        print(f"| {row['knob']} | " + " | ".join(cells) + f" | {100 * row['innocent']:.1f} % |")


if __name__ == "__main__":
    main()
