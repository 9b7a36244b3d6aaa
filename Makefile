# `make` lists the targets. Everything runs in .venv, which `make setup` builds; nothing else is needed but Python 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check golden differential bench torture serve clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/minikctl: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml $(BIN)/minikctl
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

setup: $(BIN)/minikctl  ## make .venv with minikctl in it

demo: $(BIN)/minikctl  ## play the whole Deployment tutorial on a state of its own
	@$(BIN)/python -m tests.demo.tutorial

test: $(VENV)/.dev check  ## all tests and checks
	$(BIN)/python -m pytest -n 2 -m "not slow"

check: $(VENV)/.dev  ## types, lint, format, layers
	$(BIN)/ruff check minikctl tests
	$(BIN)/ruff format --check minikctl tests
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(VENV)/.dev  ## rewrite the golden transcripts of tests/scenarios; read the diff before you commit it
	$(BIN)/python -m tests.golden.rewrite

differential: $(VENV)/.dev  ## every scenario, four ways: minikctl and kubectl, embedded and over HTTP
	$(BIN)/python -m pytest -m "slow or not slow" tests/differential

bench: $(VENV)/.dev  ## measure: start-up, scale, catch-up, serve
	$(BIN)/python -m tests.bench

torture: $(VENV)/.dev  ## the long form of the kill and concurrency tests
	$(BIN)/python -m tests.torture

serve: $(BIN)/minikctl  ## an API server on loopback
	$(BIN)/minikctl serve

clean:  ## remove what the targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
