#!/bin/sh
# Sends a push message to phones through ntfy (https://ntfy.sh, or a server of your own). Needs curl, and jq for the
# summary; without jq only the alert's name is sent.
#
#   { "name": "phone", "exec": { "argv": ["hooks/ntfy.sh"] } }
#
# Settings are lines of a curl configuration file, ntfy.conf beside this hook or the file that the argument names. Who
# knows the topic can read along, so keep the file to yourself (chmod 600):
#
#   url = "https://ntfy.sh/a-topic-that-nobody-guesses"
#   header = "Authorization: Bearer tk_..."
set -eu
: "${DATACAP_STATUS:?is not set: datacap runs this hook}" "${DATACAP_ALERT:?is not set: datacap runs this hook}"
settings=${1-${0%.sh}.conf}

fail() { echo "ntfy.sh: $2" >&2 && exit "$1"; }

command -v curl >/dev/null || fail 1 "curl is missing (Debian: curl)"
[ -r "$settings" ] || fail 1 "the settings $settings can't be read"

message=$(jq -r '(.commonAnnotations.summary // "") | tostring | gsub("[[:cntrl:]]+"; " ") | .[0:1000]') ||
    echo "ntfy.sh: no summary: jq is missing or can't read the notice" >&2

title="datacap: $DATACAP_ALERT"
priority=default
tag=warning
case "${DATACAP_SEVERITY-}" in
critical) priority=urgent tag=rotating_light ;;
info) priority=low tag=information_source ;;
esac
if [ "$DATACAP_STATUS" = resolved ]; then
    title="$title is over"
    priority=low
    tag=white_check_mark
fi

title=$(printf '%s' "$title" | tr -d '[:cntrl:]')
link=$(printf '%s' "${DATACAP_URL-}" | tr -d '[:cntrl:]')

# The message goes by standard input, so that nothing in it can be an option or a file's name to curl.
status=0
answer=$(printf '%s' "${message:-$title}" | curl --disable --config "$settings" --silent --show-error \
    --proto '=http,https' --connect-timeout 10 --max-time 20 --write-out '\n%{http_code}' --data-binary @- \
    --header 'Content-Type: text/plain; charset=utf-8' --header "Title: $title" --header "Priority: $priority" \
    --header "Tags: $tag" --header "Click: $link") || status=$?

case "$status" in
0) ;;
1 | 2 | 3 | 26) fail 1 "curl can't use the settings $settings (exit code $status)" ;;
*) fail 75 "the server can't be reached (curl's exit code $status)" ;;
esac
code=${answer##*[!0-9]}
reply=$(printf '%s' "${answer%"$code"}" | tr -d '[:cntrl:]' | cut -c 1-200)
case "$code" in
2??) ;;
408 | 425 | 429 | 5??) fail 75 "the server answered $code: $reply" ;;
*) fail 1 "the server refused it with $code: $reply" ;;
esac
