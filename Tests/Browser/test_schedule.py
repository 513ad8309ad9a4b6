"""The scheduled mode on the page: what comes next, a test now, pauses, and the budget's say in it."""

import re

import pytest
from playwright.sync_api import expect

#: Nothing that runs on this machine may hold a test back, and none is due during these tests.
_SCHEDULED = {
    "mode": "scheduled",
    "schedule": {"every_minutes": 1440, "spread_minutes": 0, "max_seconds": 3, "busy_mbps": None},
    "usage": {"source": "none"},
}


@pytest.fixture
def scheduled(daemon_factory, open_dashboard):
    """The page of a daemon that waits for its next test."""
    dashboard = open_dashboard(daemon_factory(_SCHEDULED))
    dashboard.expect_status("Waiting")
    return dashboard


def test_next_test_is_announced(scheduled):
    expect(scheduled.page.locator("#test-next")).to_have_text(re.compile(r"^Next test .*\d\d:\d\d.*, in .+\."))
    expect(scheduled.page.locator("#verdict")).to_have_text(re.compile(r"The test goes on .*\d\d:\d\d"))
    scheduled.expect_enabled("Pause", "Stop", "Reset")


def test_test_now_shows_its_result(scheduled):
    rows = scheduled.page.locator("#test-rows > li")
    expect(rows).to_have_text("None so far.")
    scheduled.press("Test now")
    expect(scheduled.page.locator("#tests-answer")).to_have_text(re.compile(r"\w+"))
    expect(rows.first).to_contain_text("Mbit/s", timeout=30_000)
    scheduled.expect_status("Waiting")


def test_pause_until_tomorrow_and_back(scheduled):
    scheduled.page.get_by_text("Pause for a while").click()
    scheduled.press("Until tomorrow")
    scheduled.expect_status("Paused")
    expect(scheduled.page.locator("#verdict")).to_have_text(re.compile(r"^Paused until .*00:00"))
    expect(scheduled.page.locator("#test-next")).to_have_text(re.compile(r"^Paused until .*00:00"))
    scheduled.press("Resume")
    scheduled.expect_status("Waiting")


def test_budget_that_is_used_up_is_told_with_its_reason(daemon_factory, open_dashboard):
    daemon = daemon_factory({"budget": {"hour_gb": 0.05}, "usage": {"source": "none"}})
    dashboard = open_dashboard(daemon)
    dashboard.press("Start")
    dashboard.expect_status("Waiting", seconds=30)
    expect(dashboard.page.locator("#verdict")).to_have_text(
        re.compile(r"^The budget of this hour is used up\. The test goes on .*\d\d:00(:00)?\.$")
    )
    expect(dashboard.page.locator("#cycle-facts")).to_contain_text(
        re.compile(r"Tests in this hour[\d.]+ MB of 0.05 GB")
    )
    dashboard.expect_enabled("Pause", "Stop", "Reset")
