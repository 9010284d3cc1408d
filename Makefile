# Needs Python 3.11 or later and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: sample serve test bench clean

sample: $(VENV)/.installed
	$(BIN)/followup-ics build sample_interviews.yaml -o sample_interviews.ics
	$(BIN)/followup-ics show sample_interviews.yaml --from 2026-11-02

# A store of its own, made anew, so that the URL is printed every time.
serve: $(VENV)/.installed-serve
	rm -f $(VENV)/sample_feeds.sqlite3*
	$(BIN)/followup-ics serve sample_interviews.yaml --database sqlite:///$(VENV)/sample_feeds.sqlite3

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.feeds

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.installed-serve: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[serve]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
