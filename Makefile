# Each target is one command, the same by hand and in continuous integration. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8000
VIGIA_HOME ?= var
PYTHON3 ?= python3
PY := .venv/bin/python
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=portal.settings.test
LOCK := $(PY) -m piptools compile --quiet --allow-unsafe --generate-hashes --strip-extras \
	--no-emit-find-links --no-emit-index-url

.PHONY: help
help: ## Show this list
	@echo "Vigía. Commands:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

.PHONY: run
run: ## Start the portal with all its parts: make run PORT=8123 VIGIA_HOME=folder (Ctrl-C stops it)
	@exec $(PYTHON3) -m deploy.run --with-parent --port "$(PORT)" --home "$(VIGIA_HOME)"

.PHONY: people
people: ## Print the demo desk's people, passwords and passphrases
	@VIGIA_HOME="$(abspath $(VIGIA_HOME))" $(PY) manage.py demo_people

.PHONY: code
code: ## Print a demo person's code for the second step: make code WHO=rosa
	@VIGIA_HOME="$(abspath $(VIGIA_HOME))" $(PY) manage.py demo_code "$(WHO)"

.PHONY: test
test: ## Everything that must be green; installs what it needs
	@exec $(PYTHON3) -m deploy.run.checks

.PHONY: test-full
test-full: ## The same with the long versions
	@exec $(PYTHON3) -m deploy.run.checks --full

.PHONY: lint
lint: ## Only what reads the code without running it
	@exec $(PYTHON3) -m deploy.run.checks --lint

.PHONY: prepare
prepare: ## Install and build everything for working on the code, and start nothing
	@exec $(PYTHON3) -m deploy.run --only-prepare --dev

.PHONY: format
format: prepare ## Write the Python code in its one form
	@$(PY) -m ruff format --quiet . && $(PY) -m ruff check --quiet --fix .

.PHONY: api
api: prepare ## Write docs/openapi.json and the pages' types from the staff APIs
	@$(TEST_SETTINGS) $(PY) manage.py export_openapi
	@cd frontend && npm run --silent api-types

.PHONY: messages
messages: prepare ## Read the texts of code and templates into locale/
	@$(TEST_SETTINGS) $(PY) manage.py catalogues

.PHONY: lock
lock: prepare ## Write the hashed requirements*.txt from requirements*.in
	@$(LOCK) --output-file=requirements.txt requirements.in
	@$(LOCK) --output-file=requirements-dev.txt requirements-dev.in
	@$(LOCK) --output-file=requirements-node.txt requirements-node.in

.PHONY: clean
clean: ## Remove what was built and installed; data in VIGIA_HOME stays
	@rm -rf .venv .stamps frontend/node_modules frontend/dist frontend/fonts static_build test-results \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
