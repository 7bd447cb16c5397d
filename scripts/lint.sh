#!/usr/bin/env bash
# Style, types, direction of imports.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
scripts/setup.sh test
SHOWN=60 BIN=.venv/bin
status=0
step style $BIN/ruff check --quiet || status=1
step format $BIN/ruff format --check --quiet || status=1
step types $BIN/mypy || status=1
step imports $BIN/lint-imports --no-cache || status=1
exit $status
