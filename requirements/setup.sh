#!/bin/sh
# Makes .venv from the lock file of the Python it finds, and installs dipsim into it, editable.
# Usage: requirements/setup.sh [PYTHON]
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

[ $# -gt 0 ] && [ -n "$1" ] || set -- python3 python3.13 python3.12 python3.11
python=
found=
for candidate; do
  minor=$(version "$candidate") || continue
  found="$found $minor ($candidate)"
  case $minor in 3.11 | 3.12 | 3.13) python=$candidate && break ;; esac
done
[ -n "$python" ] || stop "dipsim needs Python 3.11, 3.12 or 3.13; found:${found:- none}. Name one with: make PYTHON=python3.12"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  stop "Python $minor lacks its venv module: install the package python3-venv (or python$minor-venv) and try again."

lock=requirements/py$(say "$minor" | tr -d .).txt
if ! cmp -s "$lock" .venv/lock.txt || ! .venv/bin/python -c '' 2>/dev/null; then
  say "Setting up .venv with Python $minor (about a minute, once)"
  "$python" -m venv --clear .venv
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$lock"
  cp "$lock" .venv/lock.txt
fi
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
touch .venv/.ready
