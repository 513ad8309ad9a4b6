import { chosen, clock, day, duration, gigabytes, isNumber, parse, percent, sentence } from "./format.js";

const LIMIT_NAMES = {
    session: "Tests in this session",
    hour: "Tests in this hour",
    day: "Tests today",
    cycle: "Tests in this cycle",
    reserve: "Kept in reserve",
    cap: "Tests up to the cap",
};

const COUNTED = { down: "downloads only", up: "uploads only", both: "downloads and uploads" };

/// Says which days a cycle has and what is left of it.
export function cycleText({ cycle, plan }, now = Date.now()) {
    if (!cycle) return "";
    const lastDay = parse(cycle.end) - 1;
    const left = (parse(cycle.end) - now) / 1000;
    const days = `${day(cycle.start, plan.timezone)} – ${day(lastDay, plan.timezone)}`;
    return left > 0 ? `${days}, ${duration(left)} left` : days;
}

/// Says what a plan allows.
export function planText({ plan }) {
    if (!plan.configured) return null;
    const cap = isNumber(plan.cap_gb) ? `${chosen(plan.cap_gb)} GB` : "no cap";
    const kind = isNumber(plan.cap_gb) ? ` (${plan.cap_kind} cap)` : "";
    return [plan.name, `${cap}${kind}`, COUNTED[plan.counts]].filter(Boolean).join(" · ");
}

/// Returns what is known of a cycle and of where it leads to, as pairs of a name and a text.
export function cycleFacts(usage) {
    const { forecast, source } = usage;
    const tests = gigabytes(usage.tests_gb);
    const line = source === "line" ? `${gigabytes(usage.line.down_gb)} down, ${gigabytes(usage.line.up_gb)} up` : null;
    return [
        ["Plan", planText(usage)],
        ["Whole line", line],
        ["Uncertain", usage.line?.uncertain_gb > 0 ? `${gigabytes(usage.line.uncertain_gb)} may belong to other hours` : null],
        ["Tests", tests],
        ["Expected at the end", forecast ? banded(forecast.end_low_gb, forecast.end_gb, forecast.end_high_gb, gigabytes) : null],
        ["Cap used up", exhaustionText(usage)],
        ["Left for each day", forecast ? gigabytes(forecast.gb_a_day_left) : null],
        ["Cost beyond the plan", forecast ? moneyText(forecast) : null],
        ["Last cycle", gigabytes(usage.last_cycle_gb)],
        ...(usage.budget ?? []).map(budgetFact),
    ];
}

/// Says why a test was made smaller or left out; empty if nothing stands in its way.
export function budgetReason({ budget_reason: reason }) {
    return reason ? sentence(reason) : "";
}

function budgetFact({ limit, most_gb: most, spent_gb: spent }) {
    const share = most > 0 ? ` (${percent((100 * spent) / most)})` : "";
    return [LIMIT_NAMES[limit] ?? limit, `${gigabytes(spent)} of ${chosen(most)} GB${share}`];
}

function exhaustionText({ plan, forecast }) {
    if (!isNumber(plan.cap_gb) || !forecast) return null;
    if (forecast.cap_reached) return "already";
    const [early, likely, late] = [forecast.exhausted_early, forecast.exhausted_at, forecast.exhausted_late]
        .map((time) => moment(time, plan.timezone));
    if (likely) return `${likely} (${[early ?? likely, late ?? "not in this cycle"].join(" – ")})`;
    return early ? `probably not; ${early} at the earliest` : "not in this cycle";
}

function moneyText({ money_low: low, money, money_high: high, currency }) {
    if (!isNumber(money)) return null;
    const amount = (value) => value.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return `${banded(low, money, high, amount)} ${currency}`;
}

/// Formats a likely figure with the band that it lies in, unless that is as narrow as what is shown.
function banded(low, likely, high, format) {
    const [from, middle, to] = [low, likely, high].map(format);
    return from === to ? middle : `${middle} (${from} – ${to})`;
}

/// A forecast is no more exact than to the day, unless that is today.
function moment(value, zone) {
    const date = parse(value);
    if (!date) return null;
    return date.toDateString() === new Date().toDateString() ? `today ${clock(date)}` : day(date, zone);
}
