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

/// Formats a number to about three significant digits, without switching notation.
export function figure(value) {
    if (!isNumber(value)) return null;
    const size = Math.abs(value);
    return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
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

/// Formats an instant as local time: the clock today, with the date on any other day.
export function instant(value) {
    const date = parse(value);
    if (!date) return null;
    return date.toDateString() === new Date().toDateString() ? timeOfDay.format(date) : dayAndTime.format(date);
}

/// Formats an instant for a time axis whose ticks are `step` milliseconds apart.
export function tick(value, step, span) {
    if (span > 86_400_000) return dayAndTime.format(value);
    return step < 60_000 ? timeOfDay.format(value) : shortTime.format(value);
}

/// Reads an RFC 3339 timestamp (or milliseconds); returns null for anything else.
export function parse(value) {
    if (value === null || value === undefined) return null;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? null : date;
}
