import { element, setTable } from "./dom.js";
import { day, gigabytes, gigabytesTick, isoDay, parse } from "./format.js";
import { onPaletteChange, palette } from "./palette.js";

const DAY = 86_400_000;

/// What each day of a cycle brought: the tests, and everything else that the line carried.
export class CycleChart {
    #chart = null;
    #usage = null;

    constructor() {
        element("cycle-table").addEventListener("toggle", () => this.#fillTable());
        if (!globalThis.Chart) return;
        this.#chart = new globalThis.Chart(element("cycle-chart"), configuration());
        this.#paint();
        onPaletteChange(() => {
            this.#paint();
            this.#chart.update("none");
        });
    }

    /// Shows the days of `/api/usage`.
    show(usage) {
        this.#usage = usage;
        const days = cycleDays(usage);
        const isLine = usage.source === "line";
        element("key-others").hidden = !isLine;
        element("cycle-chart").setAttribute("aria-label", description(usage, days));
        this.#fillTable();
        if (!this.#chart) return;
        const { data } = this.#chart;
        data.labels = days.map(({ label }) => label);
        data.datasets[0].data = days.map(({ tests }) => tests);
        data.datasets[1].data = days.map(({ others }) => others);
        data.datasets[1].hidden = !isLine;
        this.#chart.update("none");
    }

    #fillTable() {
        if (!element("cycle-table").open || !this.#usage) return;
        const { days, source } = this.#usage;
        const isLine = source === "line";
        setTable(
            "cycle-rows",
            `Days of the cycle in ${this.#usage.plan.timezone}, newest first`,
            isLine ? ["Day", "Counts", "Down", "Up", "Tests"] : ["Day", "Counts", "Tests"],
            [...days].reverse().map((one) => [
                one.date,
                gigabytes(one.counted_gb),
                ...(isLine ? [gigabytes(one.line_down_gb), gigabytes(one.line_up_gb)] : []),
                gigabytes(one.tests_gb),
            ]),
        );
    }

    #paint() {
        const colours = palette();
        const { data, options } = this.#chart;
        Object.assign(data.datasets[0], { backgroundColor: colours.accent });
        Object.assign(data.datasets[1], { backgroundColor: colours.other });
        options.font = { family: colours.font, size: 12 };
        for (const scale of Object.values(options.scales)) {
            scale.ticks.color = colours.muted;
            scale.grid.color = colours.rule;
        }
    }
}

/// Returns every day of a cycle, those to come included, as `{label, tests, others}` in GB.
export function cycleDays({ cycle, days, plan }) {
    const known = new Map(days.map((one) => [one.date, one]));
    const [start, end] = [parse(cycle.start).getTime(), parse(cycle.end).getTime()];
    const all = [];
    // Noon of each day, so that no change of the clocks leads to another day.
    for (let at = start + DAY / 2; at < end; at += DAY) {
        const one = known.get(isoDay(at, plan.timezone));
        const tests = one?.tests_gb ?? 0;
        all.push({
            label: day(at, plan.timezone),
            tests,
            others: Math.max(0, (one?.line_down_gb ?? 0) + (one?.line_up_gb ?? 0) - tests),
        });
    }
    return all;
}

function description({ used_gb: used, source }, days) {
    const most = days.reduce((top, one) => (one.tests + one.others > top.tests + top.others ? one : top), days[0]);
    const what = source === "line" ? "the whole line" : "the tests";
    const top = most && most.tests + most.others > 0
        ? `, at most ${gigabytes(most.tests + most.others)} on ${most.label}` : "";
    return `Data of ${what} by day of the cycle: ${gigabytes(used)} count so far${top}. `
        + "The table below the chart has the days.";
}

function configuration() {
    const bar = { borderWidth: 0, categoryPercentage: 0.9, barPercentage: 0.9, borderRadius: 2, stack: "day" };
    return {
        type: "bar",
        data: { labels: [], datasets: [{ ...bar, label: "Tests", data: [] }, { ...bar, label: "Everything else", data: [] }] },
        options: {
            animation: false,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            scales: {
                x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 16 } },
                y: {
                    stacked: true,
                    beginAtZero: true,
                    grid: { drawBorder: false },
                    ticks: { maxTicksLimit: 6, callback: gigabytesTick },
                },
            },
            plugins: {
                legend: { display: false },
                tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${gigabytes(item.parsed.y)}` } },
            },
        },
    };
}
