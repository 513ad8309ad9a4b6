"""What the page's modules compute, called in the page itself where a whole session would take too long."""

import pytest


@pytest.fixture
def page(daemon, open_dashboard):
    """The dashboard's page, whose script may import its own modules."""
    return open_dashboard(daemon).page


SERIES = """async (readings) => {
    const { Series } = await import('/js/series.js');
    const series = new Series();
    for (const [at, speed] of readings) {
        series.append([{timestamp: new Date(at * 1000).toISOString(), speed_mbps: speed, total_gb: 0}]);
    }
    return {points: series.points, drawn: series.withGaps(2).map((point) => point.y)};
}"""


def test_long_series_keeps_its_span_and_its_dips(page):
    readings = [[second * 2, 100] for second in range(5000)]
    readings[1234][1] = 3
    readings[4321][1] = 180
    result = page.evaluate(SERIES, readings)
    points = result["points"]
    assert 400 <= len(points) <= 1000
    assert points[-1]["x"] == 4999 * 2000
    assert points[0]["x"] <= 32_000
    assert min(point["y"] for point in points) == 3
    assert max(point["y"] for point in points) == 180
    assert all(left["x"] < right["x"] for left, right in zip(points, points[1:], strict=False))
    assert len(result["drawn"]) == len(points), "thinning must not look like gaps"


def test_outage_in_a_long_series_breaks_the_line(page):
    readings = [[second * 2 + (7200 if second >= 2500 else 0), 100 + second % 7] for second in range(5000)]
    drawn = page.evaluate(SERIES, readings)["drawn"]
    assert sum(y != y for y in drawn) == 1


def test_missing_readings_break_the_line(page):
    result = page.evaluate(SERIES, [[0, 50], [2, 50], [8, 50], [15, 50]])
    assert ["nan" if y != y else y for y in result["drawn"]] == [50, 50, 50, "nan", 50]


def test_readings_sent_twice_count_once(page):
    result = page.evaluate(SERIES, [[0, 50], [2, 51], [2, 52], [0, 53], [4, 54]])
    assert [point["y"] for point in result["points"]] == [50, 51, 54]


FORMAT = """async ([name, value]) => {
    const format = await import('/js/format.js');
    return format[name](value);
}"""


def test_figures_are_written_plainly(page):
    written = [
        ("figure", 9.19, "9.19"),
        ("figure", 9.996, "10.0"),
        ("figure", 941.3, "941"),
        ("figure", 12345, "12,345"),
        ("figure", None, None),
        ("bytes", 0, "0 bytes"),
        ("bytes", 999_600, "1.00 MB"),
        ("bytes", 12_500_000_000, "12.5 GB"),
        ("bytes", 1_198_000_000_000, "1.20 TB"),
        ("percent", 0, "0 %"),
        ("percent", 0.21, "0.21 %"),
        ("percent", 104.4, "104 %"),
        ("duration", 59.9, "59 s"),
        ("duration", 3600, "1 h 00 min"),
        ("duration", 90_000, "1 d 1 h"),
        ("duration", None, None),
        ("span", 600, "10 min"),
        ("span", 3600, "1 h"),
        ("span", 86_400, "1 d"),
        ("span", 630, "10 min 30 s"),
        ("span", 20, "20 s"),
        ("span", None, None),
        ("chosen", 1.5, "1.5"),
        ("instant", "not a time", None),
    ]
    for name, value, text in written:
        assert page.evaluate(FORMAT, [name, value]) == text, f"{name}({value})"


TICKS = """async ([min, max, width]) => {
    const { timeTicks } = await import('/js/time-axis.js');
    return timeTicks(min, max, width);
}"""


def test_time_axis_has_round_ticks_with_room_between(page):
    start = 1_700_000_123_000
    for seconds in (60, 600, 7200, 86_400, 40 * 86_400, 4000 * 86_400):
        for width in (300, 1200):
            built = page.evaluate(TICKS, [start, start + seconds * 1000, width])
            ticks, step = built["ticks"], built["step"]
            assert 1 <= len(ticks) <= width // 92 + 1, (seconds, width)
            assert all(start <= tick <= start + seconds * 1000 for tick in ticks)
            assert all(right - left == step for left, right in zip(ticks, ticks[1:], strict=False))
