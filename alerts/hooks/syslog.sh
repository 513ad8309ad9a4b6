#!/bin/sh
# Writes a line to the system's log: alert, status, severity, start and summary. Needs logger (util-linux), and jq for
# the summary; without jq the line has none.
#
#   { "name": "syslog", "exec": { "argv": ["hooks/syslog.sh"] } }
#
# Argument: the facility, "daemon" if there's none. The priority is the severity's: crit, warning, info; the end of an
# alert is a notice.
set -eu
: "${DATACAP_STATUS:?is not set: datacap runs this hook}" "${DATACAP_ALERT:?is not set: datacap runs this hook}"
facility=${1-daemon}

fail() { echo "syslog.sh: $2" >&2 && exit "$1"; }

command -v logger >/dev/null || fail 1 "logger is missing (Debian: bsdutils)"

# One line, whatever the summary holds: a line feed in it must not begin a line of its own in the log.
summary=$(jq -r '(.commonAnnotations.summary // "") | tostring | gsub("[[:cntrl:]]+"; " ") | .[0:500]') ||
    echo "syslog.sh: no summary: jq is missing or can't read the notice" >&2

priority=warning
case "${DATACAP_SEVERITY-}" in
critical) priority=crit ;;
info) priority=info ;;
esac
[ "$DATACAP_STATUS" != resolved ] || priority=notice

facts="alert=$DATACAP_ALERT status=$DATACAP_STATUS severity=${DATACAP_SEVERITY-} since=${DATACAP_STARTS_AT-}"
line=$(printf '%s' "$facts $summary" | tr -d '[:cntrl:]')
logger --socket-errors=on --tag datacap --priority "$facility.$priority" -- "$line" ||
    fail 75 "the log did not take it"
