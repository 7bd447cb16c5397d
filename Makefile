# Weiyin 微银: one line a recipe; the work is in scripts/ and in the `weiyin` command.
WEIYIN := .venv/bin/weiyin
SHELL := /bin/bash
.PHONY: setup run test lint bench evaluate attack simulate mutate storm clean help

help:    # say what there is
	@grep -E '^[a-z]+:.*#' Makefile | sed -E 's/:[^#]*# /\t/' | expand -t 10
setup:   # make .venv and install the pinned packages and front-end assets
	@scripts/setup.sh base
run: setup     # the demo bank and a phone in the browser
	@exec $(WEIYIN) demo
test:    # the whole suite, on SQLite and PostgreSQL, in a real browser
	@scripts/test.sh
lint:    # style, types, direction of imports
	@scripts/lint.sh
bench: setup   # questions and transfers a second, beside their peers
	@$(WEIYIN) bench ask && $(WEIYIN) bench transfer
evaluate: setup  # how well our own questions are understood, by kind
	@.venv/bin/python -m scripts.understood
attack: setup  # every check of the threat table, tried
	@$(WEIYIN) attack
simulate: setup  # thousands of seeded days with failing parts, nothing lost or doubled
	@$(WEIYIN) simulate --seeds 5000
mutate:  # change ledger, transfers, limits, step-up in every small way: a test must notice
	@scripts/mutate.sh
storm: setup   # 50,000 notices while workers and the leader of the queue are killed
	@STORM_NOTICES=50000 .venv/bin/python -m pytest -q --timeout 3600 tests/outreach/test_storm.py -o junit_family=xunit1 --junitxml build/storm.xml
clean:   # forget what was built; the next setup starts afresh
	@rm -rf .venv .oracles node_modules build .mypy_cache .ruff_cache .pytest_cache .hypothesis
