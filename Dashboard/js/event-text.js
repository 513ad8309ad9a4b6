import { parse } from "./format.js";

/// The shape of an event's mark, which tells its kind without a colour.
export const EVENT_MARKS = {
    note: "rectRot",
    started: "triangle",
    left: "triangle",
    address: "circle",
    configuration: "rect",
    budget: "rect",
    skipped: "rect",
    witness: "rect",
    counter: "rect",
    clock: "rect",
};

const EVENT_NAMES = {
    note: "Note",
    started: "Start",
    left: "End",
    address: "New address",
    configuration: "Configuration",
    budget: "Budget",
    skipped: "Test left out",
    witness: "Second witness",
    counter: "Counter",
    clock: "Clock",
};

/// Reads an event of `/api/events` as `{at, kind, name, text, label}`.
export function eventOf({ time, kind, text }) {
    const name = EVENT_NAMES[kind] ?? kind;
    return { at: parse(time).getTime(), kind, name, text, label: text ? `${name}: ${text}` : name };
}
