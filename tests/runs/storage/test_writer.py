"""A results folder is there whole or not at all, and says so when it has changed."""

# Also tests: runs/storage/content_hash.py, runs/storage/csv_writer.py, runs/storage/parquet_writer.py,
#   runs/storage/safe_names.py, runs/storage/schemas.py

from __future__ import annotations

import builtins
import contextlib
import csv
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dipsim.runs.errors import FolderError, StorageError, VerificationError
from dipsim.runs.result import load
from dipsim.runs.storage import atomic_folder, parquet_writer
from dipsim.runs.storage.content_hash import tables_hash
from dipsim.runs.storage.csv_writer import write_csv
from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.safe_names import inside, slug, slugs
from dipsim.runs.storage.schemas import TABLES
from dipsim.runs.storage.writer import Memory, Writer, pieces, read_table


def write(folder: Path, blocks: list[dict[str, pd.DataFrame]], about: dict[str, Any], **options: Any) -> dict[str, Any]:
    with Writer(folder, **options) as writer:
        for block in blocks:
            for name, frame in block.items():
                writer.append(name, frame)
        return writer.commit(about, {"scenario.yaml": "dipsim: 1\n"})


def test_every_table_comes_back_as_it_went(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    sent = frames(range(4))
    write(tmp_path / "out", [sent], about)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [*(f"{name}.parquet" for name in TABLES), "manifest.json", "scenario.yaml"]
    )
    for name, frame in sent.items():
        got = read_table(tmp_path / "out", name)
        pd.testing.assert_frame_equal(
            got.astype(object), frame[list(got.columns)].astype(object), check_dtype=False, check_exact=True
        )
    events = read_table(tmp_path / "out", "events")
    assert list(events["target"].cat.categories) == ["BOR"]
    assert events["target"].isna().sum() == 4
    assert str(read_table(tmp_path / "out", "region")["observed_disputes"].dtype) == "int32"


def test_memory_gives_the_same_frames_and_fingerprint(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    stored = write(tmp_path / "out", [frames(range(4))], about)
    memory = Memory()
    for block in (range(3), range(3, 4)):
        for name, frame in frames(block).items():
            memory.append(name, frame)
    assert memory.commit(about)["tables_hash"] == stored["tables_hash"]
    for name in TABLES:
        pd.testing.assert_frame_equal(memory.frame(name), read_table(tmp_path / "out", name), check_exact=True)


def test_blocks_change_neither_fingerprint_nor_bytes(
    tmp_path: Path, frames: Any, about: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_writer, "GROUP", 50)
    one = write(tmp_path / "one", [frames(range(6))], about)
    many = write(tmp_path / "many", [frames(range(run, run + 1)) for run in range(6)], about)
    assert one["files"] == many["files"]
    monkeypatch.setattr(parquet_writer, "GROUP", 17)
    other = write(tmp_path / "other", [frames(range(4)), frames(range(4, 6))], about)
    assert pq.read_metadata(tmp_path / "one" / "region.parquet").num_row_groups == 4
    assert pq.read_metadata(tmp_path / "other" / "region.parquet").num_row_groups == 11
    assert other["files"]["region.parquet"] != one["files"]["region.parquet"]
    assert one["tables_hash"] == many["tables_hash"] == other["tables_hash"] == tables_hash(frames(range(6)))
    assert len(list(pieces(tmp_path / "other", "region"))) == 11


@pytest.mark.parametrize(
    ("table", "column", "value"), [("region", "trust", 0.5), ("events", "target", "CAL"), ("dyads", "relevant", False)]
)
def test_fingerprint_sees_one_cell(frames: Any, table: str, column: str, value: Any) -> None:
    sent = frames(range(2))
    before = tables_hash(sent)
    sent[table].loc[1, column] = value
    assert tables_hash(sent) != before


def test_fingerprint_sees_where_a_text_ends(frames: Any) -> None:
    first, second = frames(range(2)), frames(range(2))
    first["exchanges"]["kind"] = ["ab", "c"]
    second["exchanges"]["kind"] = ["a", "bc"]
    assert tables_hash(first) != tables_hash(second)


def test_same_frames_same_manifest_but_for_the_time(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    one, two = (write(tmp_path / name, [frames(range(2))], about) for name in ("one", "two"))
    assert {**one, "created": "", "seal": ""} == {**two, "created": "", "seal": ""}


def test_units_travel_with_the_fields(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    write(tmp_path / "out", [frames(range(1))], about, money="crowns of 1990")
    schema = pq.read_schema(tmp_path / "out" / "nations.parquet")
    assert schema.field("gdp").metadata[b"unit"] == b"crowns of 1990 per year"
    assert all(field.metadata[b"meaning"] for field in schema)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.drop(columns="trust"), "missing trust"),
        (lambda f: f.assign(mood=1), "unknown mood"),
        (lambda f: f.assign(observed_disputes=0.5), "observed_disputes"),
        (lambda f: f.assign(date=None), "empty cells"),
    ],
)
def test_frames_must_fit_the_declared_columns(tmp_path: Path, frames: Any, change: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said), Writer(tmp_path / "out") as writer:
        writer.append("region", change(frames(range(1))["region"]))
    assert list(tmp_path.iterdir()) == []


def test_leaving_without_commit_leaves_nothing(tmp_path: Path, frames: Any) -> None:
    with Writer(tmp_path / "a" / "b" / "out") as writer:
        writer.append("region", frames(range(1))["region"])
    assert list(tmp_path.iterdir()) == []
    with contextlib.suppress(KeyboardInterrupt), Writer(tmp_path / "a" / "b" / "out"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_manifest_must_say_what_was_run(tmp_path: Path, about: dict[str, Any]) -> None:
    del about["seed"]
    with pytest.raises(ValueError, match="does not say seed"), Writer(tmp_path / "out") as writer:
        writer.commit(about, {})
    assert list(tmp_path.iterdir()) == []


def test_overwrite_replaces_only_when_asked(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    first = write(tmp_path / "out", [frames(range(1))], about)
    with pytest.raises(FolderError, match="already holds results") as refused:
        write(tmp_path / "out", [frames(range(2))], about)
    assert refused.value.exit_code == 4
    assert load(tmp_path / "out").manifest == first
    second = write(tmp_path / "out", [frames(range(2))], about, overwrite=True)
    assert load(tmp_path / "out").manifest == second != first
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_foreign_folders_are_left_alone(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("x")
    with pytest.raises(FolderError, match=r"chapter\.tex"):
        write(tmp_path / "thesis", [frames(range(1))], about, overwrite=True)
    write(tmp_path / "out", [frames(range(1))], about)
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match=r"notes\.txt"):
        write(tmp_path / "out", [frames(range(1))], about, overwrite=True)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(FolderError, match="link"):
        write(tmp_path / "link", [frames(range(1))], about, overwrite=True)
    assert (tmp_path / "thesis" / "chapter.tex").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out", "thesis"]


def test_empty_folder_is_taken(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", [frames(range(1))], about)
    assert load(tmp_path / "out").runs == 4


class Faulty(Disk):
    """A disk whose n-th operation fails; ``count`` says how many there were. It does not wait for the medium."""

    def __init__(self, fails: int, code: int = errno.ENOSPC) -> None:
        self.fails, self.code, self.count = fails, code, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.fails:
            raise OSError(self.code, os.strerror(self.code))

    def make_folder(self, path: Path) -> None:
        self.step()
        super().make_folder(path)

    def create(self, path: Path) -> BinaryIO:
        self.step()
        return FaultyFile(super().create(path), self)  # type: ignore[return-value]

    def sync(self, handle: BinaryIO) -> None:
        self.step()
        handle.flush()

    def sync_folder(self, path: Path) -> None:
        self.step()

    def move(self, old: Path, new: Path) -> None:
        self.step()
        super().move(old, new)


class FaultyFile:
    """A file of a faulty disk."""

    def __init__(self, handle: BinaryIO, disk: Faulty) -> None:
        self._handle, self._disk = handle, disk

    def write(self, data: bytes) -> int:
        self._disk.step()
        return self._handle.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)


@pytest.mark.parametrize("overwrite", [False, True])
def test_every_failing_operation_is_reported_and_undone(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, frames: Any, about: dict[str, Any], overwrite: bool
) -> None:
    place, sent = tmp_path / "new" / "out", frames(range(1))
    if overwrite:
        write(place, [frames(range(2))], about)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    counting = Faulty(0)
    write(tmp_path_factory.mktemp("counted") / "new" / "out", [sent], about, disk=counting)
    assert counting.count > 40
    first = counting.count - 15 if overwrite else 1  # the folder that stands is touched at the very end only
    for fails in range(first, counting.count + 1):
        disk = Faulty(fails, (errno.ENOSPC, errno.EIO, errno.EDQUOT)[fails % 3])
        with pytest.raises(StorageError) as refused:
            write(place, [sent], about, disk=disk, overwrite=overwrite)
        assert refused.value.exit_code == 5
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before, fails
        assert overwrite or not list(tmp_path.iterdir()), fails


class Interrupted(Faulty):
    """A disk on which a signal comes right after the n-th operation was done."""

    def step(self) -> None:
        self.count += 1

    def _signal(self) -> None:
        if self.count == self.fails:
            raise KeyboardInterrupt

    def make_folder(self, path: Path) -> None:
        super().make_folder(path)
        self._signal()

    def create(self, path: Path) -> BinaryIO:
        made = super().create(path)
        if self.count == self.fails:
            made.close()  # as Python does with a file that is dropped, but without its warning
        self._signal()
        return made

    def sync(self, handle: BinaryIO) -> None:
        super().sync(handle)
        self._signal()

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        self._signal()

    def move(self, old: Path, new: Path) -> None:
        super().move(old, new)
        self._signal()


def test_a_signal_right_after_any_operation_leaves_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, frames: Any, about: dict[str, Any]
) -> None:
    sent = frames(range(1))
    counting = Interrupted(0)
    write(tmp_path_factory.mktemp("counted") / "new" / "out", [sent], about, disk=counting)
    stopped = 0
    for at in range(1, counting.count + 1):
        try:
            write(tmp_path / "new" / "out", [sent], about, disk=Interrupted(at))
        except KeyboardInterrupt:
            stopped += 1
            assert not list(tmp_path.iterdir()), at
        else:  # the operation was a write to an open file, after which no signal is sent here
            shutil.rmtree(tmp_path / "new")
    assert stopped > 20


SCRIPT = """
    import os, resource, signal, sys
    import pandas as pd
    sys.path[:0] = {paths!r}
    from conftest import joined
    from dipsim.runs.errors import ResultsError
    from dipsim.runs.storage.writer import Writer
    {before}
    try:
        with Writer({folder!r}) as writer:
            for name, frame in joined(range(40)).items():
                writer.append(name, frame)
            {during}
            writer.commit({{}}, {{"scenario.yaml": "dipsim: 1"}})
    except ResultsError as problem:
        print(problem)
        sys.exit(problem.exit_code)
"""


def in_process(folder: Path, before: str = "", during: str = "") -> subprocess.CompletedProcess[str]:
    import dipsim.runs

    source = str(Path(next(iter(dipsim.runs.__path__))).parents[1])
    paths = [source, str(Path(__file__).parents[1])]
    text = textwrap.dedent(SCRIPT).format(paths=paths, folder=str(folder), before=before, during=during)
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_killed_in_the_middle_leaves_no_folder_and_the_next_clears_up(
    tmp_path: Path, frames: Any, about: dict[str, Any]
) -> None:
    done = in_process(tmp_path / "out", during="os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL, done.stderr
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == 1
    assert left[0].startswith(".out.")
    assert left[0].endswith(".tmp")
    write(tmp_path / "out", [frames(range(1))], about)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits")
def test_full_disk_ends_with_code_5_and_nothing_left(tmp_path: Path) -> None:
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    done = in_process(tmp_path / "out", before=limit)
    assert done.returncode == 5, done.stderr
    assert "nothing was left behind" in done.stdout
    assert "Exception ignored" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_killed_between_the_two_moves_is_put_right(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    kept = write(tmp_path / "out", [frames(range(1))], about)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old = atomic_folder.hidden(tmp_path / "out", "old")
    old = old.with_name(old.name.replace(f".{os.getpid()}.", f".{gone.pid}."))
    (tmp_path / "out").rename(old)
    with pytest.raises(FolderError, match="already holds results"):
        write(tmp_path / "out", [frames(range(1))], about)
    assert load(tmp_path / "out").manifest == kept


def test_others_at_work_are_left_alone(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    with Writer(tmp_path / "out") as slow:
        slow.append("region", frames(range(1))["region"])
        write(tmp_path / "out", [frames(range(1))], about)
        with pytest.raises(FolderError, match="already holds results"):
            slow.commit(about, {})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_no_place_and_no_room(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError), Writer(tmp_path / "file" / "out"):
        pass
    with pytest.raises(StorageError, match="not enough room"), Writer(tmp_path / "x" / "out", planned=10**18):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_any_flipped_byte_or_cut_is_named(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    write(tmp_path / "out", [frames(range(1))], about)
    for name in ("region.parquet", "scenario.yaml"):
        path = tmp_path / "out" / name
        good = path.read_bytes()
        bad = [good[:-1], good + b"\0", b"", *(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :] for at in (0, 5, 9))]
        for content in bad:
            path.write_bytes(content)
            with pytest.raises(VerificationError, match=name) as refused:
                load(tmp_path / "out")
            assert refused.value.exit_code == 7
        path.write_bytes(good)
    (tmp_path / "out" / "bill.parquet").unlink()
    with pytest.raises(VerificationError, match="bill"):
        load(tmp_path / "out")


def test_page_checksum_catches_what_happens_after_loading(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    write(tmp_path / "out", [frames(range(1))], about)
    result = load(tmp_path / "out")
    path = tmp_path / "out" / "region.parquet"
    column = pq.read_metadata(path).row_group(0).column(3)
    content = bytearray(path.read_bytes())
    content[column.data_page_offset + column.total_compressed_size - 3] ^= 1
    path.write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        _ = result.region


def test_manifest_is_sealed_and_cannot_point_outside(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    write(tmp_path / "out", [frames(range(1))], about)
    path = tmp_path / "out" / "manifest.json"
    good = json.loads(path.read_text())
    path.write_text(json.dumps({**good, "seed": 8}))
    with pytest.raises(VerificationError, match="changed"):
        load(tmp_path / "out")
    path.write_text("{")
    with pytest.raises(VerificationError, match="cannot be read"):
        load(tmp_path / "out")
    from dipsim.runs.storage.manifest import text

    (tmp_path / "secret").write_text("x")
    evil = {**good, "files": {"../secret": {"rows": None, "blake2b": "0"}}}
    path.write_text(text(evil))
    with pytest.raises(VerificationError, match="secret"):
        load(tmp_path / "out")
    path.write_text(json.dumps({**good, "schema": 99}))
    with pytest.raises(FolderError, match="cannot read"):
        load(tmp_path / "out")


def test_spreadsheets_get_no_formulas(tmp_path: Path, frames: Any, about: dict[str, Any]) -> None:
    sent = frames(range(1))
    sent["events"]["kind"] = ["=cmd|' /C calc'!A0", "plain, with comma"]
    sent["events"]["value"] = [-2.5, 0.1]
    with Writer(tmp_path / "out") as writer:
        writer.append("events", sent["events"])
        writer.commit(about, {}, csv=True)
    with builtins.open(tmp_path / "out" / "events.csv", newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["kind"] for row in rows] == ["'=cmd|' /C calc'!A0", "plain, with comma"]
    assert [row["value"] for row in rows] == ["-2.5", "0.1"]
    assert rows[1]["target"] == ""
    assert list(read_table(tmp_path / "out", "events")["kind"]) == list(sent["events"]["kind"])
    for sign in "=+-@\t\r":
        write_csv([pd.DataFrame({"text": [f"{sign}x"]})], tmp_path / f"{ord(sign)}.csv")
        assert f"'{sign}x".encode() in (tmp_path / f"{ord(sign)}.csv").read_bytes()


@pytest.mark.parametrize(
    "text", ["../../x", "/etc/x", "C:\\x", "\\\\host\\x", "CON", "nul.txt", "a:b", "x. ", "a" * 300, "", "日本", "\0"]
)
def test_slugs_stay_in_their_folder(tmp_path: Path, text: str) -> None:
    name = slug(text)
    assert inside(tmp_path, name).parent == tmp_path
    assert 0 < len(name) <= 60
    assert name not in {"con", "nul"}
    assert name.isascii()
    assert name == name.lower()


def test_slugs_that_collide_are_told_apart() -> None:
    names = slugs(["IRAN", "Iran", "iran!", "Oman", "Iran"])
    assert len(set(names.values())) == 4
    assert names["IRAN"] == "iran"
    assert names["Oman"] == "oman"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "", "a/../../x", "C:x", "a\\b", "link/x", "."])
def test_paths_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="inside"):
        inside(tmp_path / "in", name)
