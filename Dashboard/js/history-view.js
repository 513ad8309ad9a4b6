import { call, callOrNull } from "./calls.js";
import { element, setText } from "./dom.js";
import { eventOf } from "./event-text.js";
import { count, gigabytes, instant, parse } from "./format.js";
import { HistoryChart } from "./history-chart.js";
import { speedPoints, usagePeriods } from "./history-series.js";
import { HistoryTable } from "./history-table.js";
import { query, rangeOf } from "./ranges.js";

const REFRESH_INTERVAL = 60_000;
const EVENT_LIMIT = 300;
const INCIDENT_LIMIT = 100;
// Points of the chart: as many as there is room for, and no more than the daemon gives.
const PIXELS_A_POINT = 2;
const MOST_POINTS = 1000;

/// What the line gave over any range of time, what was used meanwhile, and what happened.
export class HistoryView {
    #unit;
    #chart;
    #table;
    #range = "day";
    #cycle = null;
    #cap = null;
    #found = null;
    #isLive = false;
    #asked = 0;

    constructor(unit) {
        this.#unit = unit;
        this.#chart = new HistoryChart(unit);
        this.#table = new HistoryTable(unit);
        for (const input of document.querySelectorAll("input[name=range]")) {
            input.addEventListener("change", () => this.#choose(input.value));
        }
        for (const id of ["range-from", "range-to"]) element(id).addEventListener("change", () => this.refresh());
        element("note-form").addEventListener("submit", (event) => {
            event.preventDefault();
            this.#note();
        });
        setInterval(() => this.#isPast() || this.refresh(), REFRESH_INTERVAL);
        document.addEventListener("visibilitychange", () => this.refresh());
    }

    /// Tells whether the daemon answers; once it does, the history is fetched.
    setLive(isLive) {
        this.#isLive = isLive;
        element("note-add").setAttribute("aria-disabled", String(!isLive));
        this.refresh();
    }

    /// Takes the cycle and the cap of `/api/usage`.
    setUsage({ cycle, plan }) {
        this.#cap = plan.cap_gb;
        const isOther = this.#cycle?.start !== cycle?.start;
        this.#cycle = cycle ?? null;
        if (isOther && this.#range === "cycle") this.refresh();
    }

    /// Shows the same again, in another unit.
    render() {
        if (!this.#found) return;
        this.#chart.show(this.#found);
        this.#table.show(this.#found);
        element("history-speed").setAttribute("aria-label", speedText(this.#found, this.#unit));
        element("history-usage").setAttribute("aria-label", usageText(this.#found));
    }

    /// Fetches the chosen range, if the daemon answers and somebody looks.
    async refresh() {
        if (!this.#isLive || document.hidden) return;
        const range = this.#chosenRange();
        if (!range) return this.#sayEmpty(this.#range === "own" ? "Choose the first and the last day." : "No cycle is known yet.");
        this.#asked += 1;
        const asked = this.#asked;
        const answers = await asking(range, element("history-speed").clientWidth);
        if (asked !== this.#asked || answers.includes(null)) return;
        const found = read(range, answers);
        this.#found = { ...found, cap: this.#cap };
        this.#sayEmpty(isEmpty(found) ? "Nothing was measured in this time." : "");
        this.render();
    }

    #choose(range) {
        this.#range = range;
        element("own-dates").hidden = range !== "own";
        this.refresh();
    }

    #chosenRange() {
        const own = [element("range-from").value, element("range-to").value];
        return rangeOf(this.#range, { cycle: this.#cycle, own });
    }

    /// Tells whether the chosen range can't change any more.
    #isPast() {
        const range = this.#chosenRange();
        return range !== null && range.to < Date.now();
    }

    #sayEmpty(text) {
        element("history-empty").hidden = text === "";
        setText("history-empty", text);
    }

    async #note() {
        const field = element("note-text");
        const text = field.value.trim();
        if (text === "" || element("note-add").getAttribute("aria-disabled") === "true") return;
        try {
            await call("POST", "api/notes", { text });
            field.value = "";
            setText("note-answer", "Noted.");
            this.refresh();
        } catch (error) {
            setText("note-answer", error.message);
        }
    }
}

function asking(range, width) {
    const points = Math.max(60, Math.min(MOST_POINTS, Math.round(width / PIXELS_A_POINT)));
    return Promise.all([
        callOrNull("GET", `api/history?${query(range, { points })}`),
        callOrNull("GET", `api/usage/history?${query(range)}`),
        callOrNull("GET", `api/incidents?${query(range, { limit: INCIDENT_LIMIT })}`),
        callOrNull("GET", `api/events?${query(range, { limit: EVENT_LIMIT })}`),
    ]);
}

function read(range, [speed, usage, incidents, events]) {
    // The API lists the newest first; a chart begins with the oldest.
    return {
        range,
        points: speedPoints(speed),
        periods: usagePeriods(usage),
        incidents: incidents.incidents.reverse().map((incident) => ({
            from: parse(incident.began).getTime(),
            until: parse(incident.ended)?.getTime() ?? null,
            number: incident.number,
            sentence: incident.sentence,
        })),
        events: events.events.map(eventOf).reverse(),
    };
}

function isEmpty({ points, periods, incidents, events }) {
    return points.length + periods.length + incidents.length + events.length === 0;
}

function speedText({ range, points, incidents, events }, unit) {
    const known = points.filter(({ mean }) => mean !== null);
    const time = `from ${instant(range.from)} to ${instant(range.to)}`;
    if (known.length === 0) return `Speed ${time}: nothing was measured.`;
    const lowest = unit.text(known.reduce((low, point) => Math.min(low, point.low), Infinity));
    const highest = unit.text(known.reduce((high, point) => Math.max(high, point.high), 0));
    return `Speed ${time}: between ${lowest} and ${highest}, ${count(incidents.length)} incidents, `
        + `${count(events.length)} events. The tables below the chart have them all.`;
}

function usageText({ periods }) {
    const sum = (name) => periods.reduce((total, period) => total + (period[name] ?? 0), 0);
    if (periods.length === 0) return "Data used in the same time: none was counted.";
    const line = periods.some((period) => period.line !== null) ? `the whole line ${gigabytes(sum("line"))}, ` : "";
    return `Data used in the same time: ${line}tests ${gigabytes(sum("tests"))}.`;
}
