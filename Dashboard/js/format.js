const numbers = new Map();

/// Formats a number with a fixed count of decimals.
function fixed(value, decimals) {
    if (!numbers.has(decimals)) {
        numbers.set(decimals, new Intl.NumberFormat("en-GB", {
            minimumFractionDigits: decimals,
            maximumFractionDigits: decimals,
        }));
    }
    return numbers.get(decimals).format(value);
}

/// Tells whether a field holds a usable number; the API says null for what is unknown.
export function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/// Formats a number to about three significant digits, or with as many decimals as another one has, without switching
/// notation.
export function figure(value, like = value) {
    if (!isNumber(value)) return null;
    const size = Math.abs(like);
    return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/// Formats an amount that the API gives in GB.
export function gigabytes(value) {
    return isNumber(value) ? bytes(value * 1e9) : null;
}

/// Formats an amount in GB for an axis: `gigabytes` without decimals that are zero.
export function gigabytesTick(value) {
    return value === 0 ? "0" : gigabytes(value).replace(/\.0+ |(\.\d*[1-9])0+ /, "$1 ");
}

/// Formats a count.
export function count(value) {
    return isNumber(value) ? fixed(value, 0) : null;
}

/// Formats bytes in decimal units: 1 GB = 10^9 bytes.
export function bytes(value) {
    if (!isNumber(value)) return null;
    const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
    let size = value;
    let step = 0;
    while (size >= 999.5 && step < units.length - 1) {
        size /= 1000;
        step += 1;
    }
    return `${step === 0 ? count(size) : figure(size)} ${units[step]}`;
}

/// Formats an amount that a person chose, with the decimals it was given.
export function chosen(value) {
    return isNumber(value) ? value.toLocaleString("en-GB", { maximumFractionDigits: 3 }) : null;
}

/// Formats a percentage, with more decimals the smaller it is.
export function percent(value) {
    if (!isNumber(value)) return null;
    const size = Math.abs(value);
    return `${fixed(value, size === 0 || size >= 9.95 ? 0 : size < 0.95 ? 2 : 1)} %`;
}

/// Formats milliseconds.
export function milliseconds(value) {
    return isNumber(value) ? `${figure(value)} ms` : null;
}

/// Formats a duration in seconds by its two largest units.
export function duration(seconds) {
    if (!isNumber(seconds)) return null;
    const whole = Math.max(0, Math.floor(seconds));
    const minutes = Math.floor(whole / 60) % 60;
    const hours = Math.floor(whole / 3600) % 24;
    const days = Math.floor(whole / 86400);
    if (days > 0) return `${count(days)} d ${hours} h`;
    if (hours > 0) return `${hours} h ${String(minutes).padStart(2, "0")} min`;
    if (minutes > 0) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
    return `${whole} s`;
}

/// Formats a duration that a person chose: as `duration`, without a second unit that is zero.
export function span(seconds) {
    return duration(seconds)?.replace(/ 00? (h|min|s)$/, "") ?? null;
}

const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const shortTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const yearToTime = new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const dayOnly = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/// Formats the day of an instant, in the zone of this name if the browser knows it, else in the local one.
export function day(value, zone) {
    const date = parse(value);
    if (!date) return null;
    return zone ? inZone(date, zone, { day: "numeric", month: "short" }) : dayOnly.format(date);
}

/// Returns the day of an instant in a zone as the API writes days: 2026-01-31.
export function isoDay(value, zone) {
    const [date, month, year] = inZone(value, zone, { day: "2-digit", month: "2-digit", year: "numeric" }).split("/");
    return `${year}-${month}-${date}`;
}

function inZone(value, timeZone, parts) {
    try {
        return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone }).format(value);
    } catch {
        return new Intl.DateTimeFormat("en-GB", parts).format(value);
    }
}

/// Ends a text as a sentence with a capital letter.
export function sentence(text) {
    const start = text.charAt(0).toUpperCase() + text.slice(1);
    return /[.!?…]$/.test(start) ? start : `${start}.`;
}

/// Formats an instant as local time: the clock today, with the date on any other day and the year in any other.
export function instant(value) {
    const date = parse(value);
    if (!date) return null;
    const today = new Date();
    if (date.toDateString() === today.toDateString()) return timeOfDay.format(date);
    return (date.getFullYear() === today.getFullYear() ? dayAndTime : yearToTime).format(date);
}

/// Formats the local time of day to the minute.
export function clock(value) {
    return shortTime.format(value);
}

/// Formats an instant for a time axis whose ticks are `step` milliseconds apart.
export function tick(value, step, span) {
    if (step >= 86_400_000) return dayOnly.format(value);
    if (span > 86_400_000) return dayAndTime.format(value);
    return step < 60_000 ? timeOfDay.format(value) : shortTime.format(value);
}

/// Reads an RFC 3339 timestamp (or milliseconds); returns null for anything else.
export function parse(value) {
    if (value === null || value === undefined) return null;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? null : date;
}
