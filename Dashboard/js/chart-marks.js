// Pixels between a label and the edges of what it names.
const MARGIN = 6;

/// A Chart.js plugin that draws what belongs to the readings: throttled spans behind them, the baseline across.
///
/// It reads `options.spans` (`{from, until}`), `options.baseline` (value on the y axis) and `options.colours`.
/// Spans are told apart by edge and word as well as by colour.
export const chartMarks = {
    id: "marks",

    beforeDatasetsDraw(chart, _args, options) {
        const { ctx, chartArea, scales } = chart;
        if (!options.spans) return;
        ctx.save();
        for (const span of options.spans) {
            const left = within(scales.x.getPixelForValue(span.from), chartArea);
            const right = span.until === null ? chartArea.right : within(scales.x.getPixelForValue(span.until), chartArea);
            if (right > left) drawSpan(ctx, chartArea, left, right, options.colours);
        }
        ctx.restore();
    },

    afterDatasetsDraw(chart, _args, options) {
        const { ctx, chartArea, scales } = chart;
        if (typeof options.baseline !== "number") return;
        const y = scales.y.getPixelForValue(options.baseline);
        ctx.save();
        ctx.strokeStyle = options.colours.baseline;
        ctx.lineWidth = 1.5;
        ctx.setLineDash([6, 4]);
        line(ctx, chartArea.left, y, chartArea.right, y);
        ctx.restore();
    },
};

function drawSpan(ctx, area, left, right, colours) {
    ctx.fillStyle = colours.throttledFill;
    ctx.fillRect(left, area.top, right - left, area.bottom - area.top);
    ctx.strokeStyle = colours.throttled;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 3]);
    line(ctx, left, area.top, left, area.bottom);
    line(ctx, right, area.top, right, area.bottom);
    ctx.font = `12px ${colours.font}`;
    if (right - left < ctx.measureText("throttled").width + 2 * MARGIN) return;
    ctx.fillStyle = colours.throttled;
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.fillText("throttled", left + MARGIN, area.top + MARGIN);
}

function line(ctx, fromX, fromY, toX, toY) {
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
}

function within(x, area) {
    return Math.min(area.right, Math.max(area.left, x));
}
