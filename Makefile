# Two commands carry a newcomer: `make run` shows what enligt does, `make test` checks that it does it.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ONCE=1 stops before the desk is served, for scripts.
run: .venv/installed ## set up, trace the example pages, show what they claim, serve the desk on them
	@mkdir -p build
	@$(BIN)/enligt trace examples/*.html
	@rm -f build/examples.ledger*
	@$(BIN)/enligt add examples/*.html --ledger build/examples.ledger
	@$(BIN)/enligt trace examples/*.html --html build/report.html
	@echo
	@echo "What the pages claim, and from how many independent origins:"
	@echo
	@$(BIN)/enligt claims --pages 4 --limit 0 --ledger build/examples.ledger
	@echo "Open the report:   file://$(CURDIR)/build/report.html"
	@echo "Ask who said what: $(BIN)/enligt who тарханов --ledger build/examples.ledger"
	@echo "Ask who claims it: $(BIN)/enligt ask 'inspektionerna återupptas den 1 april' --ledger build/examples.ledger"
	@echo "Try a page:        $(BIN)/enligt trace PAGE.html      (a file or an http(s) address; --json, --html FILE)"
	@test -n "$(ONCE)" || $(BIN)/enligt desk --ledger build/examples.ledger

test: .venv/installed-test ## set up, then lint, types and tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest

clean: ## remove everything that was made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "enligt needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up .venv (once)…"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing enligt and what it needs…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-test: pyproject.toml | .venv/bin/python
	@echo "Installing enligt and what its tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/installed
