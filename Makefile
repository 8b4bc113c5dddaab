# make         set up .venv, build the release, print its summary
# make test    run the tests, less the heavy ones, which .ci/run adds
# make check   ruff, mypy --strict, and that build/ is what the sources give
# make lock    renew locks/ from pyproject.toml (needs uv)
# make clean   remove what make made, but never build/
#
# PYTHON=...   the interpreter to set up with (3.11 to 3.13)
# TESTS=...    what make test hands to pytest, e.g. make test TESTS="-n0 tests/test_packaging.py"

PYTHON ?=
TESTS ?= -q -n2 --dist=worksteal -m "not heavy"

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
CANDIDATES := python3 python3.13 python3.12 python3.11
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
VERSION := import sys; print(sys.version)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

.PHONY: all test check lock clean
.DELETE_ON_ERROR:

all: $(READY)
	@$(BIN)/il6ld build

test: $(READY)
	@$(BIN)/python -m pytest $(TESTS)

check: $(READY)
	@$(BIN)/ruff check il6ld tests
	@$(BIN)/mypy --strict
	@$(BIN)/il6ld build --check

# An interpreter asked for by name replaces the one that .venv was made with.
ifneq ($(PYTHON),)
ifneq ($(shell '$(PYTHON)' -c '$(VERSION)' 2>/dev/null),$(shell $(BIN)/python -c '$(VERSION)' 2>/dev/null))
.PHONY: $(READY)
RENEW := yes
endif
endif

# What is installed already is kept, so that this asks for no network where the pins stayed as they were.
# Owlready2 comes as source, so its build backend is pinned and installed first. The locks are whole, so pip
# resolves nothing: it would look at newer versions of what asks for an extra.
$(READY): locks/build.lock locks/development.lock pyproject.toml
	@test -z "$(RENEW)" && $(BIN)/python -c '$(SUITABLE)' >/dev/null 2>&1 && exit 0; \
	for python in $(if $(PYTHON),'$(PYTHON)',$(CANDIDATES)) ''; do \
	    test -n "$$python" && "$$python" -c '$(SUITABLE)' >/dev/null 2>&1 && break; \
	done; \
	if test -z "$$python"; then \
	    echo 'make: no Python 3.11 to 3.13 with venv among: $(or $(PYTHON),$(CANDIDATES)); name one: make PYTHON=...' >&2; \
	    exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" -V)" && "$$python" -m venv --clear $(VENV)
	@$(PIP_INSTALL) --no-deps --require-hashes -r locks/build.lock
	@$(PIP_INSTALL) --no-deps --require-hashes --no-build-isolation -r locks/development.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $(READY)

lock:
	@command -v uv >/dev/null || { echo "make: 'make lock' needs uv on the PATH" >&2; exit 1; }
	@$(COMPILE) locks/build.in -o locks/build.lock
	@$(COMPILE) pyproject.toml -c locks/build.lock -o locks/runtime.lock
	@$(COMPILE) pyproject.toml --extra test -c locks/build.lock -c locks/runtime.lock -o locks/development.lock
	@$(COMPILE) pyproject.toml --extra browsers -c locks/development.lock -o locks/browsers.lock
	@$(COMPILE) pyproject.toml --extra notebook -c locks/development.lock -o locks/notebook.lock
	@$(COMPILE) pyproject.toml --extra readers -c locks/development.lock -o locks/readers.lock
	@$(COMPILE) pyproject.toml --extra spark --extra test -c locks/development.lock -o locks/spark.lock
	@echo pyrudof | $(COMPILE) - -o tests/benchmarks/shacl/pyrudof.lock

clean:
	@rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find il6ld tests -name __pycache__ -type d -prune -exec rm -rf {} +
