"""The WHEN map over draws of the uncertain numbers: in every cell, how likely is each word?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.errors import UnsettledStart
from dipsim.runs.settings import Scenario, prepare
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.table import open_draws
from dipsim.scenario.wording import counted
from dipsim.study.answer import Answer
from dipsim.study.interventions.additions import one_added
from dipsim.study.interventions.agreement_levels import Level, levels
from dipsim.study.interventions.targets import COOPERATION
from dipsim.study.sensitivity.map import CONTEXT, GRID, INTENT, REFINE, MapOptions, runs_needed, setting, sign_map
from dipsim.study.sensitivity.map_result import Cell, SignMap, meaning
from dipsim.study.uncertainty.over_draws import AtDraw, Plan, listed, over_draws
from dipsim.study.uncertainty.verdict_over_draws import PAIRS
from dipsim.study.uncertainty.word_shares import WordShares, word_shares
from dipsim.study.verdict.decision import ESCALATES, STABILISES, WORDS

if TYPE_CHECKING:
    import pandas as pd

MOSTLY = 0.5  # of the draws


class MapOverDrawsOptions(MapOptions, total=False):
    """Keywords of a map over draws, beside those of a map.

    ``panels``: levels of agreement, a panel for each. ``add``: an act that is added and judged, as an entry of a
    timeline.
    """

    panels: Sequence[Level] | None
    add: str | None


@dataclass(frozen=True)
class CellOverDraws:
    """A cell of the map at the defaults, in ``panel``, and the shares of its words over draws (``counts`` of them);
    ``failed`` are the draws at which its start does not settle, with the reason."""

    panel: str
    cell: Cell
    shares: WordShares
    failed: dict[int, str]

    @property
    def likely(self) -> str:
        """The word that most draws say; of equally likely ones that of the defaults."""
        counts = self.shares.counts
        return max(counts, key=lambda word: (counts[word], word == self.cell.word))

    def place(self, outcome: str) -> dict[str, Any]:
        """Panel, edges and middle of the cell, the word at the defaults on a map of ``outcome``, the likely word."""
        edges = ("x", "y", "x_low", "x_high", "y_low", "y_high")
        where = {name: getattr(self.cell, name) for name in edges}
        return {"panel": self.panel, **where, "at_defaults": self.cell.colour_word(outcome), "likely": self.likely}


@dataclass(frozen=True)
class MapOverDraws(Answer):
    """A map at the defaults, and the probability of each word in every cell that covers it."""

    at_defaults: SignMap
    draws: Draws
    cells: tuple[CellOverDraws, ...]

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.at_defaults.title

    @property
    def pairs(self) -> int:
        """Pairs of runs at each draw in a cell."""
        return self.at_defaults.replicates

    @property
    def seed(self) -> int:
        """Seed of the random numbers."""
        return self.at_defaults.seed

    @property
    def replicates(self) -> int:
        """How many pairs of runs there are in a cell."""
        return self.pairs * len(self.draws)

    def __str__(self) -> str:
        """The map at the defaults, then for each panel in how many cells most draws say what."""
        outcome, count = self.at_defaults.outcome, counted(len(self.draws), "draw")
        lines = [str(self.at_defaults)]
        lines.append(f"Over {count} of {self.draws.name}, {counted(self.pairs, 'pair')} of runs at each:")
        for panel in self.at_defaults.panels:
            here = [one for one in self.cells if one.panel == panel.label]
            most = [
                f"{meaning(outcome, word)} in {sum(one.shares.share(word).estimate > MOSTLY for one in here)}"
                for word in (STABILISES, ESCALATES)
            ]
            same = sum(one.likely == one.cell.colour_word(outcome) for one in here)
            lines.append(
                f"  {panel.label}: more than half of the draws say {' and '.join(most)} of "
                f"{counted(len(here), 'cell')}; the likely word is that of the defaults in {same}"
            )
        lost = {number for one in self.cells for number in one.failed}
        if lost:
            named = ", ".join(map(str, sorted(lost)))
            lines.append(f"  in some cells the start of these draws does not settle, left out there: {named}")
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A row for each cell: where it is, the word at the defaults, the likely word, and the share of each word over
        draws with its interval."""
        import pandas as pd

        outcome, rows = self.at_defaults.outcome, []
        for one in self.cells:
            row = {**one.place(outcome), "draws": one.shares.draws}
            for word in WORDS:
                share = one.shares.share(word)
                row |= {word: share.estimate, f"{word}_low": share.low, f"{word}_high": share.high}
            rows.append(row)
        return pd.DataFrame(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the map at the defaults, and the words of each cell over draws."""
        shown = ("draws", "pairs", "words", "effects")
        cells = [
            {
                **one.place(self.at_defaults.outcome),
                **{key: one.shares.as_dict()[key] for key in shown},
                "failed": listed(one.failed),
            }
            for one in self.cells
        ]
        return {
            "title": self.title,
            "parameters": self.draws.as_dict(),
            "pairs": self.pairs,
            "seed": self.seed,
            "at_defaults": self.at_defaults.as_dict(),
            "cells": cells,
        }


def map_over_draws(
    scenario: Scenario,
    x: str = INTENT,
    y: str = CONTEXT,
    target: str = COOPERATION,
    *,
    parameters: Draws | str = "draws",
    outcome: str = "expected_disputes",
    **options: Unpack[MapOverDrawsOptions],
) -> MapOverDraws:
    """How likely each word is over two numbers of a scenario, over draws of the uncertain numbers.

    The map at the defaults decides the cells; each is then judged at every draw. The numbers of ``x`` and ``y`` are not
    drawn. Where ``outcome`` decides no word, its sign does, as on the map. Raises PathNotNumeric, UnknownTarget,
    ScenarioError, DrawsError, and UnsettledStart where no draw settles in some cell.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    x, y : str
        The two numbers, as in ``flip``.
    target : str
        What is judged: cooperation, a kind, ``timeline.0``, ...
    parameters : Draws or str
        "draws" (the shipped posterior), "prior:SEED:COUNT", or the path of a table of draws.
    outcome : str
        Decides signs and the line, as in ``map``.
    **options
        ``replicates`` (pairs of runs in a cell at each draw, 32 unless given), ``seed``, ``workers``, ``progress``
        (True counts the runs), ``sets`` ("PATH=VALUE", which is not drawn then), ``anyway`` (answer although another
        model made the folder), and ``grid``, ``refine``, ``x_range``, ``y_range``, ``panels`` and ``add`` as in
        ``map``.

    Returns
    -------
    MapOverDraws
        The map at the defaults, and for each cell the share of draws that say each word.

    Examples
    --------
    >>> how = {"parameters": "prior:1:2", "grid": 2, "refine": 0, "replicates": 2, "sets": "time.years=1"}
    >>> {one.shares.draws for one in dipsim.map_over_draws("two_blocs", **how).cells}
    {2}
    """
    spec, settings = prepare(scenario, options, PAIRS, MapOverDrawsOptions)
    if "replicates" not in options:
        settings = replace(settings, replicates=PAIRS)
    draws = open_draws(parameters)
    spec, target = one_added(spec, target, options.get("add"))
    given = options.get("panels")
    chosen = levels(spec) if given is None else tuple(given)
    shape: MapOptions = {"replicates": settings.replicates, "seed": settings.seed, "workers": settings.workers}
    shape |= {"progress": settings.progress}
    for key in ("grid", "refine", "x_range", "y_range"):
        if key in options:
            shape[key] = options[key]
    at_defaults = sign_map(spec, x, y, target, panels=chosen, outcome=outcome, **shape)
    count = runs_needed(options.get("grid", GRID), options.get("refine", REFINE), len(chosen), 1)
    n_workers = settings.workers_for(spec, count * len(draws))
    with pool_for(n_workers) as pool:
        cells = []
        for level, panel in zip(chosen, at_defaults.panels, strict=True):
            for cell in panel.shown:
                there = setting(spec, level, (at_defaults.x, cell.x), (at_defaults.y, cell.y))
                plan = Plan(there, (target,), draws, settings.replicates, settings.seed)
                found = list(over_draws(plan, workers=n_workers, executor=pool, progress=settings.progress))
                cells.append(_judged(panel.label, cell, found, outcome))
    return MapOverDraws(at_defaults, draws, tuple(cells))


def _judged(panel: str, cell: Cell, found: Sequence[AtDraw], outcome: str) -> CellOverDraws:
    """A cell with what is said there at each draw. Raises UnsettledStart where no draw settles."""
    rows = [at.rows[0] for at in found if at.rows]
    failed = {at.number: at.failed for at in found if not at.rows}
    if not rows:
        raise UnsettledStart(
            f"at none of {len(found)} draws does the start settle in the cell at {cell.x:g} and {cell.y:g}"
        )
    there = [replace(cell, row=row, sign=row.effects[outcome].sign) for row in rows]
    said = [replace(one.row, word=one.colour_word(outcome)) for one in there]
    return CellOverDraws(panel, cell, word_shares(said), failed)
