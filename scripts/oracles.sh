#!/usr/bin/env bash
# The public WeChat SDKs that tests compare with and benchmarks run beside: each list in an
# environment of its own. Nothing of ours imports them.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

# oracle NAME LIST: the packages of LIST in .oracles/NAME, skipped while the list is unchanged.
oracle() {
    local home=.oracles/$1 list=requirements/$2.txt
    fresh "$home/made-packages" "$list" && return
    step "$1" install_afresh "$home" "$list" ||
        stop "the packages of $list could not be installed: is the Python package index reachable?"
    made "$home/made-packages" "$list"
}

install_afresh() {
    .venv/bin/python -m venv --clear "$1" &&
        "$1/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
            --require-hashes -r "$2"
}

[ -x .venv/bin/python ] || scripts/setup.sh base
oracle main oracles
oracle wechatpy1 oracles-wechatpy1
