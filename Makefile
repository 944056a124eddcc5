# `make demo` and `make test` set everything up by themselves; needed beforehand: make and Python 3.12 or later.

PYTHON ?=
JOBS ?= 2
export PYTHON

python := .venv/bin/python
ready := .venv/ready

.PHONY: help
help:
	@echo 'make demo       set up and run the example forecast'
	@echo 'make test       set up and run the tests, all but the slow ones'
	@echo 'make test-slow  run the slow tests'
	@echo 'make lint       format check, lint, types, import directions'
	@echo 'make format     format and apply safe fixes'
	@echo 'make bench      run the benchmarks'
	@echo 'make wheel      build the wheel into dist/, and try it in an environment of its own'
	@echo 'make pins       renew requirements/*.txt (needs uv)'
	@echo 'make clean      remove the environment, builds and caches'

# One file's tests stay on one process, which builds and compiles what they share once.
spread := -n $(JOBS) --dist loadfile

# Made anew when the pins or the project's metadata change.
$(ready): requirements/dev.txt pyproject.toml scripts/set-up scripts/find-python
	@sh scripts/set-up
	@touch $@

.PHONY: demo test test-slow lint format bench wheel pins clean

demo: $(ready)
	.venv/bin/forecast run models/what_are_we_scaling.fcst

test: $(ready)
	$(python) -m pytest $(spread) -m 'not slow and not browser'

test-slow: $(ready)
	$(python) -m pytest $(spread) -m slow

lint: $(ready)
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m basedpyright --pythonpath $(python)
	.venv/bin/lint-imports

format: $(ready)
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

bench: $(ready)
	$(python) -m benchmarks

wheel: $(ready)
	rm -rf dist
	$(python) -m build --no-isolation --wheel --outdir dist
	sh scripts/try-wheel dist/*.whl

pins:
	sh scripts/pin

clean:
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
