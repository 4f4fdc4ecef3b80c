# The front door. `make help` lists what there is.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test check bench web generate setup

PORT ?= 8420
DATA ?= demo-data
TARGET = $(shell scripts/target-dir.sh)
# Cargo, npm and node, wherever the set-up put them.
TOOLS = . scripts/env.sh &&

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z ]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set up, build and start a court with sample people (PORT=8420, DATA=demo-data, FRESH=1)
	@scripts/setup.sh demo
	@scripts/web.sh
	@$(TOOLS) cargo build --release --quiet -p weicourt-server
	@exec $(TARGET)/release/weicourt demo --port $(PORT) --data $(DATA) $(if $(FRESH),--fresh)

test: ## Set up and run everything that must hold, in all languages and both databases
	@scripts/setup.sh test
	@scripts/test.sh

check: ## The quick part of `test`, for while you type
	@scripts/setup.sh demo
	@$(TOOLS) cargo fmt --all --check
	@$(TOOLS) cargo run --quiet -p weicourt-tidy
	@$(TOOLS) cargo clippy --quiet --workspace --all-targets -- -D warnings
	@$(TOOLS) npm --prefix web run --silent check

bench: ## Measure: the law, the log, and a running node under load (SQLite and PostgreSQL)
	@scripts/setup.sh test
	@scripts/bench.sh

web: ## Build the web app into web/dist
	@scripts/setup.sh demo
	@scripts/web.sh

generate: ## Write the generated documents anew
	@scripts/setup.sh demo
	@scripts/generated.sh

setup: ## Install what `test` and `demo` need
	@scripts/setup.sh test
