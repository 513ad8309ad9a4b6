"""Measures datacap beside its peers in one run; started by Scripts/bench."""

import argparse

import exposition_cost
import memory
import transfers
import websocket_cost

from report import heading

PARTS = {
    "flat": transfers.flat_out,
    "line": transfers.shaped_line,
    "memory": memory.resident,
    "metrics": exposition_cost.metrics,
    "websocket": websocket_cost.thousand_clients,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__, epilog="Without a part: all of them.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]}; there are {', '.join(PARTS)}")
    heading()
    for name in chosen:
        PARTS[name]()
