import { AlertsView } from "./alerts-view.js";
import { Connection } from "./connection.js";
import { Controls } from "./controls.js";
import { element, setText } from "./dom.js";
import { HistoryView } from "./history-view.js";
import { IncidentsView } from "./incidents-view.js";
import { showCap, showSession, showSpeed, showThrottle } from "./overview.js";
import { PauseFor } from "./pause-for.js";
import { ReadingsTable } from "./readings-table.js";
import { Series } from "./series.js";
import { SpeedChart } from "./speed-chart.js";
import { ThrottledSpans } from "./spans.js";
import { showSystem, showTargets } from "./system-view.js";
import { TestsView } from "./tests-view.js";
import { SpeedUnit } from "./units.js";
import { UsageView } from "./usage-view.js";
import { showWitnesses } from "./witnesses.js";

const CONNECTION_TEXT = {
    connecting: "Connecting…",
    live: "Live",
    reconnecting: "Reconnecting…",
    offline: "Offline – the daemon does not answer",
};

const SYSTEM_INTERVAL = 30_000;

const unit = new SpeedUnit();
const series = new Series();
const throttled = new ThrottledSpans();
const controls = new Controls();
const pauseFor = new PauseFor();
const alerts = new AlertsView();
const chart = new SpeedChart(unit);
const table = new ReadingsTable(unit);
const history = new HistoryView(unit);
const tests = new TestsView(unit);
const incidents = new IncidentsView(unit);
const usage = new UsageView(receiveUsage);
const connection = new Connection(socketAddress(), { onMessage: receive, onState: showConnection });

let stats = null;
let systemAt = -Infinity;

function receive(message) {
    if (message.type === "stats") receiveStats(message);
    if (message.type === "system") receiveSystem(message);
    if (message.type === "alert") alerts.receive(message);
}

function receiveStats(message) {
    if (message.full) {
        series.replace(message.data_points ?? []);
    } else if (stats && startedAnew(stats, message)) {
        connection.resync();
        return;
    } else {
        series.append(message.data_points ?? []);
    }
    stats = message;
    throttled.update(stats);
    throttled.keepFrom(series.points[0]?.x ?? Infinity);
    connection.silenceLimit = silenceLimit(stats);
    tests.receive(stats);
    incidents.receive(stats);
    usage.receive(stats);
    render();
}

function receiveUsage(found) {
    history.setUsage(found);
    incidents.setUsage(found);
    if (stats) usage.receive(stats);
    render();
}

function receiveSystem(system) {
    systemAt = performance.now();
    showSystem(system);
}

/// Tells whether totals went back: a reset or a new session, whose points have to be fetched whole.
function startedAnew(before, after) {
    return after.total_bytes < before.total_bytes || after.session_duration < before.session_duration;
}

/// While data flows a message comes every interval, so silence means a dead connection. At rest it may be long.
function silenceLimit({ status, update_interval_seconds: interval }) {
    return status === "running" ? 10_000 + 3000 * (interval ?? 2) : null;
}

function render() {
    if (!stats) return;
    showSpeed(stats, unit);
    showCap(stats, unit, usage.usage);
    showSession(stats, unit, series.points.length);
    showThrottle(stats, unit);
    showWitnesses(stats, unit);
    showTargets(stats, unit);
    chart.show(series, throttled.spans, stats);
    table.show(series);
    controls.show(connection.state === "live" ? stats.status : null);
    pauseFor.show(connection.state === "live" ? stats.status : null);
}

/// Shows everything anew in the unit that the user has chosen.
function changeUnit() {
    render();
    history.render();
    tests.render();
    incidents.render();
}

function showConnection(state) {
    document.documentElement.dataset.connection = state;
    setText("connection", CONNECTION_TEXT[state]);
    element("retry").hidden = state !== "offline";
    controls.show(state === "live" ? stats?.status : null);
    pauseFor.show(state === "live" ? stats?.status : null);
    for (const view of [alerts, usage, history, tests, incidents]) view.setLive(state === "live");
    if (state === "live") fetchSystem();
}

/// Fetches the system information, unless the daemon sent it a short while ago.
async function fetchSystem() {
    const fresh = performance.now() - systemAt < SYSTEM_INTERVAL;
    if (fresh || document.hidden || connection.state !== "live") return;
    systemAt = performance.now();
    try {
        const response = await fetch("api/system", { cache: "no-store" });
        if (response.ok) receiveSystem(await response.json());
    } catch {
        systemAt = -Infinity;
    }
}

/// The address of the stream, relative to the page so that a proxy may serve it under any path.
function socketAddress() {
    const address = new URL("ws", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    return address;
}

unit.bind(document.querySelectorAll("input[name=unit]"), changeUnit);
element("retry").addEventListener("click", () => connection.retry());
document.addEventListener("visibilitychange", () => document.hidden || connection.retry());
addEventListener("online", () => connection.retry());
setInterval(fetchSystem, SYSTEM_INTERVAL / 3);
connection.open();
