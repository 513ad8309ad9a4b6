"""Resident memory of daemon and downloader: idle, and in a long session."""

import tempfile
from pathlib import Path

from harness.daemon import Daemon
from harness.origin import Origin
from harness.processes import resident_bytes
from report import against, row

POINTS = 1000
INTERVAL_SECONDS = 0.25


def resident():
    """Takes the readings before a test, and in one of four https streams with all points that are kept."""
    with Origin() as origin, tempfile.TemporaryDirectory() as folder:
        authority = origin.identity.authority
        daemon = Daemon(
            Path(folder),
            {
                "test_urls": [origin.url("big", "https")],
                "ip_info_url": "",
                "max_speed_mbps": 200,
                "update_interval_seconds": INTERVAL_SECONDS,
            },
            env={"SSL_CERT_FILE": authority, "CURL_CA_BUNDLE": authority},
        )
        try:
            row("resident memory, daemon idle", *_megabytes(daemon.pid))
            daemon.start_running()
            # Thinning may start below the limit, so the session's length tells that it is full.
            full = POINTS * INTERVAL_SECONDS
            daemon.wait_for(lambda stats: stats["session_duration"] >= full, 2 * full, f"{POINTS} points")
            daemon.get("/metrics")
            (child,) = daemon.children()
            row("resident memory, daemon downloading", *_megabytes(daemon.pid))
            row("resident memory, downloader", *_megabytes(child))
            total = sum(resident_bytes(pid)[0] for pid in (daemon.pid, child)) / 1e6
            against("resident memory, both downloading", total, "MB", 50)
        finally:
            daemon.stop()


def _megabytes(pid):
    """Both figures of a process: what is resident, and its share of what others use too."""
    whole, share = (count / 1e6 for count in resident_bytes(pid))
    return f"{whole:.1f} MB", f"(proportional: {share:.1f})"
