# Two commands matter: `make demo` serves the product, `make test` runs everything that CI runs.
PYTHON ?= python3
BIN := .venv/bin
FRONTEND_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f -print)
MESSAGES := $(wildcard src/motcua/locale/*/LC_MESSAGES/*.po)

# Pure rules are tested first, on their own: they need no database.
RULES := src/motcua/kernel $(wildcard src/motcua/*/rules src/motcua/*/*/rules)

# Blanks inside a text area are part of its value, so those two are not reindented.
TEMPLATES = $(shell find src/motcua -name '*.html' ! -name textarea.html)

# For what never asks the database, or starts one of its own.
NO_DATABASE := DATABASE_URL=postgres://nobody@127.0.0.1:1/none

.PHONY: demo test checks setup setup-test lint rules unit browser faults format messages clean

demo: setup
	@$(BIN)/motcua demo

# Two cores: what works one step at a time runs beside what could use both. Killing and the browser do not begin
# together: a run of pytest that begins closes the temporary folder in which the other's database starts.
test: setup-test
	@$(MAKE) --no-print-directory -j2 checks unit
	@$(MAKE) --no-print-directory browser

checks:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory rules
	@$(MAKE) --no-print-directory faults

setup: .venv/.base frontend/dist/.built .venv/.messages
setup-test: .venv/.test setup
	@tools/ensure-system-packages.sh

.venv/bin/uv: requirements/uv.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt

.venv/.base: .venv/bin/uv requirements/base.txt pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -m compileall -q -j 0 src .venv/lib
	@touch $@

.venv/.test: .venv/.base requirements/test.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

frontend/dist/.built: $(filter-out frontend/dist/%,$(FRONTEND_SOURCES))
	cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

.venv/.messages: .venv/.base $(MESSAGES)
	$(BIN)/pybabel --quiet compile --directory src/motcua/locale --domain django
	@touch $@

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests tools conftest.py
	$(BIN)/djhtml --check $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NO_DATABASE) DJANGO_SETTINGS_MODULE=motcua.config.settings.test $(BIN)/python -W ignore -m django makemigrations --check --dry-run
	tools/make-messages.sh --check
	$(NO_DATABASE) $(BIN)/python -m pytest -q tests/architecture

rules:
	$(NO_DATABASE) $(BIN)/python -m pytest -q $(RULES)

unit:
	$(BIN)/python -m pytest -q -n 2 --dist loadfile src tests/abuse -m "not e2e and not faults" $(addprefix --ignore=,$(RULES))

browser:
	$(NO_DATABASE) $(BIN)/python -m pytest -q tests/e2e

faults:
	$(NO_DATABASE) $(BIN)/python -m pytest -q tests/faults

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format src tests tools conftest.py
	$(BIN)/djhtml $(TEMPLATES)

messages:
	tools/make-messages.sh

clean:
	rm -rf .venv frontend/dist frontend/node_modules .motcua-test
