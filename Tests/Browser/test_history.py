"""What the page says of the past: speeds, usage, tests, incidents and events."""

import re
import time
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from harness.past import past_of
from harness.waiting import wait_until

HOSTILE = "<img src=x onerror=\"document.title='owned'\">"
_DAY = 86_400


@pytest.fixture
def remembering(daemon_factory):
    """A daemon with forty days behind it: an incident three days ago, another that lasts, tests, events and usage."""
    daemon = daemon_factory({"plan": {"cap_gb": 30, "timezone": "UTC"}, "usage": {"source": "none"}})
    with past_of(daemon) as past:
        now = past.now
        past.speeds(40, 94, slow=(now - 3.5 * _DAY, now - 3 * _DAY, 10), flawed_every=97)
        past.incident(now - 3.5 * _DAY, now - 3 * _DAY, "The provider throttles the line.")
        past.incident(now - 7200, None, f"It looks like congestion. {HOSTILE}", accuses=False)
        past.event(now - 5 * _DAY, "note", f"Router replaced {HOSTILE}")
        past.event(now - 6 * _DAY, "address", "203.0.113.7")
        past.test(now - 600, 94.1)
        past.test(now - 4200, 93.2, kind="short", ending="amount", flaws=5)
        past.test(now - 7800, kind="latency", ending="time")
        for day in range(40):
            past.used("tests", now - 3600 - day * _DAY, 0.5)
    return daemon


def _choose(page, name):
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def _drawn(page):
    """What stands in the charts: means, crosses, marks and the line of the cycle's usage."""
    return page.evaluate("""() => {
        const [speed, usage] = ['history-speed', 'history-usage'].map((id) => Chart.getChart(id));
        const known = (points) => points.filter(({ y }) => !Number.isNaN(y));
        return {
            means: known(speed.data.datasets[0].data).map(({ y }) => y),
            flawed: speed.data.datasets[1].data.length,
            events: speed.data.datasets[2].data.map(({ event }) => event.kind),
            incidents: speed.options.plugins.history.spans?.length ?? 0,
            used: known(usage.data.datasets[0].data).map(({ y }) => y),
            width: speed.options.scales.x.max - speed.options.scales.x.min,
            left: [speed, usage].map((chart) => Math.round(chart.chartArea.left)),
            right: [speed, usage].map((chart) => Math.round(chart.chartArea.right)),
        };
    }""")


def test_range_of_time_is_chosen(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    wait_until(lambda: _drawn(page)["means"], 10, "the last day")
    day = _drawn(page)
    assert day["width"] == _DAY * 1000
    assert day["incidents"] == 1
    assert min(day["means"]) > 90

    _choose(page, "7 d")
    wait_until(lambda: _drawn(page)["incidents"] == 2, 10, "the incident of three days ago")
    week = _drawn(page)
    assert week["width"] == 7 * _DAY * 1000
    assert min(week["means"]) == 10
    # The daemon's own starts follow.
    assert week["events"][:3] == ["address", "note", "started"]
    assert week["flawed"] > 10
    assert week["left"][0] == week["left"][1]
    assert week["right"][0] == week["right"][1]
    expect(page.get_by_role("img", name=re.compile(rf"2 incidents, {len(week['events'])} events"))).to_be_visible()

    _choose(page, "Year")
    wait_until(lambda: _drawn(page)["width"] == 365 * _DAY * 1000, 10, "the year")
    assert len(_drawn(page)["means"]) >= 39


def test_usage_of_the_cycle_grows_from_nothing(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    _choose(page, "Cycle")
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    wait_until(lambda: abs(_drawn(page)["width"] - (time.time() - first.timestamp()) * 1000) < 60_000, 10, "the cycle")
    used = _drawn(page)["used"]
    assert used == sorted(used)
    assert used[0] == 0
    assert used[-1] == pytest.approx(remembering.get("/api/usage").json()["used_gb"])


def test_own_days_are_shown_whole(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    expect(page.locator("#own-dates")).to_be_hidden()
    _choose(page, "Dates")
    expect(page.locator("#history-empty")).to_have_text("Choose the first and the last day.")
    first, last = (datetime.fromtimestamp(time.time() - days * _DAY).date().isoformat() for days in (20, 19))
    page.get_by_label("First day").fill(first)
    page.get_by_label("Last day").fill(last)
    wait_until(lambda: _drawn(page)["width"] == 2 * _DAY * 1000, 10, "two days")
    expect(page.locator("#history-empty")).to_be_hidden()
    page.get_by_label("First day").fill("2001-01-01")
    page.get_by_label("Last day").fill("2001-01-02")
    expect(page.locator("#history-empty")).to_have_text("Nothing was measured in this time.")


def test_tables_hold_what_the_charts_show(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    _choose(page, "7 d")
    page.get_by_text("Show history as tables").click()
    expect(page.locator("#history-rows tbody tr")).to_have_count(100)
    expect(page.locator("#history-rows tbody tr").first).to_have_text(
        re.compile(r"\d\d:\d\d:\d\d94.0 Mbit/s84.6 Mbit/s103 Mbit/s[\d.]+ [MG]B(none|\d+ of \d+)")
    )
    expect(page.locator("#usage-rows tbody tr")).to_have_count(7)
    happenings = page.locator("#happenings > li")
    for text in (
        "Router replaced <img",
        "203.0.113.7",
        "The provider throttles the line.",
        "It looks like congestion.",
    ):
        expect(happenings.filter(has_text=text)).to_have_count(1)
    assert page.locator("main img").count() == 0


def test_note_is_kept_and_shown(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    wait_until(lambda: _drawn(page)["means"], 10, "the last day")
    before = len(_drawn(page)["events"])
    page.get_by_label("Note what you changed").fill(f"New cable {HOSTILE}")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#note-answer")).to_have_text("Noted.")
    expect(page.get_by_label("Note what you changed")).to_have_value("")
    events = remembering.get("/api/events").json()["events"]
    assert [event["text"] for event in events if event["kind"] == "note"] == [f"New cable {HOSTILE}"]
    wait_until(lambda: len(_drawn(page)["events"]) == before + 1, 10, "its mark")
    expect(page).to_have_title(re.compile("datacap"))


def test_tests_are_told_in_plain_words(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    rows = page.locator("#test-rows > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("94.1 ± 1.9 Mbit/s")
    expect(rows.nth(0)).to_contain_text("Ended as the rate was known well enough")
    expect(rows.nth(1)).to_contain_text("Left out")
    expect(rows.nth(1)).to_contain_text("this machine's processor was busy, others used the line")
    expect(rows.nth(1)).to_contain_text("Shorter")
    expect(rows.nth(2)).to_contain_text("No rate Round trip only")
    expect(page.get_by_role("button", name="Test now")).to_be_hidden()
    page.get_by_role("radio", name="MB/s").check(force=True)
    expect(rows.nth(0)).to_contain_text("11.8 ± 0.2 MB/s")


def test_incidents_have_their_reports(remembering, open_dashboard):
    page = open_dashboard(remembering).page
    rows = page.locator("#incident-rows > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Incident 2 Congestion")
    expect(rows.nth(0)).to_contain_text(HOSTILE)
    expect(rows.nth(1)).to_contain_text(
        re.compile(r"Incident 1 Throttling.*throttles.*12 h 00 min.*94.2 Mbit/s before")
    )
    offered = 2 if "/report" in remembering.get("/api/openapi.json").json()["paths"] else 0
    expect(page.get_by_role("link", name=re.compile("Report of incident"))).to_have_count(offered)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_past_is_accessible_and_fits(remembering, open_dashboard, width, scheme):
    dashboard = open_dashboard(remembering, width, color_scheme=scheme, reduced_motion="reduce")
    page = dashboard.page
    for name in ("7 d", "Dates"):
        _choose(page, name)
    page.get_by_text("Show history as tables").click()
    page.get_by_text("Show days as table").click()
    expect(page.locator("#test-rows > li")).to_have_count(3)
    assert dashboard.overflow() <= 0
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
