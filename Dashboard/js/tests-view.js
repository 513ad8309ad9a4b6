import { call } from "./calls.js";
import { element, setEntries, setText } from "./dom.js";
import { duration, instant, parse, sentence } from "./format.js";
import { offers } from "./offers.js";
import { query } from "./ranges.js";
import { testEntry } from "./test-text.js";

const REFRESH_INTERVAL = 60_000;
const SHOWN_TIME = 30 * 86_400_000;
const TEST_LIMIT = 40;

/// The tests of the scheduled mode, the next one, and the button that asks for one now.
///
/// Without a schedule and without any test the card stays away.
export class TestsView {
    #unit;
    #tests = [];
    #isLive = false;
    #status = null;
    #schedule = null;

    constructor(unit) {
        this.#unit = unit;
        element("test-now").addEventListener("click", () => this.#testNow());
        setInterval(() => this.refresh(), REFRESH_INTERVAL);
        document.addEventListener("visibilitychange", () => this.refresh());
    }

    /// Tells whether the daemon answers; once it does, the tests are fetched.
    setLive(isLive) {
        this.#isLive = isLive;
        element("test-now").setAttribute("aria-disabled", String(!isLive));
        if (isLive) this.#offerTest();
        this.refresh();
    }

    /// Takes a stats message: a test that ended moves the schedule on.
    receive({ status, schedule = null }) {
        const moved = status !== this.#status || schedule?.next_at !== this.#schedule?.next_at;
        this.#status = status;
        this.#schedule = schedule;
        this.#showNext();
        if (moved) this.refresh();
    }

    /// Shows the same again, in another unit.
    render() {
        setEntries("test-rows", this.#tests.map((test) => testEntry(test, this.#unit)), "None so far.");
        element("tests").hidden = this.#tests.length === 0 && this.#schedule === null;
    }

    /// Fetches the latest tests, if the daemon answers and somebody looks.
    async refresh() {
        if (!this.#isLive || document.hidden) return;
        const now = Date.now();
        const range = { from: now - SHOWN_TIME, to: now + REFRESH_INTERVAL };
        try {
            this.#tests = (await call("GET", `api/tests?${query(range, { limit: TEST_LIMIT })}`)).tests;
            this.render();
        } catch {
            // What is shown stays; the next attempt is near.
        }
    }

    #showNext() {
        setText("test-next", nextText(this.#schedule));
        element("tests").hidden = this.#tests.length === 0 && this.#schedule === null;
    }

    async #offerTest() {
        try {
            element("test-now").hidden = !(await offers("post", "/api/test"));
        } catch {
            // It is offered when the description can be had.
        }
    }

    async #testNow() {
        if (element("test-now").getAttribute("aria-disabled") === "true") return;
        try {
            const { message } = await call("POST", "api/test");
            setText("tests-answer", message ?? "");
        } catch (error) {
            setText("tests-answer", error.message);
        }
    }
}

/// Says when the next test comes, and why not sooner.
export function nextText(schedule, now = Date.now()) {
    if (schedule === null) return "";
    const next = parse(schedule.next_at);
    const wait = next ? (next - now) / 1000 : null;
    const when = next === null ? "No test is planned." : wait > 0
        ? `Next test ${instant(next)}, in ${duration(wait)}.`
        : "A test is due now.";
    return [when, schedule.reason ? sentence(schedule.reason) : null].filter(Boolean).join(" ");
}
