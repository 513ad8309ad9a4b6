"""detection_curve.py DATACAP FOLDER [PICTURE]: what the detector finds against whom it accuses, by its one knob.

FOLDER holds cases/ and labels.json; judge.py and score.py must be importable. PICTURE is an SVG file to draw.
"""

import json
import subprocess
import sys

KNOBS = (0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 4, 8)
TIERS = ("steady", "moderate", "wild")
COLOURS = {"steady": "#0b6e4f", "moderate": "#c17c00", "wild": "#a4243b"}
MOST_ACCUSATIONS = 52


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


def draw(rows, path):
    """Draws recall over accusations, a line for each tier and a dot for each value of the knob."""
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif" font-size="12">',
        "<title>Recall against accusations in a day with nothing there, by the knob</title>",
        '<rect width="640" height="360" fill="white"/>',
    ]

    def place(accusations, recall):
        return 60 + 470 * min(accusations / MOST_ACCUSATIONS, 1), 310 - 580 * (recall - 0.5)

    for tenth in range(5, 11):
        _, y = place(0, tenth / 10)
        out.append(f'<path d="M60 {y:.0f}H530" stroke="#ddd"/>')
        out.append(f'<text x="52" y="{y + 4:.0f}" text-anchor="end">{tenth / 10}</text>')
    for count in range(0, MOST_ACCUSATIONS, 8):
        out.append(f'<text x="{place(count, 0)[0]:.0f}" y="332" text-anchor="middle">{count}</text>')
    out.append('<text x="290" y="352" text-anchor="middle">accusations in 24 h with nothing there</text>')
    out.append('<text x="14" y="180" transform="rotate(-90 14 180)" text-anchor="middle">recall</text>')
    for tier in TIERS:
        places = [place(row[tier][2], row[tier][0]) for row in rows]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline fill="none" stroke="{COLOURS[tier]}" stroke-width="2" points="{line}"/>')
        for row, (x, y) in zip(rows, places, strict=True):
            dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{COLOURS[tier]}">'
            out.append(f"{dot}<title>{tier}, {row['knob']} a day</title></circle>")
        x, y = places[-1]
        out.append(f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{COLOURS[tier]}">{tier}</text>')
    with open(path, "w") as file:
        file.write("\n".join([*out, "</svg>"]) + "\n")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    titles = [f"{tier}: recall / delay s / accused a day" for tier in TIERS]
    print("| tolerated a day | " + " | ".join(titles) + " | innocent time accused |")
    print("|---" * (len(TIERS) + 2) + "|")
    rows = []
    for row in measure(*sys.argv[1:3]):
        rows.append(row)
        cells = [f"{row[tier][0]:.3f} / {row[tier][1]:.0f} / {row[tier][2]:.1f}" for tier in TIERS]
        print(f"| {row['knob']} | " + " | ".join(cells) + f" | {100 * row['innocent']:.1f} % |")
    if len(sys.argv) == 4:
        draw(rows, sys.argv[3])


if __name__ == "__main__":
    main()
