# The two commands of the README, and the ones a maintainer needs. `make` alone lists them.
# Each does its own set-up (.ci/setup); works with GNU make 3.81 and newer, and with spaces in the path.

SEED ?= huntsman-2019
PORT ?= 8001
WORKERS ?= 2
ARGS ?=

PYTHON_HERE = .venv/bin/python
DOCUMENTS = README.md metadata.yml $(wildcard docs/*.md)

# What stands in the caller's shell must not reach into the environment made here.
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV
# Without its bytecode, every process compiles Datasette and all else anew: a second of work each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test lint format docs bench requirements clean

help:
	@echo "make demo          build a seed dossier and serve it (SEED=$(SEED) PORT=$(PORT))"
	@echo "make test          run all tests (ARGS='-k posting' for some of them, WORKERS=$(WORKERS))"
	@echo "make lint          ruff, mypy, and whether generated documents are up to date"
	@echo "make format        let ruff put the code in order"
	@echo "make docs          write what is generated in the documents anew, transcripts too"
	@echo "make bench         run the benchmarks (ARGS='--facts 100000')"
	@echo "make requirements  pin the dependencies anew (needs a network)"
	@echo "make clean         remove everything that was made here, .venv too"

demo:
	@sh .ci/setup run
	@.venv/bin/regesta demo $(SEED) --port $(PORT)

test:
	@sh .ci/setup browser
	@$(PYTHON_HERE) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint:
	@sh .ci/setup dev
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@$(PYTHON_HERE) -m mypy
	@$(PYTHON_HERE) -m mypy benchmarks
	@$(PYTHON_HERE) -m cogapp --check --diff -P $(DOCUMENTS)

format:
	@sh .ci/setup dev
	@$(PYTHON_HERE) -m ruff check --fix-only .
	@$(PYTHON_HERE) -m ruff format .

docs:
	@sh .ci/setup dev
	@$(PYTHON_HERE) -m cogapp -r -P $(DOCUMENTS)
	@$(PYTHON_HERE) tests/project/transcript.py $(DOCUMENTS)

bench:
	@sh .ci/setup dev
	@$(PYTHON_HERE) -m benchmarks $(ARGS)

PIN = PATH="$$PATH:.tools/uv/bin" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(ARGS)

requirements:
	@$(PIN) pyproject.toml --group build -o requirements/run.txt
	@$(PIN) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(PIN) requirements/uv.in -o requirements/uv.txt
	@$(subst 3.11,3.12,$(PIN)) requirements/aics.in -o requirements/aics.txt

clean:
	rm -rf .venv .tools build dist .hypothesis .mypy_cache .ruff_cache
	rm -rf *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
