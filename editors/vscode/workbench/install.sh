#!/usr/bin/env bash
# Install the workbench into the folder $1, once. Exit status 3: that cannot be done here, for the reason that is printed.
set -euo pipefail
into=$1
here=$(cd "$(dirname "$0")" && pwd)

cannot() {
    echo "$1" >&2
    exit 3
}

command -v npm >/dev/null || cannot "there is no npm"
[ "$(uname -s)" = Linux ] || cannot "it needs Linux"
mkdir -p "$into"
exec 9>"$into/.lock"
flock 9 # another one may be installing it

has_browser() {
    for name in chromium chromium-browser google-chrome; do
        "$name" --version >/dev/null 2>&1 && return
    done
    return 1
}

apt() {
    DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq -y -o Acquire::Retries=1 -o DPkg::Lock::Timeout=120 "$@" >/dev/null 2>&1
}

install_browser() {
    has_browser && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    apt install --no-install-recommends chromium || { apt update && apt install --no-install-recommends chromium; }
    has_browser
}

# The scripts of these packages build native modules that the test does without.
packages() {
    timeout 300 npm install --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 "$@" >>"$into/npm.log" 2>&1
}

install_editor() {
    local stamp code=$into/node_modules/code-server/lib/vscode
    stamp=$into/.installed-$(cksum <"$here/package-lock.json" | tr ' ' -)
    [ -f "$stamp" ] && return
    : >"$into/npm.log"
    cp "$here/package.json" "$here/package-lock.json" "$into" &&
        (cd "$into" && packages) &&
        (cd "$code" && packages --omit=dev) &&
        (cd "$code/extensions" && packages --omit=dev) &&
        touch "$stamp"
}

install_browser &
browser=$!
install_editor || cannot "code-server could not be installed from npm ($into/npm.log says why)"
wait $browser || cannot "there is no Chromium, and no way to install it"
