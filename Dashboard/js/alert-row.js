import { make, write } from "./dom.js";
import { chosen, instant, span } from "./format.js";

const STATE_TEXT = {
    inactive: "Inactive",
    pending: "Pending",
    firing: "Firing",
    recovering: "Recovering",
};

const SILENCES = [
    { label: "1 hour", seconds: 3600 },
    { label: "8 hours", seconds: 8 * 3600 },
    { label: "1 day", seconds: 24 * 3600 },
];

/// One rule: where it stands, since when, what it says, and the buttons that silence it.
///
/// `silence(name, seconds)` asks the daemon for a silence, with null for its end.
export class AlertRow {
    element = make("li", "alert");
    #title = make("p", "entry-title");
    #severity = make("span", "alert-severity");
    #state = make("p", "pill");
    #silenced = make("p", "mark");
    #summary = make("p", "alert-summary");
    #facts = make("p", "entry-line");
    #choice = make("details", "silence");
    #opener = make("summary", "", "Silence");
    #end = make("button", "quiet", "End silence");

    constructor(name, silence) {
        this.#title.append(make("span", "", name), " ", this.#severity);
        this.#opener.setAttribute("aria-label", `Silence ${name}`);
        const times = make("div", "silence-times");
        times.append(...SILENCES.map(({ label, seconds }) => {
            const button = make("button", "quiet", label);
            button.setAttribute("aria-label", `Silence ${name} for ${label}`);
            button.addEventListener("click", () => possible(button) && silence(name, seconds));
            return button;
        }));
        this.#choice.append(this.#opener, times);
        this.#end.setAttribute("aria-label", `End silence of ${name}`);
        this.#end.addEventListener("click", () => possible(this.#end) && silence(name, null));
        for (const button of this.#buttons()) button.type = "button";
        const head = make("div", "alert-head");
        head.append(this.#title, this.#state, this.#silenced);
        const body = make("div", "alert-body");
        body.append(head, this.#summary, this.#facts);
        this.element.append(body, this.#choice, this.#end);
    }

    /// Shows the rule as `/api/alerts` tells it.
    show(alert) {
        const isSilenced = alert.silenced_until !== null;
        write(this.#severity, alert.labels.severity ?? "");
        write(this.#state, alert.enabled ? STATE_TEXT[alert.state] ?? alert.state : "Off");
        this.#state.dataset.state = alert.state;
        this.#state.dataset.severity = alert.labels.severity ?? "";
        write(this.#silenced, isSilenced ? `Silenced until ${instant(alert.silenced_until)}` : "");
        this.#silenced.hidden = !isSilenced;
        const isQuiet = !alert.enabled || alert.state === "inactive";
        const says = alert.summary ?? conditionText(alert);
        write(this.#summary, isQuiet ? "" : says);
        write(this.#facts, [isQuiet ? says : null, ...timing(alert), tells(alert, isQuiet)].filter(Boolean).join(" · "));
        this.#showControls(isSilenced, alert.enabled);
    }

    /// Lets the buttons be used, or not while the daemon doesn't answer.
    setReachable(isReachable) {
        for (const button of this.#buttons()) button.setAttribute("aria-disabled", String(!isReachable));
    }

    #buttons() {
        return [...this.#choice.querySelectorAll("button"), this.#end];
    }

    /// Swaps the choice for its end and back, and takes the keyboard's focus along.
    #showControls(isSilenced, isEnabled) {
        const hadFocus = this.element.contains(document.activeElement);
        const changed = this.#end.hidden === isSilenced;
        this.#end.hidden = !isSilenced;
        this.#choice.hidden = isSilenced || !isEnabled;
        if (isSilenced) this.#choice.open = false;
        if (hadFocus && changed) (isSilenced ? this.#end : this.#opener).focus();
    }
}

function possible(button) {
    return button.getAttribute("aria-disabled") !== "true";
}

/// What a rule watches for, in words; a condition that this page doesn't know is shown as the daemon wrote it.
function conditionText({ signal, condition }) {
    const figures = Object.fromEntries([...condition.matchAll(/(\w+)=([\d.]+)/g)].map(([, name, text]) => [name, +text]));
    switch (signal) {
        case "throttle": return "The provider holds the line down";
        case "cap": return `${chosen(figures.used_percent)} % of the data cap is used`;
        case "cap_forecast": return "The data cap will be used up before its period ends";
        case "speed_below": return `The line gives less than ${chosen(figures.mbps)} Mbit/s`;
        case "no_sample": return "A test runs and gets no data";
        case "crash_loop":
            return `The downloader ends by itself ${chosen(figures.restarts)} times in ${span(figures.within_seconds)}`;
        case "notification_failing": return "A receiver can't be told";
        default: return condition;
    }
}

function tells({ receivers }, isQuiet) {
    if (receivers.length > 0) return `tells ${receivers.join(", ")}`;
    return isQuiet ? null : "tells nobody";
}

function timing(alert) {
    const since = instant(alert.since);
    switch (alert.enabled ? alert.state : "off") {
        case "pending": return [`Since ${since}`, `fires after ${span(alert.for_seconds)}`];
        case "firing": return [`Since ${since}`, ...reminder(alert)];
        case "recovering":
            return [
                `Fires since ${instant(alert.starts_at)}`,
                `gone since ${since}`,
                `over after ${span(alert.keep_firing_for_seconds)} without it`,
            ];
        default: return [];
    }
}

function reminder(alert) {
    if (alert.silenced_until !== null || alert.receivers.length === 0) return [];
    return [alert.next_repeat === null ? "no reminder follows" : `next reminder ${instant(alert.next_repeat)}`];
}
