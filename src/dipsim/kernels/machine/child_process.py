"""How a child process is started: a fresh interpreter that calls one function of dipsim.

It never imports from the current folder, so that a ``pickle.py`` beside the user is no code of ours, and it knows
nothing of the user's main module, so that a script needs no ``if __name__ == "__main__"`` guard.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

CHILD = "DIPSIM_CHILD"  # set in every child
BEGIN = """
import sys
home, module, function, *path = sys.argv[1:]
own = sys.path[:]
sys.path.insert(0, home)
import dipsim
sys.path[:] = [*path, *(place for place in own if place not in path)]
import importlib
getattr(importlib.import_module(module), function)()
"""


def start(module: str, function: str, **how: Any) -> subprocess.Popen[bytes]:
    """Start a child that calls ``function``, which takes no argument, of ``module``.

    ``how`` goes to ``subprocess.Popen``. Raises OSError where the system starts no process, FileNotFoundError where
    there is no Python to start.
    """
    if getattr(sys, "frozen", False) or not sys.executable:
        raise FileNotFoundError("this program does not say where its Python interpreter is")
    home = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), "-c", BEGIN]
    command += [str(home), module, function, *trusted(sys.path)]
    return subprocess.Popen(command, env=os.environ | {CHILD: "1"}, **how)


def trusted(path: list[str]) -> list[str]:
    """The places of an import path that do not depend on the current folder, in their order."""
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # it was removed
        here = ""
    return [place for place in path if os.path.isabs(place) and os.path.realpath(place) != here]


def inside() -> bool:
    """Whether this process is such a child."""
    return CHILD in os.environ
