# Two commands carry a newcomer: `make run` shows what enligt does, `make test` checks that it does it.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test postgres soak lock licences audit sbom release-check clean

# What is installed is in requirements/*.txt, each file with its hashes; `make lock` writes them anew.
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP_INSTALL) --require-hashes --requirement
ITSELF := $(PIP_INSTALL) --no-deps --no-build-isolation
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --group build
RELEASE := build/release

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

test: .venv/installed-test postgres ## set up, then lint, types and tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest

# The ledger's tests run on PostgreSQL, too: where it is missing it is installed if that may be done, else they are skipped.
postgres:
	@test -n "$(wildcard /usr/lib/postgresql/*/bin/initdb)" || command -v initdb >/dev/null || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo "Installing PostgreSQL, for the tests…"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null || \
		echo "PostgreSQL could not be installed; its tests are skipped"; \
	else echo "PostgreSQL is not installed; its tests are skipped (on Debian: apt-get install postgresql)"; fi

# MINUTES is for the desk under load; the rest takes some minutes more.
soak: .venv/installed-upkeep ## the long checks: fuzzing, processes killed, an hour of load; prints the figures of docs/reliability.md
	@$(BIN)/python bench/soak.py --minutes $(or $(MINUTES),60)

lock: .venv/installed-upkeep ## work out requirements/*.txt anew from pyproject.toml (UPGRADE=1 takes the newest)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra test --group upkeep --output-file requirements/upkeep.txt
	@$(LOCK) --constraint requirements/upkeep.txt --extra test --output-file requirements/test.txt
	@$(LOCK) --constraint requirements/upkeep.txt --output-file requirements/run.txt

licences: .venv/installed ## write docs/licences.md, the licences of what is installed with enligt
	@mkdir -p build && $(BIN)/python upkeep/licences.py >build/licences.md && mv build/licences.md docs/licences.md

# --strict: a package that could not be looked up is not one without known vulnerabilities.
audit: .venv/installed-upkeep ## look the locked packages up among the known vulnerabilities (needs the network)
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements/run.txt

release-check: .venv/installed-upkeep ## build the wheel, install it into an empty environment, trace a page with it
	@rm -rf $(RELEASE) && mkdir -p $(RELEASE)
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir $(RELEASE) .
	@$(PYTHON) -m venv $(RELEASE)/venv
	@$(RELEASE)/venv/bin/python $(LOCKED) requirements/run.txt
	@$(RELEASE)/venv/bin/python $(ITSELF) $(RELEASE)/enligt-*.whl
	@$(RELEASE)/venv/bin/python -m pip check --disable-pip-version-check
	@cp examples/1-*.html $(RELEASE)/page.html
	@cd $(RELEASE) && venv/bin/enligt doctor && venv/bin/enligt trace page.html && venv/bin/enligt trace page.html --json >/dev/null
	@ls -l $(RELEASE)/enligt-*.whl

sbom: release-check ## write what the released program consists of, build/enligt.cdx.json (CycloneDX)
	@$(BIN)/cyclonedx-py environment $(RELEASE)/venv --pyproject pyproject.toml --output-reproducible \
		--output-file build/enligt.cdx.json
	@echo build/enligt.cdx.json

clean: ## remove everything that was made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "enligt needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up .venv (once)…"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: pyproject.toml requirements/run.txt | .venv/bin/python
	@echo "Installing enligt and what it needs…"
	@$(BIN)/python $(LOCKED) requirements/run.txt
	@$(BIN)/python $(ITSELF) --editable .
	@touch $@

.venv/installed-test: pyproject.toml requirements/test.txt | .venv/bin/python
	@echo "Installing enligt and what its tests need…"
	@$(BIN)/python $(LOCKED) requirements/test.txt
	@$(BIN)/python $(ITSELF) --editable .
	@touch $@ .venv/installed

.venv/installed-upkeep: pyproject.toml requirements/upkeep.txt | .venv/bin/python
	@echo "Installing enligt and what its upkeep needs…"
	@$(BIN)/python $(LOCKED) requirements/upkeep.txt
	@$(BIN)/python $(ITSELF) --editable .
	@touch $@ .venv/installed-test .venv/installed
