"""The dashboard's alerts: where each rule stands, silences, receivers, and what became of notices."""

import json
import re
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from Browser.alerting import CAP, HOSTILE, SLOW, SLUGGISH, STARVED, alert, hook, told, write_rules
from harness.waiting import wait_until

CONFIG = {"data_cap_gb": 1, "at_cap": "continue"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def open_alerts(daemon_factory, open_dashboard, tmp_path):
    """Starts a daemon with rules and opens its page: `open_alerts(*rules, receivers, **options)`."""

    def open_one(*rules, receivers=(), **options):
        write_rules(tmp_path, *rules, receivers=receivers)
        daemon = daemon_factory(CONFIG, folder=tmp_path)
        return daemon, open_dashboard(daemon, **options)

    return open_one


def rule(dashboard, name):
    """The row of a rule."""
    return dashboard.page.locator("#alert-rows > li").filter(has=dashboard.page.get_by_text(name, exact=True))


def receiver(dashboard, name):
    """The row of a receiver."""
    return dashboard.page.locator("#receiver-rows > li").filter(has=dashboard.page.get_by_text(re.compile(f"^{name}")))


def expect_state(dashboard, name, text):
    expect(rule(dashboard, name).locator(".pill")).to_have_text(text, timeout=15_000)


def test_states_show_and_change_live(open_alerts):
    daemon, dashboard = open_alerts(CAP, SLOW, SLUGGISH, STARVED)
    for name in ("cap", "slow", "sluggish"):
        expect_state(dashboard, name, "Inactive")
    expect_state(dashboard, "starved", "Off")
    expect(rule(dashboard, "sluggish")).to_contain_text("The line gives less than 90,000 Mbit/s")
    expect(dashboard.page.locator("#alerts-firing")).to_have_text("None fires")

    dashboard.start()
    expect_state(dashboard, "cap", "Firing")
    expect(rule(dashboard, "cap")).to_contain_text("The cap is 1 GB")
    expect(rule(dashboard, "cap")).to_contain_text(re.compile(r"Since \d\d:\d\d:\d\d"))
    expect_state(dashboard, "slow", "Firing")
    expect_state(dashboard, "sluggish", "Pending")
    expect(rule(dashboard, "sluggish")).to_contain_text("fires after 1 h ·")
    expect(dashboard.page.locator("#alerts-firing")).to_have_text("2 firing")

    dashboard.press("Stop")
    expect_state(dashboard, "slow", "Recovering")
    expect(rule(dashboard, "slow")).to_contain_text(re.compile(r"gone since [\d:]+ · over after 10 min without it"))
    daemon.command("reset")
    expect_state(dashboard, "cap", "Inactive")


def test_a_change_comes_by_the_stream(open_alerts):
    _, dashboard = open_alerts(CAP)
    expect_state(dashboard, "cap", "Inactive")
    dashboard.page.route("**/api/alerts", lambda route: route.fulfill(status=200, json={}))
    dashboard.start()
    expect_state(dashboard, "cap", "Firing")


@pytest.mark.parametrize(("label", "seconds"), [("1 hour", 3600), ("8 hours", 28_800), ("1 day", 86_400)])
def test_a_silence_is_made_and_ended(open_alerts, label, seconds):
    daemon, dashboard = open_alerts(CAP, SLOW)
    row = rule(dashboard, "cap")
    row.get_by_text("Silence", exact=True).click()
    row.get_by_role("button", name=f"Silence cap for {label}").click()
    expect(row.locator(".mark")).to_have_text(re.compile("^Silenced until .*[0-9]{2}:[0-9]{2}"))
    until = datetime.fromisoformat(alert(daemon, "cap")["silenced_until"])
    assert abs((until - datetime.now(UTC)).total_seconds() - seconds) < 60
    assert alert(daemon, "slow")["silenced_until"] is None

    end = dashboard.button("End silence of cap")
    expect(end).to_be_focused()
    end.press("Enter")
    expect(row.locator(".mark")).to_be_hidden()
    assert alert(daemon, "cap")["silenced_until"] is None
    expect(dashboard.page.locator("#alerts-answer")).to_have_text("The silence is over.")
    expect(row.locator("summary")).to_be_focused()


def test_a_silence_by_somebody_else_shows(open_alerts):
    daemon, dashboard = open_alerts(CAP)
    mark = rule(dashboard, "cap").locator(".mark")
    expect_state(dashboard, "cap", "Inactive")
    expect(mark).to_be_hidden()
    assert daemon.post("/api/alerts/cap/silence", body=b'{"seconds": 3600}', headers=JSON).status == 200
    expect(mark).to_be_visible()
    assert daemon.request("DELETE", "/api/alerts/cap/silence").status == 200
    expect(mark).to_be_hidden()


def test_a_refused_silence_is_explained(open_alerts):
    daemon, dashboard = open_alerts(CAP, tolerated="status of 404")
    expect_state(dashboard, "cap", "Inactive")
    write_rules(daemon.folder, SLOW)
    assert daemon.post("/-/reload").status == 200
    wait_until(lambda: daemon.get("/api/alerts").json()["alerts"][0]["alert"] == "slow", 5, "the new rules")
    row = rule(dashboard, "cap")
    row.get_by_text("Silence", exact=True).click()
    row.get_by_role("button", name="Silence cap for 1 hour").click()
    expect(dashboard.page.locator("#alerts-answer")).to_have_text('There is no alert "cap".')
    expect_state(dashboard, "slow", "Inactive")
    expect(row).to_have_count(0)


def test_a_receiver_is_tried_out(open_alerts, tmp_path):
    good, bad = hook(tmp_path, "good"), hook(tmp_path, "bad", exit_code=3, says="no such channel")
    daemon, dashboard = open_alerts(told(CAP, good), receivers=[good, bad])
    expect(receiver(dashboard, "good")).to_contain_text("Nothing was sent yet.")

    dashboard.press("Send test to good")
    expect(receiver(dashboard, "good").get_by_role("status")).to_have_text(
        re.compile("Test: Delivered"), timeout=15_000
    )
    expect(receiver(dashboard, "good")).to_contain_text(re.compile(r"Delivered \d\d:\d\d:\d\d"))
    dashboard.press("Send test to bad")
    outcome = receiver(dashboard, "bad").get_by_role("status")
    expect(outcome).to_have_text(re.compile("Test: Given up: .*3.*no such channel"), timeout=15_000)
    expect(dashboard.button("Send test to bad")).to_be_enabled()

    notices = dashboard.page.locator("#notices li")
    expect(notices).to_have_count(2)
    expect(notices.first).to_contain_text("Given up")
    expect(notices.last).to_contain_text("Delivered")
    listed = daemon.get("/api/alerts").json()["notices"]
    assert [notice["outcome"] for notice in listed] == ["failed", "delivered"]


def test_what_happened_to_each_notice_shows(open_alerts, tmp_path):
    good = hook(tmp_path, "good")
    later = hook(tmp_path, "later", exit_code=75, says="come back tomorrow")
    never = hook(tmp_path, "never", exit_code=1, says="not you")
    _, dashboard = open_alerts(told(CAP, good, later, never), receivers=[good, later, never])
    dashboard.start()
    notices = dashboard.page.locator("#notices")
    for name, outcome in (("good", "Delivered"), ("later", "Retrying"), ("never", "Given up")):
        entry = notices.locator("li").filter(has_text=f"To {name}")
        expect(entry.locator(".mark")).to_have_text(outcome, timeout=15_000)
        expect(entry).to_contain_text("cap fires")
    expect(notices.locator("li").filter(has_text="To later")).to_contain_text("come back tomorrow")
    expect(receiver(dashboard, "later")).to_contain_text("1 notice waits")
    expect(receiver(dashboard, "later").get_by_text("Failing")).to_be_visible()
    expect(receiver(dashboard, "good").get_by_text("Failing")).to_be_hidden()
    expect(rule(dashboard, "cap")).to_contain_text("tells good, later, never")
    dashboard.press("Reset")
    dashboard.page.get_by_role("button", name="Reset statistics").click()
    expect(notices.locator("li").filter(has_text="cap is over").locator(".mark")).to_have_text("Delivered")


def test_markup_from_outside_stays_text(open_alerts, tmp_path):
    markup = "<img src=x onerror=\"document.title='owned'\">"
    bad = hook(tmp_path, "bad", exit_code=1, says=markup)
    hostile = CAP | {"labels": {"severity": markup}, "annotations": {"summary": "<b>x</b> <script>y</script>"}}
    _, dashboard = open_alerts(told(hostile, bad), receivers=[bad])
    dashboard.start()
    expect(rule(dashboard, "cap")).to_contain_text("<b>x</b> <script>y</script>", timeout=15_000)
    expect(rule(dashboard, "cap")).to_contain_text("<img src=x")
    expect(dashboard.page.locator("#notices")).to_contain_text("<img src=x", timeout=15_000)
    expect(receiver(dashboard, "bad")).to_contain_text("<img src=x")
    dashboard.press("Send test to bad")
    expect(receiver(dashboard, "bad").get_by_role("status")).to_contain_text("<img src=x", timeout=15_000)
    assert dashboard.page.locator("main :is(img, b, script)").count() == 0
    expect(dashboard.page).not_to_have_title("owned")


def test_names_of_any_kind_stay_text(daemon, open_dashboard):
    """The daemon lets no such names pass; the page doesn't count on that."""
    dashboard = open_dashboard(daemon)
    shown = dashboard.page.evaluate(
        """async (name) => {
            const { AlertRow } = await import('/js/alert-row.js');
            const { ReceiverRow } = await import('/js/receiver-row.js');
            const rule = new AlertRow(name, () => {});
            rule.show({alert: name, enabled: true, condition: name, signal: name, state: name, labels: {severity: name},
                silenced_until: null, summary: null, receivers: [name], since: name, next_repeat: null});
            const receiver = new ReceiverRow(name, () => {});
            receiver.show({receiver: name, integration: name, queue_length: 2, failing: true, last_outcome: name,
                last_detail: name, last_time: name});
            return [rule, receiver].map(({element}) => [element.textContent, element.querySelectorAll('img').length]);
        }""",
        HOSTILE,
    )
    assert all(HOSTILE in text and images == 0 for text, images in shown)


def test_without_rules_a_line_says_how_to_get_some(open_alerts):
    daemon, dashboard = open_alerts()
    expect(dashboard.page.locator("#alerts-none")).to_have_text(re.compile(r"no rules.*alerts/rules\.json"))
    expect(dashboard.page.locator("#told")).to_be_hidden()
    expect(dashboard.page.locator("#alerts-firing")).to_be_hidden()


def test_rules_that_tell_nobody_say_so(open_alerts):
    _, dashboard = open_alerts(CAP)
    expect(dashboard.page.locator("#alerts-none")).to_have_text(re.compile("Add a receiver"))
    dashboard.start()
    expect_state(dashboard, "cap", "Firing")
    expect(rule(dashboard, "cap")).to_contain_text("tells nobody")


def test_nothing_can_be_pressed_while_the_daemon_is_away(open_alerts, tmp_path):
    good = hook(tmp_path, "good")
    daemon, dashboard = open_alerts(told(CAP, good), receivers=[good], tolerated="WebSocket|ERR_CONNECTION_REFUSED")
    button = dashboard.button("Send test to good")
    expect(button).to_be_enabled()
    rule(dashboard, "cap").get_by_text("Silence", exact=True).click()
    daemon.kill()
    expect(button).to_be_disabled()
    expect(dashboard.button("Silence cap for 1 hour")).to_be_disabled()
    daemon.restart()
    expect(button).to_be_enabled(timeout=30_000)


def test_an_opened_choice_survives_updates(open_alerts):
    daemon, dashboard = open_alerts(CAP, SLOW)
    row = rule(dashboard, "slow")
    row.get_by_text("Silence", exact=True).click()
    dashboard.start()
    expect_state(dashboard, "slow", "Firing")
    expect(row.get_by_role("button", name="Silence slow for 1 hour")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_accessible_and_fits(open_alerts, tmp_path, width, scheme):
    good = hook(tmp_path, "good")
    later = hook(tmp_path, "later", exit_code=75, says="a-long-word-without-end" * 20)
    daemon, dashboard = open_alerts(
        told(CAP, good, later), SLOW, SLUGGISH, STARVED, CAP | {"alert": "info", "labels": {"severity": "info"}},
        receivers=[good, later], width=width, color_scheme=scheme, reduced_motion="reduce",
    )  # fmt: skip
    dashboard.start()
    expect_state(dashboard, "sluggish", "Pending")
    expect(receiver(dashboard, "later").get_by_text("Failing")).to_be_visible(timeout=15_000)
    dashboard.press("Stop")
    expect_state(dashboard, "slow", "Recovering")
    assert daemon.post("/api/alerts/slow/silence", body=b'{"seconds": 3600}', headers=JSON).status == 200
    rule(dashboard, "cap").get_by_text("Silence", exact=True).click()
    dashboard.press("Send test to later")
    status = receiver(dashboard, "later").get_by_role("status")
    wait_until(lambda: "Given up" in status.inner_text(), 15, "the outcome")
    results = Axe().run(dashboard.page)
    assert results.violations_count == 0, results.generate_report()
    assert dashboard.overflow() <= 0


def test_witnesses_show_beside_the_verdict(daemon, open_dashboard):
    """The stream is the daemon's own with detections put in: a whole accusation takes minutes."""
    page = open_dashboard(daemon).page
    checking, witnesses = page.locator("#checking"), page.locator("#witnesses")
    expect(checking).to_be_hidden()
    expect(witnesses).to_be_hidden()
    stats = daemon.stats() | {"type": "stats", "full": True, "status": "running", "update_interval_seconds": 600}
    streams = []
    page.route_web_socket("**/ws", lambda stream: (streams.append(stream), tell(being_checked=True, probes=[])))

    def tell(**detection):
        streams[-1].send(json.dumps(stats | {"detections": [detection]}))

    page.reload()
    expect(checking).to_be_visible()
    expect(witnesses).to_be_hidden()
    tell(
        being_checked=False,
        probes=[
            {"target": HOSTILE, "ip_version": "v6", "line_mbps": 12.5, "finding": "agrees"},
            {"target": "b.test", "ip_version": "any", "line_mbps": None, "finding": "failed"},
        ],
    )
    expect(checking).to_be_hidden()
    entries = witnesses.get_by_role("listitem")
    expect(entries.nth(0)).to_contain_text(f"{HOSTILE} by IPv6 Agrees", use_inner_text=False)
    expect(entries.nth(0)).to_contain_text("12.5 Mbit/s in all: the line carried no more for it")
    expect(entries.nth(1)).to_contain_text("b.test No answer")
    assert page.locator("main img").count() == 0
    tell(being_checked=False, probes=[])
    expect(witnesses).to_be_hidden()
