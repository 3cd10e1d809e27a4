"""Files made from the tables are sealed like them, and a process that dies at any moment leaves no false seal."""

# Also tests: runs/storage/filesystem.py

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from dipsim.runs.errors import FolderError, StorageError, VerificationError
from dipsim.runs.result import load
from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.derived import clear, derive, refuse_sealed
from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.writer import Writer


@pytest.fixture
def folder(tmp_path: Path, frames: Any, about: dict[str, Any]) -> Path:
    """A results folder with tables only."""
    with Writer(tmp_path / "out") as writer:
        for name, frame in frames(range(1)).items():
            writer.append(name, frame)
        writer.commit(about, {"scenario.yaml": "dipsim: 1\n"})
    return tmp_path / "out"


def made(**files: str) -> Any:
    """Writes these files; ``__`` in a name stands for a folder, ``_`` before the last word for the point."""

    def make(place: Path) -> None:
        for name, text in files.items():
            path = place / ".".join(name.replace("__", "/").rsplit("_", 1))
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return make


def test_what_is_added_is_listed_and_may_be_replaced(folder: Path) -> None:
    before = manifests.read(folder)
    derive(folder, made(figures__trust_svg="<svg/>", report_html="<html>"))
    after = derive(folder, made(figures__trust_svg="<svg>new</svg>"))
    assert set(after["files"]) == {*before["files"], "figures/trust.svg", "report.html"}
    assert (after["created"], after["tables_hash"]) == (before["created"], before["tables_hash"])
    assert (folder / "figures" / "trust.svg").read_text() == "<svg>new</svg>"
    assert load(folder).manifest == after
    for name in ("figures/trust.svg", "report.html"):
        good = (folder / name).read_bytes()
        for bad in (b"", good[:-1], good + b"\n", bytes([good[0] ^ 1]) + good[1:]):
            (folder / name).write_bytes(bad)
            with pytest.raises(VerificationError, match=name) as refused:
                load(folder)
            assert refused.value.exit_code == 7
        (folder / name).write_bytes(good)


class Beaten(Disk):
    """A disk on which another process makes the folder of figures a moment before."""

    def make_folder(self, path: Path) -> None:
        if path.name == "figures":
            path.mkdir()
        super().make_folder(path)


def test_another_process_may_make_the_folder_of_figures_meanwhile(folder: Path) -> None:
    """Protects several `dipsim sweep` on one folder: the second to make `figures` goes on."""
    after = derive(folder, made(figures__trust_svg="<svg/>"), disk=Beaten())
    assert "figures/trust.svg" in after["files"]


def test_tables_scenario_and_manifest_are_never_replaced(folder: Path) -> None:
    for name in ("region_parquet", "scenario_yaml", "manifest_json"):
        with pytest.raises(ValueError, match="part of the results"):
            derive(folder, made(**{name: "x"}))
    load(folder)
    assert not list(folder.glob(".*"))


def test_a_link_is_no_way_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "figures").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError, match="link"):
        derive(folder, made(figures__trust_svg="<svg/>"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_fails_half_way_leaves_everything_as_it_was(folder: Path) -> None:
    derive(folder, made(report_html="old"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def half(place: Path) -> None:
        (place / "report.html").write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        derive(folder, half)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_full_disk_says_what_is_kept(folder: Path) -> None:
    def full(place: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StorageError, match=r"what was stored before is kept; .* the same command again") as refused:
        derive(folder, full)
    assert "nothing was left behind" not in str(refused.value)
    load(folder)


class Dying(Disk):
    """A disk that does nothing from its n-th operation on, as when the process is killed there."""

    def __init__(self, dies: int) -> None:
        self.dies, self.count = dies, 0

    def lives(self) -> bool:
        self.count += 1
        return not self.dies or self.count < self.dies

    def step(self) -> None:
        if not self.lives():
            raise KeyboardInterrupt

    def make_folder(self, path: Path) -> None:
        self.step()
        super().make_folder(path)

    def create(self, path: Path) -> BinaryIO:
        self.step()
        return super().create(path)

    def sync(self, handle: BinaryIO) -> None:
        self.step()
        super().sync(handle)

    def sync_folder(self, path: Path) -> None:
        self.step()

    def move(self, old: Path, new: Path) -> None:
        self.step()
        super().move(old, new)

    def remove(self, path: Path) -> None:
        if self.lives():
            super().remove(path)


@pytest.mark.parametrize("again", [False, True], ids=["new files", "changed files"])
def test_a_process_that_dies_at_any_operation_leaves_no_false_seal(
    folder: Path, again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (made(figures__a_svg=text, figures__b_svg="same", report_html=text) for text in ("old", "new"))
    if again:
        derive(folder, first)
    start = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    counting = Dying(0)
    whole = derive(folder, second, disk=counting)
    assert counting.count > 12
    monkeypatch.setattr("dipsim.runs.storage.atomic_folder._runs", lambda process: False)
    for dies in range(1, counting.count + 1):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(folder) not in start:
                path.unlink()
        for name, data in start.items():
            (folder / name).write_bytes(data)
        try:
            derive(folder, second, disk=Dying(dies))
        except KeyboardInterrupt:
            load(folder, lambda _: None)  # whatever is listed is as it was written
        assert derive(folder, second) == whole, dies
        assert load(folder).manifest == whole
        assert not list(folder.glob(".*")), "what the killed process left is removed"


def test_left_over_figures_of_a_killed_process_are_removed(folder: Path) -> None:
    derive(folder, made(figures__trust_svg="<svg/>"))
    (folder / "figures" / ".trust.png.tmp").write_bytes(b"half")
    clear(folder)
    assert [path.name for path in (folder / "figures").iterdir()] == ["trust.svg"]


def test_nothing_else_writes_over_a_sealed_file(folder: Path) -> None:
    derive(folder, made(figures__trust_svg="<svg/>"))
    refuse_sealed([folder / "figures" / "other.svg", folder.parent / "trust.svg"])
    for path in (folder / "figures" / "trust.svg", folder / "scenario.yaml"):
        with pytest.raises(FolderError, match="part of the results") as refused:
            refuse_sealed([path])
        assert refused.value.exit_code == 4
