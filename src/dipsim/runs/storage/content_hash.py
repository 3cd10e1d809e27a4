"""A fingerprint of what the tables say, whatever blocks they were written in.

Each column has its own BLAKE2b over its values in row order: numbers as little-endian bytes of the declared type, text
as UTF-8 with a byte after each value that UTF-8 cannot contain. Row groups, file names, compression and library
versions leave no trace; a changed, moved or missing value does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

END, NOTHING = b"\xff", b"\xfe"  # neither byte occurs in UTF-8


class Digest:
    """The running fingerprint of one table; feed it pieces in row order."""

    def __init__(self) -> None:
        self.rows = 0
        self._columns: dict[str, Any] = {}
        self._types: dict[str, str] = {}

    def update(self, piece: pa.Table) -> None:
        """Take in the next rows; a piece without rows still names the columns."""
        for field in piece.schema:
            running = self._columns.setdefault(field.name, hashlib.blake2b(digest_size=16))
            self._types[field.name] = str(field.type)
            for chunk in piece[field.name].chunks:
                running.update(_bytes(chunk))
        self.rows += piece.num_rows

    def hexdigest(self) -> str:
        """The fingerprint of everything taken in so far, 32 hexadecimal digits."""
        statement = [[name, self._types[name], running.hexdigest()] for name, running in self._columns.items()]
        return hashlib.blake2b(json.dumps([self.rows, statement]).encode(), digest_size=16).hexdigest()


def _bytes(chunk: pa.Array) -> bytes:
    """The values of a chunk as bytes that depend on nothing but the values."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_string(chunk.type):
        coded = chunk.dictionary_encode()
        words = [word.encode() + END for word in coded.dictionary.to_pylist()] + [NOTHING + END]
        codes = coded.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
        return b"".join(np.array(words, dtype=object)[codes].tolist())
    values = chunk.to_numpy(zero_copy_only=False)
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values)  # one NaN, whatever its bits were
    return bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())


def combine(digests: Mapping[str, str]) -> str:
    """One fingerprint for several tables, from ``digests``, the fingerprint of each by name."""
    return hashlib.blake2b(json.dumps(sorted(digests.items())).encode(), digest_size=16).hexdigest()


def tables_hash(tables: Mapping[str, pd.DataFrame]) -> str:
    """The fingerprint of the frames ``tables`` in memory; a missing table counts as empty, as it does on disk."""
    from dipsim.runs.storage.arrow import empty, to_arrow
    from dipsim.runs.storage.schemas import TABLES

    digests = {}
    for name in TABLES:
        digest = Digest()
        digest.update(to_arrow(name, tables[name] if name in tables else empty(name)))
        digests[name] = digest.hexdigest()
    return combine(digests)
