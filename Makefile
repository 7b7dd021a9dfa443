# Each target is one word of the README. Stamps in .venv (and beside the store) say what is done already.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
STAMPS := $(VENV)/.stamps
SAMPLE := data/sample/reports.jsonl
LOADED := var/.samples-loaded

.PHONY: run venv compiled assets basemap gazetteer test lint bench clean
.DEFAULT_GOAL := run

run: $(STAMPS)/app compiled served $(LOADED)
	$(BIN)/python -m streamlit run dashboard.py --server.port $(PORT)

venv: $(STAMPS)/app

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/app: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/app

# What reads articles, compiled by mypyc; without a C compiler it runs as plain Python. MUST=--must fails where it should work.
compiled: $(STAMPS)/app
	@if $(MAKE) --no-print-directory --silent $(STAMPS)/compiling; then $(BIN)/python -m rasd.compiling $(MUST); \
	elif [ -n "$(MUST)" ]; then exit 1; else echo "what compiles the reader could not be fetched: it runs as plain Python"; fi

$(STAMPS)/compiling: requirements-compiling.txt | $(STAMPS)/app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-compiling.txt
	@mkdir -p $(STAMPS) && touch $@

# The map's own files. Without npm the map works too, but takes Leaflet from the network.
.PHONY: served
served: $(STAMPS)/app
	@if ! command -v npm >/dev/null 2>&1; then echo "npm is missing: the map will use the network for Leaflet (install Node.js and run 'make assets' to change that)"; \
	else $(MAKE) --no-print-directory --silent $(STAMPS)/assets || echo "the assets could not be fetched: the map will use the network for Leaflet ('make assets' tries again)"; fi

assets: $(STAMPS)/assets

$(STAMPS)/assets: package-lock.json rasd/ui/assets.py $(wildcard data/basemap/*.pmtiles) | $(STAMPS)/app
	npm ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error
	$(BIN)/python -m rasd.ui.assets
	@touch $@

# Beside the store, so that a store thrown away gets its samples again.
$(LOADED): $(SAMPLE) | $(STAMPS)/app
	$(BIN)/python -m rasd ingest --sample $(SAMPLE)
	@mkdir -p $(@D) && touch $@

# Generated data, kept in the repository: made anew only when asked.
basemap: $(STAMPS)/dev
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m rasd.ui.basemap
	$(BIN)/python -m rasd.ui.assets

gazetteer: $(STAMPS)/dev
	$(BIN)/python -m gazetteer.sources

test: MUST := --must
test: $(STAMPS)/dev compiled chromium postgis served
	$(BIN)/python -m pytest

# Debian's Chromium for tests/browser; those tests are skipped where it can't be installed.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core || echo "Chromium could not be installed: browser tests will be skipped"; \
	else echo "Chromium is missing and can't be installed without root: browser tests will be skipped"; fi

# Debian's PostgreSQL with PostGIS, of which tests run a server of their own; skipped where it can't be installed.
.PHONY: postgis
postgis:
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql postgresql-postgis || echo "PostGIS could not be installed: tests of PostgreSQL will be skipped"; \
	else echo "PostGIS is missing and can't be installed without root: tests of PostgreSQL will be skipped"; fi

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMPS)/dev
	$(BIN)/python benchmarks/dashboard.py
	$(BIN)/python benchmarks/extract_speed.py
	$(BIN)/python benchmarks/gazetteer.py
	$(BIN)/python benchmarks/ingest.py

clean:
	rm -rf $(VENV) build node_modules static/vendor static/fonts static/basemap .pytest_cache .mypy_cache .ruff_cache
