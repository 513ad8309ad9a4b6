/// Returns the colours of the style sheet, which differ in dark mode, and the page's font, for canvases.
export function palette() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
        accent: colour("accent"),
        accentWash: colour("accent-wash"),
        accentBand: colour("accent-band"),
        baseline: colour("baseline"),
        danger: colour("danger"),
        ink: colour("ink"),
        muted: colour("muted"),
        other: colour("other"),
        rule: colour("rule"),
        surface: colour("surface"),
        warning: colour("warning"),
        warningWash: colour("warning-wash"),
        font: getComputedStyle(document.body).fontFamily,
    };
}

/// Calls `paint` whenever the colours change.
export function onPaletteChange(paint) {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}
