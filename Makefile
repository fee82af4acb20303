# Every command a developer needs. Each installs what it needs first, and may be run again at any time.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: help setup check test interop bench demo pictures build ui server image start restart deploy stop

help: ## Print this list.
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile

setup: ## Install the npm packages of the lockfile, the pinned Node among them.
	@tools/setup/install-packages

check: setup ## Format, lint, types, import rules, sizes, names, dead code. Changes nothing.
	@failed=0; \
	for gate in "biome check --error-on-warnings ." "tsc -b" "node tools/lint-rules/main.ts" "knip --no-config-hints"; do \
		echo "$$gate"; $$gate || failed=1; \
	done; \
	exit $$failed

test: ui ## Every test, beside a private PostgreSQL, PgBouncer and Redis.
	@tools/setup/install-services
	@tools/with-services vitest run --project '!interop'

interop: setup ## The real Python client against our server, and our client against the real server.
	@MILLRACE_TEST_PYTHON="$$(tools/setup/python-client)/bin/python" MILLRACE_TEST_FUZZER="$$(tools/setup/fuzzer)/bin/schemathesis" \
		MILLRACE_TEST_S3="$$(tools/setup/s3-store)/bin" \
		tools/with-services vitest run --project interop --passWithNoTests

bench: setup ## Speed and memory, the real Prefect server measured beside ours.
	@node benchmarks/run.ts

ui: setup ## The web pages, in .cache/ui, when their sources have changed.
	@node tools/build/build-ui.ts

build: ui ## The package as it is published, in .cache/package.
	@node tools/build/main.ts

demo: ui ## A flow from start to result, on a server of its own.
	@node examples/demo.ts

pictures: demo ## The pictures of the guides, of what the demo has left, in docs/images.
	@node apps/ui/journeys/doc-pictures.ts

server: ui ## A server on this machine, until Ctrl-C.
	@node packages/cli/bin/millrace.js server start

# The stack of deploy/compose.yml; settings in deploy/.env.
compose = $$(docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose) --project-name millrace --project-directory deploy -f deploy/compose.yml

image: ## The container image, and its size.
	@docker build -f deploy/Dockerfile -t millrace .
	@docker image inspect millrace --format '{{.Size}}' | awk '{ printf "millrace: %d MB\n", $$1 / 1000000 }'

start: ## PostgreSQL, server, services and worker in containers.
	@$(compose) up -d

restart: ## Start the containers again, the database aside.
	@$(compose) restart server services worker

deploy: image ## Build the image from these sources and put it in place.
	@$(compose) up -d

stop: ## Stop the containers; what they keep stays.
	@$(compose) stop
