import { callOrNull } from "./calls.js";
import { CycleChart } from "./cycle-chart.js";
import { element, setFacts, setText, write } from "./dom.js";
import { budgetReason, cycleFacts, cycleText } from "./usage-text.js";

const REFRESH_INTERVAL = 30_000;

/// What is used of the plan, by what, and where it leads to.
///
/// The figures that move with a test come by the stream; the rest is fetched, and only while somebody looks.
export class UsageView {
    /// The object of `/api/usage`; null until it was fetched.
    usage = null;
    #chart = new CycleChart();
    #isLive = false;
    #status = null;
    #onChange;

    /// `onChange` is called with each usage that was fetched.
    constructor(onChange) {
        this.#onChange = onChange;
        setInterval(() => this.refresh(), REFRESH_INTERVAL);
        document.addEventListener("visibilitychange", () => this.refresh());
    }

    /// Tells whether the daemon answers; once it does, the usage is fetched.
    setLive(isLive) {
        this.#isLive = isLive;
        this.refresh();
    }

    /// Shows the sentence of a stats message; with the state of the test the budget changes too.
    receive({ status, usage_sentence: sentence }) {
        if (status !== this.#status) this.refresh();
        this.#status = status;
        const isPlanned = this.usage?.plan.configured === true;
        element("plan-note").hidden = !isPlanned;
        if (isPlanned) setText("usage-sentence", sentence ?? "");
    }

    /// Fetches the usage, if the daemon answers and somebody looks.
    async refresh() {
        if (!this.#isLive || document.hidden) return;
        const usage = await callOrNull("GET", "api/usage");
        if (usage) this.#show(usage);
    }

    #show(usage) {
        this.usage = usage;
        const hasCycle = Boolean(usage.cycle);
        element("cycle").hidden = !hasCycle;
        setText("plan-cycle", cycleText(usage));
        setText("plan-reason", budgetReason(usage));
        if (hasCycle) {
            setText("cycle-dates", cycleText(usage));
            setFacts("cycle-facts", cycleFacts(usage));
            write(element("cap-finding"), usage.cap_finding?.sentence ?? "");
            element("cap-finding").dataset.state = usage.cap_finding?.state ?? "unknown";
            this.#chart.show(usage);
        }
        this.#onChange(usage);
    }
}
