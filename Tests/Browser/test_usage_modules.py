"""What the modules of usage and history compute, called in the page itself for what no test can wait for."""

import pytest


@pytest.fixture
def berlin(daemon, open_dashboard):
    """The dashboard's page in Berlin, whose clocks change."""
    return open_dashboard(daemon, timezone_id="Europe/Berlin").page


@pytest.fixture
def page(daemon, open_dashboard):
    return open_dashboard(daemon).page


def _call(page, module, name, *arguments):
    script = "async ([module, name, given]) => (await import(`/js/${module}.js`))[name](...given)"
    return page.evaluate(script, [module, name, list(arguments)])


_USAGE = {
    "plan": {"name": "Cable", "cap_gb": 1229, "cap_kind": "soft", "counts": "both", "timezone": "Europe/Berlin",
             "configured": True},
    "cycle": {"start": "2026-10-14T22:00:00Z", "end": "2026-11-14T23:00:00Z"},
    "source": "line",
    "used_gb": 812.2,
    "used_percent": 66.1,
    "last_cycle_gb": 1105,
    "line": {"down_gb": 700.1, "up_gb": 112.1, "uncertain_gb": 0},
    "tests_gb": 14,
    "days": [{"date": "2026-10-25", "counted_gb": 60, "line_down_gb": 50, "line_up_gb": 10, "tests_gb": 2}],
    "forecast": {"end_gb": 1100, "end_low_gb": 1000, "end_high_gb": 1300, "cap_reached": False,
                 "exhausted_early": "2026-11-12T10:00:00Z", "exhausted_at": None, "exhausted_late": None,
                 "gb_a_day_left": 41.2, "money": 10, "money_low": 0, "money_high": 20, "currency": "USD"},
    "budget": [{"limit": "day", "most_gb": 2, "spent_gb": 0.5}],
    "budget_reason": "the budget of today is used up",
}  # fmt: skip


def test_facts_of_a_cycle_are_said_plainly(page):
    assert dict(_call(page, "usage-text", "cycleFacts", _USAGE)) == {
        "Plan": "Cable · 1,229 GB (soft cap) · downloads and uploads",
        "Whole line": "700 GB down, 112 GB up",
        "Uncertain": None,
        "Tests": "14.0 GB",
        "Expected at the end": "1.10 TB (1.00 TB – 1.30 TB)",
        "Cap used up": "probably not; 12 Nov at the earliest",
        "Left for each day": "41.2 GB",
        "Cost beyond the plan": "10.00 (0.00 – 20.00) USD",
        "Last cycle": "1.11 TB",
        "Tests today": "500 MB of 2 GB (25 %)",
    }
    assert _call(page, "usage-text", "budgetReason", _USAGE) == "The budget of today is used up."


def test_what_is_unknown_of_a_cycle_is_left_out(page):
    bare = _USAGE | {"forecast": None, "last_cycle_gb": None, "budget": [], "source": "tests", "budget_reason": None}
    facts = {name: text for name, text in _call(page, "usage-text", "cycleFacts", bare) if text}
    assert list(facts) == ["Plan", "Tests"]
    assert _call(page, "usage-text", "budgetReason", bare) == ""


@pytest.mark.parametrize(
    ("reached", "early", "likely", "late", "text"),
    [
        (False, None, None, None, "not in this cycle"),
        (False, "2026-11-12T10:00:00Z", "2026-11-13T10:00:00Z", None, "13 Nov (12 Nov – not in this cycle)"),
        (False, "2026-11-10T10:00:00Z", "2026-11-11T10:00:00Z", "2026-11-13T10:00:00Z", "11 Nov (10 Nov – 13 Nov)"),
        (True, None, None, None, "already"),
    ],
)
def test_end_of_the_cap_has_a_band(page, reached, early, likely, late, text):
    exhausted = {"exhausted_early": early, "exhausted_at": likely, "exhausted_late": late}
    forecast = _USAGE["forecast"] | {"cap_reached": reached} | exhausted
    facts = dict(_call(page, "usage-text", "cycleFacts", _USAGE | {"forecast": forecast}))
    assert facts["Cap used up"] == text


def test_cycle_has_each_of_its_days_once_though_the_clocks_change(berlin):
    days = _call(berlin, "cycle-chart", "cycleDays", _USAGE)
    assert len(days) == 31
    assert len({one["label"] for one in days}) == 31
    assert (days[0]["label"], days[-1]["label"]) == ("15 Oct", "14 Nov")
    assert [one for one in days if one["others"]] == [{"label": "25 Oct", "tests": 2, "others": 58}]


def test_axis_of_days_has_midnights_though_the_clocks_change(berlin):
    script = """async () => {
        const { timeTicks } = await import('/js/time-axis.js');
        const built = timeTicks(Date.parse('2026-10-20T10:00:00Z'), Date.parse('2026-10-30T10:00:00Z'), 1200);
        return built.ticks.map((tick) => new Date(tick).toTimeString().slice(0, 8));
    }"""
    assert berlin.evaluate(script) == ["00:00:00"] * 10


def test_own_range_is_whole_local_days(berlin):
    now = 1_800_000_000_000
    range_of = lambda own: _call(berlin, "ranges", "rangeOf", "own", {"own": own, "now": now})  # noqa: E731
    found = range_of(["2026-10-25", "2026-10-25"])
    assert found["to"] - found["from"] == 25 * 3_600_000
    for own in (["2026-10-26", "2026-10-25"], ["", "2026-10-25"], ["2026-13-01", "2026-13-02"]):
        assert range_of(own) is None
    assert _call(berlin, "ranges", "rangeOf", "week", {"now": now}) == {"from": now - 7 * 86_400_000, "to": now}
    assert _call(berlin, "ranges", "rangeOf", "cycle", {"now": now}) is None


def test_line_of_usage_begins_anew_with_each_cycle(page):
    periods = [
        {"from": 10, "until": 20, "cycle": 0, "used": 5},
        {"from": 20, "until": 30, "cycle": 0, "used": 9},
        {"from": 42, "until": 50, "cycle": 40, "used": 1},
    ]
    line = _call(page, "history-series", "cumulativeLine", periods, 10)
    assert [(point["x"], "break" if point["y"] != point["y"] else point["y"]) for point in line] == [
        (20, 5), (30, 9), (40, "break"), (40, 0), (50, 1),
    ]  # fmt: skip


def test_mean_breaks_where_nothing_was_measured(page):
    script = """async (points) => {
        const { meanLine } = await import('/js/history-series.js');
        return meanLine(points, (mbps) => 2 * mbps).map(({ y, isAlone }) => (Number.isNaN(y) ? 'break' : [y, isAlone]));
    }"""
    points = [{"from": at, "until": at + 10, "mean": mean} for at, mean in ((0, 1), (10, 2), (20, None), (90, 3))]
    assert page.evaluate(script, points) == [[2, False], [4, False], "break", [6, True]]


STATES = """async (stats) => {
    const { showSpeed } = await import('/js/overview.js');
    const { SpeedUnit } = await import('/js/units.js');
    const shown = { demo: false, last_update: null, speed_mbps: 0, ...stats };
    showSpeed(shown, new SpeedUnit());
    return ['status', 'verdict'].map((id) => document.getElementById(id).textContent);
}"""


def test_waiting_has_its_reason_and_its_end(page):
    until = "2001-02-03T04:05:06Z"
    waiting = {"status": "waiting", "status_reason": "the budget of this hour is used up", "waiting_until": until}
    status, verdict = page.evaluate(STATES, waiting)
    assert status == "Waiting"
    assert verdict == "The budget of this hour is used up. The test goes on 3 Feb 2001, 04:05."


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        ({"next_at": "2026-11-23T10:00:00Z", "reason": None}, "in 15 min."),
        ({"next_at": "2026-11-23T10:00:00Z", "reason": "quiet hours"}, "in 15 min. Quiet hours."),
        ({"next_at": "2026-11-23T09:00:00Z", "reason": None}, "A test is due now."),
        ({"reason": None}, "A test is under way."),
        ({"next_at": None, "paused_until": "2001-02-03T04:05:00Z"}, "Paused until 3 Feb 2001, 04:05."),
        ({"next_at": None, "reason": "the budget is used up"}, "No test is planned. The budget is used up."),
    ],
)
def test_next_test_is_said_with_what_holds_it_back(page, schedule, text):
    assert _call(page, "tests-view", "nextText", schedule, 1_795_427_100_000).endswith(text)


def test_tomorrow_begins_at_local_midnight(berlin):
    script = """async (text) => {
        const { secondsUntilTomorrow } = await import('/js/pause-for.js');
        return secondsUntilTomorrow(new Date(text));
    }"""
    assert berlin.evaluate(script, "2026-10-25T00:00:00") == 25 * 3600
    assert berlin.evaluate(script, "2026-11-23T23:59:59.500") == 1
