import { make, write } from "./dom.js";
import { count, instant } from "./format.js";

const INTEGRATION_TEXT = {
    exec: "Program",
    email: "Mail",
    webhook: "Webhook",
    alertmanager: "Alertmanager",
};

/// What became of a notice, in a word and with the tone of its badge.
export const OUTCOMES = {
    waiting: { text: "Waiting", tone: "plain" },
    retrying: { text: "Retrying", tone: "warning" },
    delivered: { text: "Delivered", tone: "good" },
    failed: { text: "Given up", tone: "danger" },
    dropped: { text: "Not sent", tone: "plain" },
};

/// One receiver: how it fared last, how much waits for it, and the button that tries it out.
///
/// `test(name)` sends a test and returns the daemon's answer, or throws an Error for a person.
export class ReceiverRow {
    element = make("li", "receiver");
    #integration = make("span", "alert-severity");
    #failing = make("span", "mark", "Failing");
    #latest = make("p", "entry-line");
    #queue = make("p", "entry-line");
    #button = make("button", "quiet", "Send test");
    #outcome = make("p", "entry-line test-outcome");
    #isReachable = true;
    #isBusy = false;

    constructor(name, test) {
        const title = make("p", "entry-title", name);
        title.append(" ", this.#integration, " ", this.#failing);
        this.#button.type = "button";
        this.#button.setAttribute("aria-label", `Send test to ${name}`);
        this.#button.addEventListener("click", () => this.#try(() => test(name)));
        this.#outcome.setAttribute("role", "status");
        const body = make("div", "alert-body");
        body.append(title, this.#latest, this.#queue);
        this.element.append(body, this.#button, this.#outcome);
    }

    /// Shows the receiver as `/api/alerts` tells it.
    show(receiver) {
        write(this.#integration, INTEGRATION_TEXT[receiver.integration] ?? receiver.integration);
        this.#failing.hidden = !receiver.failing;
        write(this.#latest, latestText(receiver));
        const waiting = receiver.queue_length;
        write(this.#queue, waiting === 1 ? "1 notice waits" : `${count(waiting)} notices wait`);
        this.#queue.hidden = waiting === 0;
    }

    /// Lets the button be used, or not while the daemon doesn't answer.
    setReachable(isReachable) {
        this.#isReachable = isReachable;
        this.#button.setAttribute("aria-disabled", String(!isReachable || this.#isBusy));
    }

    async #try(test) {
        if (!this.#isReachable || this.#isBusy) return;
        this.#setBusy(true);
        write(this.#outcome, "Sending a test…");
        try {
            write(this.#outcome, answerText(await test()));
        } catch (error) {
            write(this.#outcome, error.message);
        } finally {
            this.#setBusy(false);
        }
    }

    #setBusy(isBusy) {
        this.#isBusy = isBusy;
        this.setReachable(this.#isReachable);
    }
}

function latestText({ last_outcome: outcome, last_detail: detail, last_time: time }) {
    if (outcome === null) return "Nothing was sent yet.";
    return [`${OUTCOMES[outcome]?.text ?? outcome} ${instant(time)}`, detail].filter(Boolean).join(": ");
}

function answerText({ notices }) {
    return notices.map(({ address, outcome, detail }) => {
        const what = outcome === "waiting" ? "No answer yet; it will show below." : OUTCOMES[outcome]?.text ?? outcome;
        return [["Test", address].filter(Boolean).join(" to "), what, detail].filter(Boolean).join(": ");
    }).join(" · ");
}
