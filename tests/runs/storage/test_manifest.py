"""A manifest that is damaged, or sealed and not one of ours, is named with exit 7 and never ends in a traceback."""

# Also tests: runs/storage/arrow.py, runs/storage/atomic_folder.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dipsim.runs.errors import FolderError, VerificationError
from dipsim.runs.result import load
from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.atomic_folder import check_place
from dipsim.runs.storage.writer import Writer


@pytest.fixture
def folder(tmp_path: Path, about: dict[str, Any]) -> Path:
    """A results folder with empty tables."""
    with Writer(tmp_path / "out") as writer:
        writer.commit(about, {"scenario.yaml": "dipsim: 1\n"})
    return tmp_path / "out"


def refused(folder: Path) -> None:
    """Loading names the manifest with exit 7, and so does a new run into the folder."""
    for attempt in (load, lambda place: check_place(place, True)):
        with pytest.raises(VerificationError, match=r"manifest\.json") as problem:
            attempt(folder)
        assert problem.value.exit_code == 7


def test_any_edit_of_the_text_is_named(folder: Path) -> None:
    path = folder / "manifest.json"
    good = path.read_bytes()
    for bad in (
        good + b" ",
        good[:-1],
        good.replace(b' "seed": 7', b'  "seed": 7'),
        good.replace(b'created": "2', b'created": "1'),
    ):
        assert bad != good
        path.write_bytes(bad)
        refused(folder)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe", b'{"dipsim": 1' + b"0" * 5000 + b"}"],
    ids=["empty", "cut", "nested lists", "nested objects", "no UTF-8", "endless number"],
)
def test_what_is_no_json_is_named(folder: Path, data: bytes) -> None:
    (folder / "manifest.json").write_bytes(data)
    refused(folder)


def test_a_manifest_of_endless_length_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "LONGEST", 100)
    refused(folder)


CHANGES: list[tuple[str, Any]] = [
    ("files", None),
    ("files", []),
    ("files", {"region.parquet": "abc"}),
    ("files", {"region.parquet": {"rows": "1", "blake2b": "0"}}),
    ("files", {"region.parquet": {"rows": 1}}),
    ("replicates", None),
    ("replicates", "many"),
    ("seed", None),
    ("seed", 1.5),
    ("ticks", None),
    ("title", 7),
    ("config_hash", None),
    ("detail_runs", 3),
    ("detail_runs", ["a"]),
    ("without", "forum"),
]


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_a_sealed_manifest_of_another_shape_is_named(folder: Path, key: str, value: Any) -> None:
    path = folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said.pop(key, None)
    said |= {} if value is None else {key: value}
    sealed = {**said, "seal": manifests.seal(said)}
    path.write_text(json.dumps(sealed, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    refused(folder)


def test_the_folder_of_a_sweep_is_no_results_folder(folder: Path) -> None:
    path = folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8")) | {"kind": "sweep"}
    path.write_text(manifests.text(said), encoding="utf-8")
    with pytest.raises(FolderError, match="of a sweep; ask with 'dipsim sweep'"):
        load(folder)
