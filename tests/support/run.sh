#!/usr/bin/env bash
# Everything that `make test` checks, cheap first; stops at the first failure and ends with a summary.
# `run.sh full` tries the large matrices whole, and many more cases in the property tests.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == full ]]; then
    export PROPTEST_CASES=${PROPTEST_CASES:-4096} TEST_FULL=1
fi

begun=$SECONDS
summary=()
current=

step() {
    current=$1
    shift
    local from=$SECONDS
    printf '\n== %s\n' "$current"
    "$@"
    summary+=("$current ($((SECONDS - from)) s)")
}

finish() {
    local code=$?
    printf '\n'
    if [[ ${#summary[@]} -gt 0 ]]; then
        printf 'passed: %s\n' "${summary[@]}"
    fi
    if [[ $code -eq 0 ]]; then
        printf 'All tests passed in %s s.\n' "$((SECONDS - begun))"
    else
        printf 'FAILED in: %s\n' "$current"
    fi
}
trap finish EXIT

# What we depend on, by the rules of deny.toml. Building the tool takes minutes, so that it is made in the full run only.
if [[ ${1:-} == full ]] && ! cargo deny --version > /dev/null 2>&1; then
    step "tool for the dependencies" cargo install --quiet --locked cargo-deny
fi
if cargo deny --version > /dev/null 2>&1; then
    step "dependencies" cargo deny --locked check
fi
step "format" cargo fmt --all --check
step "lints" cargo clippy --locked --workspace --all-targets -- -D warnings
step "build with traces" cargo check --locked --workspace --all-targets --features otel
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --document-private-items
step "tests on SQLite" cargo test --locked --workspace
for zone in America/Sao_Paulo Europe/Berlin Pacific/Kiritimati; do
    step "times in $zone" env TZ="$zone" cargo test --locked --test it boundaries
done
step "tests on PostgreSQL" tests/support/postgres.sh cargo test --locked --test it
step "real clients" tests/support/clients.sh
