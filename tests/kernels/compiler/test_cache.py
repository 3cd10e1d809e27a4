"""The compile cache: what is damaged is noticed, removed and made again; what is not private is not used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.compiler import cache

CODE = cache.Code("function", ["callee"], bytes(range(256)) * 20)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A new process's view of a cache below ``tmp_path``; call it again to start anew on the same folder."""

    def start() -> Path | None:
        monkeypatch.setenv("DIPSIM_CACHE", str(tmp_path))
        for name, value in (("_found", {}), ("_healed", False), ("_folder", None)):
            monkeypatch.setattr(cache, name, value)
        return cache.prepare()

    return start


def test_a_kernel_comes_back_as_it_was_written(fresh):
    folder = fresh()
    cache.write("kernel", CODE)
    assert fresh() == folder
    assert cache.read("kernel") == CODE
    assert not cache.healed()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", [0, 5, 16, 20, 40, 2000, -1])
def test_a_flipped_bit_is_noticed_and_removed(fresh, place):
    folder = fresh()
    cache.write("kernel", CODE)
    (path,) = folder.glob("*" + cache.SUFFIX)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    fresh()
    assert cache.healed()
    assert cache.read("kernel") is None
    assert not path.exists()


@pytest.mark.parametrize("left", [0, 10, 16, 30, 3000])
def test_a_truncated_file_is_noticed_and_removed(fresh, left):
    folder = fresh()
    cache.write("kernel", CODE)
    (path,) = folder.glob("*" + cache.SUFFIX)
    path.write_bytes(path.read_bytes()[:left])
    fresh()
    assert cache.healed()
    assert cache.read("kernel") is None


def test_a_deleted_cache_is_made_anew(fresh):
    folder = fresh()
    cache.write("kernel", CODE)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert fresh() == folder
    assert cache.read("kernel") is None
    assert not cache.healed()


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX modes")
def test_a_folder_that_others_can_write_to_is_not_used(fresh):
    folder = fresh()
    cache.write("kernel", CODE)
    folder.chmod(0o777)
    assert fresh() is None
    assert cache.read("kernel") is None
    assert not cache.usable()


def test_no_writable_place_means_memory_only(fresh, tmp_path):
    (tmp_path / "dipsim").write_text("in the way")
    assert fresh() is None
    cache.write("kernel", CODE)
    assert cache.read("kernel") == CODE


def test_off_leaves_no_file(fresh, tmp_path, monkeypatch):
    fresh()
    monkeypatch.setenv("DIPSIM_CACHE", "off")
    monkeypatch.setattr(cache, "_folder", None)
    assert cache.prepare() is None
    cache.write("kernel", CODE)
    assert not list(tmp_path.rglob("*" + cache.SUFFIX))


@pytest.mark.parametrize(
    "first", ["processes.conflict.war", "processes.trust.evidence", "state.nation", "initial_state", "tick"]
)
def test_rows_do_not_hang_on_what_is_imported_first(first: str) -> None:
    """Protects cached kernels, which have the rows of parameters baked in: any first import gives the same order."""
    told = "from dipsim.model.state.quantities import PARAMETERS; print(PARAMETERS.names())"
    code = f"import dipsim.model.{first}, dipsim.model.tick; {told}"
    plain = os.environ | {"DIPSIM_PLAIN": "1"}
    said = [
        subprocess.run([sys.executable, "-c", text], env=plain, capture_output=True, text=True, check=True).stdout
        for text in (code, code.replace(f"import dipsim.model.{first}, ", "import "))
    ]
    assert said[0] == said[1]
    assert len(said[0]) > 1000
