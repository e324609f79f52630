# make run     try it: http://127.0.0.1:8000 (PORT=9000 make run for another port)
# make test    everything: lint, types, the suite on SQLite and on PostgreSQL, browser tests
# make help    the rest

PORT ?= 8000
WORKERS ?= auto
# make mutation: how many at a time, and which modules (MODULES="hscore dose"); none: all.
JOBS ?= 0
MODULES ?=
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# The first Python that is new enough; `make PYTHON=/path/to/python3.12 setup` overrules.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	command -v $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run migrate test lint types unit browser unit-postgres coverage bench accuracy mutation pictures \
	validation messages clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/installed ## the virtual environment with what the application needs

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed" \
	"(Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(PIP) install -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(PIP) install -r requirements-dev.txt
	@touch $@ .venv/installed

migrate: setup
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) renew --verbosity 0

run: migrate ## serve on this computer with demo content; what was entered is kept
	@if [ -e hlh_app/records/management/commands/demo.py ]; then $(MANAGE) demo; fi
	@echo
	@echo "Open http://127.0.0.1:$(PORT)/ in a browser. Ctrl-C stops it."
	@$(BIN)/gunicorn hlh_app.config.wsgi --bind 127.0.0.1:$(PORT) --threads 4 --log-level warning

test: lint types unit coverage browser unit-postgres ## everything

lint: .venv/installed-dev ## style of code and templates, and forgotten migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(MANAGE) makemigrations --check --dry-run

types: .venv/installed-dev
	$(BIN)/mypy

# What walks every address or reads thousands of made-up documents runs without the tracer, which
# would double its time and learn nothing new.
unit: .venv/installed-dev ## the suite on SQLite, but for the browser tests
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not e2e and not untraced" \
	--cov --cov-branch --cov-report=
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "untraced"

# Once more without the coverage, without what never opens a database, and without who gets in where
# and the synthetic cohorts' figures, which no engine changes.
unit-postgres: .venv/installed-dev ## what reads or writes a database, on a PostgreSQL started for it
	$(BIN)/python tests/postgres/server.py $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not e2e" \
	tests/accounts tests/config tests/hazards tests/postgres tests/records tests/web \
	--ignore tests/web/test_every_door.py --ignore tests/records/demo_papers

browser: .venv/installed-dev ## the journeys, with a real browser
	env -u DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal -m e2e

coverage: .venv/installed-dev
	$(BIN)/coverage report --skip-covered --fail-under=95
	$(BIN)/coverage report --include="hlh_app/clinical/*" --skip-covered --fail-under=100

.venv/installed-bench: requirements-bench.txt .venv/installed-dev
	$(PIP) install -r requirements-bench.txt
	@touch $@

bench: .venv/installed-bench ## the benchmarks, which print figures and judge nothing
	$(BIN)/pytest tests/performance/bench_*.py -s

.venv/installed-mutation: requirements-mutation.txt .venv/installed-dev
	$(PIP) install -r requirements-mutation.txt
	@touch $@

mutation: .venv/installed-mutation ## change the rules in every small way and see that a test notices
	JOBS=$(JOBS) $(BIN)/python -u -m tests.mutation $(MODULES)

accuracy: .venv/installed-dev ## how often rules, checklist and CQL are right, and how fast (npm for CQL)
	@if command -v npm >/dev/null; then npm --prefix tests/accuracy/cql ci --silent --no-audit --no-fund; \
	else echo "npm is not installed: without CQL."; fi
	$(BIN)/python -m tests.accuracy

pictures: .venv/installed-dev ## take the README's pictures anew (docs/pictures)
	PICTURES=docs/pictures $(BIN)/pytest tests/e2e/test_pictures*.py

validation: .venv/installed-dev ## write what is generated from the rules (docs/validation.md, docs/hazards.md)
	$(BIN)/python -m tests.architecture.rulebook --write

messages: .venv/installed-dev ## collect the strings to translate in locale/django.pot (needs gettext)
	@mkdir -p locale
	$(MANAGE) makemessages --all --keep-pot --ignore .venv --ignore var

clean: ## remove what can be made again; var/ with the entered data stays
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .coverage .coverage.*
