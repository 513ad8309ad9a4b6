/// The most points that the chart holds; the daemon keeps to the same bound.
export const POINT_LIMIT = 1000;

// A longer series is thinned to the lowest and the highest point of each of these many stretches of time.
const STRETCHES = POINT_LIMIT / 4;

const GAP_INTERVALS = 3;

// Nobody thins a series shorter than this.
const SHORT_SERIES = POINT_LIMIT / 10;

/// The readings of the session, oldest first, as `{x: milliseconds, y: Mbit/s, gb}`.
export class Series {
    points = [];

    /// Forgets everything and takes these points of the API.
    replace(readings) {
        this.points = [];
        this.append(readings);
    }

    /// Adds points of the API; what isn't newer than the last one is already known.
    append(readings) {
        for (const reading of readings) {
            const x = Date.parse(reading.timestamp);
            if (Number.isNaN(x) || x <= (this.last?.x ?? -Infinity)) continue;
            this.points.push({ x, y: reading.speed_mbps ?? NaN, gb: reading.total_gb });
        }
        if (this.points.length > POINT_LIMIT) this.points = thinned(this.points);
    }

    get last() {
        return this.points.at(-1);
    }

    /// Returns the points with a NaN between two that are too far apart, where the chart breaks its line.
    withGaps(intervalSeconds) {
        const limit = this.#gapLimit(intervalSeconds);
        const result = [];
        let previous = null;
        for (const point of this.points) {
            if (previous && point.x - previous.x > limit) result.push({ x: (previous.x + point.x) / 2, y: NaN });
            result.push(point);
            previous = point;
        }
        return result;
    }

    /// In a thinned series, the daemon's or ours, points lie far apart without anything missing. A gap is then
    /// measured by the distance that all but a few points keep to.
    #gapLimit(intervalSeconds) {
        const interval = intervalSeconds * 1000;
        if (this.points.length < SHORT_SERIES) return GAP_INTERVALS * interval;
        const distances = this.points.slice(1).map((point, index) => point.x - this.points[index].x);
        distances.sort((left, right) => left - right);
        return GAP_INTERVALS * Math.max(interval, distances[Math.floor(0.95 * distances.length)]);
    }
}

/// Thins a series evenly in time, so that its dips and peaks and both its ends stay.
function thinned(points) {
    const [first, last] = [points[0], points.at(-1)];
    const width = (last.x - first.x) / STRETCHES;
    const kept = new Set([first, last]);
    let stretch = -1;
    let lowest = first;
    let highest = first;
    for (const point of points) {
        const current = Math.floor((point.x - first.x) / width);
        if (current !== stretch) {
            kept.add(lowest).add(highest);
            stretch = current;
            lowest = highest = point;
        }
        if (point.y < lowest.y) lowest = point;
        if (point.y > highest.y) highest = point;
    }
    kept.add(lowest).add(highest);
    return points.filter((point) => kept.has(point));
}
