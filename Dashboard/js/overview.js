import { element, setText } from "./dom.js";
import { bytes, chosen, count, duration, instant, isNumber, parse, percent, sentence } from "./format.js";

const STATUS_TEXT = {
    stopped: "Stopped",
    starting: "Starting…",
    running: "Running",
    paused: "Paused",
    stalled: "Stalled",
    waiting: "Waiting",
    stopping: "Stopping…",
    failed: "Failed",
};

// What stands in for a verdict while nothing is measured: no speed is not a speed of zero.
const IDLE_SENTENCE = {
    stopped: "No test is running.",
    starting: "Opening connections to the test servers.",
    paused: "Paused: nothing is downloaded until you resume.",
    stalled: "No test server answers. The test goes on by itself as soon as one does.",
    waiting: "The test goes on by itself later.",
    stopping: "Ending the test.",
    failed: "The downloader could not be started.",
};

const NEAR_CAP_PERCENT = 80;

/// Shows the speed, the state and the plain-words verdict.
export function showSpeed(stats, unit) {
    const running = stats.status === "running";
    setText("speed", running ? unit.number(stats.speed_mbps) : null);
    element("speed").classList.toggle("idle", !running);
    setText("speed-unit", unit.label);
    setText("status", STATUS_TEXT[stats.status] ?? stats.status);
    element("status").dataset.status = stats.status;
    setText("verdict", running ? stats.verdict_sentence ?? reasonText(stats) ?? "" : idleText(stats));
    setText("last-update", instant(stats.last_update));
    element("demo").hidden = stats.demo !== true;
    document.title = title(stats, unit);
}

/// Shows how much of the cap is used: the plan's as `/api/usage` has it, else the tests'. The level shows in words and in the pattern of the bar, not by colour alone.
export function showCap(stats, unit, usage) {
    const used = usedBytes(stats, usage);
    const cap = isNumber(stats.data_cap_gb) && stats.data_cap_gb > 0 ? stats.data_cap_gb * 1e9 : null;
    setText("cap-used", bytes(used));
    setText("cap-of", cap === null ? "no cap is set" : `of ${chosen(stats.data_cap_gb)} GB`);
    element("cap-track").hidden = cap === null;
    if (cap === null || used === null) {
        element("cap-level").hidden = true;
        setText("cap-percentage", "");
        setText("cap-left", "");
        return;
    }
    const share = isPlanned(usage) ? (100 * used) / cap : stats.cap_percentage ?? (100 * used) / cap;
    const level = share >= 100 ? "reached" : share >= NEAR_CAP_PERCENT ? "near" : "normal";
    element("cap-bar").value = Math.min(100, share);
    element("cap-track").dataset.level = level;
    element("cap-level").dataset.level = level;
    element("cap-level").hidden = level === "normal";
    setText("cap-level", { normal: "", near: "Nearly used up", reached: "Cap reached" }[level]);
    setText("cap-percentage", `${percent(share)} used`);
    setText("cap-left", remaining(stats, cap - used, unit));
}

/// With a cap the stream has what is used of it, by the second; without one the plan's figure is the fetched one.
function usedBytes(stats, usage) {
    if (isNumber(stats.data_cap_gb) && isNumber(stats.used_gb)) return stats.used_gb * 1e9;
    if (isPlanned(usage) && isNumber(usage.used_gb)) return usage.used_gb * 1e9;
    return stats.total_bytes ?? (isNumber(stats.total_gb) ? stats.total_gb * 1e9 : null);
}

function isPlanned(usage) {
    return usage?.plan.configured === true;
}

function reasonText({ status_reason: reason }) {
    return reason ? sentence(reason) : null;
}

function idleText(stats) {
    const reason = reasonText(stats) ?? IDLE_SENTENCE[stats.status] ?? "";
    const until = instant(stats.waiting_until ?? stats.paused_until);
    if (!until) return reason;
    return stats.status === "paused" ? `Paused until ${until}.` : `${reason} The test goes on ${until}.`;
}

/// Shows the figures of the session.
export function showSession(stats, unit, pointCount) {
    setText("session-duration", duration(stats.session_duration));
    setText("session-bytes", bytes(stats.session_bytes));
    const measured = stats.session_duration > 0;
    setText("average-speed", measured ? unit.text(stats.avg_speed) : null);
    setText("peak-speed", measured ? unit.text(stats.peak_speed) : null);
    setText("baseline-speed", unit.text(stats.baseline_speed));
    setText("point-count", count(pointCount));
}

/// Shows or hides the throttle banner.
///
/// The alert is written once per episode, since screen readers read it out at each change; what moves with
/// every update stands below it.
export function showThrottle(stats, unit) {
    const banner = element("throttle");
    if (!stats.throttle_detected) {
        banner.hidden = true;
        delete banner.dataset.episode;
        setText("throttle-alert", "");
        return;
    }
    banner.hidden = false;
    const episode = `${stats.throttle_since} ${unit.label}`;
    if (banner.dataset.episode !== episode) {
        banner.dataset.episode = episode;
        setText("throttle-alert", throttleAlert(stats, unit));
    }
    setText("throttle-detail", throttleDetail(stats, unit));
}

function throttleAlert(stats, unit) {
    const since = instant(stats.throttle_since);
    // The speed of this moment may be what a second witness left of the line.
    const found = (stats.detections ?? []).find((detection) => detection.since === stats.throttle_since);
    const held = unit.text(found?.after_mbps ?? stats.speed_mbps);
    const baseline = unit.text(stats.baseline_speed);
    const start = since === null ? "Your line is throttled" : `Your line has been throttled since ${since}`;
    return held === null || baseline === null ? `${start}.` : `${start}: ${held} instead of ${baseline}.`;
}

function throttleDetail(stats, unit) {
    const since = parse(stats.throttle_since);
    const measured = parse(stats.last_update);
    const parts = [];
    if (since && measured) parts.push(`It has lasted ${duration((measured - since) / 1000)}.`);
    if (stats.status === "running" && stats.baseline_speed > 0 && isNumber(stats.speed_mbps)) {
        const loss = 100 * (1 - stats.speed_mbps / stats.baseline_speed);
        const compared = loss > 0 ? `${percent(loss)} below` : "back at";
        parts.push(`Now ${unit.text(stats.speed_mbps)}, ${compared} the baseline.`);
    }
    return parts.join(" ");
}

function remaining(stats, left, unit) {
    if (left <= 0) return left === 0 ? "nothing left" : `${bytes(-left)} over the cap`;
    const speed = stats.status === "running" ? stats.speed_mbps : null;
    if (!(speed > 0)) return `${bytes(left)} left`;
    return `${bytes(left)} left, ${duration((left * 8) / (speed * 1e6))} at ${unit.text(speed)}`;
}

function title(stats, unit) {
    const state = stats.status === "running" ? unit.text(stats.speed_mbps) : STATUS_TEXT[stats.status];
    const warning = stats.throttle_detected ? "Throttled · " : "";
    return `${warning}${state ?? "datacap"} – datacap`;
}
