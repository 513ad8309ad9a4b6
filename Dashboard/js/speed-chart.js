import { chartMarks } from "./chart-marks.js";
import { element, setText } from "./dom.js";
import { figure, instant } from "./format.js";
import { onPaletteChange, palette } from "./palette.js";
import { timeAxis } from "./time-axis.js";

// A young session starts with this much time on the axis, so that the line grows into it.
const SHORTEST_SPAN = 60_000;

/// The live chart of the session: speed, baseline and throttled spans.
///
/// Without Chart.js (an extension may block it) the page still has its figures and the table.
export class SpeedChart {
    #chart = null;
    #unit;

    constructor(unit) {
        this.#unit = unit;
        if (!globalThis.Chart) return;
        this.#chart = new globalThis.Chart(element("chart"), this.#configuration());
        this.#paint();
        onPaletteChange(() => {
            this.#paint();
            this.#chart.update("none");
        });
    }

    /// Draws the series anew.
    show(series, spans, stats) {
        const empty = series.points.length === 0;
        element("chart-empty").hidden = !empty;
        setText("chart-unit", this.#unit.label);
        setText("chart-baseline", this.#unit.text(stats.baseline_speed) ?? "");
        element("chart").setAttribute("aria-label", this.#description(series, stats));
        if (!this.#chart) return;
        const { data, options } = this.#chart;
        data.datasets[0].data = series
            .withGaps(stats.update_interval_seconds ?? 2)
            .map(({ x, y }) => ({ x, y: this.#unit.convert(y) }));
        const first = series.points[0]?.x ?? Date.now();
        options.scales.x.min = first;
        options.scales.x.max = Math.max(series.last?.x ?? first, first + SHORTEST_SPAN);
        options.plugins.marks.spans = spans;
        this.#setBaseline(stats.baseline_speed ?? null);
        this.#chart.update("none");
    }

    #setBaseline(mbps) {
        const { scales, plugins } = this.#chart.options;
        plugins.marks.baseline = mbps === null ? null : this.#unit.convert(mbps);
        scales.y.suggestedMax = mbps === null ? undefined : this.#unit.convert(mbps);
    }

    #description(series, stats) {
        if (series.points.length === 0) return "Speed over time. No readings yet.";
        const speeds = series.points.map((point) => point.y).filter(Number.isFinite);
        const lowest = this.#unit.text(speeds.reduce((low, speed) => Math.min(low, speed), Infinity));
        const highest = this.#unit.text(speeds.reduce((high, speed) => Math.max(high, speed), 0));
        const baseline = this.#unit.text(stats.baseline_speed) ?? "not known yet";
        return `Speed over time since ${instant(series.points[0].x)}: between ${lowest} and ${highest}, `
            + `baseline ${baseline}. The table below the chart has the readings.`;
    }

    #configuration() {
        return {
            type: "line",
            data: { datasets: [{ data: [], borderWidth: 2, pointRadius: 0, pointHitRadius: 12, fill: "origin", tension: 0 }] },
            plugins: [chartMarks],
            options: {
                animation: false,
                maintainAspectRatio: false,
                normalized: true,
                parsing: false,
                spanGaps: false,
                interaction: { mode: "nearest", axis: "x", intersect: false },
                scales: {
                    x: timeAxis(),
                    y: { beginAtZero: true, ticks: { maxTicksLimit: 8 }, grid: { drawBorder: false } },
                },
                plugins: {
                    legend: { display: false },
                    marks: { spans: [], baseline: null, colours: {} },
                    tooltip: {
                        displayColors: false,
                        callbacks: {
                            title: ([item]) => (item ? instant(item.parsed.x) : ""),
                            label: (item) => `${figure(item.parsed.y)} ${this.#unit.label}`,
                        },
                    },
                },
            },
        };
    }

    /// Takes the colours of the style sheet, which differ in dark mode.
    #paint() {
        const colours = palette();
        const { data, options } = this.#chart;
        Object.assign(data.datasets[0], { borderColor: colours.accent, backgroundColor: colours.accentWash });
        options.font = { family: colours.font, size: 12 };
        for (const scale of Object.values(options.scales)) {
            scale.ticks.color = colours.muted;
            scale.grid.color = colours.rule;
        }
        options.plugins.marks.colours = {
            baseline: colours.baseline,
            throttled: colours.warning,
            throttledFill: colours.warningWash,
            font: colours.font,
        };
    }
}
