"""What an analysis of a sweep found, and the reasons why it finds nothing."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dipsim.errors import RequestError

if TYPE_CHECKING:
    from dipsim.sweeps.storage.results import Swept

SHOWN = 8  # points that a message names


@dataclass(frozen=True, eq=False)
class Finding:
    """What a method found: sentences that anyone can read, the tables behind them, and what to beware of."""

    method: str
    outcome: str
    sentences: tuple[str, ...]
    tables: dict[str, Any] = field(default_factory=dict)  # of pandas frames
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: a table is a list of rows, a number that is not finite becomes None."""
        tables = {name: [_plain(row) for row in table.to_dict("records")] for name, table in self.tables.items()}
        return {**vars(self), "sentences": list(self.sentences), "notes": list(self.notes), "tables": tables}

    def __str__(self) -> str:
        return "\n".join((*self.sentences, *(f"Note: {note}" for note in self.notes)))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    items = {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
    infinite = {key for key, value in items.items() if isinstance(value, float) and abs(value) + 1 == abs(value)}
    return {key: None if key in infinite or value != value else value for key, value in items.items()}


class NotFor(RequestError):
    """The method says nothing about such data; the text says why."""


class Incomplete(RequestError):
    """Runs are missing that the method needs; the text names them."""


def library(name: str) -> Any:
    """The module ``name`` of a library that only analyses need; NotFor says how to install it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        raise NotFor(f"{package} is not installed; pip install 'dipsim[analysis]' brings it ({error})") from error


def incomplete(method: str, missing: Sequence[int], points: int) -> Incomplete:
    """The error for ``method`` on a design of ``points`` points of which some are ``missing``, with the first of them
    by number."""
    named = ", ".join(map(str, missing[:SHOWN])) + (", ..." if len(missing) > SHOWN else "")
    return Incomplete(f"{method} needs every point of the design: {len(missing)} of {points} have no run ({named})")


def check(method: str, designs: tuple[str, ...], swept: Swept) -> None:
    """Raise NotFor where the design of ``swept`` is not one of ``designs``, on which ``method`` works."""
    if designs and swept.design not in designs:
        named = " or ".join(designs).replace("_", " ")
        raise NotFor(f"{method} needs the design {named}, and this sweep has {swept.design.replace('_', ' ')}")


def methods() -> dict[str, ModuleType]:
    """The methods there are, by name: every module of this folder that has a function called ``analyse``."""
    package = __name__.rpartition(".")[0]
    folder = import_module(package).__path__
    found = {entry.name: import_module(f"{package}.{entry.name}") for entry in pkgutil.iter_modules(folder)}
    return {name: module for name, module in sorted(found.items()) if hasattr(module, "analyse")}
