"""What the daemon says of lines whose truth is known, because the kernel's shapers make them.

Each line has its own network namespaces, so all of them run at the same time: the first test that asks waits for the
length of a story, about three minutes, and the others find theirs told. The rates are low, lest the machine's own
limits play a part.
"""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import scenarios
from harness.binaries import built, environment
from harness.processes import end
from harness.scenarios import FOUND_WITHIN_SECONDS, Watch, unix_seconds
from harness.waiting import wait_until

pytestmark = pytest.mark.timeout(300)

#: How far the change point may lie from the moment when the line was changed.
ONSET_SECONDS = 3
CAP_BYTES = 300_000_000


def lab_line(folder):
    """`datacap lab` on loopback: 40 Mbit/s for 0.4 GB, then 12, and after 75 s 40 again."""
    command = [built("datacap"), "lab", "--rate-mbps", "40", "--after-gb", "0.4", "--then-mbps", "12"]
    folder.mkdir()
    log = folder / "lab.log"
    with open(log, "wb") as output:
        lab = subprocess.Popen(
            [*command, "--lift-after-seconds", "75"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment(),
        )  # fmt: skip
    try:
        [url] = wait_until(
            lambda: [part[4:] for part in log.read_text().split() if part.startswith("url=")], 10, "url="
        )
        with Watch(folder / "daemon", [url]) as watch:
            watch.watch(120, until=lambda reading: reading.total_bytes >= 400_000_000)
            watch.begins(40, 12)
            watch.watch(75)
            watch.ends()
    finally:
        end(lab)
    return watch.story


#: What is done to each line. The household's own download is as large as a household's is: more connections than the
#: test has, for the best part of a minute.
STORIES = {
    "steady": (scenarios.untouched, {"rate_mbps": 30, "seconds": 150}),
    "time": (scenarios.slowed_at_a_time, {"rate_mbps": 40, "to_mbps": 14, "onset_seconds": 80}),
    "early": (scenarios.slowed_at_a_time, {"rate_mbps": 40, "to_mbps": 18, "onset_seconds": 45, "steady": False}),
    "shared": (
        scenarios.slowed_at_a_time,
        {
            "rate_mbps": 48,
            "to_mbps": 26,
            "onset_seconds": 80,
            "streams": 2,
            "steady": False,
            "household": 6,
            "behind_router": True,
        },
    ),
    "volume": (
        scenarios.slowed_at_a_volume,
        {"rate_mbps": 30, "to_mbps": 9, "volume_bytes": round(CAP_BYTES * 1.045), "cap_bytes": CAP_BYTES},
    ),
    "quota": (
        scenarios.policed_after_a_quota,
        {"rate_mbps": 32, "to_mbps": 10, "quota_bytes": 330_000_000},
    ),
    "policer": (
        scenarios.policed_at_a_time,
        {"rate_mbps": 40, "to_mbps": 16, "onset_seconds": 80},
    ),
    "bucket": (scenarios.bucketed, {"rate_mbps": 35, "sustained_mbps": 18, "bucket_bytes": 20_000_000}),
    "outage": (scenarios.cut_off, {"rate_mbps": 30, "onset_seconds": 80, "out_seconds": 15}),
    "household": (
        scenarios.shared_with_a_household,
        {"rate_mbps": 40, "seconds": 170, "seed": 3, "downloads": ((80, 6, 50),)},
    ),
    "neighbours": (
        scenarios.shared_with_a_household,
        {"rate_mbps": 40, "seconds": 170, "seed": 4, "downloads": ((80, 6, 50),), "behind_router": True},
    ),
    "hosts": (scenarios.slowed_with_two_hosts, {"rate_mbps": 36, "to_mbps": 12, "onset_seconds": 80}),
    "host": (scenarios.slow_host, {"rate_mbps": 40, "host_mbps": 3, "onset_seconds": 80, "seconds": 160}),
    "fading": (scenarios.fading, {"rate_mbps": 40, "seconds": 170, "seed": 5}),
    "lab": (lab_line, {}),
}


@pytest.fixture(scope="module")
def told(request, tmp_path_factory):
    """Lets the stories of the chosen tests happen, all at once: `told(name) -> Story`."""
    folder = tmp_path_factory.mktemp("lines")
    names = {mark.args[0] for item in request.session.items for mark in item.iter_markers("story")}
    with ThreadPoolExecutor(len(STORIES)) as pool:
        running = {name: pool.submit(STORIES[name][0], folder / name, **STORIES[name][1]) for name in names}
        yield lambda name: running[name].result()


@pytest.fixture
def story(told, request):
    """The story that the test's mark names; what the daemon said is shown if the test fails."""
    story = told(request.node.get_closest_marker("story").args[0])
    print(story.verdicts(), story.log[-20_000:], sep="\n")
    return story


def assert_limit_was_found(story, kinds, level=0.05, onset_seconds=ONSET_SECONDS):
    """The limit is accused within a minute and not before, with its numbers, and no longer when it is lifted."""
    assert story.accusations(end=story.onset) == []
    assert story.delay_seconds() is not None and story.delay_seconds() <= FOUND_WITHIN_SECONDS
    accusation = story.accusation()
    assert [probe["finding"] for probe in accusation["probes"]] == ["agrees"]
    assert accusation["kind"] in kinds
    assert unix_seconds(accusation["since"]) == pytest.approx(story.onset, abs=onset_seconds)
    assert accusation["before_mbps"] == pytest.approx(story.before_mbps, rel=0.05)
    assert accusation["after_mbps"] == pytest.approx(story.after_mbps, rel=level)
    assert story.readings[-1].verdict == "normal" or story.lifted is None
    return accusation


def assert_nobody_is_accused(story, seconds=150):
    """The provider isn't accused at any time, and the story was long enough to say so."""
    assert story.accusations() == []
    assert story.readings[-1].time - story.began >= seconds - 2


@pytest.mark.story("steady")
def test_nothing_is_said_of_a_line_that_stays_as_it_is(story):
    assert_nobody_is_accused(story)
    assert [verdict for _, verdict in story.verdicts()] == ["learning", "normal"]


@pytest.mark.story("time")
def test_a_lower_rate_is_throttling_with_its_onset_and_both_levels(story):
    assert_limit_was_found(story, {"throttle"})


@pytest.mark.story("early")
def test_a_limit_soon_after_the_start_is_told_from_a_bucket_by_a_rest(story):
    accusation = assert_limit_was_found(story, {"throttle"})
    assert accusation["after_rest_mbps"] == pytest.approx(story.after_mbps, rel=0.1)
    assert "A short rest changed nothing" in accusation["sentence"]


@pytest.mark.story("shared")
def test_a_limit_is_found_although_a_household_behind_the_router_takes_its_share(story):
    assert_limit_was_found(story, {"throttle"}, level=0.3)


@pytest.mark.story("volume")
def test_a_lower_rate_after_the_configured_cap_is_tied_to_the_cap(story):
    accusation = assert_limit_was_found(story, {"throttle"})
    assert (accusation["volume_bytes"], accusation["volume_source"]) == (CAP_BYTES, "cap")
    assert "since the cap of 300 MB was used up" in accusation["sentence"]


@pytest.mark.story("quota")
def test_packets_dropped_after_a_quota_are_a_limit(story):
    assert_limit_was_found(story, {"throttle", "policing"}, level=0.1)


@pytest.mark.story("policer")
def test_packets_dropped_to_hold_a_rate_are_policing(story):
    assert_limit_was_found(story, {"policing"}, level=0.1)


@pytest.mark.story("bucket")
def test_a_bucket_of_20_megabytes_is_named_with_its_size_and_the_rate_after_it(story):
    accusation = assert_limit_was_found(story, {"burst_shaping"})
    assert accusation["sustained_mbps"] == pytest.approx(story.after_mbps, rel=0.05)
    assert accusation["burst_bytes"] == pytest.approx(20_000_000, rel=0.15)
    assert accusation["after_rest_mbps"] > 1.2 * accusation["sustained_mbps"]
    assert "After a short rest it was fast again" in accusation["sentence"]


@pytest.mark.story("outage")
def test_no_data_is_an_outage_and_afterwards_all_is_normal(story):
    assert_nobody_is_accused(story)
    [outage] = [one for reading in story.readings for one in reading.detections if one["kind"] == "outage"][-1:]
    assert unix_seconds(outage["since"]) == pytest.approx(story.onset, abs=ONSET_SECONDS)
    said = [reading.time for reading in story.readings if reading.verdict == "outage"]
    assert story.onset < said[0] <= story.onset + 10
    assert said[-1] <= story.lifted + 30
    assert story.readings[-1].verdict == "normal"


@pytest.mark.story("household")
def test_a_household_on_the_line_is_not_the_provider(story):
    assert_nobody_is_accused(story)


@pytest.mark.story("neighbours")
def test_a_household_that_only_the_router_sees_is_not_the_provider_either(story):
    assert_nobody_is_accused(story)


@pytest.mark.story("hosts")
def test_two_servers_that_get_slow_at_once_are_the_line(story):
    assert_limit_was_found(story, {"throttle"})


@pytest.mark.story("host")
def test_a_slow_server_is_named_and_the_line_is_not(story):
    assert_nobody_is_accused(story)
    slow = [one for reading in story.readings for one in reading.detections if one["kind"] == "host_slow"]
    assert slow and "10.78.0.1" in slow[0]["sentence"]
    assert unix_seconds(slow[0]["since"]) == pytest.approx(story.onset, abs=2 * ONSET_SECONDS)
    assert unix_seconds(slow[0]["noticed"]) <= story.onset + FOUND_WITHIN_SECONDS


@pytest.mark.story("fading")
def test_a_fading_radio_link_is_not_the_provider(story):
    assert_nobody_is_accused(story)


@pytest.mark.story("lab")
def test_the_lab_line_is_throttled_as_it_was_told(story):
    assert_limit_was_found(story, {"throttle"})
