import { element, make, setText } from "./dom.js";
import { bytes, count, instant } from "./format.js";

// Enough to read; the whole series is at api/stats.
const ROW_LIMIT = 60;

/// The readings as a table, for those whom the chart doesn't serve. It is filled only while it is open.
export class ReadingsTable {
    #unit;
    #series = null;

    constructor(unit) {
        this.#unit = unit;
        element("table").addEventListener("toggle", () => this.#fill());
    }

    /// Shows the newest readings of this series.
    show(series) {
        this.#series = series;
        this.#fill();
    }

    #fill() {
        if (!element("table").open || !this.#series) return;
        const { points } = this.#series;
        const newest = points.slice(-ROW_LIMIT).reverse();
        setText("table-caption", points.length > ROW_LIMIT
            ? `The newest ${ROW_LIMIT} of ${count(points.length)} readings; all of them are at api/stats`
            : "Readings, newest first");
        element("table-rows").replaceChildren(...newest.map((point) => this.#row(point)));
    }

    #row({ x, y, gb }) {
        const row = make("tr");
        const time = make("th", "", instant(x) ?? "–");
        time.scope = "row";
        row.append(
            time,
            make("td", "", this.#unit.text(y) ?? "–"),
            make("td", "", bytes(gb === undefined ? null : gb * 1e9) ?? "–"),
        );
        return row;
    }
}
