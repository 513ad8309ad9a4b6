#include "dashboard.h"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"
#define JSON "application/json"

static const unsigned char index_html[] = {
#embed "index.html"
};
static const unsigned char style_css[] = {
#embed "style.css"
};
static const unsigned char history_css[] = {
#embed "history.css"
};
static const unsigned char favicon_svg[] = {
#embed "favicon.svg"
};
static const unsigned char openapi_json[] = {
#embed "openapi.json"
};
static const unsigned char alert_row_js[] = {
#embed "js/alert-row.js"
};
static const unsigned char alerts_view_js[] = {
#embed "js/alerts-view.js"
};
static const unsigned char app_js[] = {
#embed "js/app.js"
};
static const unsigned char calls_js[] = {
#embed "js/calls.js"
};
static const unsigned char chart_marks_js[] = {
#embed "js/chart-marks.js"
};
static const unsigned char connection_js[] = {
#embed "js/connection.js"
};
static const unsigned char controls_js[] = {
#embed "js/controls.js"
};
static const unsigned char cycle_chart_js[] = {
#embed "js/cycle-chart.js"
};
static const unsigned char dom_js[] = {
#embed "js/dom.js"
};
static const unsigned char event_text_js[] = {
#embed "js/event-text.js"
};
static const unsigned char format_js[] = {
#embed "js/format.js"
};
static const unsigned char history_chart_js[] = {
#embed "js/history-chart.js"
};
static const unsigned char history_marks_js[] = {
#embed "js/history-marks.js"
};
static const unsigned char history_series_js[] = {
#embed "js/history-series.js"
};
static const unsigned char history_table_js[] = {
#embed "js/history-table.js"
};
static const unsigned char history_view_js[] = {
#embed "js/history-view.js"
};
static const unsigned char incident_row_js[] = {
#embed "js/incident-row.js"
};
static const unsigned char incidents_view_js[] = {
#embed "js/incidents-view.js"
};
static const unsigned char offers_js[] = {
#embed "js/offers.js"
};
static const unsigned char overview_js[] = {
#embed "js/overview.js"
};
static const unsigned char palette_js[] = {
#embed "js/palette.js"
};
static const unsigned char pause_for_js[] = {
#embed "js/pause-for.js"
};
static const unsigned char ranges_js[] = {
#embed "js/ranges.js"
};
static const unsigned char readings_table_js[] = {
#embed "js/readings-table.js"
};
static const unsigned char receiver_row_js[] = {
#embed "js/receiver-row.js"
};
static const unsigned char rows_js[] = {
#embed "js/rows.js"
};
static const unsigned char series_js[] = {
#embed "js/series.js"
};
static const unsigned char spans_js[] = {
#embed "js/spans.js"
};
static const unsigned char speed_chart_js[] = {
#embed "js/speed-chart.js"
};
static const unsigned char system_view_js[] = {
#embed "js/system-view.js"
};
static const unsigned char test_text_js[] = {
#embed "js/test-text.js"
};
static const unsigned char tests_view_js[] = {
#embed "js/tests-view.js"
};
static const unsigned char time_axis_js[] = {
#embed "js/time-axis.js"
};
static const unsigned char units_js[] = {
#embed "js/units.js"
};
static const unsigned char usage_text_js[] = {
#embed "js/usage-text.js"
};
static const unsigned char usage_view_js[] = {
#embed "js/usage-view.js"
};
static const unsigned char witnesses_js[] = {
#embed "js/witnesses.js"
};

// Chart.js 3.9.1 as Debian's libjs-chart.js installs it (MIT licence, stated in its first lines).
static const unsigned char chart_min_js[] = {
#embed </usr/share/javascript/chart.js/chart.min.js>
};

#define FILE(path, type, bytes) {path, type, bytes, sizeof bytes}

static const struct dashboard_file files[] = {
    FILE("/", HTML, index_html),
    FILE("/style.css", CSS, style_css),
    FILE("/history.css", CSS, history_css),
    FILE("/favicon.svg", SVG, favicon_svg),
    FILE("/api/openapi.json", JSON, openapi_json),
    FILE("/js/alert-row.js", SCRIPT, alert_row_js),
    FILE("/js/alerts-view.js", SCRIPT, alerts_view_js),
    FILE("/js/app.js", SCRIPT, app_js),
    FILE("/js/calls.js", SCRIPT, calls_js),
    FILE("/js/chart-marks.js", SCRIPT, chart_marks_js),
    FILE("/js/connection.js", SCRIPT, connection_js),
    FILE("/js/controls.js", SCRIPT, controls_js),
    FILE("/js/cycle-chart.js", SCRIPT, cycle_chart_js),
    FILE("/js/dom.js", SCRIPT, dom_js),
    FILE("/js/event-text.js", SCRIPT, event_text_js),
    FILE("/js/format.js", SCRIPT, format_js),
    FILE("/js/history-chart.js", SCRIPT, history_chart_js),
    FILE("/js/history-marks.js", SCRIPT, history_marks_js),
    FILE("/js/history-series.js", SCRIPT, history_series_js),
    FILE("/js/history-table.js", SCRIPT, history_table_js),
    FILE("/js/history-view.js", SCRIPT, history_view_js),
    FILE("/js/incident-row.js", SCRIPT, incident_row_js),
    FILE("/js/incidents-view.js", SCRIPT, incidents_view_js),
    FILE("/js/offers.js", SCRIPT, offers_js),
    FILE("/js/overview.js", SCRIPT, overview_js),
    FILE("/js/palette.js", SCRIPT, palette_js),
    FILE("/js/pause-for.js", SCRIPT, pause_for_js),
    FILE("/js/ranges.js", SCRIPT, ranges_js),
    FILE("/js/readings-table.js", SCRIPT, readings_table_js),
    FILE("/js/receiver-row.js", SCRIPT, receiver_row_js),
    FILE("/js/rows.js", SCRIPT, rows_js),
    FILE("/js/series.js", SCRIPT, series_js),
    FILE("/js/spans.js", SCRIPT, spans_js),
    FILE("/js/speed-chart.js", SCRIPT, speed_chart_js),
    FILE("/js/system-view.js", SCRIPT, system_view_js),
    FILE("/js/test-text.js", SCRIPT, test_text_js),
    FILE("/js/tests-view.js", SCRIPT, tests_view_js),
    FILE("/js/time-axis.js", SCRIPT, time_axis_js),
    FILE("/js/units.js", SCRIPT, units_js),
    FILE("/js/usage-text.js", SCRIPT, usage_text_js),
    FILE("/js/usage-view.js", SCRIPT, usage_view_js),
    FILE("/js/witnesses.js", SCRIPT, witnesses_js),
    FILE("/js/chart.min.js", SCRIPT, chart_min_js),
};

size_t dashboard_count(void) {
    return sizeof files / sizeof files[0];
}

const struct dashboard_file *dashboard_at(size_t index) {
    return index < dashboard_count() ? &files[index] : nullptr;
}
