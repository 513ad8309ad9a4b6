/// How the HTML report looks: black on white, on paper and on screens.
enum ReportStyle {
    /// The SHA-256 of ``sheet`` in Base64, by which the content security policy knows it (CSP Level 3 §2.3.1).
    static let hash = "LUgB+TjsYILAxOxa1eZjwrJ1dmMhXOj7zZE91DZm3n0="

    /// The style sheet.
    static let sheet = """
        @page { size: auto; margin: 16mm 14mm; }
        * { box-sizing: border-box; }
        html { background: #fff; color: #111; font: 15px/1.5 system-ui, "Liberation Sans", Arial, sans-serif; }
        body { margin: 0; }
        main { max-width: 780px; margin: 0 auto; padding: 32px 20px 48px; }
        h1 { margin: 0 0 8px; font-size: 26px; line-height: 1.25; }
        h2 { margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 1px solid #111; font-size: 18px; }
        h3 { margin: 0 0 4px; font-size: 15px; }
        p, ul { margin: 0 0 10px; max-width: 70ch; }
        ul { padding-left: 20px; }
        li { margin-bottom: 6px; }
        .kind { margin: 0 0 4px; color: #555; font-size: 13px; letter-spacing: 0.04em; }
        .lead { margin-bottom: 18px; font-size: 18px; line-height: 1.45; }
        dl { margin: 0 0 14px; }
        dl div { display: grid; grid-template-columns: 190px 1fr; gap: 12px; padding: 3px 0; border-bottom: 1px solid #ddd; }
        dt { color: #555; }
        dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        table { width: 100%; margin: 0 0 14px; border-collapse: collapse; font-size: 13px; }
        caption { padding: 4px 0; color: #555; text-align: left; }
        th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; }
        td:last-child { overflow-wrap: anywhere; }
        .n { padding-right: 22px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        figure { margin: 6px 0; }
        figcaption { color: #555; font-size: 13px; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: #333; font-size: 11px; }
        .grid { stroke: #ddd; }
        .axis { stroke: #333; }
        .shade { fill: #e4e4e4; }
        .band { fill: #9db8e0; fill-opacity: 0.75; }
        .mean { fill: none; stroke: #0b2d6b; stroke-width: 1.6; stroke-linejoin: round; }
        .spread { stroke: #9db8e0; stroke-width: 1.6; }
        .dot { fill: #0b2d6b; }
        .all { fill: #b9cbe8; stroke: #5877a8; stroke-width: 0.6; }
        .part { fill: #0b2d6b; }
        .mark { stroke: #111; stroke-width: 1.2; stroke-dasharray: 5 4; }
        .flaw { stroke: #a03000; stroke-width: 1.2; }
        .halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
        details { margin: 4px 0 14px; }
        summary { color: #333; cursor: pointer; font-size: 13px; }
        pre { max-height: 60vh; margin: 8px 0; padding: 10px; overflow: auto; border: 1px solid #ccc; font-size: 11px; }
        @media print {
            html { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            main { max-width: none; padding: 0; }
            h2, h3, caption { break-after: avoid; }
            figure, tr, li, dl div { break-inside: avoid; }
            thead { display: table-header-group; }
            details:not([open]) { display: none; }
            details[open] summary { display: none; }
            pre { max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 6pt; }
        }
        @media (max-width: 560px) {
            dl div { grid-template-columns: 1fr; gap: 0; }
            table { font-size: 12px; }
            th, td, .n { padding-right: 6px; }
            .n { white-space: normal; }
            svg text { font-size: 17px; }
        }
        """
}
