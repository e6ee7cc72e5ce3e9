# Each verb sets up .venv by itself. A `python3.x` on PATH may be a shim without a Python behind it, so each is tried.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 \
	$$(ls -d "$$HOME"/.pyenv/versions/3.1[1-9]*/bin/python 2>/dev/null); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PROJECT ?= examples/shop
# The shell expands ~ only at the start of a word.
CHECKED = $(patsubst ~/%,$(HOME)/%,$(PROJECT))
DJANGOS := 4.2:3.10 6.1:3.13 6.1:3.12

EXTENSION := editors/vscode
EXTENSION_STAMP := $(EXTENSION)/node_modules/.package-lock.json
# What VS Code calls this platform.
TARGET ?= $(shell uname -s | sed 's/Linux/linux/; s/Darwin/darwin/')-$(shell uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
WORKBENCH ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/scale-lsp/workbench

.PHONY: help demo test venv checks test-editors test-all oracle lint types docs docs-check new-rule bench corpus vscode vscode-test workbench clean
.DEFAULT_GOAL := help

help:  ## Show the verbs
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	@"$(BIN)/python" -c '' 2>/dev/null || { echo "Creating $(VENV) …"; "$(PYTHON)" -m venv --clear "$(VENV)"; }
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(STAMP)  ## Find and explain the problems of examples/shop, or of PROJECT=path, and show the fixes
	@$(BIN)/scale-lsp check --exit-zero "$(CHECKED)"
	@printf '\nWhat `scale-lsp check --fix $(PROJECT)` would change:\n\n'
	@$(BIN)/scale-lsp check --exit-zero --diff "$(CHECKED)"

test:  ## Everything that has to pass
	@$(EXTENSION)/workbench/beside.sh "$(WORKBENCH)" $(MAKE) --no-print-directory
	@echo 'Emacs and Vim were not tested; `make test-editors` does.'

venv: $(STAMP)  ## Set up .venv

checks: lint types docs-check  ## Lint, types, generated pages and the tests of Python
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-editors: $(STAMP)  ## Try the configurations of docs/editors in Emacs and Vim (apt installs them, as root)
	apt-get install -qq -y --no-install-recommends emacs-nox elpa-eglot elpa-lsp-mode vim-nox vim-ale
	$(BIN)/python -m pytest --other-editors tests/editors

test-all: test  ## The same, and the fixtures proven on Django 4.2 and 6.1 where there is a Python for them
	$(BIN)/python -m tests.djangos $(DJANGOS)

oracle: $(STAMP)  ## Replay random edits and compare with fresh projects: SEEDS=200, of examples and fixtures or PROJECT=path
	@$(BIN)/python -m tests.oracle --seeds $(or $(SEEDS),50) $(if $(filter-out file,$(origin PROJECT)),"$(CHECKED)")

lint: $(STAMP)  ## ruff, formatting, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(STAMP)  ## mypy --strict
	$(BIN)/mypy

docs: $(STAMP)  ## Write the generated pages
	$(BIN)/scale-lsp dev docs

docs-check: $(STAMP)  ## See whether the generated pages are up to date
	$(BIN)/scale-lsp dev docs --check

new-rule: $(STAMP)  ## Create the three files of a rule: SLUG=my-rule CATEGORY=queries
	@$(BIN)/scale-lsp dev new-rule "$(CATEGORY)" "$(SLUG)"

bench: $(STAMP)  ## Latency and memory beside ruff, basedpyright and pylsp, into docs/performance.md
	@$(BIN)/python -m benchmarks

corpus: $(STAMP)  ## Run on real projects (downloads them once)
	$(BIN)/python -m tests.corpus

$(EXTENSION_STAMP): $(EXTENSION)/package-lock.json
	@echo "Installing into $(EXTENSION)/node_modules …"
	@cd $(EXTENSION) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

vscode: $(STAMP) $(EXTENSION_STAMP)  ## Build the VS Code extension for this platform, or for TARGET=darwin-arm64
	@cd $(EXTENSION) && npm run --silent build
	@$(BIN)/python $(EXTENSION)/package.py $(TARGET) $(addprefix --python=,$(BUNDLED))

vscode-test: $(STAMP)  ## Lint the extension and test it without an editor
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(EXTENSION_STAMP) && \
		cd $(EXTENSION) && npm run --silent lint && npm run --silent types && npm test --silent; \
	else echo "Skipped: the tests of the VS Code extension need Node.js 20 and npm; then: make vscode-test"; fi

workbench: $(STAMP)  ## Use the extension in a real workbench in headless Chromium; pictures in editors/vscode/dist/pictures
	@if command -v npm >/dev/null; then $(MAKE) --silent $(EXTENSION_STAMP); fi
	@$(EXTENSION)/workbench/run.sh "$(WORKBENCH)" $(BIN)/python $(TARGET)

clean:  ## Remove what the verbs made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .corpus dist build
	rm -rf $(EXTENSION)/node_modules $(EXTENSION)/dist $(EXTENSION)/bundled $(EXTENSION)/*.vsix
