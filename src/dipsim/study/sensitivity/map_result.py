"""What a map of signs holds: cells, panels, sample paths, and their table, JSON and summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dipsim.scenario.parameter_axis import ParameterAxis
from dipsim.scenario.wording import counted
from dipsim.study.answer import Answer
from dipsim.study.sensitivity.flip import TURNS
from dipsim.study.statistics import response_surface
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.paired_runs import Floats

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cell:
    """A cell of a map: its edges, its middle (``x``, ``y``) and the verdict there; ``cut`` when finer ones cover it."""

    x: float
    y: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    sign: int
    cut: bool
    row: VerdictRow

    @property
    def word(self) -> str:
        return self.row.word

    def colour_word(self, outcome: str) -> str:
        """The word that decides the colour: that of the verdict, or where ``outcome`` decides no word that of its sign:
        stabilises where it is good, escalates where it is bad."""
        if outcome in decision.CONFLICT:
            return self.word
        good = 1 if outcome == "trust" else -1
        return (decision.CANNOT_TELL, decision.STABILISES, decision.ESCALATES)[
            0 if not self.sign else 1 if self.sign == good else 2
        ]


@dataclass(frozen=True)
class Panel:
    """The map at one level; ``surface`` is None where there are too few cells for one."""

    label: str
    cells: tuple[Cell, ...]
    surface: response_surface.Surface | None

    @property
    def shown(self) -> list[Cell]:
        """The cells that cover the panel once."""
        return [cell for cell in self.cells if not cell.cut]

    @property
    def turns(self) -> bool:
        """Whether the sign is clear on both sides of 0."""
        return {1, -1} <= {cell.sign for cell in self.cells}


@dataclass(frozen=True)
class Path:
    """Mean trust of the region over time with and without the target, at one cell: mean over runs, and one run."""

    label: str
    panel: str
    x: float
    y: float
    years: Floats
    with_target: Floats
    without_target: Floats
    example_with: Floats
    example_without: Floats


@dataclass(frozen=True)
class SignMap(Answer):
    """What ``target`` does over two numbers and several levels of agreement."""

    title: str
    target: str
    target_title: str
    outcome: str
    x: ParameterAxis
    y: ParameterAxis
    panels: tuple[Panel, ...]
    paths: tuple[Path, ...]
    replicates: int
    seed: int

    def lines(self) -> list[tuple[str, float, float]]:
        """Points of the flip lines: panel, x, y. Only where the sign is clear on both sides somewhere in the panel."""
        return [
            (panel.label, self.x.value(u), self.y.value(v))
            for panel in self.panels
            if panel.turns and panel.surface is not None
            for u, v in panel.surface.zeros()
        ]

    def frame(self) -> pd.DataFrame:
        """One line per cell and panel: edges, middle, word, and every outcome with its interval and base."""
        import pandas as pd

        listed = []
        for panel in self.panels:
            for cell in panel.cells:
                place = {key: value for key, value in vars(cell).items() if key != "row"}
                effects = {
                    f"{name}_{part}": value
                    for name, effect in cell.row.effects.items()
                    for part, value in vars(effect).items()
                }
                listed.append({"panel": panel.label, **place, "word": cell.word, **effects})
        return pd.DataFrame(listed).assign(replicates=self.replicates)

    def to_frame(self) -> pd.DataFrame:
        """The same as ``frame``."""
        return self.frame()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: cells and flip lines."""
        panels = [
            {"label": panel.label, "cells": [{**vars(cell), "row": cell.row.as_dict()} for cell in panel.cells]}
            for panel in self.panels
        ]
        message = {key: value for key, value in vars(self).items() if key not in ("panels", "paths", "x", "y")}
        ends = {"x": [self.x.path, self.x.low, self.x.high], "y": [self.y.path, self.y.low, self.y.high]}
        return {**message, **ends, "panels": panels, "lines": self.lines()}

    def __str__(self) -> str:
        head = f"{self.target_title} over {self.x.path} ({self.x.low:g} to {self.x.high:g}) and {self.y.path} "
        head += f"({self.y.low:g} to {self.y.high:g}), {counted(self.replicates, 'pair')} of runs in every cell"
        return "\n".join([head, *(f"  {panel.label}: {_summary(panel, self.outcome)}" for panel in self.panels)])


def meaning(outcome: str, word: str) -> str:
    """What a colour stands for on a map of ``outcome``: the ``word`` of the verdict, or what is done to the outcome."""
    if outcome in decision.CONFLICT or word == decision.CANNOT_TELL:
        return decision.shown(word)
    more, less = TURNS[outcome]
    return more if (word == decision.STABILISES) == (outcome == "trust") else less


def _summary(panel: Panel, outcome: str) -> str:
    """How many cells say what, and whether the sign turns."""
    shown = panel.shown
    counts = [(decision.shown(word), sum(cell.word == word for cell in shown)) for word in decision.WORDS]
    statement = ", ".join(f"{word} in {number}" for word, number in counts if number) + f" of {len(shown)} cells"
    more, less = TURNS[outcome]
    if panel.turns:
        return f"{statement}; the sign turns: it {more} in some and {less} in others"
    return f"{statement}; the sign does not turn"
