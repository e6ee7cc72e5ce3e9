#!/bin/sh
# Install the workbench into the folder $1, once, and say what is missing where that cannot be done. Exit status 3: it cannot.
set -eu
into=$1
here=$(cd "$(dirname "$0")" && pwd)

cannot() {
    echo "$1" >&2
    exit 3
}

command -v npm >/dev/null || cannot "there is no npm"
[ "$(uname -s)" = Linux ] || cannot "it needs Linux"

install_browser() {
    command -v chromium >/dev/null && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1 && return
    apt-get update -qq >/dev/null 2>&1 && apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1
}

quietly() {
    "$@" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

# The scripts of these packages build native modules that the test does without.
install_editor() {
    stamp=$into/.installed-$(cksum <"$here/package-lock.json" | tr ' ' -)
    code=$into/node_modules/code-server/lib/vscode
    [ -f "$stamp" ] && return
    mkdir -p "$into" &&
        cp "$here/package.json" "$here/package-lock.json" "$into" &&
        (cd "$into" && quietly npm install) &&
        (cd "$code" && quietly npm install --omit=dev) &&
        (cd "$code/extensions" && quietly npm install --omit=dev) &&
        touch "$stamp"
}

install_browser &
browser=$!
install_editor || cannot "code-server could not be installed from npm"
wait $browser || cannot "there is no chromium, and no way to install it"
