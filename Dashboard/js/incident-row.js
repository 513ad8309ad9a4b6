import { make, write } from "./dom.js";
import { bytes, duration, instant, parse } from "./format.js";

const KIND_TEXT = {
    throttle: "Throttling",
    burst_shaping: "Burst shaping",
    policing: "Policing",
    congestion: "Congestion",
    undecided: "Slower",
    host_slow: "Slow server",
    outage: "Outage",
    local_limit: "Limit at home",
};

/// One incident: what it was, when, what the line gave, and the link to its report.
export class IncidentRow {
    element = make("li", "incident");
    #title = make("span");
    #mark = make("span", "mark");
    #sentence = make("p");
    #facts = make("p", "entry-line");
    #report = make("a", "incident-report");

    constructor() {
        const head = make("p", "entry-title");
        head.append(this.#title, " ", this.#mark);
        const body = make("div", "alert-body");
        body.append(head, this.#sentence, this.#facts);
        this.element.append(body, this.#report);
    }

    /// Shows an incident of `/api/incidents`, in a unit of speed, with its report if the daemon makes reports.
    show({ incident, unit, hasReport }) {
        const { number, kind, accuses, sentence } = incident;
        write(this.#title, `Incident ${number}`);
        write(this.#mark, KIND_TEXT[kind] ?? kind);
        this.#mark.dataset.tone = accuses ? "warning" : "plain";
        write(this.#sentence, sentence);
        write(this.#facts, factsOf(incident, unit));
        this.#report.hidden = !hasReport;
        this.#report.href = `report?incident=${number}`;
        write(this.#report, "Report");
        this.#report.setAttribute("aria-label", `Report of incident ${number}`);
    }
}

function factsOf({ began, ended, before_mbps: before, after_mbps: after, cycle_bytes: used }, unit) {
    const length = ended ? duration((parse(ended) - parse(began)) / 1000) : null;
    const time = ended ? `${instant(began)} – ${instant(ended)}, ${length}` : `Since ${instant(began)}`;
    const speeds = [unit.text(before), unit.text(after)].filter(Boolean);
    const amount = bytes(used);
    return [
        time,
        speeds.length === 2 ? `${speeds[0]} before, ${speeds[1]} since` : null,
        amount ? `at ${amount} of the cycle` : null,
    ].filter(Boolean).join(" · ");
}
