#!/usr/bin/env bash
# `make checks`, and beside it, as far as it needs other things than that, `make vscode-test workbench`, which speaks when
# both are done: beside.sh WORKBENCH MAKE…
set -euo pipefail
workbench=$1
shift
here=$(dirname "$0")
said=$(mktemp)
groups=()

# shellcheck disable=SC2317
end() {
    for group in "${groups[@]}"; do
        kill -- "-$group" 2>/dev/null || true
    done
    rm -f "$said"
}

beside() {
    set -m # in a process group of its own, which ends as a whole
    "$@" >>"$said" 2>&1 </dev/null &
    set +m
    groups+=($!)
}

trap end EXIT
beside "$here/install.sh" "$workbench"
"$@" venv
: >"$said"
beside "$@" vscode-test workbench
"$@" checks
status=0
wait "${groups[1]}" || status=$?
cat "$said"
exit $status
