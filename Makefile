# Both commands do all their own set-up on a machine that has python3 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint format bench conformance regenerate lock clean

demo: $(READY)
	$(BIN)/fleetwright demo

test: $(READY)
	$(BIN)/pytest -n auto --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Measures everything and writes docs/performance.md; exits with 1 where an aim is missed.
bench: $(READY)
	$(BIN)/python -m benchmarks

# Clients of other makers and the official MCP suite; needs npm. Writes docs/conformance.md.
conformance: $(READY)
	$(BIN)/python tests/connect/install.py .clients
	$(BIN)/python tests/connect/conformance.py .clients

# The servers of servers/ are generated from examples/: equal input and seed give equal bytes.
regenerate: $(READY)
	$(BIN)/python examples/regenerate.py

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --output-file requirements.lock pyproject.toml

# The lock names everything, so nothing is resolved: pip 23's resolver meets a release newer than a pin and stops.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fleetwright needs Python 3.11 or later.")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	touch $(READY)

clean:
	rm -rf $(VENV) .clients .mypy_cache .ruff_cache .pytest_cache .hypothesis
