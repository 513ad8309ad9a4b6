import { call } from "./calls.js";
import { element, setText } from "./dom.js";

/// The states in which each command can succeed.
const POSSIBLE = {
    start: ["stopped", "failed"],
    pause: ["running", "stalled", "waiting"],
    resume: ["paused"],
    stop: ["starting", "running", "paused", "stalled", "waiting"],
    reset: ["stopped", "starting", "running", "paused", "stalled", "waiting", "failed"],
};

/// The buttons of the test, the confirmation of a reset and the answers of the daemon.
///
/// A button that can't be used is `aria-disabled` rather than `disabled`: it keeps the keyboard's focus when
/// pressing it is what changed the state.
export class Controls {
    #buttons = [...element("controls").querySelectorAll("button")];
    #pending = false;
    #dialog = element("reset-dialog");

    constructor() {
        for (const button of this.#buttons) button.addEventListener("click", () => this.#press(button));
        this.#dialog.addEventListener("close", () => {
            if (this.#dialog.returnValue === "reset") this.#send("reset");
        });
        element("notice-close").addEventListener("click", () => this.#complain(null));
    }

    /// Enables what the status allows; null stands for not knowing it, when nothing is.
    show(status) {
        for (const button of this.#buttons) {
            const possible = POSSIBLE[button.dataset.command].includes(status);
            button.setAttribute("aria-disabled", String(!possible));
        }
    }

    #press(button) {
        if (this.#pending || button.getAttribute("aria-disabled") === "true") return;
        if (button.dataset.command === "reset") {
            this.#dialog.returnValue = "cancel";
            this.#dialog.showModal();
        } else {
            this.#send(button.dataset.command);
        }
    }

    async #send(command) {
        this.#pending = true;
        this.#complain(null);
        try {
            const { message } = await call("POST", `api/${command}`);
            setText("answer", message ?? "");
        } catch (error) {
            this.#complain(error.message);
        } finally {
            this.#pending = false;
        }
    }

    #complain(text) {
        setText("notice-text", text ?? "");
        element("notice").hidden = text === null;
        if (text !== null) setText("answer", "");
    }
}
