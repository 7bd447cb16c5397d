# What the build scripts share. Sourced, from the root of the repository.

# step NAME COMMAND…: one calm line; the command's own words are shown only when it fails.
step() {
    local name=$1 log started=$SECONDS
    shift
    log=$(mktemp)
    printf '  %-12s' "$name"
    if "$@" >"$log" 2>&1 </dev/null; then
        printf 'done   %3d s\n' $((SECONDS - started))
        rm -f "$log"
        return 0
    fi
    printf 'failed %3d s\n' $((SECONDS - started))
    grep -v '^WARNING' "$log" | tail -n "${SHOWN:-15}" | sed 's/^/    /'
    rm -f "$log"
    return 1
}

# stop WHY: one line on what is missing, and the end.
stop() {
    printf 'weiyin: %s\n' "$*" >&2
    exit 1
}

# stamp FILE…: what a step was made from, as one word.
stamp() { cat "$@" | cksum | tr -d ' '; }

# fresh NAME FILE…: was the step last made from these very files?
fresh() {
    local mark=$1
    shift
    [ -f "$mark" ] && [ "$(cat "$mark")" = "$(stamp "$@")" ]
}

# made NAME FILE…: remember that the step is made.
made() {
    local mark=$1
    shift
    stamp "$@" >"$mark"
}
