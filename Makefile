# Everything runs in .venv, which the first target that needs it makes.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

PYTHONS := python3 python3.13 python3.12 python3.11
PIP_INSTALL := .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
CODE := kernel policy services gateway cli tests
ARGS ?=
export JOBS

.PHONY: help
help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: up
up: .venv/.installed-run ## Run the whole system in one process on http://127.0.0.1:8080 (ARGS='--data DIR --port N --demo')
	.venv/bin/gongzhi up $(ARGS)

.PHONY: test
test: .venv/.installed-dev ## Run all tests but the soak; report in build/junit.xml (ARGS go to pytest)
	.venv/bin/python tests/support/run_shards.py build/junit.xml $(ARGS)

.PHONY: soak
soak: .venv/.installed-dev ## Run the tests that take too long for every day
	.venv/bin/python tests/support/run_shards.py build/junit-soak.xml -m soak $(ARGS)

.PHONY: bench
bench: .venv/.installed-bench ## Measure against pgbench and eventsourcing on real servers (needs their packages)
	PYTHONPATH=tests .venv/bin/python -W ignore -m bench $(ARGS)

.PHONY: check
check: .venv/.installed-dev ## Lint, format, types, import contracts, deployment files
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(CODE)
	.venv/bin/lint-imports
	@deploy/check

.PHONY: format
format: .venv/.installed-dev ## Format the code and mend what ruff can mend
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

.PHONY: clean
clean: ## Remove what the other targets made: .venv, build, caches
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are older than what they were made from when either file changes; then pip brings .venv up to date.
.venv/.installed-run: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv, about half a minute ..."
	@$(PIP_INSTALL) -e .
	@touch $@

.venv/.installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv with the tools of development, about a minute ..."
	@$(PIP_INSTALL) -e '.[dev]'
	@touch .venv/.installed-run $@

.venv/.installed-bench: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) -e '.[dev,bench]'
	@touch .venv/.installed-run .venv/.installed-dev $@

# The first Python of 3.11 to 3.13 that can make virtual environments. Debian packs that ability apart.
.venv/bin/python:
	@lacking=; \
	for python in $(PYTHONS); do \
	  $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
	  if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	    rm -rf .venv; exec $$python -m venv .venv; \
	  fi; \
	  lacking=$${lacking:-$$python}; \
	done; \
	if [ -n "$$lacking" ]; then \
	  echo "Install Python's venv package first: apt-get install $$lacking-venv" >&2; \
	else \
	  echo "Install Python 3.11, 3.12 or 3.13 with its venv package first: apt-get install python3-venv" >&2; \
	fi; \
	exit 1
