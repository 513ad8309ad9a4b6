"""The report's page in a real browser, under its own content security policy."""

import json
import subprocess
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from Browser.dashboard import VIOLATIONS
from harness.binaries import built, environment


def rows(count=600):
    """Lines of an export: a row a second for some minutes, the later ones slow, and the incident that they are."""
    for index in range(count):
        time = f"2026-11-20T10:{index // 60:02}:{index % 60:02}.000Z"
        size = 25_000_000 if index < 300 else 2_500_000
        flaws = 4 if index % 50 == 0 else 0
        yield {
            "table": "sample", "time": time, "duration_us": 1_000_000, "bytes": size, "round_trip_us": 18_000,
            "flaws": flaws,
        }  # fmt: skip
    yield {
        "table": "incident", "number": 1, "began": "2026-11-20T10:05:00.000Z", "noticed": "2026-11-20T10:05:30.000Z",
        "ended": "2026-11-20T10:09:00.000Z", "kind": "throttle", "accuses": True,
        "sentence": "<script>alert(1)</script> Fell from 200 to 20 Mbit/s.",
        "before_bps": 2e8, "before_low_bps": 1.9e8, "before_high_bps": 2.1e8,
        "after_bps": 2e7, "after_low_bps": 1.9e7, "after_high_bps": 2.1e7, "confidence": 0.98, "cycle_bytes": None,
    }  # fmt: skip


def test_the_page_shows_all_and_breaks_no_rule(daemon, new_page, tmp_path):
    export = tmp_path / "rows.jsonl"
    export.write_text("".join(json.dumps(row) + "\n" for row in rows()))
    command = [built("datacap"), "import", export, "--config", daemon.folder / "config.json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment())
    assert done.returncode == 0, done.stdout + done.stderr

    page = new_page(viewport={"width": 1280, "height": 900})
    faults, hosts = [], set()
    page.on("console", lambda message: message.type in ("error", "warning") and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.add_init_script(VIOLATIONS)
    answer = page.goto(f"{daemon.url}/report?incident=1")
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Incident 1 on an internet line")
    expect(page.locator("p.lead")).to_have_text("<script>alert(1)</script> Fell from 200 to 20 Mbit/s.")
    expect(page.locator("figure svg").first).to_be_visible()
    page.get_by_text("The raw rows", exact=True).click()
    assert len([line for line in page.locator("#datacap-rows").inner_text().splitlines() if line[:1].isdigit()]) == 600
    # The style sheet is the one whose hash the policy names: without it this is black on white.
    assert page.locator("main").evaluate("element => getComputedStyle(element).maxWidth") != "none"
    violations = Axe().run(page).response["violations"]
    assert not violations, [one["help"] for one in violations]
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # A browser asks for an icon that the page doesn't name, if at all, by itself.
    assert page.evaluate("window.cspViolations") == []
    assert (faults, hosts) == ([], {urlsplit(daemon.url).netloc})
