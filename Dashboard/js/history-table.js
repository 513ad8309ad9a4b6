import { element, setEntries, setTable } from "./dom.js";
import { bytes, count, gigabytes, instant } from "./format.js";

// Enough to read; the whole is at api/history, or in an export.
const ROW_LIMIT = 100;

/// The history as tables, for those whom the chart doesn't serve. They are filled only while they are open.
export class HistoryTable {
    #unit;
    #found = null;

    constructor(unit) {
        this.#unit = unit;
        element("history-table").addEventListener("toggle", () => this.#fill());
    }

    /// Shows what the chart shows.
    show(found) {
        this.#found = found;
        this.#fill();
    }

    #fill() {
        if (!element("history-table").open || !this.#found) return;
        const { points, periods, incidents, events } = this.#found;
        setTable(
            "history-rows",
            captionOf("Speed", points),
            ["From", "Mean", "Lowest", "Highest", "Data", "Left out"],
            newest(points).map(({ from, mean, low, high, bytes: amount, samples, flawed }) => [
                instant(from), this.#unit.text(mean), this.#unit.text(low), this.#unit.text(high), bytes(amount),
                flawed > 0 ? `${count(flawed)} of ${count(samples + flawed)}` : "none",
            ]),
        );
        setTable(
            "usage-rows",
            captionOf("Data used", periods),
            ["From", "Whole line", "Tests", "Of the cycle by then"],
            newest(periods).map(({ from, line, tests, used }) => [
                instant(from), line === null ? null : gigabytes(line), gigabytes(tests), gigabytes(used),
            ]),
        );
        setEntries("happenings", happenings(incidents, events), "Nothing happened in this time.");
    }
}

function newest(rows) {
    return rows.slice(-ROW_LIMIT).reverse();
}

function captionOf(what, rows) {
    return rows.length > ROW_LIMIT
        ? `${what}: the newest ${ROW_LIMIT} of ${count(rows.length)} rows`
        : `${what}, newest first`;
}

function happenings(incidents, events) {
    const all = [
        ...incidents.map(({ from, number, sentence }) => (
            { at: from, title: `Incident ${number}`, text: sentence })),
        ...events.map(({ at, name, text }) => ({ at, title: name, text })),
    ];
    return all.sort((left, right) => right.at - left.at).slice(0, ROW_LIMIT).map(({ at, title, text }) => ({
        title, lines: [instant(at), text].filter(Boolean),
    }));
}
