import { tick } from "./format.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
    ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
    ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
    ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
];

// Pixels that one label needs, so that neighbours never touch.
const LABEL_WIDTH = 92;

/// Returns the tick positions of a time axis: round local times, as many as the width has room for.
export function timeTicks(min, max, width) {
    const room = Math.max(2, Math.floor(width / LABEL_WIDTH));
    const shortest = (max - min) / room;
    const step = STEPS.find((candidate) => candidate >= shortest) ?? Math.ceil(shortest / DAY) * DAY;
    if (step >= DAY) return { step, ticks: midnights(min, max, step / DAY) };
    const offset = new Date(min).getTimezoneOffset() * MINUTE;
    const ticks = [];
    for (let at = Math.ceil((min - offset) / step) * step + offset; at <= max; at += step) ticks.push(at);
    return { step, ticks };
}

/// Every so many days at local midnight, whatever the clocks did in between.
function midnights(min, max, days) {
    const day = new Date(min);
    day.setHours(0, 0, 0, 0);
    if (day.getTime() < min) day.setDate(day.getDate() + 1);
    const ticks = [];
    for (; day.getTime() <= max; day.setDate(day.getDate() + days)) ticks.push(day.getTime());
    return ticks;
}

/// Makes the options of a linear Chart.js axis that shows local time.
///
/// Chart.js' own time axis needs a date library; this one needs none.
export function timeAxis() {
    let step = SECOND;
    return {
        type: "linear",
        afterBuildTicks(axis) {
            const built = timeTicks(axis.min, axis.max, axis.chart.width);
            step = built.step;
            axis.ticks = built.ticks.map((value) => ({ value }));
        },
        ticks: {
            autoSkip: false,
            maxRotation: 0,
            callback(value) {
                return tick(value, step, this.max - this.min);
            },
        },
        grid: { display: false },
    };
}
