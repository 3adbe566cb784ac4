#!/bin/sh
# sh install.sh DIR: installs policysearch from the folder of this file into a virtual environment, without a network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:?"usage: sh install.sh DIR"}
made=$(cat "$here/python")
found=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$made" != "$found" ]; then
    echo "install.sh: the wheels are for Python $made, python3 is $found; make a bundle with Python $found" >&2
    exit 1
fi
(cd "$here" && sha256sum --quiet -c SHA256SUMS)
python3 -m venv "$target"
"$target/bin/pip" install -q --no-index --find-links "$here/wheels" -c "$here/constraints.txt" "$(cat "$here/requirement")"
"$target/bin/python" -m compileall -q "$target"
"$target/bin/policysearch" --version
