# Every target works from a clean clone: what it needs is installed into .venv first.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
OLDER := .venv-oldest-z3

.PHONY: demo test lint types contracts check bench bench-short bench-scale bench-scale-short fuzz mutants older-solver docs format clean

demo: $(INSTALLED)  ## check the shipped Ring specs and show the stories
	@$(BIN)/policyproof check specs/ring

test: $(INSTALLED)  ## the test suite
	$(BIN)/pytest -n 2 --dist worksteal

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

contracts: $(INSTALLED)
	$(BIN)/lint-imports

check: lint types contracts test  ## all that a change must pass

bench: $(INSTALLED)  ## speed and memory, as ratios to the floor
	$(BIN)/python benchmarks/run.py

bench-short: $(INSTALLED)
	$(BIN)/python benchmarks/run.py --short

bench-scale: $(INSTALLED)  ## large random policies, beside hand-written scripts for z3py and clingo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[scale]'
	$(BIN)/python benchmarks/scale.py

bench-scale-short: $(INSTALLED)
	$(BIN)/python benchmarks/scale.py --short

fuzz: $(INSTALLED)  ## the long run of the random tests
	$(BIN)/pytest -n 2 -m long

mutants: $(INSTALLED)  ## broken evaluators and encoders, each of which the tests must catch
	$(BIN)/pytest -n 2 -m mutants

older-solver: $(INSTALLED)  ## the same bytes on the oldest z3 that we support
	$(PYTHON) -m venv $(OLDER)
	$(OLDER)/bin/python -m pip install --quiet --disable-pip-version-check --editable . 'z3-solver==4.16.*'
	$(BIN)/policyproof check specs --all --as-case > $(OLDER)/newest.txt
	$(OLDER)/bin/policyproof check specs --all --as-case > $(OLDER)/oldest.txt
	cmp $(OLDER)/newest.txt $(OLDER)/oldest.txt

docs: $(INSTALLED)  ## what the README and the documents show, as the tool prints it now
	UPDATE_DOCS=1 $(BIN)/pytest -q tests/docs

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv $(OLDER) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'policyproof needs Python 3.11 or later: make PYTHON=/path/to/python3.11 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'this Python cannot make a virtual environment (no ensurepip): on Debian and Ubuntu, apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
