import { setEntries, setText } from "./dom.js";
import { bytes, count, duration, figure, instant, isNumber, milliseconds, percent } from "./format.js";

/// Shows the object of /api/system. Any part of it may be null, and all its text is foreign.
export function showSystem(system) {
    showLine(system.external, system.network);
    showHost(system.host, system.processes);
    showQuality(system.quality);
}

/// Shows the test servers and how each one does.
export function showTargets(stats, unit) {
    setText("process-restarts", count(stats.downloader_restarts));
    setEntries("targets", (stats.targets ?? []).map((target) => ({
        title: target.url,
        mark: target.state === "resting" ? "Resting" : null,
        lines: targetLines(target, unit),
    })), "No test servers are configured.");
}

function showLine(external, network) {
    setText("external-ip", external?.ip);
    setText("external-isp", external?.isp);
    setText("external-organisation", joined([external?.organisation, external?.asn], " · "));
    setText("external-place", joined([external?.city, external?.region, external?.country], ", "));
    setText("network-interface", network?.interface);
    setText("network-link", linkSpeed(network?.link_speed_mbps));
    setText("network-route", network?.default_route);
}

function showHost(host, processes) {
    setText("host-name", host?.name);
    setText("host-uptime", duration(host?.uptime_seconds));
    setText("host-load", host?.load ? joined([
        host.load.map(figure).join(" · "),
        isNumber(host.cpu_count) ? `on ${count(host.cpu_count)} CPUs` : null,
    ], " ") : null);
    const free = bytes(host?.memory_available_bytes);
    const total = bytes(host?.memory_total_bytes);
    setText("host-memory", free && total ? `${free} free of ${total}` : null);
    setText("process-daemon", processText(processes?.daemon) ?? null);
    setText("process-downloader", processText(processes?.downloader) ?? "not running");
}

function showQuality(quality) {
    setText("quality-rtt", milliseconds(quality?.rtt_ms));
    setText("quality-jitter", milliseconds(quality?.jitter_ms));
    setText("quality-retransmit", isNumber(quality?.retransmit_ratio) ? percent(100 * quality.retransmit_ratio) : null);
    setText("quality-connect", milliseconds(quality?.connect_ms));
    setEntries("quality-errors", (quality?.errors ?? []).map((error) => ({
        title: error.url,
        lines: [joined([error.reason, instant(error.at)], " · ") ?? ""],
    })), "None since the start.");
}

function processText(process) {
    if (!process) return null;
    const share = isNumber(process.cpu_percent) ? `${percent(process.cpu_percent)} CPU` : null;
    return joined([share, bytes(process.resident_bytes), process.pid ? `pid ${process.pid}` : null], " · ");
}

function targetLines(target, unit) {
    const failures = target.failures > 0
        ? `${count(target.failures)} ${target.failures === 1 ? "failure" : "failures"}`
        : null;
    const until = target.state === "resting" && instant(target.resting_until);
    return [
        joined([bytes(target.bytes), unit.text(target.speed_mbps), failures], " · "),
        until ? `Rests until ${until}` : null,
        target.last_error,
    ].filter(Boolean);
}

function linkSpeed(mbps) {
    if (!isNumber(mbps)) return null;
    return mbps >= 1000 ? `${figure(mbps / 1000)} Gbit/s` : `${count(mbps)} Mbit/s`;
}

function joined(parts, separator) {
    const known = parts.filter(Boolean);
    return known.length > 0 ? known.join(separator) : null;
}
