# The words of this project. A fresh machine needs Python 3.12 or newer, git and make; `make setup` fetches the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME ?= .wholetime
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-spark check fix bench bench-roster bench-forecast load mutants release audit clean

help: ## Say what each word does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Make the environment in .venv and build the page assets

$(VENV)/.ready: pyproject.toml requirements.txt package.json package-lock.json scripts/build_assets.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12) and "wholetime needs Python 3.12 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# Once, and not at each start: where bytecode is not written, starting takes 5 seconds rather than 2.
	@$(BIN)/python -W ignore -m compileall -q -j 0 $(VENV)/lib src || true  # some packages carry files of older Pythons
	$(BIN)/python scripts/build_assets.py
	@touch $@

demo: setup ## Load the published files and a synthetic system, and serve the site
	WHOLETIME_HOME=$(DEMO_HOME) $(BIN)/wholetime demo --port $(PORT)

test: setup ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -n auto --dist loadfile tests/browser

test-spark: setup ## Run the lake's queries on Spark as well (local mode; needs Java)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pyspark>=4.0,<5"
	$(BIN)/python -m pytest tests/dataset/spark -m spark

check: setup ## Lint, types, import contracts, migrations, documents: all of them, then fail if any did
	@status=0; for word in lint types contracts migrations docs; do \
	  echo "== $$word"; $(MAKE) --no-print-directory check-$$word || status=1; done; exit $$status

.PHONY: check-lint check-types check-contracts check-migrations check-docs
check-lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
check-types:
	$(BIN)/mypy
check-contracts:
	$(BIN)/lint-imports
check-migrations:
	WHOLETIME_HOME=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
check-docs:
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/meta --ignore tests/meta/test_routes.py --ignore tests/meta/test_tokens.py  # make test walks those

fix: setup ## Put right what a program can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure the speed claims, as ratios in one run
	$(BIN)/python -m benchmarks

bench-roster: setup ## Measure the optimiser of rosters on the published instances (WHOLETIME_BENCHMARKS) and on invented wards
	$(BIN)/python -m benchmarks.rostering --plain
	$(BIN)/python -m benchmarks.rostering_wards --cold

bench-forecast: setup ## Measure the forecaster of panels beside statsforecast's models (WHOLETIME_DATA)
	$(BIN)/python -m benchmarks.forecast --workers 2

TOOLS := build/tools
$(TOOLS)/.ready:  # apart from the environment, whose versions are pinned
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check "build>=1.6,<2" "setuptools>=80" \
	  "cyclonedx-bom>=7.5,<8" "pip-audit>=2.10,<3"
	@touch $@

$(TOOLS)/.mutmut: $(TOOLS)/.ready
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check "mutmut>=3.8,<4"
	@touch $@

mutants: setup $(TOOLS)/.mutmut ## Make deliberate faults where trust matters most and count those that the tests notice (hours)
	PYTHONPATH=src:. $(BIN)/python scripts/mutants.py $(MUTANTS)

$(TOOLS)/.load: $(TOOLS)/.ready  # locust plugs into pytest, so it is kept away from the tests
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check "locust>=2.47,<3"
	@touch $@

load: setup $(TOOLS)/.load ## Measure 300 people at once on the demo's data; the machine should be quiet
	$(BIN)/python -m benchmarks.load --locust $(TOOLS)/bin/locust --people 300 --minutes 3

release: setup $(TOOLS)/.ready ## Build the wheel, the source archive and the bill of materials into dist/
	rm -rf dist
	$(TOOLS)/bin/python -m build --no-isolation --outdir dist
	$(TOOLS)/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file dist/wholetime.cdx.json

audit: $(TOOLS)/.ready ## Ask the public list of known weaknesses about every pinned package (needs the network)
	@$(TOOLS)/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --progress-spinner off \
	  || { echo "make audit: weaknesses were found, or the list could not be asked: see above. Nothing is shown to be well."; exit 1; }

clean: ## Remove what was built, not what was loaded
	rm -rf $(VENV) node_modules build
