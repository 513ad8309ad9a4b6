import { callOrNull } from "./calls.js";
import { element } from "./dom.js";
import { isoDay, parse } from "./format.js";
import { IncidentRow } from "./incident-row.js";
import { offers } from "./offers.js";
import { query } from "./ranges.js";
import { Rows } from "./rows.js";

const REFRESH_INTERVAL = 60_000;
const SHOWN_TIME = 400 * 86_400_000;
const INCIDENT_LIMIT = 50;

/// What the detector said of the line, each incident with its report, and the report of the cycle.
export class IncidentsView {
    #rows = new Rows("incident-rows", () => new IncidentRow());
    #unit;
    #incidents = [];
    #hasReports = false;
    #isLive = false;
    #known = "";
    #cycleDay = null;

    constructor(unit) {
        this.#unit = unit;
        setInterval(() => this.refresh(), REFRESH_INTERVAL);
        document.addEventListener("visibilitychange", () => this.refresh());
    }

    /// Tells whether the daemon answers; once it does, the incidents are fetched.
    setLive(isLive) {
        this.#isLive = isLive;
        this.refresh();
    }

    /// Takes a stats message: a detection that comes or goes changes the list.
    receive({ detections = [] }) {
        const known = JSON.stringify(detections.map(({ kind, noticed }) => [kind, noticed]));
        if (known === this.#known) return;
        this.#known = known;
        this.refresh();
    }

    /// Takes the cycle of `/api/usage`, which has a report too.
    setUsage({ cycle, plan }) {
        this.#cycleDay = cycle ? isoDay(parse(cycle.start), plan.timezone) : null;
        this.render();
    }

    /// Shows the same again, in another unit.
    render() {
        const shown = this.#incidents.map((incident) => (
            { incident, unit: this.#unit, hasReport: this.#hasReports }));
        this.#rows.show(shown, ({ incident }) => incident.number);
        element("incidents-none").hidden = shown.length > 0;
        const report = element("cycle-report");
        report.hidden = !this.#hasReports || this.#cycleDay === null;
        if (!report.hidden) report.href = `report?cycle=${this.#cycleDay}`;
    }

    /// Fetches the incidents, if the daemon answers and somebody looks.
    async refresh() {
        if (!this.#isLive || document.hidden) return;
        const now = Date.now();
        const range = { from: now - SHOWN_TIME, to: now + REFRESH_INTERVAL };
        this.#hasReports = await offers("get", "/report");
        const found = await callOrNull("GET", `api/incidents?${query(range, { limit: INCIDENT_LIMIT })}`);
        if (!found) return;
        this.#incidents = found.incidents;
        this.render();
    }
}
