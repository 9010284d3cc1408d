# Needs Python 3.11 or later and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/uv

.PHONY: sample serve test fuzz mutants bench lock test-lowest test-newest release clean

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

# Two minutes of bytes that nobody wrote: make fuzz FUZZ="--seconds 3600 --keep .fuzzing requests".
fuzz: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python -m fuzzing $(FUZZ)

# Which mutant of ROOM does no test of TESTS notice? SAMPLE takes so many; ONLY names some of them.
ROOM ?= working_time
ONLY ?= *
TESTS ?= tests/$(ROOM) tests/test_golden.py tests/test_moving.py tests/planning/test_quiet_days.py
MUTANTS := $(VENV)/mutants/$(ROOM)

mutants: $(VENV)/.installed-mutants $(MUTANTS)/mutants.txt
	rm -rf $(MUTANTS)/tests && cp -R tests $(MUTANTS)
	cd $(MUTANTS) && FOLLOWUP_EXAMPLES=4 PYTHONPATH=$$PWD/src:$$PWD/tests/mutating ../../bin/python -m pytest -q \
	  -p no:cacheprovider -p trying_mutants --hypothesis-seed=0 --mutants 'followup_ics.$(ROOM).$(ONLY)' \
	  $(if $(SAMPLE),--sample $(SAMPLE)) $(sort $(TESTS))

$(MUTANTS)/mutants.txt: $(shell find src -name '*.py')
	$(BIN)/python tests/mutating/making.py $(MUTANTS) $(ROOM)

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks --full --write docs $(BENCH)

# The versions of requirements/, each with its hash, and the package itself on top of them.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

$(VENV)/.installed: requirements/sample.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement $<
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-serve: requirements/serve.txt $(VENV)/.installed
	$(PIP) --require-hashes --requirement $<
	touch $@

$(VENV)/.installed-dev: requirements/test.txt $(VENV)/.installed
	$(PIP) --require-hashes --requirement $<
	touch $@

# The other libraries are measured in their newest versions, so they are not locked.
$(VENV)/.installed-bench: $(VENV)/.installed-dev $(UV)
	$(UV)/bin/uv pip install --quiet --python $(VENV) --group bench
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  command -v wrk && command -v nginx && ls /usr/lib/postgresql/*/bin/initdb || \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    wrk nginx-light postgresql; fi >/dev/null
	touch $@

$(VENV)/.installed-mutants: $(VENV)/.installed-dev $(UV)
	$(UV)/bin/uv pip install --quiet --python $(VENV) --group mutants
	touch $@

# The newest versions that the bounds of pyproject.toml allow, for every Python and platform.
LOCK := $(UV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
  --python-version 3.11 --custom-compile-command "make lock" --group build pyproject.toml

lock: $(UV)
	$(LOCK) --upgrade --extra dev --output-file requirements/test.txt
	$(LOCK) --upgrade --extra serve --constraint requirements/test.txt --output-file requirements/serve.txt
	$(LOCK) --upgrade --constraint requirements/test.txt --output-file requirements/sample.txt
	$(LOCK) --upgrade --group release --constraint requirements/test.txt --output-file requirements/release.txt

# The tests of the source distribution, on the wheel that is made from it, with the oldest and
# with the newest versions that the bounds allow, whatever is locked. FILES is the folder where both
# stand already.
test-lowest: RESOLUTION = lowest-direct
test-newest: RESOLUTION = highest
test-lowest test-newest: DIST = $(or $(FILES),$(VENV)/$@/dist)
test-lowest test-newest: $(UV) $(VENV)/.installed-dev
	$(UV)/bin/uv venv --quiet --clear --python $(PYTHON) $(VENV)/$@
	$(UV)/bin/uv pip install --quiet --python $(VENV)/$@ --resolution $(RESOLUTION) \
	  --requirement pyproject.toml --extra dev --group build
	$(if $(FILES),,$(BIN)/python -c 'import pathlib, release; release.build(pathlib.Path(), pathlib.Path("$(DIST)").absolute())')
	$(UV)/bin/uv pip install --quiet --python $(VENV)/$@ --no-deps $(DIST)/*.whl
	mkdir $(VENV)/$@/unpacked
	tar -xzf $(DIST)/*.tar.gz -C $(VENV)/$@/unpacked
	cd $(VENV)/$@/unpacked/* && FOLLOWUP_RESOLUTION=$(RESOLUTION) $(abspath $(VENV)/$@/bin/python) -m pytest -n auto

# What is there to upload, in dist/, once everything was tried on it. Uploads nothing.
release: $(VENV)/.installed-dev requirements/release.txt
	$(PIP) --require-hashes --requirement requirements/release.txt
	$(BIN)/python release.py

$(UV):
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
