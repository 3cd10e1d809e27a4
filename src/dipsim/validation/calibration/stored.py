"""Every draw that was run, with the moments of its runs: a file that grows, so that a campaign can go on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A draw: wave and place in it, normal scores z [d], moments [run, k] (None where its start does not settle)."""

    wave: int
    place: int
    z: Floats
    moments: Floats | None
    seconds: float


class Stored:
    """The rows of one campaign in a file. ``key`` says which model, numbers, moments, seeds and windows they are of."""

    def __init__(self, path: Path, key: str) -> None:
        """Read what is there. Raises ValueError for a file of another campaign; a last line that was cut is dropped."""
        self.path, self.key = path, key
        self.rows: dict[tuple[int, int], Row] = {}
        if path.is_file():
            self._read()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(json.dumps({"key": key}))

    def add(self, row: Row) -> None:
        """Append ``row`` and force it to the disk."""
        runs = None if row.moments is None else row.moments.tolist()
        line = {"wave": row.wave, "place": row.place, "z": row.z.tolist(), "moments": runs, "seconds": row.seconds}
        self._write(json.dumps(line))
        self.rows[row.wave, row.place] = row

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of waves and places."""
        return iter([self.rows[key] for key in sorted(self.rows)])

    def _write(self, line: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> None:
        whole = self.path.read_text(encoding="utf-8")
        lines = whole[: whole.rfind("\n") + 1].splitlines()
        if len(lines) and json.loads(lines[0])["key"] != self.key:
            raise ValueError(
                f"{self.path}: expected draws of this model, numbers and seeds ({self.key}), found others; "
                "name another folder or remove the file"
            )
        if len(lines) == 0 or len("\n".join(lines)) + 1 < len(whole):
            self.path.write_text("\n".join(lines or [json.dumps({"key": self.key})]) + "\n", encoding="utf-8")
        for line in lines[1:]:
            one = json.loads(line)
            runs = None if one["moments"] is None else np.array(one["moments"], float)
            row = Row(one["wave"], one["place"], np.array(one["z"]), runs, one["seconds"])
            self.rows[row.wave, row.place] = row
