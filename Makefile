# The targets that people need.  `make demo` and `make test` set up what they use.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: help demo dev test fields check lock bench eval grants recovery model differential connectors security test-mcp conform-mcp test-services exam \
	sweep simulate mutants kill load package checkov test-deploy deploy admin-key teardown whole-path clean

help:
	@echo "make demo   the product in four runs, on this machine, with no account and no model key"
	@echo "make dev    Replan on 127.0.0.1, with the data of the demo"
	@echo "make test   the whole fast test suite"
	@echo "make fields the fields of work, each also with all its past runs"
	@echo "make test-mcp  against MCP servers from npm, a database among them"
	@echo "make test-deploy  make deploy with the real AWS CLI, in an emulated account"
	@echo "make checkov  the template, looked at for what is unsafe"
	@echo "make check  style, types, layers"
	@echo "make model  the step protocol, model-checked in its long form"
	@echo "make bench  planning speed on this machine"
	@echo "make security  hostile addresses, outputs, plans and strangers; writes docs/security.md"
	@echo "make recovery  failures in made-up services, with and without a remedy"
	@echo "make eval   planning benchmarks; DATA=folder with the splits"
	@echo "make test-services  tasks on a Stripe, a Slack and an OAuth provider that others wrote"
	@echo "make exam  everyday requests on eight services that others wrote; ONLY=words"
	@echo "make grants  prompts over whole official API descriptions; ONLY=slack,stripe for the short form"
	@echo "make connectors  official API descriptions, compiled; writes docs/connectors.md"
	@echo "make package  the archive and the template for AWS; STAGE=dev"
	@echo "make deploy   a stage in your AWS account; STAGE=dev, see docs/deploy.md"
	@echo "make whole-path  the packaged functions on this machine, against an emulator"
	@echo "make sweep, simulate, mutants, kill, load   the long forms of docs/reliability.md"

# Which Python: the first of these that is new enough; else one line with the remedy.
$(PY):
	@for candidate in "$${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3 python; do \
	  if [ -n "$$candidate" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "creating $(VENV) with $$candidate"; exec "$$candidate" -m venv $(VENV); \
	  fi; \
	done; \
	echo "Replan needs Python 3.11 or newer: install it, or name it with 'make PYTHON=/path/to/python3.11 …'" >&2; exit 1

$(VENV)/.runtime: $(PY) requirements.lock pyproject.toml
	@echo "installing the runtime dependencies into $(VENV)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "installing the test dependencies into $(VENV)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime
	@$(PY) -m infra.demo

dev: $(VENV)/.runtime
	@$(VENV)/bin/replan dev

test: $(VENV)/.dev
	$(PY) -m pytest -n auto --dist worksteal -m "not slow"

# The fields of work, each also with all its past runs; `make test` has every fourth of those.
fields: $(VENV)/.dev
	$(PY) -m pytest -n auto --dist worksteal tests/fields

# Model Context Protocol servers written by others, fetched with npm into .cache/, and our client against them.
# Services from npm and PyPI, installed at pinned versions into .services/, each as a process of its own on 127.0.0.1.
test-services: $(VENV)/.runtime
	@$(PY) -m infra.services $(ONLY)

# Everyday requests on services that others wrote, all registered from their own documents (installs 1.9 GB, and only what ONLY chooses).
exam: $(VENV)/.runtime
	@$(PY) -m infra.services.exam $(ONLY)

# `make deploy` with the real AWS CLI (in a folder of its own: it pins other versions than we do) in an emulated account.
AWS_CLI := .cache/awscli
test-deploy: $(VENV)/.dev
	@test -x $(AWS_CLI)/bin/aws || ($(PY) -m venv $(AWS_CLI) && \
	  $(AWS_CLI)/bin/python -m pip install --quiet --disable-pip-version-check awscli==1.46.3)
	REPLAN_TEST_AWS_CLI=$(AWS_CLI)/bin/aws $(PY) -m pytest tests/account

test-mcp: $(VENV)/.dev
	@$(PY) -m infra.mcp_servers .cache/mcp_servers
	REPLAN_TEST_MCP_SERVERS=.cache/mcp_servers $(PY) -m pytest tests/servers

# The conformance test of the protocol, also from npm.
conform-mcp: $(VENV)/.runtime
	@$(PY) -m infra.mcp_servers.conform .cache/mcp_conformance

# The long forms of tests, 2,000 random transition sequences on SQLite and on moto among them.
differential: $(VENV)/.dev
	$(PY) -m pytest -m slow

check: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m mypy chalicelib app.py infra
	$(VENV)/bin/lint-imports

# What CloudFormation deploys, in build/STAGE/: the archive for arm64 and the template.
STAGE := dev
package: $(VENV)/.dev
	@$(PY) -m infra.aws package --stage $(STAGE)

# The template and what an account shares, looked at by checkov, offline; each finding is mended or explained in the file.
CHECKOV := .cache/checkov
checkov: $(VENV)/.dev
	@test -x $(CHECKOV)/bin/checkov || ($(PY) -m venv $(CHECKOV) && \
	  $(CHECKOV)/bin/python -m pip install --quiet --disable-pip-version-check checkov==3.3.30)
	@$(PY) -m infra.aws template --stage $(STAGE)
	$(CHECKOV)/bin/checkov -f build/template/sam.yaml -f infra/aws/deploy/account.yaml --framework cloudformation \
	  --skip-download --compact --quiet

# Into your account, with the AWS CLI: infra/aws/stages/STAGE.yaml, and on top of it SET="StepConcurrency=20 …".
deploy: $(VENV)/.dev
	@$(PY) -m infra.aws deploy --stage $(STAGE) $(if $(ACCOUNT),--account $(ACCOUNT)) $(if $(SET),--set $(SET))

# Another key for whoever lost theirs, made with your own rights in the account; ACCOUNT=main.live.
admin-key: $(VENV)/.dev
	@$(PY) -m infra.aws admin-key --stage $(STAGE) $(if $(ACCOUNT),--account $(ACCOUNT))

# The stack goes, what holds data stays; CONFIRM=STAGE.
teardown: $(VENV)/.dev
	@$(PY) -m infra.aws teardown --stage $(STAGE) --confirm "$(CONFIRM)"

# The packaged functions (for this processor) under Lambda's runtime client, against an emulator; IAM=--record writes their
# calls, of which the policies are made.  MANY: the size of the batch.
MANY := 100
whole-path: $(VENV)/.dev
	@$(PY) -m infra.aws whole --many $(MANY) $(IAM)

model: $(VENV)/.dev
	$(PY) -m tests.protocol --faults 2

sweep: $(VENV)/.dev
	$(PY) -m tests.proof.sweep

simulate: $(VENV)/.dev
	$(PY) -m tests.proof.simulate 100000

mutants: $(VENV)/.dev
	$(PY) -m tests.proof.mutants

kill: $(VENV)/.dev
	$(PY) -m infra.stress kill --kills 500

load: $(VENV)/.dev
	$(PY) -m infra.stress load --tasks 1000 --faults 0.05
	$(PY) -m infra.stress load --home aws --tasks 100 --faults 0.05

# Official descriptions of services, fetched with npm into .cache/, compiled; writes docs/connectors.md.
connectors: $(VENV)/.runtime
	$(PY) -m infra.connectors

# Prompts over whole official documents against their floors; ONLY=slack,stripe is the short form.
grants: $(VENV)/.dev
	$(PY) -m tests.grants $(if $(ONLY),--only $(ONLY))

eval: $(VENV)/.runtime
	$(PY) -m infra.evals --data $(DATA)
	$(PY) -m infra.evals.stateful --data $(DATA)
	$(PY) -m tests.fields.driver --table

recovery: $(VENV)/.runtime
	@$(PY) -m infra.recovery

# Every corpus with its benign twins; fails if a hostile case gets through.  Writes docs/security.md.
security: $(VENV)/.dev
	@$(PY) -m tests.security

bench: $(VENV)/.runtime
	$(VENV)/bin/replan bench plan

# Exact versions for every Python and platform that we support.
lock: $(VENV)/.dev
	$(PY) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --universal --no-emit-index-url --no-header --extra local pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile --quiet --universal --no-emit-index-url --no-header --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
