#!/usr/bin/env bash
# Write the hash-pinned lists anew from pyproject.toml and the *.in files. Needs `uv`.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 "$@"; }
compile pyproject.toml requirements/build.in --extra learn --extra papers -o requirements/base.txt
compile pyproject.toml requirements/build.in --extra learn --extra papers --extra test -o requirements/test.txt
compile pyproject.toml requirements/build.in --extra learn --extra speech -o requirements/speech.txt
compile requirements/speak.in -o requirements/speak.txt
compile requirements/oracles.in -o requirements/oracles.txt
compile requirements/oracles-wechatpy1.in -o requirements/oracles-wechatpy1.txt
compile requirements/mutation.in -o requirements/mutation.txt
