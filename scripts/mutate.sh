#!/usr/bin/env bash
# Mutation testing of ledger, transfers, limits and step-up: pyproject.toml, [tool.mutmut], says of
# what and by which tests. In a copy, with packages of its own that nothing of ours imports.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
scripts/setup.sh test
list=requirements/mutation.txt home=.oracles/mutation copy=build/mutation

install_afresh() {
    rm -rf "$home" && .venv/bin/python -m pip install --quiet --no-input \
        --disable-pip-version-check --no-deps --require-hashes --target "$home" -r "$list"
}
fresh "$home/made-packages" "$list" || {
    step mutation install_afresh || stop "mutmut could not be installed"
    made "$home/made-packages" "$list"
}

mkdir -p "$copy"
cp -r src tests docs scripts pyproject.toml README.md "$copy"
cd "$copy"
export PYTHONPATH="$OLDPWD/$home"
python="$OLDPWD/.venv/bin/python"
"$python" -m mutmut run --max-children 2 "$@"
exec "$python" "$OLDPWD/scripts/mutants.py"
