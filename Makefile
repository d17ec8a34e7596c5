# The commands of a contributor; `make help` explains them. Needs Python 3.11 or newer, pip and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAINING := .venv-training
AUDIT := .venv-audit
EMULATOR := tests/emulator

# Fail with one line if $(PYTHON) is too old, or if the environment's Python is missing or too old.
define usable
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "SEK needs Python 3.11 or newer, and $(PYTHON) is not: make PYTHON=python3.12"; exit 1; }; \
! test -e $(BIN)/python -o -L $(BIN)/python || \
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "$(VENV) holds an old or broken Python: run \`make clean\`, then this again"; exit 1; }
endef

.PHONY: help run install test lint types contracts unit shifted evaluate train heads bench bench-growth chaos lock sbom audit clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp ## The demonstration, at http://127.0.0.1:8000/simulator
	$(BIN)/sek run

install: $(VENV)/dev.stamp ## The environment for work on the program

test: $(VENV)/dev.stamp lint types contracts unit ## Everything that is checked

lint: $(VENV)/dev.stamp ## Style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp ## Types, strictly
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp ## Which folder may import which
	$(BIN)/lint-imports

unit: $(VENV)/dev.stamp $(EMULATOR)/node_modules/.stamp ## The tests
	$(BIN)/pytest -n auto --dist worksteal --durations=10

# What is left out asks for no time: the words of the commands, the texts, and the commands about one person, which
# write the time down and compare it with nothing; and what ran on SQLite is not run once more on PostgreSQL, as the clock
# of a process does not depend on its database.
shifted: $(VENV)/dev.stamp ## The tests of real processes again, by the clock of 30 December, 23:58 (needs Debian's faketime)
	tests/shifted/run $(BIN)/pytest -n auto --dist worksteal tests/processes tests/host tests/bot/cli \
		tests/bot/test_logs.py -k 'not postgresql' $(addprefix --ignore=tests/bot/cli/,test_app.py test_texts.py test_person.py)

evaluate: $(VENV)/dev.stamp ## How well texts are read
	$(BIN)/python -m evaluation

train: $(TRAINING)/stamp ## Train the learned heads again, and write their weights
	$(TRAINING)/bin/sek reader train

heads: $(TRAINING)/stamp ## How well the learned heads read writers whom they do not know
	OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m training evaluate

bench: $(VENV)/dev.stamp ## Speed and memory, as ratios within one run
	$(BIN)/python -m benchmarks

bench-growth: $(VENV)/dev.stamp ## What grows with the years: make bench-growth INCIDENTS=100000 POSTGRESQL=postgresql://...
	$(BIN)/python -m benchmarks.growth $(if $(INCIDENTS),--incidents $(INCIDENTS)) \
		$(if $(POSTGRESQL),--postgresql $(POSTGRESQL))

chaos: $(VENV)/dev.stamp ## Kill and break at random: make chaos MINUTES=10 SEED=7 DATABASE=sqlite|postgresql
	$(BIN)/python -m tests.chaos $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) \
		$(if $(DATABASE),--database $(DATABASE))

lock: $(VENV)/dev.stamp ## Lock the newest dependencies that pyproject.toml allows (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--group build -o requirements.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--group build --group dev -o requirements-dev.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--constraint requirements-dev.txt --group build --group training --extra embeddings \
		-o requirements-training.txt pyproject.toml

sbom: ## The locked dependencies as a bill of materials (CycloneDX), in sbom.json
	$(PYTHON) bin/sbom.py > sbom.json

audit: $(AUDIT)/bin/pip-audit ## Known weaknesses of the locked dependencies (asks a service on the internet)
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.txt \
	|| { echo "audit: FAILED: a dependency has a known weakness, or could not be asked about (see above)" >&2; exit 1; }

# An environment of its own: the program's holds what is locked, and no more.
$(AUDIT)/bin/pip-audit:
	@$(call usable)
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit

clean: ## Remove what was made: the environment and the demonstration's database
	rm -rf $(VENV) $(TRAINING) $(AUDIT) $(EMULATOR)/node_modules var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@$(call usable)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml
	@$(call usable)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@ $(VENV)/run.stamp

$(TRAINING)/stamp: requirements-training.txt pyproject.toml
	@$(call usable)
	test -x $(TRAINING)/bin/python || $(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-training.txt
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

# Without npm, or a way to what it installs, the tests that need the emulator are skipped and say so.
$(EMULATOR)/node_modules/.stamp: $(EMULATOR)/package.json $(EMULATOR)/package-lock.json
	-! command -v npm >/dev/null || (cd $(EMULATOR) && npm ci --silent --no-audit --no-fund && touch node_modules/.stamp)
