# Each verb sets up .venv by itself.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PROJECT ?= examples/shop
DJANGOS := 4.2:3.10 6.1:3.13 6.1:3.12

.PHONY: help demo test test-all lint types docs docs-check new-rule bench corpus clean

help:  ## Show the verbs
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(STAMP)  ## Find and explain the problems of examples/shop, or of PROJECT=path, and show the fixes
	@$(BIN)/scale-lsp check --exit-zero "$(PROJECT)"
	@echo
	@echo "What 'scale-lsp check --fix $(PROJECT)' would change:"
	@$(BIN)/scale-lsp check --exit-zero --diff "$(PROJECT)"

test: lint types docs-check  ## Everything that has to pass
	$(BIN)/python -m pytest -n 2

test-all: test  ## The same, and the fixtures proven on Django 4.2 and 6.1 where there is a Python for them
	@$(BIN)/python -m tests.djangos $(DJANGOS)

lint: $(STAMP)  ## ruff, formatting, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)  ## mypy --strict
	$(BIN)/mypy

docs: $(STAMP)  ## Write the generated pages
	$(BIN)/scale-lsp dev docs

docs-check: $(STAMP)
	$(BIN)/scale-lsp dev docs --check

new-rule: $(STAMP)  ## Create the three files of a rule: SLUG=my-rule CATEGORY=queries
	$(BIN)/scale-lsp dev new-rule "$(CATEGORY)" "$(SLUG)"

bench: $(STAMP)  ## Latency while typing, cold runs beside ruff
	$(BIN)/python benchmarks/cold.py $(PROJECT)
	$(BIN)/python benchmarks/keystrokes.py

corpus: $(STAMP)  ## Run on real projects (downloads them)
	$(BIN)/python -m tests.corpus

clean:  ## Remove what the verbs made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .corpus dist build
