import { call, callOrNull } from "./calls.js";
import { element, setEntries, setText } from "./dom.js";
import { instant, parse, sentence, span } from "./format.js";
import { offers } from "./offers.js";
import { query } from "./ranges.js";
import { testEntry } from "./test-text.js";

const REFRESH_INTERVAL = 60_000;
const SHOWN_TIME = 30 * 86_400_000;
const TEST_LIMIT = 40;

/// The tests of the scheduled mode, the next one, and the button that asks for one now.
///
/// In the continuous mode and without any test the card stays away.
export class TestsView {
    #unit;
    #tests = [];
    #isLive = false;
    #status = null;
    #schedule = null;
    #isScheduled = false;
    #isOffered = false;

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
    receive({ status, mode, schedule = null }) {
        const moved = status !== this.#status || schedule?.next_at !== this.#schedule?.next_at;
        this.#status = status;
        this.#schedule = schedule;
        this.#isScheduled = mode === "scheduled";
        this.#showNext();
        if (moved) this.refresh();
    }

    /// Shows the same again, in another unit.
    render() {
        setEntries("test-rows", this.#tests.map((test) => testEntry(test, this.#unit)), "None so far.");
        this.#showNext();
    }

    /// Fetches the latest tests, if the daemon answers and somebody looks.
    async refresh() {
        if (!this.#isLive || document.hidden) return;
        this.#showNext();
        const now = Date.now();
        const range = { from: now - SHOWN_TIME, to: now + REFRESH_INTERVAL };
        const found = await callOrNull("GET", `api/tests?${query(range, { limit: TEST_LIMIT })}`);
        if (!found) return;
        this.#tests = found.tests;
        this.render();
    }

    #showNext() {
        setText("test-next", nextText(this.#schedule));
        element("test-now").hidden = !this.#isOffered || !this.#isScheduled;
        element("tests").hidden = this.#tests.length === 0 && !this.#isScheduled;
    }

    async #offerTest() {
        this.#isOffered = await offers("post", "/api/test");
        this.#showNext();
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
    return [whenText(schedule, now), schedule.reason ? sentence(schedule.reason) : null].filter(Boolean).join(" ");
}

function whenText({ next_at: time, paused_until: end }, now) {
    const paused = instant(end);
    if (paused) return `Paused until ${paused}.`;
    if (time === undefined) return "A test is under way.";
    const next = parse(time);
    if (next === null) return "No test is planned.";
    const minutes = Math.round((next - now) / 60_000);
    return next > now ? `Next test ${instant(next)}, in ${minutes > 0 ? span(60 * minutes) : "a moment"}.` : "A test is due now.";
}
