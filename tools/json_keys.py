"""Keys of the JSON of every command, and what two trees differ in.

    python tools/json_keys.py OTHER

OTHER is another working tree of the project. Every command that has ``--json`` answers in both, about a small run of a
shipped scenario; printed are the keys that only the other tree has (-) and only this one (+), the upper ones alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
SHORT = "--replicates 4 --set time.years=3"
COMMANDS = (
    "list",
    "list kinds",
    "list figures",
    "list postures",
    "list parameters",
    "describe two_blocs",
    f"run two_blocs {SHORT} --out one",
    "run two_nations --replicates 4 --out two",
    f"verdict two_blocs {SHORT}",
    f"verdict two_blocs joint_exercise programmes {SHORT}",
    f"why two_blocs ARL DRA {SHORT}",
    f"flip two_blocs nations.*.transparency {SHORT}",
    f"map two_blocs {SHORT}",
    f"flip two_blocs nations.*.transparency {SHORT} --parameters prior:1:2",
    f"map two_blocs {SHORT} --grid 2 --refine 0 --parameters prior:1:2",
    "crisis two_blocs --replicates 4",
    "cause two_blocs --replicates 4",
    f"bill two_blocs {SHORT}",
    f"rivals two_blocs {SHORT}",
    "warn two_blocs --replicates 8",
    f"compare two_blocs --for ARL {SHORT}",
    "diff two_blocs two_nations --replicates 4",
)


def keys(value: Any, path: str = "") -> Iterator[str]:
    """Every key with those above it, as ``rows[].effects.war``."""
    for key, below in value.items() if isinstance(value, dict) else ():
        here = f"{path}.{key}".lstrip(".")
        yield here
        yield from keys(below, here)
    for below in value if isinstance(value, list) else ():
        yield from keys(below, f"{path}[]")


def answer(tree: Path, command: str, folder: str) -> set[str]:
    """Keys of what a command says in a tree. RuntimeError when it says no JSON."""
    environment = os.environ | {"PYTHONPATH": str(tree / "src")}
    arguments = [sys.executable, "-P", "-m", "dipsim", *command.split(), "--json"]
    done = subprocess.run(arguments, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tree}: dipsim {command}: {done.stderr[-500:]}")
    return set(keys(json.loads(done.stdout)))


def upper(found: set[str]) -> list[str]:
    """Those that no other one of them stands above."""
    return sorted(key for key in found if not any(key.startswith((f"{above}.", f"{above}[")) for above in found))


def main() -> None:
    """Compare and print."""
    other = Path(sys.argv[1]).resolve()
    for command in COMMANDS:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            ours, theirs = answer(HERE, command, one), answer(other, command, two)
        print(f"dipsim {command}: {'the same keys' if ours == theirs else ''}")
        for sign, found in (("-", theirs - ours), ("+", ours - theirs)):
            print(*(f"  {sign} {key}" for key in upper(found)), sep="\n", end="\n" if found else "")


if __name__ == "__main__":
    main()
