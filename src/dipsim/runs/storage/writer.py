"""Writing and reading a results folder.

    with Writer(folder) as writer:
        for block in blocks:
            writer.append("region", frame)
        manifest = writer.commit(describe(...), {"scenario.yaml": text})

Whatever happens before ``commit`` returns, ``folder`` is as it was before. Memory stays flat in the number of rows.
``Memory`` takes the same calls and keeps the tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dipsim.runs.errors import StorageError
from dipsim.runs.storage import atomic_folder
from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.arrow import empty, to_arrow, to_pandas
from dipsim.runs.storage.content_hash import Digest, combine
from dipsim.runs.storage.filesystem import Disk, reported
from dipsim.runs.storage.parquet_writer import HashedFile, TableStream
from dipsim.runs.storage.safe_names import inside
from dipsim.runs.storage.schemas import MONEY, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROOM = 1.1  # free space asked for, as a multiple of what is planned


class Writer:
    """A results folder in the making.

    ``overwrite`` allows to replace an earlier results folder; ``planned`` is the expected size in bytes, checked
    against the free space before anything is computed; ``money`` names the unit of money for the units of columns.
    Raises FolderError (exit code 4) when the place is taken, StorageError (5) when the disk refuses.
    """

    def __init__(
        self,
        folder: str | Path,
        overwrite: bool = False,
        *,
        planned: int = 0,
        money: str = MONEY,
        disk: Disk | None = None,
    ) -> None:
        self.folder = Path(folder).absolute()
        self._overwrite, self._planned, self._money = overwrite, planned, money
        self._disk = disk or Disk()
        self._streams: dict[str, TableStream] = {}
        self._parents: list[Path] = []
        self._made: Path | None = None

    def __enter__(self) -> Self:
        try:
            with reported(self.folder):
                atomic_folder.check_place(self.folder, self._overwrite)
                self._parents = atomic_folder.make_parents(self.folder, self._disk)
                atomic_folder.clear_leftovers(self.folder, self._disk)
                self._check_room()
                self._made = atomic_folder.hidden(self.folder)  # before it is there: a signal may come in between
                self._disk.make_folder(self._made)
        except BaseException:
            self._discard()
            raise
        return self

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.folder.parent).free
        if free < self._planned * ROOM:
            need = f"{self._planned / 1e6:.0f} MB are planned and {free / 1e6:.0f} MB are free"
            raise StorageError(f"{self.folder}: not enough room on the disk: {need}")

    @property
    def _path(self) -> Path:
        if self._made is None:
            raise RuntimeError("the writer is not open: use it in a with statement, and commit once")
        return self._made

    def append(self, table: str, frame: pd.DataFrame) -> None:
        """Add rows to a table, in the order of runs. ValueError when the frame does not fit the declared columns."""
        piece = to_arrow(table, frame, self._money)
        with reported(self.folder):
            if table not in self._streams:
                path = self._path / f"{table}.parquet"
                self._streams[table] = TableStream(path, piece.schema, self._disk)
            stream = self._streams[table]
            if stream.schema != piece.schema:
                raise ValueError(f"table {table}: columns differ from those of the first rows")
            stream.append(piece)

    def commit(
        self, manifest: Mapping[str, Any], files: Mapping[str, str | bytes] | None = None, *, csv: bool = False
    ) -> dict[str, Any]:
        """Finish the tables, add ``files``, check everything by reading it again and put the folder in its place.

        ``files`` maps names inside the folder to their content. Tables that got no rows are there, empty. With
        ``csv`` each table is there a second time, for spreadsheets. Returns the manifest as stored.
        """
        with reported(self.folder):
            for name in TABLES:
                if name not in self._streams:
                    self.append(name, empty(name))
            entries = {f"{name}.parquet": self._streams[name].finish() for name in TABLES}
            for name, content in sorted((files or {}).items()):
                entries[name] = {"rows": None, "blake2b": self._add(name, content)}
            if csv:
                entries |= write_csvs(self._path, self._path, self._disk)
            digests = {name: stream.digest.hexdigest() for name, stream in self._streams.items()}
            message = {key: value for key, value in manifest.items() if key not in ("created", "seal")}
            whole = {**message, "money": self._money, "files": entries, "tables_hash": combine(digests)}
            manifests.verify(self._path, whole)
            self._add(manifests.NAME, manifests.text(whole))
            stored = manifests.read(self._path)
            for place in (*(path for path in self._path.rglob("*") if path.is_dir()), self._path):
                self._disk.sync_folder(place)
            atomic_folder.put_in_place(self._path, self.folder, self._overwrite, self._disk)
        self._made = None
        return stored

    def _add(self, name: str, content: str | bytes) -> str:
        """Write one file of the folder, folders above it included; returns its BLAKE2b-128."""
        path = inside(self._path, name)
        for parent in reversed(path.relative_to(self._path).parents):
            if not (self._path / parent).exists():
                self._disk.make_folder(self._path / parent)
        file = HashedFile(path, self._disk)
        try:
            file.write(content.encode() if isinstance(content, str) else content)
            return file.finish()
        except BaseException:
            file.mute()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._made is None:
            return
        for stream in self._streams.values():
            stream.abandon()
        self._discard()

    def _discard(self) -> None:
        """Remove what was made on the disk."""
        if self._made is not None and self._made.exists():
            self._disk.remove(self._made)
        atomic_folder.drop_parents(self._parents)
        self._made = None


class Memory:
    """Takes the calls of a ``Writer`` and keeps the tables in memory."""

    def __init__(self, money: str = MONEY) -> None:
        self._money = money
        self._pieces: dict[str, list[pa.Table]] = {}
        self._digests: dict[str, Digest] = {}

    def append(self, table: str, frame: pd.DataFrame) -> None:
        """Add rows to a table, in the order of runs. ValueError when the frame does not fit the declared columns."""
        piece = to_arrow(table, frame, self._money)
        pieces = self._pieces.setdefault(table, [])
        if pieces and pieces[0].schema != piece.schema:
            raise ValueError(f"table {table}: columns differ from those of the first rows")
        pieces.append(piece)
        self._digests.setdefault(table, Digest()).update(piece)

    def commit(
        self, manifest: Mapping[str, Any], files: Mapping[str, str | bytes] | None = None, *, csv: bool = False
    ) -> dict[str, Any]:
        """The manifest with the fingerprint of the tables; there are no files, so ``files`` and ``csv`` do nothing."""
        for name in TABLES:
            if name not in self._pieces:
                self.append(name, empty(name))
        digests = {name: digest.hexdigest() for name, digest in self._digests.items()}
        return {**manifest, "money": self._money, "files": {}, "tables_hash": combine(digests)}

    def frame(self, name: str) -> pd.DataFrame:
        """The table ``name``, as ``read_table`` would give it back from a folder."""
        import pyarrow as pa

        return to_pandas(name, pa.concat_tables(self._pieces[name]))


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """The table ``name`` of the results ``folder``."""
    with _opened(folder, name) as file:
        return to_pandas(name, file.read())


def pieces(folder: Path, name: str) -> Iterator[pd.DataFrame]:
    """The table ``name`` of the results ``folder``, a row group at a time, for tables larger than memory."""
    with _opened(folder, name) as file:
        for group in range(file.num_row_groups):
            yield to_pandas(name, file.read_row_group(group))
        if not file.num_row_groups:
            yield to_pandas(name, file.read())


def write_csvs(folder: Path, place: Path, disk: Disk) -> dict[str, dict[str, Any]]:
    """Write every table of the results ``folder`` into ``place`` on ``disk`` as CSV for spreadsheets; returns their
    entries for the manifest."""
    from dipsim.runs.storage.csv_writer import write_csv

    written = {f"{name}.csv": write_csv(pieces(folder, name), place / f"{name}.csv", disk) for name in TABLES}
    return {name: {"rows": None, "blake2b": found} for name, found in written.items()}


def _opened(folder: Path, name: str) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    schema = pq.read_schema(path)
    coded = [field.name for field in schema if pa.types.is_string(field.type) and _few_values(name, field.name)]
    return pq.ParquetFile(path, read_dictionary=coded, page_checksum_verification=True)


def _few_values(table: str, column: str) -> bool:
    return TABLES[table].column(column).kind == "category"
