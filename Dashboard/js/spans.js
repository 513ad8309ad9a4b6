import { parse } from "./format.js";

/// The stretches of time in which the line was throttled, as `{from, until}` in milliseconds.
///
/// `until` is null while it still is. The daemon tells of the present one only, so earlier ones are those
/// that this page saw end.
export class ThrottledSpans {
    spans = [];

    /// Takes what a stats message says.
    update(stats) {
        const now = parse(stats.last_update)?.getTime() ?? Date.now();
        const open = this.spans.findLast((span) => span.until === null);
        if (!stats.throttle_detected) {
            if (open) open.until = now;
            return;
        }
        const since = parse(stats.throttle_since)?.getTime() ?? open?.from ?? now;
        if (open?.from === since) return;
        if (open) open.until = Math.min(since, now);
        this.spans.push({ from: since, until: null });
    }

    /// Drops the spans that ended before the first reading: they belong to an earlier session.
    keepFrom(start) {
        this.spans = this.spans.filter((span) => span.until === null || span.until > start);
    }
}
