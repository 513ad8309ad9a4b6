import { bytes, duration, figure, instant, isNumber, milliseconds, parse } from "./format.js";

const KIND_MARKS = {
    short: { text: "Shorter", tone: "plain" },
    probe: { text: "Small probe", tone: "plain" },
    latency: { text: "Round trip only", tone: "plain" },
};

const END_TEXT = {
    precision: "Ended as the rate was known well enough",
    amount: "Ended as its data was used up",
    time: "Ended as its time was over",
    failure: "Ended because nothing came",
    stopped: "Was stopped",
};

const FLAW_TEXT = {
    processor: "this machine's processor was busy",
    interface: "this machine's network link was full",
    other_traffic: "others used the line",
    receive_window: "the receive window was full",
    server: "the server was the limit",
    http_error: "a server answered with an error",
};

/// Says in words why a test or a sample says nothing of the line.
export function flawText(name) {
    return FLAW_TEXT[name] ?? name;
}

/// Makes a list's entry of a test of `/api/tests`.
export function testEntry(test, unit) {
    const isLeftOut = test.flaws.length > 0;
    const known = KIND_MARKS[test.kind];
    const length = (parse(test.ended) - parse(test.began)) / 1000;
    return {
        title: `${rateText(test, unit)}`,
        mark: isLeftOut ? "Left out" : known?.text ?? null,
        tone: isLeftOut ? "warning" : known?.tone ?? "plain",
        lines: [
            [instant(test.began), bytes(test.bytes), lengthText(length), isLeftOut ? known?.text : null]
                .filter(Boolean).join(" · "),
            [END_TEXT[test.end] ?? test.end, roundTripText(test)].filter(Boolean).join(" · "),
            isLeftOut ? `Says nothing of the line: ${test.flaws.map(flawText).join(", ")}` : null,
        ].filter(Boolean),
    };
}

/// Formats a rate with its interval, such as 94.1 ± 2.1 Mbit/s.
export function rateText({ speed_mbps: rate, speed_low_mbps: low, speed_high_mbps: high }, unit) {
    if (!isNumber(rate)) return "No rate";
    if (!isNumber(low) || !isNumber(high)) return unit.text(rate);
    const half = Math.max(high - rate, rate - low);
    return `${unit.number(rate)} ± ${figure(unit.convert(half), unit.convert(rate))} ${unit.label}`;
}

function lengthText(seconds) {
    return seconds < 10 ? `${figure(seconds)} s` : duration(seconds);
}

function roundTripText({ connect_milliseconds: idle, round_trip_milliseconds: loaded }) {
    if (isNumber(idle) && isNumber(loaded)) return `round trip ${milliseconds(idle)} idle, ${milliseconds(loaded)} under load`;
    const either = milliseconds(idle) ?? milliseconds(loaded);
    return either === null ? null : `round trip ${either}`;
}
