"""The compile cache: what is damaged is noticed, removed and made again; what is not private is not used."""

# Also tests: kernels/compiler/schema.py, kernels/machine/private_folder.py

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.compiler import cache
from dipsim.kernels.machine.private_folder import PrivateFolder

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
CODE = cache.Code("function", ["callee"], bytes(range(256)) * 20)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A new process's view of a cache below ``tmp_path``; call it again to start anew on the same folder."""

    def start() -> Path | None:
        monkeypatch.setenv("DIPSIM_CACHE", str(tmp_path))
        for name, value in (("_found", {}), ("_healed", False), ("_folder", None), ("_why", "")):
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
    "first",
    ["processes.conflict.war", "processes.trust.evidence", "state.nation", "initial_state", "tick", "entry_points"],
)
def test_rows_do_not_hang_on_what_is_imported_first(first: str) -> None:
    """Protects cached kernels, which hold the rows of parameters and streams: any first import gives the same order."""
    told = (
        "from dipsim.model.parameters import PARAMETERS; from dipsim.model.state import random_streams as s; "
        "print(PARAMETERS.names(), s.DECISIONS)"
    )
    code = f"import dipsim.model.{first}, dipsim.model.tick; {told}"
    plain = os.environ | {"DIPSIM_PLAIN": "1"}
    said = [
        subprocess.run([sys.executable, "-c", text], env=plain, capture_output=True, text=True, check=True).stdout
        for text in (code, code.replace(f"import dipsim.model.{first}, ", "import "))
    ]
    assert said[0] == said[1]
    assert len(said[0]) > 1000


def test_a_folder_in_place_of_a_kernel_is_removed(fresh):
    """It used to switch the cache off for ever, without a word."""
    folder = fresh()
    cache.write("other", CODE)
    (folder / f"kernel{cache.SUFFIX}" / "inside").mkdir(parents=True)
    assert fresh() == folder
    assert cache.healed()
    assert cache.usable()
    assert cache.read("other") == CODE
    cache.write("kernel", CODE)
    fresh()
    assert cache.read("kernel") == CODE


@posix
def test_a_link_or_a_pipe_in_place_of_a_kernel_is_not_read(fresh, tmp_path):
    folder = fresh()
    cache.write("kernel", CODE)
    path = folder / f"kernel{cache.SUFFIX}"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / f"pipe{cache.SUFFIX}")
    fresh()
    assert cache.read("kernel") is None
    assert sorted(os.listdir(folder)) == []


def test_what_cannot_be_written_to_is_read(fresh, monkeypatch):
    """Protects a warm cache on a read-only place, which used to be forgotten."""
    folder = fresh()
    cache.write("kernel", CODE)
    monkeypatch.setattr(PrivateFolder, "writable", property(lambda _: False))
    assert fresh() == folder
    assert cache.read("kernel") == CODE
    assert not cache.usable()
    assert cache.why_not() == f"{folder} cannot be written to"


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="mounts as on Linux")
def test_a_warm_cache_on_a_read_only_mount_is_read(fresh, tmp_path):
    importlib.import_module("dipsim.model.tick")  # the name of the folder depends on the tables of the model
    folder = fresh()
    cache.write("kernel", CODE)
    code = (
        "import dipsim.model.tick; from dipsim.kernels.compiler import cache; print(cache.prepare()); "
        "cache.write('new', cache.Code('f', [], b'')); "
        "print(cache.read('kernel') is not None, cache.usable(), cache.why_not())"
    )
    inside = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", inside, str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip("needs a mount namespace")
    environment = os.environ | {"DIPSIM_CACHE": str(tmp_path)}
    done = subprocess.run([*command, sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout == f"{folder}\nTrue False {folder} cannot be written to\n", done.stderr
    assert [path.name for path in folder.iterdir()] == [f"kernel{cache.SUFFIX}"]


@posix
@pytest.mark.parametrize("mode", [0o770, 0o777])
def test_a_folder_above_that_others_can_write_to_is_refused(fresh, tmp_path, mode):
    """Others could put another folder in the place of ours."""
    fresh()
    cache.write("kernel", CODE)
    tmp_path.chmod(mode)
    try:
        assert fresh() is None
    finally:
        tmp_path.chmod(0o700)
    assert cache.read("kernel") is None
    assert f"chmod go-w {tmp_path}" in cache.why_not()


@posix
@pytest.mark.parametrize("foreign", ["", "dipsim"])
def test_a_folder_above_that_belongs_to_another_user_is_refused(fresh, tmp_path, monkeypatch, foreign):
    assert fresh() is not None
    stranger = (tmp_path / foreign).stat().st_ino
    real = os.fstat

    def fstat(handle: int) -> Any:
        info = real(handle)
        owner = 54321 if info.st_ino == stranger else info.st_uid
        return os.stat_result([*info[:4], owner, *info[5:10]])

    monkeypatch.setattr(os, "fstat", fstat)
    assert fresh() is None
    assert "belongs to another user" in cache.why_not()


@posix
def test_a_folder_that_is_swapped_later_is_not_read(fresh, tmp_path):
    """What is read comes from the folder that was checked, whatever has its name now."""
    folder = fresh()
    folder.rename(tmp_path / "checked")
    folder.mkdir()
    assert cache.read("planted") is None
    cache.write("kernel", CODE)
    (tmp_path / "checked" / f"kernel{cache.SUFFIX}").rename(folder / f"planted{cache.SUFFIX}")
    assert cache.read("planted") is None
    assert not cache.has("planted")


@posix
def test_a_sticky_folder_above_is_no_danger(fresh, tmp_path):
    tmp_path.chmod(0o1777)
    try:
        assert fresh() is not None
    finally:
        tmp_path.chmod(0o700)


def test_without_a_home_there_is_no_cache_and_a_reason(monkeypatch):
    """Containers: no HOME, and no entry of the user in the password file."""

    def nobody(*_: object) -> Any:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("DIPSIM_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    for name, value in (("_found", {}), ("_folder", None), ("_why", "")):
        monkeypatch.setattr(cache, name, value)
    assert cache.prepare() is None
    assert cache.why_not() == "Could not determine home directory."


@pytest.mark.parametrize(
    ("name", "value", "same"),
    [
        ("NUMBA_NUM_THREADS", "2", True),
        ("NUMBA_CACHE_DIR", "/somewhere", True),
        ("NUMBA_CPU_NAME", "generic", False),
        ("NUMBA_OPT", "1", False),
        ("NUMBA_SOMETHING_NEW", "1", False),
    ],
)
def test_only_settings_that_change_code_mean_another_cache(fresh, monkeypatch, name, value, same):
    before = fresh()
    monkeypatch.setenv(name, value)
    assert (fresh() == before) is same


def test_numba_settings_of_the_current_folder_mean_another_cache(fresh, tmp_path, monkeypatch):
    before = fresh()
    (tmp_path / ".numba_config.yaml").write_text("opt: 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert fresh() != before


def test_old_caches_are_removed_and_nothing_else(fresh, tmp_path, monkeypatch):
    """Those not used for a month, and all beyond a number; never what has another name."""
    place = tmp_path / "dipsim"
    for number in range(40):
        leaf = place / f"cpython-311-Linux-x86_64-{number:08x}-{number:016x}"
        leaf.mkdir(parents=True)
        (leaf / f"kernel{cache.SUFFIX}").write_bytes(b"")
        since = time.time() - (60 * 86400 if number < 3 else 1000 - number)
        os.utime(leaf, (since, since))
    (place / "mine").mkdir()
    os.utime(place / "mine", (0, 0))
    folder = fresh()
    left = sorted(path.name for path in place.iterdir())
    assert "mine" in left
    assert folder.name in left
    assert len(left) == cache.KEPT + 2
    assert min(int(name[-16:], 16) for name in left if name not in ("mine", folder.name)) == 40 - cache.KEPT
    old = place / left[0]
    os.utime(old, (0, 0))
    fresh()
    assert old.exists()  # nothing is looked for where the cache was there already
