import { parse } from "./format.js";

const DAY = 86_400_000;

const LENGTHS = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY };

/// Returns the range of time that a choice stands for as `{from, to}` in milliseconds; null if it stands for none.
///
/// `cycle` is the cycle of `/api/usage`, and `own` the two days that the user typed, the second one included.
export function rangeOf(name, { cycle = null, own = [null, null], now = Date.now() } = {}) {
    if (name in LENGTHS) return { from: now - LENGTHS[name], to: now };
    if (name === "cycle") return cycle ? { from: parse(cycle.start).getTime(), to: now } : null;
    const [first, last] = own.map(localMidnight);
    if (first === null || last === null || first > last) return null;
    const end = new Date(last);
    end.setDate(end.getDate() + 1);
    return { from: first, to: end.getTime() };
}

/// Writes a range as the API reads it.
export function query({ from, to }, rest = {}) {
    return new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...rest });
}

function localMidnight(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? parse(`${text}T00:00:00`)?.getTime() ?? null : null;
}
