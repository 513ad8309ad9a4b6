import { element, setEntries } from "./dom.js";

const FINDING_TEXT = {
    agrees: { text: "Agrees", tone: "warning", line: "the line carried no more for it" },
    shared: { text: "Shared line", tone: "plain", line: "the line gave more to more connections" },
    contradicts: { text: "Contradicts", tone: "good", line: "the line carried its usual speed" },
    failed: { text: "No answer", tone: "plain", line: "Nothing came" },
};

/// Shows what second witnesses say of the present verdict, and whether one is being asked.
export function showWitnesses(stats, unit) {
    const detections = stats.status === "running" ? stats.detections ?? [] : [];
    const probes = detections.flatMap((detection) => detection.probes ?? []);
    element("checking").hidden = !detections.some((detection) => detection.being_checked);
    element("witnesses").hidden = probes.length === 0;
    setEntries("witness-entries", probes.map((probe) => entry(probe, unit)), "");
}

function entry({ target, ip_version: version, line_mbps: rate, finding }, unit) {
    const known = FINDING_TEXT[finding] ?? { text: finding, tone: "plain", line: null };
    const way = version === "any" ? null : `by IP${version}`;
    const carried = unit.text(rate) === null ? null : `${unit.text(rate)} in all`;
    return {
        title: [target, way].filter(Boolean).join(" "),
        mark: known.text,
        tone: known.tone,
        lines: [[carried, known.line].filter(Boolean).join(": ")].filter(Boolean),
    };
}
