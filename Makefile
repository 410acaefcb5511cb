# Each target sets up .venv first, which is quick when nothing has changed.

REPO = .
PYTHON = .venv/bin/python

# Nothing is left outside the checkout, except in the caches that pip and uv keep.
export REPO
export KNOWNHANDS_CACHE := $(CURDIR)/.cache/knownhands
export LD_LIBRARY_PATH := $(CURDIR)/.venv/openmp:$(LD_LIBRARY_PATH)

.PHONY: help setup demo check test train bench docs lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

setup: ## build .venv from requirements.lock
	@sh scripts/setup

demo: setup ## score the newest change here, or in REPO=PATH_OR_URL
	@.venv/bin/knownhands score change HEAD --repo "$$REPO"

check: setup ## format, lint, types, layers, docstrings, generated pages
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/interrogate src
	$(PYTHON) scripts/docs.py --check

test: setup ## the tests, with branch coverage
	tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	TMPDIR="$$tmp" .venv/bin/pytest -n 2 --cov --cov-report=term:skip-covered

train: setup ## rebuild the shipped models from data/
	.venv/bin/knownhands train data/change --out models/change-defect-2026-11
	.venv/bin/knownhands train data/attack --out models/change-attack-2026-11
	.venv/bin/knownhands train data/package --out models/package-malware-2026-11

bench: setup ## measure the speed beside named peers, on CLONES="PATH PATH"
	for script in scripts/bench/bench_*.py; do $(PYTHON) "$$script" $(CLONES) || exit; done

docs: setup ## write docs/reference from the code
	$(PYTHON) scripts/docs.py

lock: setup ## add what pyproject.toml newly asks for to requirements.lock; all of it anew with UPGRADE=1
	.venv/bin/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  $(if $(UPGRADE),--upgrade) --quiet --output-file requirements.lock

clean: ## remove everything that was built here
	rm -rf .venv .uv .cache .coverage dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src scripts tests -name __pycache__ -prune -exec rm -rf {} +
