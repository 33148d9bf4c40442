# The commands of this repository. `make run` and `make test` need a Rust toolchain and a C compiler; the rest is
# installed by what needs it.

.PHONY: run test test-full fmt lint reference bench timing faults

# Build, and start `vestibule dev` on http://localhost:8080.
run:
	cargo run --locked -- dev

# Everything that CI runs.
test:
	tests/support/run.sh

# The same, with the large matrices whole, many more cases in the property tests, and the rules for what we depend on.
test-full:
	tests/support/run.sh full

fmt:
	cargo fmt --all

lint:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

# Write the pages that are generated from the code.
reference:
	mkdir -p docs/reference
	cargo run --quiet --locked -- config reference > docs/reference/configuration.md.new
	mv docs/reference/configuration.md.new docs/reference/configuration.md

# Measure: work per second of processor time beside the raw primitives and a peer. Takes some ten minutes after a release
# build. `make bench ARGS="--only refresh --rounds 3"` for less, `ARGS=--growth` for lookups at a million users.
bench:
	if command -v npm > /dev/null; then cd benches/peer && npm ci --silent --no-audit --no-fund; fi
	cargo bench --locked --bench server -- $(ARGS)

# Whether a stopwatch tells names with an account from names without one. Some half an hour, on a machine that does
# nothing else. `make timing ARGS="--users 200"` for less.
timing:
	cargo bench --locked --bench timing -- $(ARGS)

# Kill, cut off and starve the server under load, and prove that nothing acknowledged is lost. Takes about an hour; needs
# PostgreSQL, and root for the full disk. `make faults ARGS="--only F1 --runs 20"` for less.
faults:
	cargo bench --locked --profile dev --features fail-points --bench faults -- $(ARGS)
