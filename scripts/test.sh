#!/usr/bin/env bash
# Everything the suite needs, then the suite. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh test
scripts/browser.sh
[ ! -x scripts/oracles.sh ] || scripts/oracles.sh
exec .venv/bin/python -m pytest -n 2 -q -p tests.summary "$@"
