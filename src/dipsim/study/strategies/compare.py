"""Strategies of one nation compared at equal annual cost, on the same draws, and how far the answer can be relied on.

Each strategy is the scenario with its programmes and policies (``definition``, ``budget``); doing nothing is the
scenario as it is. Outcomes are those of ``national_outcomes``. Regret is how many more expected disputes per decade
a strategy leaves than the best one would have, in worlds that might be the true one: with all assumed numbers drawn
(``assumed_ranges``) and under every rival reading of the literature (``rivals``). It is of means over few runs on
common draws, so that small regrets are noise. No outcome is weighed against another: that is for who decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import nations
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.study.sensitivity.assumed_ranges import drawn, uncertain
from dipsim.study.sensitivity.rivals import Reading
from dipsim.study.sensitivity.rivals import readings as rival_readings
from dipsim.study.statistics import paired_intervals
from dipsim.study.strategies.budget import Impossible, Planned, mean_growth, plan, ready, usual_cost
from dipsim.study.strategies.comparison import OUTCOMES, Comparison, Regret, Row
from dipsim.study.strategies.definition import REFERENCE, Circle, Strategy, circle, read
from dipsim.study.strategies.national_outcomes import Account, Arm, accounts, arm_of
from dipsim.study.verdict.decision import Effect
from dipsim.study.verdict.verdict import compare as judge

Floats = NDArray[np.float64]
DRAWS = 20
FEWER, LEAST = 12, 8  # runs of each other world: a twelfth, at least eight


def compare(
    scenario: Scenario,
    nation: str,
    strategies: Path | str | None = None,
    *,
    cost: float | None = None,
    draws: int = DRAWS,
    readings: bool = True,
    affordable: bool = False,
    **options: Unpack[RunOptions],
) -> Comparison:
    """Compare strategies of a nation at equal cost a year.

    Raises UnknownName for a nation that is not there, ScenarioError for a wrong file, Impossible for a cost that does
    not pay for the instruments and for a nation that is linked to nobody.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    nation : str
        Code of the nation that chooses.
    strategies : path, optional
        A file of strategies; the shipped ones unless given.
    cost : float, optional
        Money a year, in that of the scenario; a tenth of the nation's grant for diplomacy unless given.
    draws : int
        Worlds with other assumed numbers that are tried, for regret.
    readings : bool
        Whether the rival readings of studies are tried too.
    affordable : bool
        Leave out what the money does not pay for; the notes say so.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder).

    Returns
    -------
    Comparison
        A row for each strategy, the first being doing nothing more, and the regret of each.

    Examples
    --------
    >>> found = dipsim.compare("two_blocs", "ARL", replicates=2, draws=0, readings=False, sets="time.years=1")
    >>> found.rows[0].title
    'Do nothing more'
    """
    spec, settings = prepare(scenario, options)
    replicates, seed = settings.replicates, settings.seed
    nations(spec, nation)
    bundles = read(spec, strategies)
    base = ready(spec, bundles)
    nothing = arm_of(base)
    around = circle(base, nothing.world, nation)
    if not around.of("everyone"):
        raise Impossible(f"{nation} is linked to no other nation, so it has no one to cooperate with")
    money = usual_cost(base, around, bundles) if cost is None else cost
    found, dear = _plans(base, around, bundles, money, affordable)
    planned = [Planned(REFERENCE, "Do nothing more", "", base), *(one for one in found.values() if one)]
    n_workers = settings.workers_for(base, len(planned) * 3)
    with pool_for(n_workers) as pool:
        run = _Runs(planned, nation, seed, n_workers, pool, settings.progress)
        whole = run([base], replicates, True)[0]
        by_draw, by_reading = run.regrets(base, max(LEAST, replicates // FEWER), draws, readings)
    rows = tuple(_row(one, account, whole[0], nothing.world.codes) for one, account in zip(planned, whole, strict=True))
    about: dict[str, Any] = {"title": spec.title, "unit": spec.money.unit, "name": spec.nations[nation].name or nation}
    about |= {"uncertain": len(uncertain(base)), "replicates": replicates, "seed": seed, "closest": _closest(whole)}
    about |= {"notes": _notes(bundles, found, dear), "draws": by_draw, "readings": by_reading}
    return Comparison(nation=nation, circle=around, cost=money, rows=rows, **about)


def _notes(bundles: Mapping[str, Strategy], found: Mapping[str, Planned | None], dear: list[str]) -> tuple[str, ...]:
    """What is said of strategies of ``bundles`` without a plan in ``found``, and of those too ``dear`` for the cost."""
    idle = [f"{bundles[name].title} has nothing that can be done here" for name, one in found.items() if not one]
    return *idle, *(f"{bundles[name].title}: its instruments cost more" for name in dear)


def _plans(
    base: Spec, around: Circle, bundles: Mapping[str, Strategy], money: float, affordable: bool
) -> tuple[dict[str, Planned | None], list[str]]:
    """The plan of every strategy, and the names of those that the money does not pay for."""
    found: dict[str, Planned | None] = {}
    dear: list[str] = []
    for name, bundle in bundles.items():
        try:
            found[name] = plan(base, around, name, bundle, money)
        except Impossible:
            if not affordable:
                raise
            dear.append(name)
    return found, dear


def runs_needed(spec: Spec, file: Path | str | None, replicates: int, draws: int, rival: bool) -> list[tuple[str, int]]:
    """Stages of a comparison on ``spec`` and the most runs that each takes. ``file``: the strategies; ``draws``: worlds
    with drawn numbers; ``rival``: rival readings as well, each on some of the ``replicates``."""
    bundles = read(spec, file)
    arms, fewer = len(bundles) + 1, max(LEAST, replicates // FEWER)
    worlds = len(rival_readings(ready(spec, bundles))) if rival else 0
    stages = [("strategies", arms * replicates), ("draws", arms * fewer * draws), ("readings", arms * fewer * worlds)]
    return [(f"running the {name}", runs) for name, runs in stages if runs]


@dataclass
class _Runs:
    """Runs every strategy in a list of base scenarios."""

    planned: Sequence[Planned]
    nation: str
    seed: int
    workers: int
    executor: Executor | None
    progress: Progress | None

    def __call__(self, bases: Sequence[Spec], replicates: int, gains: bool = False) -> list[list[Account]]:
        """Accounts by base, then by strategy."""
        arms = [self.arm(base, one) for base in bases for one in self.planned]
        row = list(self.planned[0].spec.nations).index(self.nation)
        settings: dict[str, Any] = {"workers": self.workers, "executor": self.executor, "progress": self.progress}
        found = accounts(arms, row, self.seed, replicates, gains=gains, **settings)
        many = len(self.planned)
        return [found[at : at + many] for at in range(0, len(found), many)]

    def arm(self, base: Spec, one: Planned) -> Arm:
        """A strategy in a base that differs from the scenario in kinds and parameters only."""
        update = {"timeline": one.spec.timeline, "nations": one.spec.nations}
        return arm_of(base.model_copy(update=update), one.arms / mean_growth(base, self.nation))

    def regrets(self, base: Spec, replicates: int, draws: int, readings: bool) -> tuple[Regret | None, Regret | None]:
        """Regret over ``draws`` of the assumed numbers of ``base``, and over rival ``readings`` if these are wanted."""
        worlds = drawn(base, draws, self.seed)
        by_draw = self.regret(worlds, [f"draw {n}" for n in range(draws)], replicates) if draws else None
        if not readings:
            return by_draw, None
        found = rival_readings(base)
        return by_draw, self.regret(_read_as(base, found), [str(one) for one in found], replicates)

    def regret(self, bases: Sequence[Spec], worlds: Sequence[str], replicates: int) -> Regret:
        """Expected disputes of every strategy in every world."""
        found = self(bases, replicates)
        means = np.array([[account.region.expected_disputes.mean() for account in each] for each in found]).T
        return Regret(tuple(one.name for one in self.planned), tuple(worlds), means)


def _read_as(base: Spec, request: Sequence[Reading]) -> list[Spec]:
    return [vary(base, [f"{one.path}={one.value!r}"]) if one.path else base for one in request]


def _row(one: Planned, account: Account, nothing: Account, codes: Sequence[str]) -> Row:
    effects = {}
    for name in OUTCOMES:
        with_target, without_target = getattr(account, name), getattr(nothing, name)
        effects[name] = Effect(*paired_intervals.paired_mean(with_target, without_target), float(without_target.mean()))
    gains = {code: float(gain) for code, gain in zip(codes, account.gains.mean(axis=1), strict=True)}
    verdict = judge(one.name, account.region, nothing.region)
    return Row(one.name, one.title, one.about, one.cost, one.arms, one.acts, verdict, effects, gains, one.notes)


def _closest(whole: Sequence[Account]) -> Effect:
    """The paired difference in expected disputes between the best strategy and the next."""
    order = sorted((account.region.expected_disputes for account in whole), key=lambda expected: float(expected.mean()))
    first, second = order[0], order[min(1, len(order) - 1)]
    return Effect(*paired_intervals.paired_mean(first, second), float(second.mean()))
