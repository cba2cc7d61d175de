# Sourced by the commands beside it: what a machine needs before they can do their work.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
VENV=$ROOT/.venv
STAMP=$VENV/.installed
# Debian keeps nft, ip and redis-server's kin there, outside an ordinary user's PATH.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

in_ci() { [[ ${CI:-} == true ]]; }

# set_up run|dev: make .venv hold exactly what uv.lock says. A subshell, so that nothing of it
# reaches the environment of the program started afterwards.
set_up() (
    wanted=$1
    lock=$(cat "$ROOT/uv.lock" "$ROOT/pyproject.toml" | sha256sum | cut -d ' ' -f 1)
    installed=$(cat "$STAMP" 2>/dev/null || true)
    if venv_works && [[ $installed == "dev $lock $ROOT" || $installed == "$wanted $lock $ROOT" ]]; then
        exit 0
    fi
    trust_system_certificates
    # A moved tree leaves scripts behind that name the old place in their first line.
    if ! venv_works || [[ -n $installed && $installed != *" $ROOT" ]]; then
        make_venv
    fi
    fetch_uv
    if [[ $wanted == run ]]; then groups=(--no-dev); else groups=(); fi
    say "Installing the packages of uv.lock …"
    rm -f "$STAMP"
    uv sync --frozen --inexact --quiet "${groups[@]}" ||
        fail "The packages could not be installed; the lines above say why. Run this command again to retry."
    printf '%s\n' "$wanted $lock $ROOT" >"$STAMP"
    say "Installed."
)

uv() {
    env -u VIRTUAL_ENV -u CONDA_PREFIX UV_PROJECT_ENVIRONMENT="$VENV" UV_PYTHON="$VENV/bin/python" \
        UV_PYTHON_DOWNLOADS=never "$VENV/bin/uv" --project "$ROOT" "$@"
}

# Importing pip also fails where Debian's upgrade put another Python under an old .venv.
venv_works() {
    "$VENV/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

make_venv() {
    local python
    if ! python=$(find_python "import ensurepip, venv"); then
        find_python "" >/dev/null ||
            fail "This needs Python 3.11 or newer as python3; $(python_found)."
        apt_install python3-venv || true
        python=$(find_python "import ensurepip, venv") ||
            fail "Python's venv module is missing: install it as root with 'apt-get install python3-venv'."
    fi
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear "$VENV" ||
        fail "$VENV could not be made; the lines above say why."
}

# The first Python that really starts (version managers leave names that do not), is new enough
# and can execute the given code.
find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if has "$name" && "$name" -c "import sys; sys.version_info >= (3, 11) or sys.exit(1)
$1" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

python_found() {
    if has python3; then echo "this machine has $(python3 --version 2>&1)"; else echo "this machine has none"; fi
}

fetch_uv() {
    local version
    version=$(sed -n 's/^required-version = "==\(.*\)"$/\1/p' "$ROOT/pyproject.toml")
    [[ $("$VENV/bin/uv" --version 2>/dev/null) == "uv $version"* ]] && return
    say "Fetching uv $version …"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$version" ||
        fail "uv $version could not be fetched; the lines above say why."
}

# Authorities often sit behind a proxy whose certificate only the system's store knows. Where there
# is no such store (Debian without ca-certificates) each tool keeps to the one it brings along.
trust_system_certificates() {
    local bundle=/etc/ssl/certs/ca-certificates.crt
    [[ -s $bundle ]] || return 0
    export UV_SYSTEM_CERTS=1
    export PIP_CERT="${PIP_CERT:-$bundle}"
    export REQUESTS_CA_BUNDLE="${REQUESTS_CA_BUNDLE:-$bundle}"
    export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$bundle}"
}

# apt_install PACKAGE…: fails without a word where this user may not install anything. Of what is
# installed nothing starts by itself: a relay or a database open to the network was not asked for.
apt_install() {
    local become=() log policy=/usr/sbin/policy-rc.d held= failed
    has apt-get || return 1
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || return 1
        become=(sudo -n)
    fi
    say "Installing with apt: $* …"
    log=$(mktemp)
    if [[ ! -e $policy ]] && printf '#!/bin/sh\nexit 101\n' | "${become[@]}" tee "$policy" >/dev/null; then
        held=yes
        "${become[@]}" chmod 755 "$policy"
    fi
    if ! {
        "${become[@]}" apt-get update &&
            "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y --no-install-recommends "$@"
    } </dev/null >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        failed=1
    else
        failed=0
    fi
    [[ -z $held ]] || "${become[@]}" rm -f "$policy"
    rm -f "$log"
    return "$failed"
}

node_works() {
    has node && has npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

# The developer tools of package-lock.json; nothing of them is needed to run.
set_up_node() {
    local lock
    if ! node_works; then
        apt_install nodejs npm || true
        if ! node_works; then
            say "Node.js 18 or newer with npm is missing: install the packages nodejs and npm."
            return 1
        fi
    fi
    lock=$(sha256sum <"$ROOT/package-lock.json")
    [[ $(cat "$ROOT/node_modules/.installed" 2>/dev/null) == "$lock" ]] && return
    say "Installing the developer tools of package-lock.json …"
    (
        trust_system_certificates
        # Not "npm ci": it refuses a lock file where a registry lacks one of the optional packages
        # that carry biome's program for other operating systems.
        cd "$ROOT" && npm install --no-save --no-audit --no-fund --loglevel=error >&2
    ) || return 1
    printf '%s\n' "$lock" >"$ROOT/node_modules/.installed"
}
