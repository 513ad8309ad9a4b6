"""Tests by the schedule: how soon each ends, how small it gets, and what it says when there's none."""

import datetime

import pytest

from harness.alerting import alert, write_rules
from harness.lab import Lab
from harness.ledger import Ledger, noon_zone
from harness.network import Line, run
from harness.origin import Origin
from harness.shaping import Household
from harness.waiting import hold, wait_until

RATE_MBPS = 60
#: What a test of the usual ten seconds takes of the line.
FIXED_TEST_BYTES = RATE_MBPS * 125_000 * 10
JSON = {"Content-Type": "application/json"}
NEVER = {"cron": "0 0 1 1 *", "spread_minutes": 0}


@pytest.fixture
def lab_line(tmp_path):
    """Lays lab lines: `lay(*options) -> Lab`."""
    laid = []

    def lay(*options):
        laid.append(Lab(tmp_path, *options))
        return laid[-1]

    yield lay
    for line in laid:
        line.close()


def config(*urls, schedule=None, **more):
    """Tests that nobody but the tests here asks for."""
    return {
        "test_urls": list(urls),
        "mode": "scheduled",
        "schedule": NEVER | {"busy_mbps": None} | (schedule or {}),
        "streams": 4,
        "max_speed_mbps": 10_000,
        "update_interval_seconds": 0.5,
        "ip_info_url": "",
        "usage": {"source": "none"},
        "plan": {"unlimited": True, "timezone": noon_zone()},
    } | more


def made_tests(daemon):
    """All tests that the history has, the oldest first."""
    return sorted(daemon.get("/api/tests").json()["tests"], key=lambda test: test["began"])


def events(daemon, kind):
    """The texts of all events of a kind."""
    return [event["text"] for event in daemon.get("/api/events").json()["events"] if event["kind"] == kind]


def make_test(daemon, timeout=30):
    """Has a test made, and returns what the history keeps of it."""
    before = len(made_tests(daemon))
    daemon.command("test")
    wait_until(lambda: len(made_tests(daemon)) > before, timeout, "the end of the test")
    return made_tests(daemon)[-1]


def reload(daemon, settings):
    daemon.write_config(settings)
    assert daemon.post("/-/reload").status == 200


def test_a_test_ends_when_the_rate_is_known(daemon_factory, lab_line):
    daemon = daemon_factory(config(lab_line("--rate-mbps", RATE_MBPS).url))
    stats = daemon.wait_for_status("waiting")
    assert stats["schedule"]["next_at"]
    test = make_test(daemon)
    print(f"{test['bytes'] / 1e6:.1f} MB for {test['speed_mbps']} Mbit/s, a fixed test takes {FIXED_TEST_BYTES / 1e6}")
    assert (test["kind"], test["end"], test["flaws"]) == ("full", "precision", [])
    assert test["speed_mbps"] == pytest.approx(RATE_MBPS, rel=0.03)
    assert test["speed_low_mbps"] <= test["speed_mbps"] <= test["speed_high_mbps"]
    assert test["bytes"] <= 0.5 * FIXED_TEST_BYTES
    stats = daemon.wait_for_status("waiting")
    assert stats["schedule"]["last_test"] == test
    wait_until(lambda: Ledger(daemon.folder).tests_bytes() == stats["total_bytes"] >= test["bytes"], 5, "the ledger")


def test_tests_shrink_with_the_budget(daemon_factory, lab_line):
    """The budget of the day is set to what has been spent and a share of what a test takes."""
    settings = config(lab_line("--rate-mbps", RATE_MBPS).url, budget={"day_gb": 1})
    daemon = daemon_factory(settings)
    daemon.wait_for_status("waiting")
    cost = make_test(daemon)["bytes"]
    assert cost > 9_000_000
    # What each stream may take beyond its run's limit is kept free.
    margin = settings["streams"] * 256 * 1024
    rungs = [
        (0.8 * cost + margin, "short", "a short test is made instead"),
        (5_100_000 + margin, "probe", "a probe of 5 MB is made instead"),
        (600_000, "latency", "only the round trip is measured"),
        (10_000, None, "no test is made"),
    ]
    for left_bytes, kind, reason in rungs:
        spent = wait_until(lambda: Ledger(daemon.folder).tests_bytes(), 5, "spending")
        reload(daemon, settings | {"budget": {"day_gb": round((spent + left_bytes) / 1e9, 9)}})
        if kind:
            assert make_test(daemon)["kind"] == kind
        else:
            before = daemon.stats()["total_bytes"]
            daemon.command("test")
            daemon.wait_for(lambda stats: "no test" in (stats["schedule"]["reason"] or ""), 5, "the reason")
            assert daemon.stats()["total_bytes"] == before
        stats = daemon.wait_for_status("waiting")
        assert reason in stats["schedule"]["reason"]
        assert reason in stats["status_reason"]
        assert "budget.day_gb has" in stats["schedule"]["reason"]
        wait_until(lambda reason=reason: any(reason in text for text in events(daemon, "budget")), 5, "the event")
        # A receive buffer a stream.
        assert Ledger(daemon.folder).tests_bytes() <= spent + left_bytes


def test_a_pause_ends_by_itself_and_a_stop_ends_a_test(daemon_factory, lab_line):
    # So precisely as nobody can know it: the test lasts.
    settings = config(lab_line("--rate-mbps", 20).url, schedule={"precision_percent": 0.5, "max_seconds": 60})
    daemon = daemon_factory(settings)
    daemon.wait_for_status("waiting")
    assert daemon.post("/api/pause", headers=JSON, body=b'{"seconds": 2}').status == 200
    stats = daemon.stats()
    assert stats["status"] == "paused"
    assert stats["schedule"]["paused_until"]
    daemon.wait_for_status("waiting", 5)
    assert daemon.stats()["schedule"]["paused_until"] is None
    wait_until(lambda: "Tests go on after the pause." in events(daemon, "skipped"), 5, "the event")

    daemon.command("test")
    daemon.wait_for_status("running")
    daemon.command("pause")
    wait_until(lambda: [test["end"] for test in made_tests(daemon)] == ["stopped"], 5, "the stopped test")
    assert daemon.stats()["status"] == "paused"
    assert daemon.children() == []
    daemon.command("resume")
    daemon.wait_for_status("waiting")

    daemon.command("test")
    daemon.wait_for_status("running")
    daemon.command("stop")
    stats = daemon.wait_for_status("stopped")
    assert daemon.children() == []
    wait_until(lambda: [test["end"] for test in made_tests(daemon)] == ["stopped", "stopped"], 5, "the stopped test")
    wait_until(lambda: Ledger(daemon.folder).tests_bytes() == stats["total_bytes"], 5, "all bytes in the ledger")
    daemon.command("start")
    daemon.wait_for_status("waiting")


def test_a_restart_keeps_what_tests_cost(daemon_factory, lab_line, tmp_path):
    settings = config(lab_line("--rate-mbps", 30).url)
    daemon = daemon_factory(settings, folder=tmp_path)
    daemon.wait_for_status("waiting")
    first = make_test(daemon)
    print(first)
    spent = Ledger(tmp_path).tests_bytes()
    # Room for a short test, if it's known what one takes, and for a probe if not.
    left = 0.8 * first["bytes"] + settings["streams"] * 256 * 1024
    assert left < 15_000_000
    daemon.stop()
    daemon.write_config(settings | {"budget": {"day_gb": round((spent + left) / 1e9, 9)}})
    daemon.restart()
    assert daemon.wait_for_status("waiting")["mode"] == "scheduled"
    daemon.wait_for(lambda stats: stats["schedule"].get("last_test") == first, 5, "the last test")
    assert make_test(daemon)["kind"] == "short"
    assert [test["kind"] for test in made_tests(daemon)] == ["full", "short"]


def test_a_reload_waits_for_the_test(daemon_factory, lab_line):
    settings = config(lab_line("--rate-mbps", 20).url, schedule={"precision_percent": 0.5, "max_seconds": 5})
    daemon = daemon_factory(settings)
    daemon.wait_for_status("waiting")
    daemon.command("test")
    daemon.wait_for_status("running")
    reload(daemon, settings | {"schedule": {"every_minutes": 1, "spread_minutes": 0, "max_seconds": 2}})
    daemon.wait_for_status("waiting", 15)
    [test] = wait_until(lambda: made_tests(daemon), 5, "the test")
    assert test["end"] in ("time", "precision")
    due = datetime.datetime.fromisoformat(daemon.stats()["schedule"]["next_at"])
    assert due - datetime.datetime.now(datetime.UTC) <= datetime.timedelta(minutes=1)


def test_quiet_hours_are_quiet(daemon_factory, lab_line):
    quiet = {"cron": None, "every_minutes": 1, "spread_minutes": 0, "quiet_hours": ["10:00-15:00"]}
    settings = config(lab_line().url)
    settings["schedule"] = {key: value for key, value in (settings["schedule"] | quiet).items() if key != "cron"}
    daemon = daemon_factory(settings)
    stats = daemon.wait_for_status("waiting")
    due = datetime.datetime.fromisoformat(stats["schedule"]["next_at"])
    offset = int(noon_zone().removeprefix("Etc/GMT")) if noon_zone() != "UTC" else 0
    local = due - datetime.timedelta(hours=offset)
    assert (local.hour, local.minute) == (15, 0)
    assert stats["waiting_until"] == stats["schedule"]["next_at"]


@pytest.fixture
def busy_line(tmp_path):
    """A line of 50 Mbit/s with a default route, on which somebody downloads all the time."""
    with Line(50) as line, Origin(line.address, line.isp) as origin:
        run("ip", "-n", line.home, "route", "add", "default", "via", line.address)
        with Household(line, 5, film_mbps=0, call_mbps=0, pages=False) as household, household.downloading(1):
            yield line, origin


def test_no_test_on_a_busy_line_or_by_another_interface(daemon_factory, busy_line):
    line, origin = busy_line
    every_minute = {"every_minutes": 1, "spread_minutes": 0}
    settings = config(origin.url())
    cases = {
        "others use the line with": every_minute | {"busy_mbps": 10},
        "the line isn't reached by wan7 (schedule.only_interface): it goes out by home0": every_minute
        | {"busy_mbps": None, "only_interface": "wan7"},
    }
    daemons = {
        reason: daemon_factory(settings | {"schedule": schedule}, namespace=line.home)
        for reason, schedule in cases.items()
    }
    for reason, daemon in daemons.items():
        wait_until(lambda d=daemon, r=reason: any(r in text for text in events(d, "skipped")), 70, reason)
        assert made_tests(daemon) == []
        assert daemon.stats()["total_bytes"] == 0


def test_a_schedule_makes_tests_by_itself_and_alerts_hold_between_them(daemon_factory, lab_line, tmp_path):
    slow = {"alert": "slow", "when": {"signal": "speed_below", "mbps": 30}, "for_seconds": 0}
    silent = {"alert": "no-data", "when": {"signal": "no_sample"}, "for_seconds": 0}
    write_rules(tmp_path, [slow | {"receivers": []}, silent | {"receivers": []}], [])
    settings = config(lab_line("--rate-mbps", 20).url)
    settings["schedule"] = {"every_minutes": 1, "spread_minutes": 0, "busy_mbps": None}
    settings["rules_file"] = "alerts/rules.json"
    daemon = daemon_factory(settings, folder=tmp_path)
    wait_until(lambda: made_tests(daemon), 80, "a test that nobody asked for")
    daemon.wait_for_status("waiting")
    wait_until(lambda: alert(daemon, "slow")["state"] == "firing", 5, "the alert")
    hold(
        lambda: alert(daemon, "slow")["state"] == "firing" and alert(daemon, "no-data")["state"] == "inactive",
        5,
        "the alerts between tests",
    )


def test_what_says_nothing_of_the_line_is_kept_and_marked(daemon_factory, lab_line):
    lab = lab_line("--rate-mbps", 40, "--slow-mbps", 1)
    settings = config(lab.url, lab.at("slow"))
    daemon = daemon_factory(settings)
    daemon.wait_for_status("waiting")
    slow = make_test(daemon)
    assert slow["flaws"] == ["server"]
    reload(daemon, settings | {"test_urls": [lab.at("error")]})
    error = make_test(daemon)
    assert (error["flaws"], error["end"], error["bytes"]) == (["http_error"], "failure", 0)
    stats = daemon.stats()
    assert (stats["avg_speed"], stats["peak_speed"], stats["data_points"]) == (0, 0, [])
    assert stats["verdict"] == "learning"
    assert stats["total_bytes"] >= slow["bytes"]

    # A sound one counts.
    reload(daemon, settings | {"test_urls": [lab.url]})
    sound = make_test(daemon)
    assert sound["flaws"] == []
    assert daemon.stats()["avg_speed"] == pytest.approx(sound["speed_mbps"], rel=0.01)
