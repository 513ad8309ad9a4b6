"""One table for all parts: what was measured, on both sides, their ratio, and the goal."""

import os

_WIDTHS = (46, 22, 22, 8, 22)


def heading():
    """Prints the table's head, with the machine's load: a busy machine measures itself."""
    print(f"CPU seconds are user and system time of the client or server alone. Load {os.getloadavg()[0]:.2f}.\n")
    row("", "datacap", "peer", "ratio", "goal")
    row(*("-" * width for width in _WIDTHS))


def row(what, ours, peer="", ratio="", goal=""):
    """Prints one row."""
    cells = zip((what, ours, peer, ratio, goal), _WIDTHS, strict=True)
    print("  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip(), flush=True)


def compare(what, ours, peer, digits, at_most=None, at_least=None):
    """Prints both sides' figures, their ratio, and whether it keeps to the goal."""
    ratio = ours / peer
    goal = ""
    if at_most is not None:
        goal = f"at most {at_most}: {'kept' if ratio <= at_most else 'MISSED'}"
    if at_least is not None:
        goal = f"at least {at_least}: {'kept' if ratio >= at_least else 'MISSED'}"
    row(what, f"{ours:.{digits}f}", f"{peer:.{digits}f}", f"{ratio:.2f}", goal)


def against(what, figure, unit, at_most):
    """Prints a figure that has no peer, and whether it keeps to the goal."""
    row(what, f"{figure:.1f} {unit}", goal=f"at most {at_most}: {'kept' if figure <= at_most else 'MISSED'}")
