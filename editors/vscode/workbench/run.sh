#!/usr/bin/env bash
# Use the extension in a real workbench: run.sh WORKBENCH PYTHON TARGET. Where that cannot be done, one line says so.
set -euo pipefail
workbench=$1 python=$2 target=$3
here=$(cd "$(dirname "$0")" && pwd)
extension=$(dirname "$here")

unless_skipped() {
    local reason status=0
    reason=$("$@" 2>&1 >/dev/null) || status=$?
    if [ $status = 3 ]; then
        echo "Skipped: the test in a real VS Code workbench, because $reason; to run it: make workbench"
        exit 0
    elif [ $status != 0 ]; then
        echo "$reason" >&2
        exit $status
    fi
}

unless_skipped "$here/install.sh" "$workbench"
installed=$SECONDS
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
(cd "$extension" && npm run --silent build)
unless_skipped "$python" "$extension/package.py" "$target" --python="$version"
echo "The workbench was there after $installed s, the extension after $SECONDS s."
exec node "$here/test.mjs" "$workbench" "$extension/scale-lsp-$target.vsix" "$python" "$extension/dist/pictures"
