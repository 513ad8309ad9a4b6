"""What the page says of the plan, the cycle and the tests' share of it."""

import re
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from harness.past import past_of
from harness.waiting import wait_until

#: A cap that nothing in these tests comes near.
_PLAN = {"name": "Family 1.2 TB", "cap_gb": 1229, "counts": "both", "timezone": "UTC"}


#: What this machine's interface carries meanwhile must not count.
_TESTS_ONLY = {"usage": {"source": "none"}}
#: Loopback is quiet enough for its traffic not to show beside gigabytes.
_WHOLE_LINE = {"usage": {"source": "interface", "interface": "lo"}}


def _plan():
    """The plan in a cycle of 30 days that began 12 days ago."""
    first = datetime.fromtimestamp(time.time() - 12 * 86_400, UTC)
    return _PLAN | {"cycle": {"every_days": 30, "from": first.date().isoformat()}}


@pytest.fixture
def planned(daemon_factory):
    """A daemon with a plan, in whose cycle the tests have used 14 GB: 6 of them two days ago."""
    daemon = daemon_factory({"plan": _plan()} | _TESTS_ONLY)
    with past_of(daemon) as past:
        past.used("tests", past.now - 2 * 86_400, 6)
        past.used("tests", past.now - 7 * 86_400, 8)
        past.used("tests", past.now - 20 * 86_400, 25)
    wait_until(lambda: daemon.get("/api/usage").json().get("used_gb") == 14, 10, "the ledger")
    return daemon


def test_card_of_the_cap_becomes_the_plans(planned, open_dashboard):
    page = open_dashboard(planned).page
    expect(page.locator("#cap-of")).to_have_text("of 1,229 GB")
    expect(page.locator("#cap-used")).to_have_text("14.0 GB")
    expect(page.locator("#cap-percentage")).to_have_text("1.1 % used")
    expect(page.locator("#usage-sentence")).to_have_text(planned.stats()["usage_sentence"])
    expect(page.locator("#plan-cycle")).to_have_text(re.compile(r"^\d+ \w+ – \d+ \w+, 17 d \d+ h left$"))
    facts = page.locator("#cycle-facts")
    expect(facts).to_contain_text("Family 1.2 TB · 1,229 GB")
    expect(facts).to_contain_text("Last cycle25.0 GB")


def test_days_of_the_cycle_are_a_chart_and_a_table(planned, open_dashboard):
    page = open_dashboard(planned).page
    expect(page.get_by_role("img", name=re.compile(r"Data of the tests by day of the cycle: 14.0 GB"))).to_be_visible()
    bars = page.evaluate("() => Chart.getChart('cycle-chart').data.datasets[0].data")
    assert len(bars) == 30
    assert sorted(bar for bar in bars if bar) == [6, 8]
    page.get_by_text("Show days as table").click()
    two_days_ago = datetime.fromtimestamp(time.time() - 2 * 86_400, UTC).date().isoformat()
    expect(page.locator("#cycle-rows tbody tr")).to_have_text(
        [re.compile(rf"{two_days_ago}6.00 GB6.00 GB"), re.compile("8.00 GB")]
    )


def test_line_and_tests_are_told_apart(daemon_factory, open_dashboard):
    daemon = daemon_factory({"plan": _plan()} | _WHOLE_LINE)
    with past_of(daemon) as past:
        past.used("line", past.now - 2 * 86_400, 700, up=100)
        past.used("line", past.now - 3 * 86_400, 12)
        past.used("tests", past.now - 2 * 86_400, 14)
    page = open_dashboard(daemon).page
    expect(page.locator("#usage-sentence")).to_have_text("812 GB used, of which tests 14 GB.")
    expect(page.locator("#cap-used")).to_have_text("812 GB")
    expect(page.locator("#cycle-facts")).to_contain_text("Whole line712 GB down, 100 GB up")
    bars = page.evaluate(
        "() => Chart.getChart('cycle-chart').data.datasets.map(({ data }) => data.filter((y) => y > 1))"
    )
    assert bars == [[14], [pytest.approx(12), pytest.approx(786)]]
    page.get_by_role("radio", name="30 d", exact=True).check(force=True)
    shown = "() => Chart.getChart('history-usage').options.plugins.history.bars?.map(({ high }) => Math.round(high))"
    wait_until(lambda: (page.evaluate(shown) or [])[:4] == [12, 0, 800, 14], 10, "the days beneath the speed")


def test_usage_moves_with_a_test(planned, open_dashboard):
    dashboard = open_dashboard(planned)
    used = dashboard.page.locator("#usage-sentence")
    expect(used).to_have_text(re.compile(r"14(\.0)? GB"))
    before = used.inner_text()
    dashboard.start()
    expect(used).not_to_have_text(before, timeout=20_000)


def test_without_a_plan_the_card_is_the_tests_own(daemon_factory, open_dashboard):
    daemon = daemon_factory({"data_cap_gb": 50} | _TESTS_ONLY)
    with past_of(daemon) as past:
        past.used("tests", past.now, 3)
    page = open_dashboard(daemon).page
    expect(page.locator("#cycle")).to_be_visible()
    expect(page.locator("#cap-of")).to_have_text("of 50 GB")
    expect(page.locator("#cap-used")).to_have_text("0 bytes")
    expect(page.locator("#plan-note")).to_be_hidden()
    expect(page.locator("#cycle-facts")).to_contain_text("Tests3.00 GB")
    expect(page.locator("#cycle-facts")).not_to_contain_text("Plan")


def test_cap_of_the_plan_stops_a_test_and_says_so(daemon_factory, open_dashboard):
    carried = {"gb": 1229, "at": datetime.fromtimestamp(time.time() - 60, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    daemon = daemon_factory({"plan": _plan() | {"carried_in": carried}, "at_cap": "stop"} | _TESTS_ONLY)
    dashboard = open_dashboard(daemon)
    expect(dashboard.page.locator("#cap-level")).to_have_text("Cap reached")
    dashboard.press("Start")
    expect(dashboard.page.locator("#verdict")).to_have_text("The data cap is used up.")
    assert daemon.stats()["total_bytes"] == 0


def test_pause_for_an_hour_says_until_when(daemon_factory, open_dashboard):
    daemon = daemon_factory()
    dashboard = open_dashboard(daemon)
    choice = dashboard.page.locator("#pause-for")
    dashboard.expect_status("Stopped")
    expect(choice).to_be_hidden()
    dashboard.start()
    choice.get_by_text("Pause for a while").click()
    dashboard.press("1 hour")
    dashboard.expect_status("Paused")
    until = datetime.fromisoformat(daemon.stats()["paused_until"])
    assert 3500 < until.timestamp() - time.time() <= 3600
    expect(dashboard.page.locator("#verdict")).to_have_text(re.compile(r"^Paused until .*\d\d:\d\d"))
    dashboard.press("Resume")
    dashboard.expect_status("Running")
    assert "paused_until" not in daemon.stats()


def test_pause_for_a_moment_ends_by_itself(daemon_factory, open_dashboard):
    daemon = daemon_factory()
    dashboard = open_dashboard(daemon)
    dashboard.start()
    answer = daemon.post("/api/pause", body=b'{"seconds": 3}', headers={"Content-Type": "application/json"})
    assert answer.status == 200
    dashboard.expect_status("Paused")
    dashboard.expect_status("Running")
