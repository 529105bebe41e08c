#!/bin/sh
# Installs the real servers that tests start, into .cache/test-servers. Does nothing where
# they are installed already. They run as processes of their own and are no part of Buckle.
set -eu

version=0.7.0b3 # SecantusDB: the wire protocol of MongoDB, for the tests of the documents port.

cache="$(cd "$(dirname "$0")/.." && pwd)/.cache/test-servers"
folder="$cache/secantus"
marker="$folder/installed-$version"

if [ -f "$marker" ]; then
  exit 0
fi
if ! command -v python3 >/dev/null; then
  echo "install-test-servers: python3 is missing; the tests on MongoDB will be skipped" >&2
  exit 1
fi
rm -rf "$folder"
mkdir -p "$cache"
python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --pre "SecantusDB==$version"
touch "$marker"
