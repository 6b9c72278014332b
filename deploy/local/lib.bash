# shellcheck shell=bash
# Names of places and small words that the scripts of this folder share. Sourced, never run.

set -euo pipefail

: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}"
export HOME
clone=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
tools=$clone/.tools
# shellcheck disable=SC2034 # for those that source this
state=${IMAGE_FACTORY_STATE:-$clone/.run}
# shellcheck disable=SC2034
cache=${XDG_CACHE_HOME:-$HOME/.cache}/image-factory
export PATH="$tools/bin:$PATH"
# without UTF-8 the JDK takes file names as ASCII, and cannot read any other
[[ ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} == *[Uu][Tt][Ff]*8* ]] || export LC_ALL=C.UTF-8

# fail TEXT…: ends the script with one sentence for the person who has to act on it.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# never_root: ends the script where root runs it. What builds, serves and keeps here is an ordinary user's.
never_root() {
    [ "$(id -u)" != 0 ] || fail "runs as an ordinary user. As root type ./taskw: it goes on as one."
}

# now: milliseconds since the epoch.
now() {
    printf '%s\n' "$(($(date +%s%N) / 1000000))"
}

# redraws: on a terminal a line may be drawn anew.
redraws() {
    [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]
}

# doing NAME WHAT: what takes a while, shown on a terminal until said replaces it.
doing() {
    ! redraws || printf '%-30s %s …' "$1" "$2" >&2
}

# said NAME WHAT SINCE: the one line for each thing that was found or brought, with its time. It is talk, so it goes to
# stderr: a task's result stays alone on stdout.
said() {
    local took=$(($(now) - $3))
    ! redraws || printf '\r\033[K' >&2
    printf '%-30s %-78s %5d.%d s\n' "$1" "$2" $((took / 1000)) $((took % 1000 / 100)) >&2
}

# version NAME: the pinned version of a tool, from the file beside this one.
version() {
    sed -n "s/^$1 *= *//p" "$clone/deploy/local/versions"
}

# cause LOG: of a failed command's log the lines that matter: Maven's from its first error on, without frames, as its end
# only tells how to go on; of all others the end.
cause() {
    if grep -q '^\[ERROR\]' "$1"; then
        awk '/^\[ERROR\]/ { on = 1 } on && !/^\t+at / && ++n <= 30' "$1"
    else
        tail -n 20 "$1"
    fi
}

# quietly LOG COMMAND…: runs it with all output in a log, of which is shown what matters if it fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        ! redraws || echo >&2
        cause "$log" >&2
        fail "\"$*\" failed; its whole output is in $log."
    fi
}
