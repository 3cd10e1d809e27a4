"""Should this be done? One answer, with its size, how sure it is, who objects, what would turn it and what it costs.

Nothing is measured here that another question does not measure: the verdict, the bill, the rival readings, draws of the
assumed numbers, flip points and strategies at the same cost. The page is written in ``advice_text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.schema.spec import Spec
from dipsim.study.advice import advice_text, placeholders, price, trust_moved, unknown_numbers
from dipsim.study.advice.price import Price
from dipsim.study.advice.trust_moved import Move
from dipsim.study.advice.unknown_numbers import Swing, Tally
from dipsim.study.answer import Answer, of_row
from dipsim.study.attribution.bill import bill
from dipsim.study.interventions.additions import one_added
from dipsim.study.interventions.targets import active, chosen, title
from dipsim.study.sensitivity.flip import FlipPoint, flip
from dipsim.study.sensitivity.rivals import readings, rivals
from dipsim.study.strategies.budget import Impossible
from dipsim.study.strategies.compare import compare
from dipsim.study.strategies.comparison import Comparison
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.paired_runs import Pairs

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 200
DRAWS, FLIPS, NUMBERS = 32, 2, 8  # worlds with other numbers, flip points looked for, numbers tried one at a time
FEW = 8  # the least pairs of runs in a draw
SCAN = 5  # values of a flip point that are tried first
USUAL = 12  # values at which a flip point is then usually looked at, those included


class AdviseOptions(RunOptions, total=False):
    """Keywords of advice, beside those of every question.

    ``add``: the act that is added and judged, as an entry of a timeline. ``draws``: worlds with all assumed numbers
    drawn. ``numbers``: assumed numbers that are varied one at a time. ``flips``: flip points that are looked for.
    ``nation``: who would pay for an alternative, the first party unless given. ``alternatives``: compare what else the
    money buys.
    """

    add: str | None
    draws: int
    numbers: int
    flips: int
    nation: str | None
    alternatives: bool


@dataclass(frozen=True)
class Turn:
    """A flip point of a number: where it lies, and where the scenario stands."""

    swing: Swing
    flip: FlipPoint

    @property
    def distance(self) -> float:
        """How far the scenario is from it, as a share of the range; 1 where it does not stand at one value."""
        here = self.swing.here
        return 1.0 if here is None else abs(self.flip.value - here) / (self.swing.high - self.swing.low)


@dataclass(frozen=True)
class Advice(Answer):
    """What is known about doing something, as the other questions say it; ``str`` of it is the page.

    ``row``: the verdict, with it minus without it. ``parties``: how their trust in each other moves; ``alarmed`` and
    ``reassured``: third parties. ``payers``: who pays ``price``. ``readings`` and ``draws``: under how many which
    answer comes out. ``swings``: what unknown numbers do, the largest first; ``turns``: flip points, the nearest
    first.
    ``best``: strategies of a party at the same cost, None with ``no_alternatives`` saying why.
    """

    title: str
    target: str
    what: str
    names: Mapping[str, str]
    years: float
    unit: str
    row: VerdictRow
    parties: tuple[Move, ...]
    alarmed: tuple[Move, ...]
    reassured: tuple[Move, ...]
    payers: tuple[str, ...]
    price: Price | None
    readings: Tally
    draws: Tally
    swings: tuple[Swing, ...]
    turns: tuple[Turn, ...]
    best: Comparison | None
    no_alternatives: str
    replicates: int
    seed: int

    @property
    def answer(self) -> str:
        """The answer in a few words."""
        return advice_text.answer(self)

    def markdown(self) -> str:
        """The page as Markdown."""
        return advice_text.markdown(self)

    _repr_markdown_ = markdown

    def __str__(self) -> str:
        return advice_text.plain(self)

    def to_frame(self) -> pd.DataFrame:
        """The effects of the act and of the strategies at the same cost, a row each."""
        import pandas as pd

        others = [] if self.best is None else [one for one in self.best.rows if one is not self.best.rows[0]]
        rows = [{**of_row(self.row), "title": self.what}]
        rows += [{**of_row(one.verdict), "title": one.title} for one in others]
        return pd.DataFrame(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; ``page`` has the sentences by heading."""
        moves = {name: [asdict(move) for move in getattr(self, name)] for name in ("parties", "alarmed", "reassured")}
        swings = [
            {**vars(one), "at_low": one.at_low.as_dict(), "at_high": one.at_high.as_dict(), "size": one.size}
            for one in self.swings
        ]
        turns = [{"path": t.swing.path, "here": t.swing.here, **asdict(t.flip)} for t in self.turns]
        about = ("title", "target", "what", "years", "unit", "replicates", "seed")
        return {
            **{name: getattr(self, name) for name in about},
            "answer": self.answer,
            "question": advice_text.question(self),
            "verdict": self.row.as_dict(),
            **moves,
            "price": None if self.price is None else asdict(self.price),
            "readings": asdict(self.readings),
            "draws": asdict(self.draws),
            "swings": swings,
            "turns": turns,
            "alternatives": None if self.best is None else _rows(self.best),
            "no_alternatives": self.no_alternatives,
            "page": {heading: list(sentences) for heading, sentences in advice_text.page(self)},
        }


def _rows(best: Comparison) -> dict[str, Any]:
    """Strategies at the same cost, for JSON."""
    rows = [{"name": row.name, "title": row.title, "verdict": row.verdict.as_dict()} for row in best.rows]
    return {"nation": best.nation, "cost": best.cost, "rows": rows, "notes": list(best.notes)}


def advise(scenario: Scenario, what: str | None = None, **options: Unpack[AdviseOptions]) -> Advice:
    """Whether something should be done: one page with the answer, its size, who objects, the cost and how sure it is.

    Raises ArgumentError where nothing or too much is asked about, or where numbers of the scenario are placeholders;
    UnknownTarget, ScenarioError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    what : str, optional
        A target of a verdict, such as ``timeline.0``; with ``add`` nothing.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``add``, ``draws``, ``numbers``, ``flips``,
        ``nation``
        and ``alternatives`` of ``AdviseOptions``.

    Returns
    -------
    Advice
        ``str`` of it is the page.
    """
    spec, settings = prepare(scenario, options, REPLICATES, AdviseOptions)
    placeholders.refuse(spec)
    spec, target = _asked(spec, what, options.get("add"))
    workers = settings.workers_for(spec, rounds(spec, settings.replicates, options))
    settings = replace(settings, workers=workers)
    how: Any = {"replicates": settings.replicates, "seed": settings.seed, "workers": workers}
    how["progress"] = settings.progress
    parties, codes = price.parties_of(spec, target), list(spec.nations)
    with pool_for(workers) as pool:
        arms = trust_moved.both_arms(spec, target, settings, workers, pool)
        few = Pairs(target, settings.seed, max(FEW, settings.replicates // 25), pool, settings.progress)
        drawn, ranges = unknown_numbers.draws(spec, few, max(1, options.get("draws", DRAWS)))
        more = replace(few, replicates=2 * few.replicates)
        swings = unknown_numbers.swings(spec, more, ranges[: options.get("numbers", NUMBERS)])
    line = bill(spec, [target], **how)[target]
    alarmed, reassured = trust_moved.third_parties(line, parties)
    fewer = {**how, "replicates": max(2 * FEW, settings.replicates // 8)}
    cost = price.price_of(spec, target)
    best, no_alternatives = _alternatives(spec, target, cost, options, how)
    label = title(spec, target)
    return Advice(
        title=spec.title,
        target=target,
        what=label[:1].upper() + label[1:],
        names={code: spec.nations[code].name or code for code in codes},
        years=float(spec.time.years),
        unit=spec.money.unit,
        row=trust_moved.verdict_row(target, arms),
        parties=trust_moved.between_parties(arms, codes, parties),
        alarmed=alarmed,
        reassured=reassured,
        payers=parties,
        price=cost,
        readings=unknown_numbers.tally(rivals(spec, [target], **fewer)[0].rows),
        draws=unknown_numbers.tally(drawn),
        swings=swings,
        turns=_turns(spec, target, swings, options.get("flips", FLIPS), how),
        best=best,
        no_alternatives=no_alternatives,
        replicates=settings.replicates,
        seed=settings.seed,
    )


def _asked(spec: Spec, what: str | None, add: str | None) -> tuple[Spec, str]:
    """The scenario and the one target that are asked about. ArgumentError where that is not one."""
    if (what is None) == (add is None):
        raise ArgumentError("expected one thing to be judged: a name such as timeline.0, or an act with add (--add)")
    if add is not None:
        return one_added(spec, "", add)
    names = chosen(spec, what or "")
    if len(names) != 1:
        raise ArgumentError(f"expected one thing to be judged, found {what}: {', '.join(names)}; see 'dipsim verdict'")
    return spec, names[0]


def _turns(spec: Spec, target: str, swings: tuple[Swing, ...], most: int, how: Any) -> tuple[Turn, ...]:
    """Flip points of the numbers that clearly turn the effect between their ends; the largest swings are looked at."""
    found = []
    for swing in [one for one in swings if one.turns][:most]:
        few = {**how, "replicates": max(4 * FEW, how["replicates"] // 4)}
        answer = flip(spec, swing.path, target, low=swing.low, high=swing.high, scan=SCAN, **few)
        found += [Turn(swing, point) for point in answer.flips]
    return tuple(sorted(found, key=lambda turn: turn.distance))


def _alternatives(
    spec: Spec, target: str, cost: Price | None, options: AdviseOptions, how: Any
) -> tuple[Comparison | None, str]:
    """The shipped strategies at what an act of the timeline costs its first party, in the scenario without it."""
    base = price.scenario_without(spec, target)
    if not options.get("alternatives", True):
        return None, "Nothing was asked about alternatives"
    if base is None or cost is None:
        return None, "It is no act of the timeline with a price of its own, so nothing was compared at its cost"
    nation = options.get("nation") or price.parties_of(spec, target)[0]
    if cost.each <= 0.0:
        return None, "It costs nothing, so nothing was compared at its cost"
    few = {**how, "replicates": max(4 * FEW, how["replicates"] // 2)}
    try:
        return compare(base, nation, cost=cost.each, draws=0, readings=False, affordable=True, **few), ""
    except Impossible as problem:
        return None, f"Nothing was compared: {problem}"


def rounds(spec: Spec, replicates: int, options: AdviseOptions) -> float:
    """About how many times ``replicates`` of ``spec`` are run for an advice with these ``options``, for a plan of the
    work."""
    few, flips, some = max(FEW, replicates // 25), options.get("flips", FLIPS), max(4 * FEW, replicates // 4)
    numbers = options.get("numbers", NUMBERS) + len(unknown_numbers.OWN)
    worlds = 2 * few * options.get("draws", DRAWS) + 8 * few * numbers
    worlds += 2 * len(readings(spec)) * max(2 * FEW, replicates // 8) + 2 * flips * USUAL * some
    worlds += 7 * max(4 * FEW, replicates // 2) if options.get("alternatives", True) else 0
    return 4 + worlds / replicates


def everything(spec: Spec) -> list[str]:
    """What an advice on ``spec`` can be about: entries of the timeline, then kinds."""
    return [*(f"timeline.{place}" for place in range(len(spec.timeline))), *active(spec)]
