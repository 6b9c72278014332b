# shellcheck shell=bash
# Children that outlive the script which starts them: each is a process group of its own, known by .run/NAME.pid, and
# talks into .run/log/NAME.log. Sourced after lib.bash, never run.
# shellcheck disable=SC2154 # state is lib.bash's

# since_of PID: when the process was started, so that a number which was given out anew is not taken for it; nothing if
# it is over, though nobody may have reaped it yet.
since_of() {
    sed -n 's/.*) //; /^[^ZX]/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

# alive NAME
alive() {
    local pid since
    [ -r "$state/$1.pid" ] || return 1
    read -r pid since <"$state/$1.pid"
    [ -n "$since" ] && [ "$(since_of "$pid")" = "$since" ]
}

# spawn NAME COMMAND…
spawn() {
    local name=$1 pid
    shift
    mkdir -p "$state/log"
    setsid "$@" >>"$state/log/$name.log" 2>&1 </dev/null &
    pid=$!
    printf '%s %s\n' "$pid" "$(since_of "$pid")" >"$state/$name.pid"
}

# wait_for NAME SECONDS COMMAND…: until the command succeeds; ends the script, with the log's end, if that takes too
# long or the child is gone.
wait_for() {
    local name=$1 until=$(($(now) + $2 * 1000)) seconds=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        if ! alive "$name"; then
            tail -n 20 "$state/log/$name.log" >&2
            fail "$name ended at its start; its log is $state/log/$name.log."
        fi
        if [ "$(now)" -gt "$until" ]; then
            tail -n 20 "$state/log/$name.log" >&2
            fail "$name was not ready within $seconds s; its log is $state/log/$name.log."
        fi
        sleep 0.05
    done
}

# end NAME SECONDS: asks the group to end, and ends it after SECONDS.
end() {
    local pid until
    if alive "$1"; then
        read -r pid _ <"$state/$1.pid"
        until=$(($(now) + $2 * 1000))
        kill -TERM -- "-$pid" 2>/dev/null || true
        while alive "$1" && [ "$(now)" -lt "$until" ]; do
            sleep 0.05
        done
        kill -KILL -- "-$pid" 2>/dev/null || true
    fi
    rm -f "$state/$1.pid"
}

# free_port PREFERRED: it, if nobody listens there, else one that is free.
free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((20000 + RANDOM % 20000))
    done
    printf '%s\n' "$port"
}
