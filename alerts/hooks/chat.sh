#!/bin/sh
# Posts to a channel of Slack or Discord through an incoming webhook. Needs curl and jq.
#
#   { "name": "chat", "exec": { "argv": ["hooks/chat.sh", "slack"] } }
#
# Arguments: slack or discord; the settings' file, if it isn't chat.conf beside this hook. The settings are lines of a
# curl configuration file. Who knows the URL can post, so keep the file to yourself (chmod 600):
#
#   url = "https://hooks.slack.com/services/..."
set -eu
: "${DATACAP_STATUS:?is not set: datacap runs this hook}" "${DATACAP_ALERT:?is not set: datacap runs this hook}"
kind=${1-}
settings=${2-${0%.sh}.conf}

fail() { echo "chat.sh: $2" >&2 && exit "$1"; }

case "$kind" in slack | discord) ;; *) fail 1 "the first argument must be slack or discord" ;; esac
command -v curl >/dev/null || fail 1 "curl is missing (Debian: curl)"
command -v jq >/dev/null || fail 1 "jq is missing (Debian: jq)"
[ -r "$settings" ] || fail 1 "the settings $settings can't be read"

# What the notice says stays plain text: it can neither mention people nor make links that look like others.
message=$(jq --arg kind "$kind" '
    def line: tostring | gsub("[[:cntrl:]]+"; " ") | .[0:1000];
    def entities: gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;");
    def escapes: gsub("(?<mark>[\\\\*_~\u0060|<>#@()\\[\\]-])"; "\\" + .mark);
    def plain: line | if $kind == "slack" then entities else escapes end;
    "datacap: \(env.DATACAP_ALERT)\(if env.DATACAP_STATUS == "resolved" then " is over" else "" end)" as $title
    | [$title, .commonAnnotations.summary // "" | plain]
      + [env.DATACAP_URL // "" | line | if $kind == "slack" then entities else . end]
    | map(select(. != "")) | join("\n")
    | if $kind == "slack" then { text: ., mrkdwn: false, unfurl_links: false }
      else { content: .[0:2000], allowed_mentions: { parse: [] }, flags: 4 } end') ||
    fail 1 "the notice can't be read"
[ -n "$message" ] || fail 1 "there's no notice on standard input"

# The message goes by standard input, so that nothing in it can be an option or a file's name to curl.
status=0
answer=$(printf '%s' "$message" | curl --disable --config "$settings" --silent --show-error \
    --proto '=http,https' --connect-timeout 10 --max-time 20 --write-out '\n%{http_code}' --data-binary @- \
    --header 'Content-Type: application/json') || status=$?

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
