# Everything a newcomer needs: make run, make test, make check, make bench. Needs only Python 3.11 or later.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check rehearse format lint types house catalogs bench lock bills clean

# A demonstration, unless a .env file says how to run for real.
run: $(VENV)/run
	@if [ -f .env ]; then set -a; . ./.env; set +a; else export DEMO=$${DEMO-1}; fi; exec $(BIN)/python -m bot run

test: $(VENV)/dev
	$(BIN)/python -m pytest -n $${TEST_PROCESSES:-2} --dist loadfile -rs $(TESTS)

check: $(VENV)/dev format lint types house test

format: $(VENV)/dev
	$(BIN)/ruff format bot tests bench
	$(BIN)/ruff check --fix --quiet bot tests bench || true

lint: $(VENV)/dev
	$(BIN)/ruff format --check bot tests bench
	$(BIN)/ruff check bot tests bench

types: $(VENV)/dev
	$(BIN)/mypy bot tests bench

# Lives the drives that are carried out, each in three stories: some minutes, so no part of the check.
rehearse: $(VENV)/run
	@for plan in thanh-oai vinh-tuong tuan-giao; do for seed in 1 2 3; do \
	  $(BIN)/python -m bot rehearse $$plan --seed $$seed || exit 1; done; done

house: $(VENV)/dev
	$(BIN)/lint-imports

# Brings the catalogs up to date with the sentences in the code; then translate what is empty.
catalogs: $(VENV)/dev
	$(BIN)/pybabel -q extract -F babel.cfg -k _n:1,2 -k t --no-location --sort-output --omit-header -o .messages.pot .
	$(BIN)/pybabel -q update -i .messages.pot -d locales --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm .messages.pot

bench: $(VENV)/dev
	$(BIN)/python -m bench

# The environment is made anew whenever the lock file changes.
$(VENV)/run: requirements/run.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed") if sys.version_info < (3, 11) else None'
	@echo "Cài những gì cần, chỉ lần đầu, một hai phút / Installing what it needs, the first time only, a minute or two"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/run.txt
	touch $@

$(VENV)/dev: requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@ $(VENV)/run

# Pins every dependency, for every Python from 3.11 and every platform, with hashes.
UV := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
lock: $(VENV)/dev
	$(UV) pyproject.toml --extra postgres -o requirements/run.txt
	$(UV) pyproject.toml --extra postgres --extra dev -o requirements/dev.txt
	$(UV) pyproject.toml --extra postgres --extra bills -c requirements/run.txt -o requirements/bills.txt

# The extra that reads pictures of transfers; switched on with BILLS=1.
bills: $(VENV)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bills.txt

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .hypothesis .import_linter_cache
