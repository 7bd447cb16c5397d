#!/usr/bin/env bash
# Make everything a fresh clone needs; each step is skipped while what it was made from is unchanged.
# setup.sh base: to run. setup.sh test: to test as well.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

LIST=requirements/${1:-base}.txt
PY=.venv/bin/python

find_python() {
    local name
    for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$name" ] && command -v "$name" >/dev/null || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        echo "$name" && return
    done
    stop "Python 3.11 or newer is needed and was not found; install it, or set PYTHON to its path"
}

check_node() {
    command -v node >/dev/null && command -v npm >/dev/null ||
        stop "Node 18 or newer with npm is needed and was not found; install it and run this again"
    node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' ||
        stop "Node 18 or newer is needed; this one is $(node --version)"
}

pip_install() { $PY -m pip install --quiet --no-input --disable-pip-version-check "$@"; }

packages() {
    # The longer list holds the shorter one: both are written together by scripts/pin.sh.
    fresh .venv/made-packages "$LIST" || fresh .venv/made-packages requirements/test.txt && return
    step packages pip_install --require-hashes -r "$LIST" ||
        stop "the packages of $LIST could not be installed: is the Python package index reachable?"
    made .venv/made-packages "$LIST"
}

weiyin_itself() {
    fresh .venv/made-weiyin pyproject.toml && return
    step weiyin pip_install --no-deps --no-build-isolation --editable . ||
        stop "weiyin itself could not be installed"
    made .venv/made-weiyin pyproject.toml
}

assets() {
    if ! fresh node_modules/.made package-lock.json; then
        check_node
        step assets npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
            stop "the front-end assets could not be installed: is the npm registry reachable?"
        made node_modules/.made package-lock.json
    fi
    [ ! -f scripts/assets.py ] || $PY scripts/assets.py >/dev/null ||
        stop "the front-end assets could not be put in place by scripts/assets.py"
}

if ! $PY -c 'import pip' 2>/dev/null; then
    BASE_PYTHON=$(find_python)
    step python "$BASE_PYTHON" -m venv --clear .venv ||
        stop "a virtual environment could not be made; on Debian install python3-venv"
fi
packages
weiyin_itself
assets
