"""The WHEN map: what something does to the region over two numbers of a scenario, a panel per level of agreement.

Every cell is judged by pairs of runs on the same draws. Cells along the line where the sign turns are cut in four and
judged again. The line is the zero of a smooth surface through all paired effects of a panel, with a band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np

from dipsim.model.state import region_metrics
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import one_of
from dipsim.scenario.load import vary
from dipsim.scenario.parameter_axis import ParameterAxis, parameter_axis
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.additions import one_added
from dipsim.study.interventions.agreement_levels import Level, levels
from dipsim.study.interventions.targets import COOPERATION, title, without
from dipsim.study.sensitivity.flip import TURNS
from dipsim.study.sensitivity.map_result import Cell, Panel, Path, SignMap
from dipsim.study.statistics import response_surface
from dipsim.study.statistics.adaptive_grid import Square, facing, grid, to_split
from dipsim.study.verdict import decision
from dipsim.study.verdict.paired_runs import OUTCOMES, Floats, Pair, Pairs, pairs

INTENT, CONTEXT = "nations.*.revisionism", "scale:relations.*.dispute"
REPLICATES, GRID, REFINE = 48, 6, 1
SHARE = 3  # at most one cell in so many is cut in four, in every round
SAMPLES = 32  # runs of a sample trajectory


class MapOptions(RunOptions, total=False):
    """Keywords of a map: ``x_range`` and ``y_range`` (low, high; None: the lowest and highest allowed), ``grid`` cells
    each way, cut ``refine`` times along the line; and those of every question, with 48 replicates unless given."""

    x_range: tuple[float | None, float | None]
    y_range: tuple[float | None, float | None]
    grid: int
    refine: int


def sign_map(
    scenario: Scenario,
    x: str = INTENT,
    y: str = CONTEXT,
    target: str = COOPERATION,
    *,
    panels: Sequence[Level] | None = None,
    outcome: str = "expected_disputes",
    add: str | None = None,
    **options: Unpack[MapOptions],
) -> SignMap:
    """What something does over two numbers of a scenario, and over levels of agreement.

    Raises PathNotNumeric, UnknownTarget, ScenarioError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    x, y : str
        The two numbers, as in ``flip``.
    target : str
        What is judged: cooperation, a kind, ``timeline.0``, ...
    panels : sequence of Level, optional
        A panel for each; levels of agreement unless given.
    outcome : str
        Decides signs and the line; the words are those of a verdict.
    add : str, optional
        An act that is added and judged, as an entry of a timeline.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``grid`` cells each way, cut ``refine``
        times along the line, over ``x_range`` and ``y_range``.

    Returns
    -------
    SignMap
        Cells with their verdicts, and flip lines.

    Examples
    --------
    >>> found = dipsim.map("two_blocs", grid=2, refine=0, replicates=2, sets="time.years=1")
    >>> found.target
    'cooperation'
    """
    one_of("outcome", outcome, OUTCOMES)
    spec, settings = prepare(scenario, options, REPLICATES, MapOptions)
    spec, target = one_added(spec, target, add)
    replicates, seed = settings.replicates, settings.seed
    count, refine = options.get("grid", GRID), options.get("refine", REFINE)
    across = parameter_axis(spec, x, *options.get("x_range", (None, None)))
    up = parameter_axis(spec, y, *options.get("y_range", (None, None)))
    without(spec, target)
    chosen = levels(spec) if panels is None else tuple(panels)
    n_workers = settings.workers_for(spec, runs_needed(count, refine, len(chosen), replicates) / replicates)
    with pairs(target, seed, replicates, n_workers, settings.progress) as both:
        maps = [_Map(spec, level, across, up, outcome, both) for level in chosen]
        paths = _explored(maps, count, refine)
    return SignMap(
        title=spec.title,
        target=target,
        target_title=decision.title(target) if target == COOPERATION else title(spec, target),
        outcome=outcome,
        x=across,
        y=up,
        panels=tuple(one.panel() for one in maps),
        paths=paths,
        replicates=replicates,
        seed=seed,
    )


def _explored(maps: Sequence[_Map], count: int, refine: int) -> tuple[Path, ...]:
    """Judge ``count`` by ``count`` cells of each of ``maps``, and cut those along the line ``refine`` times; returns
    sample paths."""
    for one in maps:
        one.look(grid(count))
    for _ in range(refine):
        for one in maps:
            one.cut(max(1, count * count // SHARE))
    return _paths(maps)


def runs_needed(count: int, refine: int, panels: int, replicates: int) -> int:
    """The most runs that a map takes, with ``count`` cells each way, cut ``refine`` times, ``panels`` and
    ``replicates`` per cell, without sample trajectories."""
    cells = count * count + refine * 4 * max(1, count * count // SHARE)
    return 2 * replicates * panels * cells


def setting(spec: Spec, level: Level, x: tuple[ParameterAxis, float], y: tuple[ParameterAxis, float]) -> Spec:
    """The scenario ``spec`` at a ``level`` of agreement, with the numbers of the axes ``x`` and ``y`` set to the value
    beside each. Raises ScenarioError where they do not go together."""
    return vary(spec, [*level.sets, *(text for axis, value in (x, y) for text in axis.sets(value))])


@dataclass
class _Map:
    """One panel in the making."""

    spec: Spec
    level: Level
    across: ParameterAxis
    up: ParameterAxis
    outcome: str
    both: Pairs

    def __post_init__(self) -> None:
        self.found: dict[Square, Pair] = {}
        self.open: list[Square] = []  # those that cover the panel

    def setting(self, square: Square) -> Spec:
        """The scenario in the middle of a square."""
        u, v = square.centre
        return setting(self.spec, self.level, (self.across, self.across.value(u)), (self.up, self.up.value(v)))

    def look(self, squares: Sequence[Square]) -> None:
        """Judge squares."""
        self.found |= dict(zip(squares, self.both([self.setting(square) for square in squares]), strict=True))
        self.open += squares
        self.rows = {square: pair.row() for square, pair in self.found.items()}
        self.effects = {square: row.effects[self.outcome].estimate for square, row in self.rows.items()}
        self.signs = {square: row.effects[self.outcome].sign for square, row in self.rows.items()}

    def cut(self, most: int) -> None:
        """Cut those in four along which the sign turns."""
        chosen = to_split({s: self.effects[s] for s in self.open}, self.signs, most)
        self.open = [square for square in self.open if square not in set(chosen)]
        if chosen:
            self.look([quarter for square in chosen for quarter in square.quarters()])

    def panel(self) -> Panel:
        squares = sorted(self.found)
        centres = [square.centre for square in squares]
        differences = [self.found[square].difference(self.outcome) for square in squares]
        fitted = response_surface.fit([u for u, _ in centres], [v for _, v in centres], differences)
        return Panel(self.level.label, tuple(map(self.cell, squares)), fitted)

    def cell(self, s: Square) -> Cell:
        (u, v), x, y = s.centre, self.across.value, self.up.value
        edges = x(s.u), x(min(1.0, s.u + s.side)), y(s.v), y(min(1.0, s.v + s.side))
        return Cell(x(u), y(v), *edges, self.signs[s], s not in self.open, self.rows[s])

    def path(self, square: Square, label: str) -> Path:
        """Trust over time in a square, with the target and without."""
        spec, (u, v) = self.setting(square), square.centre
        runs = range(min(SAMPLES, self.both.replicates))
        settings: dict[str, Any] = {"executor": self.both.executor, "pairs": False}
        with_target, without_target = (
            np.concatenate(list(ensemble(world, self.both.seed, runs, _trust, **settings)), axis=1)
            for world in (build(spec), without(spec, self.both.target))
        )
        years = np.arange(len(with_target)) / spec.time.per_year
        place = (self.level.label, self.across.value(u), self.up.value(v))
        return Path(
            label,
            *place,
            years,
            with_target.mean(axis=1),
            without_target.mean(axis=1),
            with_target[:, 0],
            without_target[:, 0],
        )


def _trust(world: World, record: Record) -> Floats:
    """Mean trust of the region at every tick, [ticks + 1, R]."""
    return record.region[:, region_metrics.TRUST]


def _paths(maps: Sequence[_Map]) -> tuple[Path, ...]:
    """One trajectory from either side of the line, where there is one; else from the lowest and the highest effect."""
    for one in sorted(maps, key=lambda one: -min(list(one.signs.values()).count(sign) for sign in (1, -1))):
        pair = facing({square: one.signs[square] for square in one.open}, one.effects)
        if pair is not None:
            return tuple(one.path(s, TURNS[one.outcome][k]) for k, s in enumerate(pair))
    places = [(one.signs[s], one.effects[s], at, s) for at, one in enumerate(maps) for s in one.open]
    clear = [place for place in places if place[0]] or places
    ends = list(dict.fromkeys((max(clear), min(clear))))
    return tuple(maps[at].path(square, _end(maps[0].outcome, ends, sign, effect)) for sign, effect, at, square in ends)


def _end(outcome: str, ends: Sequence[tuple[int, float, int, Square]], sign: int, effect: float) -> str:
    """What an end of the effects is called: by its sign, and where both have the same sign by its size."""
    if not sign:
        return "sign cannot be told"
    verb = TURNS[outcome][0 if sign > 0 else 1]
    if len(ends) < 2 or ends[0][0] != ends[1][0]:
        return verb
    return f"{verb} {'most' if abs(effect) == max(abs(end[1]) for end in ends) else 'least'}"
