#!/usr/bin/env bash
# Runs the real clients against the built program: Python (boto3, Authlib, the AWS command line), Node (openid-client) and
# Chromium. Installs what they need into folders that git ignores; Chromium comes from the distribution.
set -euo pipefail
cd "$(dirname "$0")/../.."

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

cargo build --locked

python=tests/clients/python
stamp=$python/.venv/requirements.txt
if ! cmp -s "$python/requirements.txt" "$stamp"; then
    rm -rf "$python/.venv"
    if ! python3 -m venv "$python/.venv"; then
        as_root apt-get update -qq
        as_root apt-get install -y -qq python3-venv
        python3 -m venv "$python/.venv"
    fi
    "$python/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$python/requirements.txt"
    cp "$python/requirements.txt" "$stamp"
fi

for folder in tests/clients/node tests/browser; do
    (cd "$folder" && npm ci --silent --no-audit --no-fund)
done

if ! command -v chromium > /dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium
fi

"$python/.venv/bin/python" -m pytest --quiet "$python"
(cd tests/clients/node && npm test --silent)
(cd tests/browser && npm test --silent)
