import { figure } from "./format.js";

const STORAGE_KEY = "datacap.unit";

const units = {
    mbit: { label: "Mbit/s", perMbit: 1 },
    mbyte: { label: "MB/s", perMbit: 1 / 8 },
};

/// The unit in which speeds are shown: the user's choice, remembered by the browser.
export class SpeedUnit {
    #name;

    constructor() {
        this.#name = remembered();
    }

    get label() {
        return units[this.#name].label;
    }

    /// Converts Mbit/s, the unit of the API, into the shown unit.
    convert(mbps) {
        return mbps * units[this.#name].perMbit;
    }

    /// Formats a speed without its unit; null stays null.
    number(mbps) {
        return figure(mbps === null || mbps === undefined ? null : this.convert(mbps));
    }

    /// Formats a speed with its unit; null stays null.
    text(mbps) {
        const shown = this.number(mbps);
        return shown === null ? null : `${shown} ${this.label}`;
    }

    /// Joins the radio buttons to this choice and calls `onChange` when the user makes another.
    bind(inputs, onChange) {
        for (const input of inputs) {
            input.checked = input.value === this.#name;
            input.addEventListener("change", () => {
                this.#name = input.value;
                remember(input.value);
                onChange();
            });
        }
    }
}

// Storage throws where the user forbids it; the choice then lasts as long as the page.
function remembered() {
    try {
        const name = localStorage.getItem(STORAGE_KEY);
        return Object.hasOwn(units, name ?? "") ? name : "mbit";
    } catch {
        return "mbit";
    }
}

function remember(name) {
    try {
        localStorage.setItem(STORAGE_KEY, name);
    } catch {
        return;
    }
}
