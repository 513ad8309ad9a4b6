import { call } from "./calls.js";
import { element, setText } from "./dom.js";

const PAUSABLE = ["starting", "running", "stalled", "waiting", "paused"];
const HOUR = 3600;

/// The choice of how long to pause; the daemon goes on by itself afterwards.
export class PauseFor {
    #choice = element("pause-for");
    #isPossible = false;

    constructor() {
        for (const button of this.#choice.querySelectorAll("button")) {
            button.addEventListener("click", () => this.#pause(button));
        }
    }

    /// Offers the choice where the status allows it; null stands for not knowing it.
    show(status) {
        this.#isPossible = PAUSABLE.includes(status);
        this.#choice.hidden = !this.#isPossible;
    }

    async #pause(button) {
        if (!this.#isPossible) return;
        const seconds = button.dataset.hours ? button.dataset.hours * HOUR : secondsUntilTomorrow();
        try {
            const { message } = await call("POST", "api/pause", { seconds });
            this.#choice.open = false;
            this.#choice.querySelector("summary").focus();
            setText("answer", message ?? "");
        } catch (error) {
            setText("answer", error.message);
        }
    }
}

/// Seconds until the next local midnight.
export function secondsUntilTomorrow(now = new Date()) {
    const midnight = new Date(now);
    midnight.setHours(24, 0, 0, 0);
    return Math.max(1, Math.ceil((midnight - now) / 1000));
}
