PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml constraints.txt
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help test lint format bench docs clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

.venv/.dev: $(SOURCES)
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable '.[dev]'
	touch $@

.venv/.docs: .venv/.dev
	$(INSTALL) --editable '.[docs]'
	touch $@

.venv/.bench: .venv/.dev
	$(INSTALL) --editable '.[bench]'
	touch $@

test: .venv/.dev  ## run the tests
	$(BIN)/python -m pytest

lint: .venv/.dev  ## style, types and who may use whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev  ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.bench  ## speed and memory beside the peers; needs ../shared/data for some
	$(BIN)/python -m benchmarks

docs: .venv/.docs  ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

clean:  ## remove the environment and what tools left
	rm -rf .venv site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
