#!/bin/sh
# Sends the machine's traffic over another line while an alert fires, and back when it is over. Needs ip (iproute2) and
# the right to change routes (CAP_NET_ADMIN). Without --apply it only says what it would do: try that first.
#
#   { "name": "backup-line", "exec": { "argv": ["hooks/route.sh", "--apply", "throttled", "192.168.8.1", "wwan0"] } }
#
# Arguments: the one alert that it acts on, so that a test of the receiver or another rule switches nothing; the other
# line's gateway; the other line's interface. The rule needs "send_resolved": true, or nothing switches back.
#
# What keeps this safe:
#   * It adds one default route with a metric of 1 beside those that are there and later takes that one away. Yours
#     stay as they are. A restart of the machine also ends it; so does, if you drop the hook while the alert fires:
#     ip route delete default proto 203
#   * It refuses where that route would change nothing: where yours has no metric, and so goes before it.
#   * It does nothing while the other line's interface is down, and tries again later.
#   * The tests must stay on the line that they judge: name it as "interface" in config.json. Otherwise they follow the
#     traffic, find the other line fast, end the alert, and traffic goes to and fro.
set -eu
: "${DATACAP_STATUS:?is not set: datacap runs this hook}" "${DATACAP_ALERT:?is not set: datacap runs this hook}"

fail() { echo "route.sh: $2" >&2 && exit "$1"; }

apply=false
if [ "${1-}" = --apply ]; then
    apply=true
    shift
fi
[ $# = 3 ] || fail 1 "usage: route.sh [--apply] ALERT GATEWAY INTERFACE"
alert=$1 gateway=$2 interface=$3
case "$gateway" in "" | *[!0-9a-fA-F:.]*) fail 1 "the gateway must be an address, not a name" ;; esac
case "$interface" in "" | -* | *[!0-9A-Za-z_.-]*) fail 1 "the interface's name is not one" ;; esac
case "$gateway" in *:*) family=-6 ;; *) family=-4 ;; esac

if [ "$DATACAP_ALERT" != "$alert" ]; then
    echo "nothing done: this hook acts on $alert, not on $DATACAP_ALERT"
    exit 0
fi
command -v ip >/dev/null || fail 1 "ip is missing (Debian: iproute2)"

# The route's protocol number marks it as this hook's, so that no other route is ever taken away.
set -- default via "$gateway" dev "$interface" metric 1 proto 203
there=$(ip "$family" route show "$@") || fail 75 "routes through $interface can't be read"

case "$DATACAP_STATUS" in
firing)
    [ -z "$there" ] || { echo "nothing done: the route is there already" && exit 0; }
    [ -n "$(ip link show dev "$interface" up)" ] || fail 75 "$interface is down"
    ! ip "$family" route show default | grep -qv ' metric ' ||
        fail 1 "the default route has no metric and would go before the one through $interface: give it one"
    verb=add
    ;;
resolved)
    [ -n "$there" ] || { echo "nothing done: the route is not there" && exit 0; }
    verb=delete
    ;;
*) fail 1 "the status $DATACAP_STATUS is unknown" ;;
esac

if [ $apply = false ]; then
    echo "without --apply nothing is done; it would be: ip $family route $verb $*"
    exit 0
fi
ip "$family" route "$verb" "$@" || fail 1 "the route can't be changed"
echo "done: ip $family route $verb $*"
