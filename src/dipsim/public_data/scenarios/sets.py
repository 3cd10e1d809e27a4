"""Worlds that can be shared: the five regional sets of a year, made from the same sources in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dipsim.public_data.files.folder import Folder
from dipsim.public_data.opening import open_folder
from dipsim.public_data.scenarios.write import filled
from dipsim.public_data.states.regions import NAMES, STARTS, states_of
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec

YEARS = 10  # length of a set


@dataclass(frozen=True)
class RegionalSet:
    """A region at the end of a year: its scenario as text and, when it is asked for, as a checked Spec.

    ``year`` is the year of the figures, ``ccodes`` has the Correlates of War number of each nation by its code, and
    ``words`` what a reader must know of its states.
    """

    region: str
    year: int
    text: str
    ccodes: dict[str, int]
    words: tuple[str, ...]

    @cached_property
    def spec(self) -> Spec:
        """The scenario, checked and complete."""
        return load(f"{self.region}_{self.year}.yaml", text=self.text)


def regional_set(
    data: Path | str | Folder, region: str, year: int, states_at: int | None = None, hindsight: bool = False
) -> RegionalSet:
    """The regional set of one ``region``; ``data``, ``year``, ``states_at`` and ``hindsight`` are those of
    ``regional_sets``."""
    there = year if states_at is None else states_at
    codes = [one.code for one in states_of(region, there)]
    title = f"{NAMES[region]}, end of {there}"
    made = filled(title, codes, open_folder(data), year, states_at, hindsight, YEARS)
    return RegionalSet(region, year, made.text, made.ccodes, made.words)


def regional_sets(
    data: Path | str | Folder, year: int, states_at: int | None = None, hindsight: bool = False
) -> list[RegionalSet]:
    """The five regional sets of a year: the Americas, Europe, Africa, the Middle East, Asia with Oceania.

    Args:
        data: The folder of published data.
        year: Year of the figures; nothing later is read, but for states that appear up to ``states_at``.
        states_at: Year at whose end the nations exist and after which the scenario begins; ``year`` unless given. A
            hindcast from t0 has ``year = t0 - 1`` and ``states_at = t0``.
        hindsight: Whether codings made with hindsight count (strategic rivalries).

    Returns:
        One set per region, in the order of their numbers.

    Raises:
        PublishedError: A folder, file or year that cannot be used.
    """
    folder = open_folder(data)
    return [regional_set(folder, region, year, states_at, hindsight) for region in STARTS]
