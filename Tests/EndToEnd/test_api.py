"""The REST interface: the documented fields, the steps of a test, and the errors."""

import datetime
import gzip
import subprocess

import pytest

from harness.binaries import environment
from harness.waiting import hold

NUMBER = (int, float)
FIELDS = {
    "status": str,
    "speed_mbps": NUMBER,
    "total_gb": NUMBER,
    "session_duration": NUMBER,
    "avg_speed": NUMBER,
    "peak_speed": NUMBER,
    "throttle_detected": bool,
    "baseline_speed": (*NUMBER, type(None)),
    "cap_percentage": NUMBER,
    "data_points": list,
    "last_update": str,
    "total_bytes": int,
    "session_bytes": int,
    "downloader_restarts": int,
    "targets": list,
    "data_cap_gb": NUMBER,
    "throttle_threshold_percent": NUMBER,
    "update_interval_seconds": NUMBER,
    "streams": int,
    "demo": bool,
}


def moment(text):
    assert text.endswith("Z"), text
    return datetime.datetime.fromisoformat(text)


def assert_problem(answer, status):
    """RFC 9457: the status again, a title, and in words what happened."""
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    return problem


def test_stats_are_as_documented_before_a_test(daemon):
    stats = daemon.stats()
    assert {name: type(stats.get(name)) for name in FIELDS if not isinstance(stats.get(name), FIELDS[name])} == {}
    assert stats["status"] == "stopped"
    assert (stats["speed_mbps"], stats["total_bytes"], stats["data_points"]) == (0, 0, [])
    assert stats["baseline_speed"] is None
    moment(stats["last_update"])


def test_stats_are_as_documented_during_a_test(daemon):
    daemon.start_running(past_bytes=10_000_000)
    stats = daemon.wait_for(lambda stats: len(stats["data_points"]) >= 4 and stats["baseline_speed"], 20)
    assert {name: type(stats.get(name)) for name in FIELDS if not isinstance(stats.get(name), FIELDS[name])} == {}
    assert stats["status"] == "running"
    assert 0 < stats["avg_speed"] <= stats["peak_speed"]
    assert stats["total_gb"] == pytest.approx(stats["total_bytes"] / 1e9, abs=0.01)
    assert stats["cap_percentage"] == pytest.approx(stats["total_bytes"] / 50e9 * 100, abs=0.01)
    for point in stats["data_points"]:
        assert point.keys() == {"timestamp", "speed_mbps", "total_gb"}
        moment(point["timestamp"])
    times = [moment(point["timestamp"]) for point in stats["data_points"]]
    assert times == sorted(set(times))
    speeds = [value for name, value in stats.items() if name.endswith(("_mbps", "_speed"))]
    assert speeds == [round(speed, 2) for speed in speeds]


def test_steps_are_idempotent(daemon):
    def step(name):
        answer = daemon.command(name)
        assert answer.keys() >= {"status", "changed", "message"}
        return answer["changed"]

    assert not step("stop")
    assert step("start") and not step("start")
    daemon.wait_for_status("running")
    assert step("pause") and not step("pause")
    daemon.wait_for_status("paused")
    assert step("resume") and not step("resume")
    daemon.wait_for_status("running")
    assert step("stop")
    daemon.wait_for_status("stopped")
    assert not step("stop")


def test_no_payload_is_counted_while_paused(daemon):
    daemon.start_running()
    daemon.command("pause")
    paused = daemon.wait_for_status("paused")
    # What arrived before the pause may be told just after it: at 200 Mbit/s, 6 MB in a sample.
    hold(lambda: daemon.stats()["total_bytes"] <= paused["total_bytes"] + 7_000_000, 1, "the pause")
    paused = daemon.stats()
    hold(lambda: daemon.stats()["total_bytes"] == paused["total_bytes"], 0.5, "the pause")
    daemon.command("resume")
    daemon.wait_for(lambda stats: stats["total_bytes"] > paused["total_bytes"], 10)


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_an_impossible_step_is_a_conflict(daemon, command):
    assert_problem(daemon.post(f"/api/{command}"), 409)


def test_start_works_as_documented(daemon):
    command = ["curl", "-sS", "-X", "POST", f"http://localhost:{daemon.port}/api/start"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert run.returncode == 0, run.stderr
    daemon.wait_for_status("running")


def test_reset_zeroes_what_was_counted(daemon):
    daemon.start_running(past_bytes=10_000_000)
    daemon.command("stop")
    daemon.wait_for_status("stopped")
    daemon.command("reset")
    stats = daemon.stats()
    for name in ("total_bytes", "total_gb", "session_bytes", "session_duration", "avg_speed", "peak_speed"):
        assert stats[name] == 0, name
    assert stats["data_points"] == []
    assert (stats["baseline_speed"], stats["throttle_detected"]) == (None, False)


def test_the_cap_stops_the_test(daemon_factory):
    daemon = daemon_factory({"data_cap_gb": 0.02})
    daemon.command("start")
    stats = daemon.wait_for(lambda stats: stats["cap_percentage"] >= 100, 20)
    stats = daemon.wait_for_status("stopped")
    assert "cap" in stats["status_reason"]
    # One sample at 200 Mbit/s is 6 MB; transfers in flight may add another.
    assert 20_000_000 <= stats["total_bytes"] <= 35_000_000
    assert daemon.children() == []


def test_the_test_goes_on_past_the_cap_if_told_to(daemon_factory):
    daemon = daemon_factory({"data_cap_gb": 0.02, "at_cap": "continue"})
    daemon.command("start")
    stats = daemon.wait_for(lambda stats: stats["cap_percentage"] >= 200, 20)
    assert stats["status"] == "running"


def test_errors_are_problems(daemon):
    assert_problem(daemon.get("/api/nowhere"), 404)
    assert_problem(daemon.get("/../config.json"), 404)
    json_body = {"Content-Type": "application/json"}
    assert_problem(daemon.post("/api/start", headers={"Content-Type": "text/plain"}, body="{}"), 415)
    assert_problem(daemon.post("/api/start", headers=json_body | {"Content-Length": "65537"}), 413)


@pytest.mark.parametrize(
    "method, path, allowed",
    [
        ("GET", "/api/start", {"POST"}),
        ("DELETE", "/api/stats", {"GET", "HEAD"}),
        ("OPTIONS", "/api/stats", {"GET", "HEAD"}),
        ("PUT", "/", {"GET", "HEAD"}),
        ("GET", "/-/reload", {"POST"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(daemon, method, path, allowed):
    answer = daemon.request(method, path)
    assert_problem(answer, 405)
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == allowed
    assert not any(name.lower().startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize("path", ["/", "/api/stats", "/api/system", "/api/openapi.json", "/-/healthy", "/-/ready"])
def test_head_is_get_without_a_body(daemon, path):
    get, head = daemon.get(path), daemon.request("HEAD", path)
    assert (get.status, head.status, head.body) == (200, 200, b"")
    assert get.headers["Content-Type"] == head.headers["Content-Type"]
    assert get.body


def test_the_page_is_compressed_validated_and_confined(daemon):
    page = daemon.get("/")
    assert page.media_type == "text/html"
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";") if part)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"

    again = daemon.get("/", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    zipped = daemon.get("/", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == page.body
    assert "Accept-Encoding" in zipped.headers["Vary"]
    plain = daemon.get("/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in plain.headers


def test_answers_of_the_interface_are_not_stored(daemon):
    assert "no-store" in daemon.get("/api/stats").headers["Cache-Control"]


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "127.0.0.1.evil.test", "0x7f.1", "10.0.0.1"])
def test_an_unknown_host_is_misdirected(daemon, host):
    for path in ("/", "/metrics", "/-/healthy", "/api/stats"):
        assert_problem(daemon.get(path, headers={"Host": f"{host}:{daemon.port}"}), 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_names_of_this_machine_are_known(daemon, host):
    assert daemon.get("/api/stats", headers={"Host": f"{host}:{daemon.port}"}).status == 200


def test_a_configured_host_is_known(daemon_factory):
    daemon = daemon_factory({"allowed_hosts": ["probe.example.org"]})
    assert daemon.get("/metrics", headers={"Host": "probe.example.org"}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_origins_start_nothing(daemon, headers):
    assert_problem(daemon.post("/api/start", headers=headers), 403)
    assert daemon.stats()["status"] == "stopped"


def test_the_own_page_may(daemon):
    headers = {"Origin": daemon.url, "Sec-Fetch-Site": "same-origin"}
    assert daemon.post("/api/start", headers=headers).status == 200


def test_health_and_readiness(daemon):
    assert daemon.get("/-/healthy").status == 200
    assert daemon.get("/-/ready").status == 200


def test_the_configuration_is_shown_without_secrets(daemon_factory, tmp_path):
    (tmp_path / "token").write_text("a-very-secret-token\n")
    daemon = daemon_factory(
        {"test_urls": ["http://user:hunter2@127.0.0.1/file"], "auth": {"token_file": str(tmp_path / "token")}},
    )
    answer = daemon.get("/api/config", headers={"Authorization": "Bearer a-very-secret-token"})
    assert answer.status == 200
    assert answer.json()["data_cap_gb"] == 50
    assert "hunter2" not in answer.text and "a-very-secret" not in answer.text


def test_a_token_is_asked_for(daemon_factory, tmp_path):
    (tmp_path / "token").write_text("correct horse\n")
    daemon = daemon_factory({"auth": {"token_file": str(tmp_path / "token")}})
    # Basic authentication of any user: base64 of "anyone:correct horse" and of "anyone:wrong".
    for credentials, status in [
        (None, 401),
        ("Bearer wrong", 401),
        ("Basic YW55b25lOndyb25n", 401),
        ("Bearer correct horse", 200),
        ("Basic YW55b25lOmNvcnJlY3QgaG9yc2U=", 200),
    ]:
        answer = daemon.get("/api/stats", headers={"Authorization": credentials} if credentials else {})
        assert answer.status == status, credentials
        if status == 401:
            assert answer.headers["WWW-Authenticate"]
