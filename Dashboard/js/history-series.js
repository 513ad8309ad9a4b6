import { parse } from "./format.js";

// Between two points without a break in the line; a point is only there if something was measured in it.
const GAP_WIDTHS = 2.5;

/// Reads the answer of `/api/history`: points with `{from, until, low, mean, high, bytes, samples, flawed}`.
export function speedPoints({ width_seconds: width, points }) {
    return points.map((point) => {
        const from = parse(point.start).getTime();
        return {
            from,
            until: from + width * 1000,
            low: point.minimum_mbps,
            mean: point.mean_mbps,
            high: point.maximum_mbps,
            bytes: point.bytes,
            samples: point.samples,
            flawed: point.flawed,
        };
    });
}

/// Returns the mean line as `{x, y, point}` with a NaN where the line breaks; a point that stands alone is `isAlone`.
export function meanLine(points, convert) {
    const known = points.filter(({ mean }) => mean !== null);
    const line = [];
    for (const [place, point] of known.entries()) {
        const breaksBefore = place === 0 || isGap(known[place - 1], point);
        const breaksAfter = place === known.length - 1 || isGap(point, known[place + 1]);
        if (breaksBefore && place > 0) line.push({ x: point.from, y: NaN });
        line.push({
            x: (point.from + point.until) / 2, y: convert(point.mean), point, isAlone: breaksBefore && breaksAfter,
        });
    }
    return line;
}

/// Reads the answer of `/api/usage/history`: the use of each stretch of time and, at its end, of the cycle, in GB.
export function usagePeriods({ periods }) {
    return periods.map((period) => ({
        from: parse(period.start).getTime(),
        until: parse(period.end).getTime(),
        cycle: parse(period.cycle_start).getTime(),
        line: period.line_gb,
        tests: period.tests_gb,
        used: period.used_gb,
    }));
}

/// Returns what is used of each cycle as it grows, as `{x, y, period}`; a cycle's line begins at nothing and ends with it.
export function cumulativeLine(periods, start) {
    const line = [];
    let cycle = null;
    for (const period of periods) {
        if (cycle !== null && period.cycle !== cycle) line.push({ x: period.cycle, y: NaN });
        if (period.cycle !== cycle && period.cycle >= start) line.push({ x: period.cycle, y: 0 });
        cycle = period.cycle;
        line.push({ x: period.until, y: period.used, period });
    }
    return line;
}

function isGap(left, right) {
    return right.from - left.from > GAP_WIDTHS * (left.until - left.from);
}
