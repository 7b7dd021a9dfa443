# Each target is one word of the README. Stamps in .venv say what is done already.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
STAMPS := $(VENV)/.stamps
SAMPLE := data/sample/reports.jsonl

.PHONY: run venv assets basemap gazetteer test lint bench clean
.DEFAULT_GOAL := run

run: $(STAMPS)/app served $(STAMPS)/sample
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

# The map's own files. Without npm the map works too, but takes Leaflet from the network.
.PHONY: served
served: $(STAMPS)/app
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory $(STAMPS)/assets; \
	else echo "npm is missing: the map will use the network for Leaflet (install Node.js and run 'make assets' to change that)"; fi

assets: $(STAMPS)/assets

$(STAMPS)/assets: package-lock.json rasd/ui/assets.py $(wildcard data/basemap/*.pmtiles) | $(STAMPS)/app
	npm ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error
	$(BIN)/python -m rasd.ui.assets
	@touch $@

$(STAMPS)/sample: $(SAMPLE) | $(STAMPS)/app
	$(BIN)/python -m rasd ingest --sample $(SAMPLE)
	@touch $@

# Generated data, kept in the repository: made anew only when asked.
basemap: $(STAMPS)/dev
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m rasd.ui.basemap
	$(BIN)/python -m rasd.ui.assets

gazetteer: $(STAMPS)/dev
	$(BIN)/python -m gazetteer.sources

test: $(STAMPS)/dev chromium served
	$(BIN)/python -m pytest

# Debian's Chromium for tests/browser; those tests are skipped where it can't be installed.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core || echo "Chromium could not be installed: browser tests will be skipped"; \
	else echo "Chromium is missing and can't be installed without root: browser tests will be skipped"; fi

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMPS)/dev
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:
	rm -rf $(VENV) node_modules static/vendor static/fonts static/basemap .pytest_cache .mypy_cache .ruff_cache
