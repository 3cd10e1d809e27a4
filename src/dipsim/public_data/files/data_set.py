"""What is known of a published data set: the names of its files and columns, what identifies a row, where to get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PAIR = ("ccode1", "ccode2")


@dataclass(frozen=True)
class DataSet:
    """A published data set.

    ``stems`` begin the names of its files, the most usual first. ``numbers`` and ``texts`` are the columns used;
    ``renames`` has other names that publishers give them, ``optional`` those that a file may lack. ``signed`` columns
    may hold any number, the others none below 0 but the codes for missing. ``states`` are the columns with Correlates
    of War numbers. No two rows agree in all columns of ``key``; where the published file itself repeats rows,
    ``repeats`` is true. ``name`` is short, for the source of a figure; ``title`` gives authors and version, ``origin``
    where the file is found. ``years`` names the columns whose largest value is the last year known.
    """

    stems: tuple[str, ...]
    name: str
    title: str
    origin: str
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...] = ()
    states: tuple[str, ...] = ("ccode",)
    key: tuple[str, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict, hash=False)
    optional: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    repeats: bool = False

    @property
    def stem(self) -> str:
        """The usual beginning of the name of its file."""
        return self.stems[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column used."""
        return (*self.texts, *self.numbers)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return tuple(name for name in self.columns if name not in self.optional)
