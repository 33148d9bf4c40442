#!/usr/bin/env bash
# Runs the real clients against the built program: Python (boto3, Authlib, the AWS command line), Node (openid-client) and
# Chromium. Installs what they need into folders that git ignores; Node and Chromium come from the distribution where they are
# missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

install() {
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >&2
}

# Before the build: what is missing is better said at once.
if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    install --no-install-recommends nodejs npm
fi
# The newest that a package in the lock files asks for; a range that is not written ">=" asks for nothing newer.
needed=$(sed -n 's/^ *"node": ">= *\([0-9]*\).*/\1/p' tests/clients/node/package-lock.json tests/browser/package-lock.json \
    | sort -n | tail -n 1)
found=$(node --version)
if (($(cut -d. -f1 <<< "${found#v}") < needed)); then
    echo "The tests with real clients need Node $needed or newer; this is $found. See https://nodejs.org/en/download" >&2
    exit 1
fi

cargo build --locked --bin vestibule --example web_app --example gallery

python=tests/clients/python
stamp=$python/.venv/requirements.txt
if ! cmp -s "$python/requirements.txt" "$stamp"; then
    rm -rf "$python/.venv"
    if ! python3 -m venv "$python/.venv"; then
        install python3-venv
        python3 -m venv "$python/.venv"
    fi
    "$python/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$python/requirements.txt"
    cp "$python/requirements.txt" "$stamp"
fi

for folder in tests/clients/node tests/browser; do
    (cd "$folder" && npm ci --silent --no-audit --no-fund)
done

if ! command -v chromium > /dev/null; then
    install chromium
fi
if ! command -v openssl > /dev/null; then
    install openssl
fi

"$python/.venv/bin/python" -m pytest --quiet "$python"
(cd tests/clients/node && npm test --silent)
(cd tests/browser && npm test --silent)
