import { AlertRow } from "./alert-row.js";
import { call } from "./calls.js";
import { element, setEntries, setText } from "./dom.js";
import { count, instant } from "./format.js";
import { OUTCOMES, ReceiverRow } from "./receiver-row.js";
import { Rows } from "./rows.js";

// Between two fetches, however many messages come in.
const SHORTEST_PAUSE = 500;
// What has no message: a queue that grows, an Alertmanager's answers, rules that were read again.
const REFRESH_INTERVAL = 15_000;

/// The rules with their states, the receivers, and what became of the latest notices.
///
/// A message of the stream shows the alert that it tells of at once; the rest is fetched behind it.
export class AlertsView {
    #alerts = [];
    #rules = new Rows("alert-rows", (name) => new AlertRow(name, (...order) => this.#silence(...order)));
    #receivers = new Rows("receiver-rows", (name) => new ReceiverRow(name, (receiver) => this.#test(receiver)));
    #isLive = false;
    #timer = 0;
    #fetchedAt = -Infinity;

    constructor() {
        setInterval(() => document.hidden || this.refresh(), REFRESH_INTERVAL);
        document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
    }

    /// Shows the alert of a message of the stream.
    receive(alert) {
        const place = this.#alerts.findIndex((known) => known.alert === alert.alert);
        if (place >= 0 && !alert.removed) {
            this.#alerts[place] = alert;
            this.#showAlerts();
        }
        this.refresh();
    }

    /// Tells whether the daemon answers; once it does, everything is fetched.
    setLive(isLive) {
        this.#isLive = isLive;
        this.#showReachable();
        this.refresh();
    }

    /// Fetches the alerts soon.
    refresh() {
        if (this.#timer !== 0 || !this.#isLive) return;
        const pause = Math.max(0, this.#fetchedAt + SHORTEST_PAUSE - performance.now());
        this.#timer = setTimeout(() => this.#fetch(), pause);
    }

    async #fetch() {
        this.#timer = 0;
        this.#fetchedAt = performance.now();
        try {
            this.#show(await call("GET", "api/alerts"));
        } catch {
            // What is shown stays; the stream tells when the daemon is back.
        }
    }

    #show({ alerts, receivers, notices }) {
        this.#alerts = alerts;
        this.#showAlerts();
        const isAnybodyTold = receivers.length > 0 || notices.length > 0;
        element("told").hidden = !isAnybodyTold;
        setText("alerts-none", noneText(alerts, isAnybodyTold));
        this.#receivers.show(receivers, ({ receiver }) => receiver);
        setEntries("notices", notices.map(noticeEntry), "None so far.");
        this.#showReachable();
    }

    #showAlerts() {
        const firing = this.#alerts.filter(({ state }) => state === "firing" || state === "recovering").length;
        const pill = element("alerts-firing");
        pill.hidden = this.#alerts.length === 0;
        pill.dataset.state = firing > 0 ? "firing" : "inactive";
        setText("alerts-firing", firing > 0 ? `${count(firing)} firing` : "None fires");
        this.#rules.show(this.#alerts, ({ alert }) => alert);
    }

    #showReachable() {
        this.#rules.each((row) => row.setReachable(this.#isLive));
        this.#receivers.each((row) => row.setReachable(this.#isLive));
    }

    async #silence(name, seconds) {
        const path = `api/alerts/${encodeURIComponent(name)}/silence`;
        try {
            const { message } = await (seconds === null ? call("DELETE", path) : call("POST", path, { seconds }));
            setText("alerts-answer", message);
        } catch (error) {
            setText("alerts-answer", error.message);
        }
        this.refresh();
    }

    async #test(receiver) {
        try {
            return await call("POST", "api/alerts/test", { receiver });
        } finally {
            this.refresh();
        }
    }
}

function noneText(alerts, isAnybodyTold) {
    if (alerts.length === 0) return "There are no rules. Add some to alerts/rules.json to be told when the line is throttled.";
    return isAnybodyTold ? "" : "They show here only. Add a receiver to alerts/rules.json to be told of them.";
}

function noticeEntry({ alert, receiver, address, status, time, test, outcome, detail, attempts }) {
    const { text, tone } = OUTCOMES[outcome] ?? { text: outcome, tone: "plain" };
    const tries = attempts > 1 ? `${count(attempts)} attempts` : null;
    return {
        title: test ? "Test" : `${alert} ${status === "resolved" ? "is over" : "fires"}`,
        mark: text,
        tone,
        lines: [
            [`To ${address ?? receiver}`, instant(time), tries].filter(Boolean).join(" · "),
            detail,
        ].filter(Boolean),
    };
}
