// Pixels between a label and the edges of what it names.
const MARGIN = 4;

/// A Chart.js plugin that draws in the units of the axes what stands behind and between the lines.
///
/// It reads `options.bands` and `options.bars` (`{from, until, low, high, colour}`, bands with an edge), `options.spans`
/// (`{from, until, label}`, until null for still), `options.moments` (milliseconds), `options.level` (a value on the
/// axis `options.levelAxis`) and `options.colours`.
export const historyMarks = {
    id: "history",

    beforeDatasetsDraw(chart, _args, options) {
        const { ctx, chartArea } = chart;
        if (!options.colours) return;
        ctx.save();
        ctx.beginPath();
        ctx.rect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, chartArea.bottom - chartArea.top);
        ctx.clip();
        let labelled = -Infinity;
        for (const span of options.spans ?? []) labelled = drawSpan(chart, span, options.colours, labelled);
        for (const band of options.bands ?? []) drawBlock(chart, band, 0);
        for (const bar of options.bars ?? []) drawBlock(chart, bar, 1);
        drawMoments(chart, options);
        drawLevel(chart, options);
        ctx.restore();
    },
};

function drawBlock({ ctx, scales }, { from, until, low, high, colour }, gap) {
    const left = scales.x.getPixelForValue(from);
    const width = Math.max(1, scales.x.getPixelForValue(until) - left);
    const top = scales.y.getPixelForValue(high);
    ctx.fillStyle = colour;
    // One that is thinner than a line still shows that something was there.
    ctx.fillRect(left, top, width > 4 ? width - gap : width, Math.max(1, scales.y.getPixelForValue(low) - top));
}

/// Returns where the label ends; there is none where the one before is in its way.
function drawSpan({ ctx, chartArea, scales }, { from, until, label }, colours, labelled) {
    const left = Math.max(chartArea.left, scales.x.getPixelForValue(from));
    const end = until === null ? chartArea.right : Math.min(chartArea.right, scales.x.getPixelForValue(until));
    const right = Math.max(end, left + 2);
    ctx.fillStyle = colours.warningWash;
    ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
    ctx.strokeStyle = colours.warning;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 3]);
    line(ctx, left, chartArea.top, left, chartArea.bottom);
    line(ctx, right, chartArea.top, right, chartArea.bottom);
    ctx.setLineDash([]);
    ctx.font = `600 12px ${colours.font}`;
    const width = ctx.measureText(label).width;
    const x = left + MARGIN + width < chartArea.right ? left + MARGIN : left - MARGIN - width;
    if (x < labelled + MARGIN) return labelled;
    ctx.fillStyle = colours.warning;
    ctx.textBaseline = "bottom";
    ctx.fillText(label, x, chartArea.bottom - MARGIN);
    return x + width;
}

function drawMoments({ ctx, chartArea, scales }, { moments, colours }) {
    ctx.strokeStyle = colours.muted;
    ctx.lineWidth = 1;
    ctx.setLineDash([1, 3]);
    for (const moment of moments ?? []) {
        const x = scales.x.getPixelForValue(moment);
        line(ctx, x, chartArea.top, x, chartArea.bottom);
    }
    ctx.setLineDash([]);
}

function drawLevel({ ctx, chartArea, scales }, { level, levelAxis, colours }) {
    if (typeof level !== "number") return;
    const y = scales[levelAxis].getPixelForValue(level);
    ctx.strokeStyle = colours.danger;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([6, 4]);
    line(ctx, chartArea.left, y, chartArea.right, y);
    ctx.setLineDash([]);
}

function line(ctx, fromX, fromY, toX, toY) {
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
}
