"""Where the product's programs are."""

import functools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def folder():
    """The build products' folder: `DATACAP_BIN_PATH` if set, as Scripts/test does, else what SwiftPM names."""
    given = os.environ.get("DATACAP_BIN_PATH")
    if given:
        return Path(given)
    asked = subprocess.run(["swift", "build", "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(asked.stdout.strip())


def built(name):
    """The path of a program of this package."""
    path = folder() / name
    assert path.is_file(), f"{path} is missing: build it first (Scripts/test does)"
    return path


def installed(name):
    """The path of a program from Debian or from the tests' virtual environment."""
    for place in [Path(sys.executable).parent, *map(Path, os.environ["PATH"].split(":")), Path("/usr/sbin")]:
        if (place / name).is_file():
            return place / name
    raise AssertionError(f"{name} is missing: Scripts/setup --test installs it")


def environment(**changes):
    """The environment of a program under test: nothing of the developer's own settings or proxies reaches it."""
    unwanted = ("DATACAP_", "CURL_", "SSL_CERT_", "STATE_DIRECTORY", "DISPLAY", "WAYLAND_DISPLAY")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(unwanted) and not name.lower().endswith("_proxy")
    }
    return kept | {name: str(value) for name, value in changes.items()}
