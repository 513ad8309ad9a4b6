"""detection_pictures.py REPLAY FOLDER: makes lines of its own, has the detector judge them, and draws both into FOLDER.

Nothing of any recorded trace is in the pictures.
"""

import json
import math
import random
import subprocess
import sys
import tempfile

COLOURS = {
    "throttle": "#a4243b",
    "burst_shaping": "#a4243b",
    "policing": "#a4243b",
    "congestion": "#c17c00",
    "host_slow": "#4059ad",
    "outage": "#555555",
}


def noise(dice, drift=None):
    if drift is None:
        drift = [0.0]
    drift[0] = 0.5 * drift[0] + math.sqrt(0.75) * dice.gauss(0, 1)
    return max(0.02, 1 + 0.08 * drift[0])


def lines():
    """The speed of each second of each line, 100 Mbit/s by nature."""
    dice = random.Random(7)

    def usual():
        return 100 * noise(dice)

    def capped(limit):
        return min(usual(), limit * (1 + 0.01 * dice.gauss(0, 1)))

    yield (
        "step",
        "A limit sets in, and is lifted",
        [usual() for _ in range(300)] + [capped(45) for _ in range(200)] + [usual() for _ in range(100)],
    )
    yield (
        "dips",
        "A household's dips: nothing to say",
        [usual() * (0.35 if 120 < t < 140 or 300 < t < 312 or 450 < t < 474 else 1) for t in range(600)],
    )
    yield "slope", "Congestion builds up", [usual() * (1 - 0.6 * min(max((t - 300) / 240, 0), 1)) for t in range(900)]
    yield (
        "bucket",
        "A bucket of 150 MB runs empty at the start",
        [usual() for _ in range(20)] + [capped(40) for _ in range(130)],
    )
    yield (
        "policer",
        "A policer: the saw-tooth about the limit",
        [usual() for _ in range(300)] + [30 * (0.45 + 1.1 * (t % 4) / 3) * noise(dice) for t in range(300)],
    )
    yield "outage", "No data, and back", [0 if 250 < t < 310 else usual() for t in range(500)]


def draw(title, speeds, detections, path):
    width, height, left, bottom = 640, 200, 44, 28

    def x(t):
        return left + t / (len(speeds) - 1) * (width - left - 12)

    def y(speed):
        return height - bottom - min(speed, 140) / 140 * (height - bottom - 34)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{left}" y="14" font-size="13">{title}</text>',
    ]
    for detection in detections:
        end = detection["t_cleared"] or len(speeds) - 1
        start, colour = detection["t_detected"], COLOURS[detection["kind"]]
        out.append(
            f'<rect x="{x(start):.1f}" y="22" width="{x(end) - x(start):.1f}" height="{height - bottom - 22}" fill="{colour}" opacity="0.12"/>'
        )
        out.append(
            f'<text x="{x(start) + 3:.1f}" y="33" fill="{colour}">{detection["kind"].replace("_", " ")} at {start:.0f} s</text>'
        )
    for speed in (0, 50, 100):
        out.append(f'<text x="{left - 5}" y="{y(speed) + 4:.0f}" text-anchor="end">{speed}</text>')
    for t in range(0, len(speeds), 100):
        out.append(f'<text x="{x(t):.0f}" y="{height - 10}" text-anchor="middle">{t} s</text>')
    points = " ".join(f"{x(t):.1f},{y(speed):.1f}" for t, speed in enumerate(speeds))
    out.append(f'<polyline fill="none" stroke="#1f2d3d" stroke-width="1" points="{points}"/></svg>')
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    made = list(lines())
    with tempfile.TemporaryDirectory() as folder:
        for name, _, speeds in made:
            with open(f"{folder}/{name}.csv", "w") as file:
                file.write("t_s,mbps,host\n" + "".join(f"{t},{speed:.3f},A\n" for t, speed in enumerate(speeds)))
        run = subprocess.run([*sys.argv[1].split(), folder], capture_output=True, text=True, check=True)
    detections = [json.loads(line) for line in run.stdout.splitlines()]
    for name, title, speeds in made:
        mine = [one for one in detections if one["case"] == name]
        draw(title, speeds, mine, f"{sys.argv[2]}/{name}.svg")
        print(name, [(one["kind"], one["t_detected"], one["t_cleared"]) for one in mine])


if __name__ == "__main__":
    main()
