#!/bin/sh
# Resolves the dependencies of pyproject.toml (core, sweeps, live page and dev) anew and writes the lock file of one Python, with
# the hash of every file of every release. What is written is installed once, to see that it works.
# Usage: requirements/lock.sh PYTHON, such as python3.12
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" -m venv "$work/venv"
python=$work/venv/bin/python

"$python" >"$work/wanted.txt" <<'END'
import tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)
extras = project["project"]["optional-dependencies"]
wanted = [*project["project"]["dependencies"], *extras["analysis"], *extras["dist"], *extras["view"],
          *extras["solara"], *extras["codes"], *extras["sheets"], *extras["video"], *project["dependency-groups"]["dev"]]
print(*wanted, sep="\n")
END
"$python" -m venv "$work/tools"
"$work/tools/bin/python" -m pip install -qq --disable-pip-version-check uv
"$work/tools/bin/uv" pip compile -q --no-config --python "$python" --generate-hashes --no-header --no-annotate \
  --no-emit-index-url "$work/wanted.txt" >"$work/resolved.txt"

minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
lock=requirements/py$(printf %s "$minor" | tr -d .).txt
{
  echo "# Everything dipsim and its tests stand on, for Python $minor. Written by requirements/lock.sh"
  sed -E 's/^(numba|llvmlite)==[^ ]+/&; sys_platform != "darwin" or platform_machine != "x86_64"/' "$work/resolved.txt"
} >"$work/lock.txt"
"$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$work/lock.txt"
"$python" -W ignore -c "import mesa, numba, pyarrow"
mv "$work/lock.txt" "$lock"
echo "Wrote $lock"
