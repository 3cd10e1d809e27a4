"""Rival readings: does a verdict hold whichever of the studies that disagree is right?

Where studies disagree on a sign, the catalogue and the parameters carry rival readings beside the default. Each is put
in the place of the default, one at a time, and the verdict is asked again on the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.model.parameters import PARAMETERS
from dipsim.runs.batches.points import points
from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.outcomes import Outcomes
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import World, build
from dipsim.study.answer import Answer, of_row
from dipsim.study.interventions.targets import COOPERATION, chosen, title, without
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import compare

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reading:
    """One reading of a contested number: its dotted path, value and source. The default has an empty path."""

    path: str
    value: float
    source: str

    def __str__(self) -> str:
        return f"{self.path} = {self.value:g} ({self.source})" if self.path else "the default readings"


@dataclass(frozen=True)
class Rivals:
    """The verdict of a target under every reading; the first row is that of the defaults."""

    name: str
    title: str
    readings: tuple[Reading, ...]
    rows: tuple[VerdictRow, ...]

    @property
    def word(self) -> str:
        """The word under the default readings."""
        return self.rows[0].word

    @property
    def shown(self) -> str:
        """The word under the default readings as it is printed."""
        return self.rows[0].shown

    @property
    def hinges(self) -> list[tuple[Reading, VerdictRow]]:
        """The readings under which the word is another one, the farthest from the default first."""
        found = [pair for pair in zip(self.readings, self.rows, strict=True) if pair[1].shown != self.shown]
        base = self.rows[0].effects["expected_disputes"].estimate
        return sorted(found, key=lambda pair: -abs(pair[1].effects["expected_disputes"].estimate - base))

    @property
    def widest(self) -> tuple[Reading, VerdictRow]:
        """The reading that moves disputes farthest from the default; the default where there is no rival."""
        base = self.rows[0].effects["expected_disputes"].estimate
        pairs = list(zip(self.readings, self.rows, strict=True))
        return max(pairs, key=lambda pair: abs(pair[1].effects["expected_disputes"].estimate - base))

    def __str__(self) -> str:
        total, other = len(self.rows), len(self.hinges)
        statement = f"{self.title}: '{self.shown}' holds under {total - other} of {counted(total, 'reading')}."
        if total == 1:
            return f"{self.title}: '{self.shown}'; studies disagree on no number that drives this scenario."
        if self.hinges:
            listed = "; ".join(f"{row.shown} with {reading}" for reading, row in self.hinges)
            return f"{statement} It hinges on: {listed}."
        reading, row = self.widest
        change = row.effects["expected_disputes"].estimate
        return f"{statement} What moves it most is {reading}: {change:+.3g} disputes per decade."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = [{**vars(reading), **row.as_dict()} for reading, row in zip(self.readings, self.rows, strict=True)]
        return {"name": self.name, "title": self.title, "word": self.word, "rows": rows, "sentence": str(self)}


@dataclass(frozen=True)
class Readings(Answer, Sequence[Rivals]):
    """The verdicts of all targets that were asked about, each under every reading, in the order in which they came."""

    title: str
    replicates: int
    seed: int
    listed: tuple[Rivals, ...]

    def __getitem__(self, at: Any) -> Any:
        return self.listed[at]

    def __len__(self) -> int:
        return len(self.listed)

    def __str__(self) -> str:
        return "\n".join(map(str, self.listed))

    def to_frame(self) -> pd.DataFrame:
        """A row for each target and reading: the verdict, and every outcome with its interval."""
        import pandas as pd

        pairs = [(one, *pair) for one in self.listed for pair in zip(one.readings, one.rows, strict=True)]
        return pd.DataFrame(
            [{"reading": str(reading), **of_row(row), "title": one.title} for one, reading, row in pairs]
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        listed = [one.as_dict() for one in self.listed]
        return {"title": self.title, "replicates": self.replicates, "seed": self.seed, "rivals": listed}


def readings(spec: Spec) -> list[Reading]:
    """The default, then every rival reading of a number that drives ``spec`` and that it does not set itself."""
    found = [Reading("", 0.0, "default")]
    for name, kind in spec.kinds.items():
        if not kind.is_off:
            for number, evidence in kind.evidence.items():
                path = f"exchanges.{name}.{number}"
                found += [Reading(path, *rival) for rival in evidence.rivals if not rival[1].startswith("assumed")]
    for quantity in PARAMETERS:
        if spec.parameters[quantity.name] == quantity.default:
            found += [Reading(f"processes.{quantity.name}", value, source) for value, source in quantity.rivals]
    return found


def rivals(
    scenario: Scenario,
    names: str | Sequence[str] = (COOPERATION,),
    **options: Unpack[RunOptions],
) -> Readings:
    """The verdict of each target under every reading that studies disagree on, on the same draws. Raises UnknownTarget.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    names : str or sequence of str
        What is judged, as in ``verdict``.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); 100 replicates unless given.

    Returns
    -------
    Readings
        A sequence of ``Rivals``, one for each target.

    Examples
    --------
    >>> found = dipsim.rivals("two_nations", replicates=2, sets="time.years=1")
    >>> found[0].readings[0].path
    ''
    """
    spec, settings = prepare(scenario, options, replicates=100)
    replicates, seed, progress = settings.replicates, settings.seed, settings.progress
    listed = readings(spec)
    specs = [vary(spec, [f"{r.path}={r.value!r}"]) if r.path else spec for r in listed]
    worlds: list[World] = [build(one) for one in specs]
    without_target = {name: [without(one, name) for one in specs] for name in chosen(spec, names)}
    n_workers = settings.workers_for(spec, len(listed) * (1 + len(without_target)))
    with pool_for(n_workers) as pool:

        def run(requested: list[World]) -> list[Outcomes]:
            return points(requested, seed, replicates, workers=n_workers, executor=pool, progress=progress)

        with_target = run(worlds)
        found = []
        for name, others in without_target.items():
            rows = tuple(compare(name, with_it, off) for with_it, off in zip(with_target, run(others), strict=True))
            found.append(Rivals(name, title(spec, name), tuple(listed), rows))
    return Readings(spec.title, replicates, seed, tuple(found))
