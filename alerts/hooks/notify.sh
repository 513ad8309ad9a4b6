#!/bin/sh
# Shows a notification on the desktop of the user that datacap runs as. Needs notify-send (Debian: libnotify-bin), and
# jq for the summary; without jq only the alert's name is shown.
#
#   { "name": "desktop", "exec": { "argv": ["hooks/notify.sh"] } }
#
# Argument: the socket of the session bus, if it isn't /run/user/<uid>/bus. While there is none nobody is logged in, and
# the notice is tried again later.
set -eu
: "${DATACAP_STATUS:?is not set: datacap runs this hook}" "${DATACAP_ALERT:?is not set: datacap runs this hook}"
bus=${1-/run/user/$(id -u)/bus}

fail() { echo "notify.sh: $2" >&2 && exit "$1"; }

command -v notify-send >/dev/null || fail 1 "notify-send is missing (Debian: libnotify-bin)"
[ -S "$bus" ] || fail 75 "no desktop session: $bus is not there"

# Bodies are markup, and notify-send reads backslashes as in C: both are made plain text.
body=$(jq -r '(.commonAnnotations.summary // "") | tostring | gsub("[[:cntrl:]]+"; " ") | .[0:500]
    | @html | gsub("\\\\"; "\\\\")') || echo "notify.sh: no summary: jq is missing or can't read the notice" >&2

urgency=normal
case "${DATACAP_SEVERITY-}" in
critical) urgency=critical ;;
info) urgency=low ;;
esac
title="datacap: $DATACAP_ALERT"
if [ "$DATACAP_STATUS" = resolved ]; then
    title="$title is over"
    urgency=low
fi

export DBUS_SESSION_BUS_ADDRESS="unix:path=$bus"
notify-send --app-name=datacap --urgency="$urgency" -- "$title" "$body" || fail 75 "the desktop did not take it"
