"""A data cap as an ISP may have it: so many bytes at full speed, then a policer, by the kernel's own `nft`."""

import pytest

from harness import exposition
from harness.network import payload_mbps

RATE_MBPS = 40
CAP = """
table inet cap {
    chain from_isp {
        type filter hook input priority 0
        ip saddr 10.77.0.1 quota over 380 mbytes limit rate over 1000 kbytes/second burst 64 kbytes drop
    }
}
"""


@pytest.mark.timeout(300)
def test_the_drop_after_the_quota_is_detected_and_its_end_too(netns, daemon_factory):
    line, origin = netns(RATE_MBPS)
    line.filter(CAP)
    daemon = daemon_factory({"test_urls": [origin.url()], "max_speed_mbps": None}, namespace=line.home)
    daemon.command("start")

    normal = daemon.wait_for(lambda stats: stats["baseline_speed"] is not None, 30, "the baseline")
    assert normal["baseline_speed"] == pytest.approx(payload_mbps(RATE_MBPS), rel=0.02)
    assert normal["throttle_detected"] is False
    # The line must have been seen for a minute before anything can be said of it.
    daemon.wait_for(lambda stats: stats["verdict"] == "normal", 75, "the end of learning")
    assert daemon.stats()["total_bytes"] < 380 * 2**20

    throttled = daemon.wait_for(lambda stats: stats["throttle_detected"], 90, "throttling")
    assert throttled["speed_mbps"] < 0.7 * normal["baseline_speed"]
    assert throttled["baseline_speed"] == pytest.approx(normal["baseline_speed"], rel=0.02)
    assert throttled["verdict"] in ("throttle", "policing")
    assert exposition.total(daemon, "datacap_throttle_detected") == 1
    assert exposition.total(daemon, "datacap_throttle_detections_total") == 1

    line.filter("delete table inet cap")
    lifted = daemon.wait_for(lambda stats: not stats["throttle_detected"], 60, "the end of throttling")
    assert lifted["verdict"] == "normal"
