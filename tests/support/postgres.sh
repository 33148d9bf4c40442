#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL: `postgres.sh COMMAND [ARGUMENT…]`.
#
# The server listens on a free loopback port, with a password of its own, as a user who is not root; its address is in
# TEST_POSTGRES_URL. It is stopped and its files are removed when the command ends, however it ends. A server that is
# already named in TEST_POSTGRES_URL is used instead.
set -euo pipefail

if [[ $# -eq 0 ]]; then
    echo "usage: $0 COMMAND [ARGUMENT…]" >&2
    exit 2
fi
if [[ -n ${TEST_POSTGRES_URL:-} ]]; then
    exec "$@"
fi

find_binaries() {
    local found
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    if [[ ! -x $found ]]; then
        found=$(command -v initdb || true)
    fi
    [[ -n $found ]] && dirname "$found"
}

install() {
    local sudo=()
    if [[ $(id -u) -ne 0 ]]; then
        if ! command -v sudo >/dev/null; then
            echo "PostgreSQL is not installed, and only root can install it" >&2
            exit 1
        fi
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
}

binaries=$(find_binaries || true)
if [[ -z $binaries ]]; then
    install
    binaries=$(find_binaries)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/vestibule-postgres.XXXXXX")
as_user=()
if [[ $(id -u) -eq 0 ]]; then
    # PostgreSQL refuses to run as root; its package brings a user
    as_user=(setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$folder")
    chown postgres: "$folder"
fi

stop() {
    (cd / && "${as_user[@]}" "$binaries/pg_ctl" -D "$folder/data" -m immediate -w stop) >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && printf '%s\n' "$password" >"$folder/password")
if [[ $(id -u) -eq 0 ]]; then
    chown postgres: "$folder/password"
fi
# `cd /`: the working folder may be closed to that user
(cd / && "${as_user[@]}" "$binaries/initdb" -D "$folder/data" -U vestibule -A scram-sha-256 --pwfile="$folder/password" \
    -E UTF8 --locale=C --no-sync) >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }

# durability is not what these tests look at
options="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"
options+=" -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
port=
for _ in 1 2 3 4 5 6 7 8; do
    candidate=$((20000 + RANDOM % 12000))
    if (cd / && "${as_user[@]}" "$binaries/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 \
        -o "$options -p $candidate" start) >/dev/null 2>&1; then
        port=$candidate
        break
    fi
done
if [[ -z $port ]]; then
    echo "PostgreSQL did not start:" >&2
    cat "$folder/data/server.log" >&2 || true
    exit 1
fi

export TEST_POSTGRES_URL="postgres://vestibule:$password@127.0.0.1:$port/postgres"
# not exec: the trap must run afterwards
"$@"
