# make play        install what is missing and play in the browser      (PORT=8501)
# make serve       the same for other machines                          (HOST=0.0.0.0, PORT=8501)
# make test        all tests; finds or installs a Chromium for them     (ARGS="-k name")
# make lint        style, types, import contracts
# make soak        long randomised tests                                (SOAK=1.0 how much, SEED=… which)
# make clean       remove the environment and everything made here
#
# CPU=1 or GPU=1 choose PyTorch's build; without, a Linux machine without an NVIDIA device takes the small CPU build.
# PYTHON=… is the interpreter that the environment is made from (3.11 or later).

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
SOAK ?= 1.0
SEED ?=
ARGS ?=
RUN := .venv/bin/python

.PHONY: play serve install dev chromium test lint soak clean help

play: install
	@$(RUN) tools/play.py --port $(PORT)

serve: install
	@$(RUN) tools/play.py --host $(HOST) --port $(PORT) --no-browser

install:
	@CPU="$(CPU)" GPU="$(GPU)" $(PYTHON) tools/install.py

dev:
	@CPU="$(CPU)" GPU="$(GPU)" $(PYTHON) tools/install.py --dev

chromium: dev
	@$(RUN) -m tools.chromium

test: chromium
	$(RUN) -m pytest $(ARGS)

lint: dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports

soak: dev
	$(RUN) -m pytest tests/soak --soak $(SOAK) $(if $(SEED),--soak-seed $(SEED)) $(ARGS)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -9
