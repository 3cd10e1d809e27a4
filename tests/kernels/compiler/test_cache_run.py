"""The compile cache end to end: whatever happens to it, kernels give the right number, and damage is mended.

Each case runs two small kernels in a fresh Python, one calling the other, so that little has to be compiled.
"""

# Also tests: kernels/compiler/array_type.py, kernels/compiler/block_type.py, kernels/compiler/compiler.py,
#   kernels/compiler/decorators.py, kernels/compiler/kernel.py, kernels/compiler/linker.py,
#   kernels/compiler/parallel_compile.py, kernels/compiler/registry.py

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.compiler.decorators import PLAIN

KERNELS = '''
from dipsim.kernels.compiler.decorators import equation, process

@equation
def half(x):
    """Half of x."""
    return 0.5 * x

@process
def inner(i: int, x: float) -> float:
    """Half of x, i times."""
    for _ in range(i):
        x = half(x)
    return x

@process
def outer(i: int, x: float) -> float:
    """One more than ``inner``."""
    return 1.0 + inner(i, x)
'''
RUN = """
import json, sys
from dipsim.kernels.compiler import cache
import small_kernels
value = small_kernels.outer(3, 8.0)
print(json.dumps([value, cache.healed(), cache.usable(), "numba" in sys.modules]))
"""
RIGHT = 2.0
pytestmark = pytest.mark.skipif(PLAIN, reason="plain mode compiles nothing")


class Home:
    """A place with the kernels and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        (folder / "small_kernels.py").write_text(KERNELS, encoding="utf-8")

    def run(self, cache: str | None = None) -> dict[str, Any]:
        """Value, whether damage was found, whether there is a cache, whether numba had to be imported."""
        paths = os.pathsep.join([str(self.folder), *(path for path in sys.path if path)])
        environment = os.environ | {"DIPSIM_CACHE": cache or str(self.cache), "PYTHONPATH": paths}
        done = subprocess.run([sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=True)
        return dict(zip(("value", "healed", "usable", "compiled"), json.loads(done.stdout), strict=True))

    def files(self) -> list[Path]:
        return sorted(self.cache.rglob("*.kernel"))


@pytest.fixture(name="home", scope="module")
def home_fixture(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a full cache."""
    home = Home(tmp_path_factory.mktemp("home"))
    assert home.run() == {"value": RIGHT, "healed": False, "usable": True, "compiled": True}
    return home


def test_second_start_needs_no_compiler(home: Home) -> None:
    """Protects the start: with everything in the cache not even the import of numba is paid for."""
    assert [path.name for path in home.files()] == ["small_kernels.inner.kernel", "small_kernels.outer.kernel"]
    assert home.run() == {"value": RIGHT, "healed": False, "usable": True, "compiled": False}


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [flip, truncate, empty])
def test_damage_is_noticed_and_mended(home: Home, damage: Any) -> None:
    """Protects results: machine code with a wrong bit would run; its checksum is wrong, so it is compiled again."""
    damage(home.files()[0])
    assert home.run() == {"value": RIGHT, "healed": True, "usable": True, "compiled": True}
    assert home.run() == {"value": RIGHT, "healed": False, "usable": True, "compiled": False}


def test_a_lost_file_is_made_again(home: Home) -> None:
    home.files()[1].unlink()
    assert home.run() == {"value": RIGHT, "healed": False, "usable": True, "compiled": True}
    assert len(home.files()) == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of folders as on POSIX")
def test_a_folder_that_others_can_write_to_is_not_used(home: Home) -> None:
    """Protects the user: what lies there is run as code."""
    inside = home.files()[0].parent
    assert stat.S_IMODE(inside.stat().st_mode) == 0o700
    inside.chmod(0o777)
    try:
        assert home.run() == {"value": RIGHT, "healed": False, "usable": False, "compiled": True}
    finally:
        inside.chmod(0o700)


def test_without_a_place_to_write_everything_still_runs(tmp_path: Path) -> None:
    """Protects read-only machines: the home of the cache is a file here, so that no folder can be made."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    home = Home(tmp_path)
    assert home.run(str(blocked)) == {"value": RIGHT, "healed": False, "usable": False, "compiled": True}
    assert home.run("off") == {"value": RIGHT, "healed": False, "usable": False, "compiled": True}
