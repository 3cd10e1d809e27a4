"""One table on its way to the disk, in row groups of a fixed size, so that memory does not grow with its length.

Rows are regrouped: whatever the size of the frames that come in, the same rows give the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.storage.content_hash import Digest
from dipsim.runs.storage.filesystem import Disk

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 1 << 16  # rows of a row group


class HashedFile:
    """A new file that keeps the BLAKE2b of what is written to it; once muted it swallows what comes."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self._disk = disk
        self._handle = disk.create(path)
        self._running = hashlib.blake2b(digest_size=16)
        self._muted = False

    def write(self, data: Any) -> int:
        """Write ``data`` and add it to the running hash; returns its length in bytes."""
        if not self._muted:
            self._handle.write(data)
            self._running.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do before ``finish``."""

    def close(self) -> None:
        """Called by the Parquet writer; ``finish`` closes."""

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def finish(self) -> str:
        """Bring the file onto the medium, close it and return its BLAKE2b-128."""
        self._disk.sync(self._handle)
        self._handle.close()
        return self._running.hexdigest()

    def mute(self) -> None:
        """Give the file up: nothing is written any more, and closing never fails."""
        self._muted = True
        with contextlib.suppress(OSError):
            self._handle.close()


class TableStream:
    """Writes one table; all pieces must have the schema of the first."""

    def __init__(self, path: Path, schema: pa.Schema, disk: Disk) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.schema = schema
        self.digest = Digest()
        self._waiting: list[pa.Table] = []
        self._file = HashedFile(path, disk)
        coded = [field.name for field in schema if not pa.types.is_floating(field.type)]
        try:
            self._writer = pq.ParquetWriter(
                self._file, schema, compression="zstd", use_dictionary=coded, write_page_checksum=True
            )
        except BaseException:
            self._file.mute()
            raise

    def append(self, piece: pa.Table) -> None:
        """Take ``piece``, the next rows; full row groups go to the file."""
        self.digest.update(piece)
        self._waiting.append(piece)
        if sum(table.num_rows for table in self._waiting) >= GROUP:
            self._write(whole_groups=True)

    def _write(self, whole_groups: bool) -> None:
        import pyarrow as pa

        rows = pa.concat_tables(self._waiting).combine_chunks()
        start = 0
        while rows.num_rows - start >= GROUP or (start < rows.num_rows and not whole_groups):
            self._writer.write_table(rows.slice(start, GROUP), row_group_size=GROUP)
            start += GROUP
        self._waiting = [rows.slice(start)] if start < rows.num_rows else []

    def finish(self) -> dict[str, Any]:
        """Write what is left and close; returns rows and BLAKE2b-128 of the file for the manifest."""
        if self._waiting:
            self._write(whole_groups=False)
        self._writer.close()
        return {"rows": self.digest.rows, "blake2b": self._file.finish()}

    def abandon(self) -> None:
        """Close without caring for what was written."""
        self._file.mute()
        with contextlib.suppress(Exception):
            self._writer.close()
