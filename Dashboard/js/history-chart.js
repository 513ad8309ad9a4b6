import { element } from "./dom.js";
import { bytes, count, figure, gigabytes, gigabytesTick, instant } from "./format.js";
import { historyMarks } from "./history-marks.js";
import { cumulativeLine, meanLine } from "./history-series.js";
import { EVENT_MARKS } from "./event-text.js";
import { onPaletteChange, palette } from "./palette.js";
import { timeAxis } from "./time-axis.js";

// Pixels of the axes at both sides, alike in both charts so that equal times stand above each other.
const LEFT_AXIS = 58;
const RIGHT_AXIS = 58;

/// Speed above and usage beneath, on one time axis.
export class HistoryChart {
    #unit;
    #speed = null;
    #usage = null;
    #shown = null;

    constructor(unit) {
        this.#unit = unit;
        if (!globalThis.Chart) return;
        this.#speed = new globalThis.Chart(element("history-speed"), this.#speedConfiguration());
        this.#usage = new globalThis.Chart(element("history-usage"), usageConfiguration());
        onPaletteChange(() => this.#draw());
    }

    /// Shows what was found: `{range, points, periods, incidents, events, cap}`, as `HistoryView` has it.
    show(found) {
        this.#shown = found;
        this.#draw();
    }

    #draw() {
        if (!this.#speed || !this.#shown) return;
        const colours = palette();
        for (const chart of [this.#speed, this.#usage]) {
            const { options } = chart;
            options.font = { family: colours.font, size: 12 };
            options.scales.x.min = this.#shown.range.from;
            options.scales.x.max = this.#shown.range.to;
            options.plugins.history.colours = colours;
            for (const scale of Object.values(options.scales)) {
                if (scale.ticks) scale.ticks.color = colours.muted;
                if (scale.grid) scale.grid.color = colours.rule;
            }
        }
        this.#drawSpeed(this.#shown, colours);
        this.#drawUsage(this.#shown, colours);
    }

    #drawSpeed({ points, incidents, events }, colours) {
        const { data, options } = this.#speed;
        const convert = (mbps) => this.#unit.convert(mbps);
        const known = points.filter(({ mean }) => mean !== null);
        options.scales.y.suggestedMax = convert(known.reduce((top, { high }) => Math.max(top, high), 0));
        Object.assign(options.plugins.history, {
            bands: known.map(({ from, until, low, high }) => (
                { from, until, low: convert(low), high: convert(high), colour: colours.accentBand })),
            spans: incidents.map(({ from, until, number }) => ({ from, until, label: `#${number}` })),
            moments: events.map(({ at }) => at),
        });
        const [mean, flawed, marks] = data.datasets;
        Object.assign(mean, { data: meanLine(points, convert), borderColor: colours.accent, backgroundColor: colours.accent });
        flawed.data = points.filter((point) => point.flawed > 0)
            .map((point) => ({ x: (point.from + point.until) / 2, y: 0, point }));
        Object.assign(flawed, { borderColor: colours.danger });
        marks.data = events.map((event) => ({ x: event.at, y: 1, event }));
        Object.assign(marks, {
            pointStyle: events.map(({ kind }) => EVENT_MARKS[kind] ?? "rect"),
            borderColor: colours.muted, backgroundColor: colours.surface,
        });
        this.#speed.update("none");
    }

    #drawUsage({ range, periods, cap }, colours) {
        const { data, options } = this.#usage;
        const isCapShown = isNearCap(periods, cap);
        element("history-cap").hidden = !isCapShown;
        element("history-others").hidden = !periods.some(({ line }) => line !== null);
        options.scales.y.suggestedMax = periods.reduce((top, { line, tests }) => Math.max(top, line ?? tests), 0);
        Object.assign(options.plugins.history, {
            bars: periods.flatMap(({ from, until, line, tests }) => [
                ...(line === null ? [] : [{ from, until, low: 0, high: line, colour: colours.other }]),
                { from, until, low: 0, high: tests, colour: colours.accent },
            ]),
            level: isCapShown ? cap : null,
            levelAxis: "total",
        });
        options.scales.total.suggestedMax = isCapShown ? cap : undefined;
        Object.assign(data.datasets[0], { data: cumulativeLine(periods, range.from), borderColor: colours.ink });
        this.#usage.update("none");
    }

    #speedConfiguration() {
        const onMarks = { type: "scatter", yAxisID: "marks", data: [], clip: false };
        return {
            type: "line",
            data: {
                datasets: [
                    {
                        data: [], borderWidth: 1.5, pointHitRadius: 8, tension: 0,
                        pointRadius: ({ raw }) => (raw?.isAlone ? 2.5 : 0),
                    },
                    { ...onMarks, pointStyle: "crossRot", pointRadius: 3.5, borderWidth: 1.5 },
                    { ...onMarks, pointRadius: 5, borderWidth: 1.5 },
                ],
            },
            plugins: [historyMarks],
            options: {
                ...shared(),
                layout: { padding: { right: RIGHT_AXIS, top: 6 } },
                scales: {
                    x: timeAxis(),
                    y: { ...leftAxis(), ticks: { maxTicksLimit: 6 } },
                    marks: { axis: "y", display: false, min: 0, max: 1 },
                },
                plugins: {
                    ...withoutLegend(),
                    tooltip: {
                        displayColors: false,
                        callbacks: {
                            title: ([item]) => (item ? instant(item.raw.point?.from ?? item.parsed.x) : ""),
                            label: ({ raw }) => raw.event?.label ?? this.#pointText(raw.point),
                        },
                    },
                },
            },
        };
    }

    #pointText({ low, mean, high, bytes: amount, samples, flawed }) {
        const speed = mean === null
            ? "No sample says anything of the line"
            : `${figure(this.#unit.convert(mean))} ${this.#unit.label} (${this.#unit.number(low)} – ${this.#unit.number(high)})`;
        const out = flawed > 0 ? `${count(flawed)} of ${count(samples + flawed)} samples left out` : null;
        return [speed, bytes(amount), out].filter(Boolean);
    }
}

/// The cap is drawn only where the usage comes near it: else it would press everything flat.
function isNearCap(periods, cap) {
    return cap !== null && periods.some(({ used }) => used >= cap / 4);
}

function usageConfiguration() {
    return {
        type: "line",
        data: { datasets: [{ data: [], borderWidth: 1.5, pointRadius: 0, pointHitRadius: 12, tension: 0, yAxisID: "total" }] },
        plugins: [historyMarks],
        options: {
            ...shared(),
            scales: {
                x: timeAxis(),
                y: { ...leftAxis(), ticks: { maxTicksLimit: 4, callback: gigabytesTick } },
                total: {
                    position: "right", beginAtZero: true, grid: { display: false, drawBorder: false },
                    afterFit(axis) { axis.width = RIGHT_AXIS; },
                    ticks: { maxTicksLimit: 4, callback: gigabytesTick },
                },
            },
            plugins: {
                ...withoutLegend(),
                tooltip: {
                    displayColors: false,
                    filter: ({ raw }) => raw.period !== undefined,
                    callbacks: {
                        title: ([item]) => (item ? `${instant(item.raw.period.from)} – ${instant(item.raw.period.until)}` : ""),
                        label: ({ raw }) => usageText(raw.period),
                    },
                },
            },
        },
    };
}

function usageText({ line, tests, used }) {
    return [
        line === null ? null : `Whole line ${gigabytes(line)}`,
        `Tests ${gigabytes(tests)}`,
        `${gigabytes(used)} of the cycle by then`,
    ].filter(Boolean);
}

function shared() {
    return {
        animation: false,
        maintainAspectRatio: false,
        normalized: true,
        parsing: false,
        spanGaps: false,
        interaction: { mode: "nearest", axis: "x", intersect: false },
    };
}

function leftAxis() {
    return { beginAtZero: true, grid: { drawBorder: false }, afterFit(axis) { axis.width = LEFT_AXIS; } };
}

function withoutLegend() {
    return { legend: { display: false }, history: {} };
}
