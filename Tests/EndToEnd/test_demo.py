"""The README's first command: a line that shows throttling by itself."""

import pytest

from harness import exposition


@pytest.mark.timeout(300)
def test_the_demo_line_is_throttled_about_a_minute_in_and_lifted_again(demo_daemon):
    assert demo_daemon.stats()["demo"] is True
    demo_daemon.command("start")
    learned = demo_daemon.wait_for(lambda stats: stats["baseline_speed"] is not None, 60, "the baseline")
    assert learned["throttle_detected"] is False

    throttled = demo_daemon.wait_for(lambda stats: stats["throttle_detected"], 110, "throttling")
    assert 20 <= throttled["session_duration"] <= 100
    assert throttled["speed_mbps"] < 0.7 * throttled["baseline_speed"]
    assert throttled["throttle_since"] is not None
    assert exposition.total(demo_daemon, "datacap_throttle_detected") == 1

    lifted = demo_daemon.wait_for(lambda stats: not stats["throttle_detected"], 110, "the end of throttling")
    assert lifted["speed_mbps"] > 0.7 * lifted["baseline_speed"]
    assert exposition.total(demo_daemon, "datacap_throttle_detections_total") == 1
    assert lifted["downloader_restarts"] == 0
