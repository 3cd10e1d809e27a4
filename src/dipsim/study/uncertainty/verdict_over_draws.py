"""The verdict over draws of the uncertain numbers: how likely is each word, and which number is most worth knowing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.priors import priors
from dipsim.scenario.draws.table import open_draws
from dipsim.scenario.wording import counted
from dipsim.study.answer import Answer
from dipsim.study.interventions.targets import COOPERATION, chosen, title
from dipsim.study.statistics.smooth_regression import FEWEST
from dipsim.study.uncertainty.knowing import Knowing, knowing
from dipsim.study.uncertainty.over_draws import AtDraw, Plan, left_out, listed, over_draws
from dipsim.study.uncertainty.word_shares import WordShares, direction, percent, word_shares
from dipsim.study.verdict.decision import WORDS, VerdictRow, shown

if TYPE_CHECKING:
    import pandas as pd

PAIRS = 32  # at each draw, unless given
NAMED = 5  # numbers most worth knowing that are said


@dataclass(frozen=True)
class OverDraws:
    """What is said of one target: the shares of words, the rows behind them, and what each number is worth.

    ``rows`` holds a row for each draw of ``numbers``; ``knowing`` is None for fewer than ``FEWEST`` draws.
    """

    shares: WordShares
    numbers: tuple[int, ...]
    rows: tuple[VerdictRow, ...]
    knowing: Knowing | None

    def __str__(self) -> str:
        """The likely words first, the effect with both doubts, and what to measure next."""
        shares, effect = self.shares, self.shares.effects["expected_disputes"]
        said = sorted(shares.counts, key=lambda word: (-shares.counts[word], WORDS.index(word)))
        words = ", ".join(f"{shown(word)} {percent(shares.share(word))}" for word in said)
        numbers = (
            f"{effect.mean:+.3g} disputes per decade on average (by chance {effect.low:+.3g} to {effect.high:+.3g})"
        )
        spread = f"nine draws in ten {effect.range[0]:+.3g} to {effect.range[1]:+.3g}"
        return f"{shares.title}, {counted(shares.draws, 'draw')}: {words}. {numbers}; {spread}. {self._next()}".rstrip()

    def _next(self) -> str:
        """The numbers most worth knowing, in a sentence; empty where too few draws say nothing of them."""
        if self.knowing is None:
            return ""
        found = self.knowing
        perfect = f"Knowing everything would make the direction right {100 * (1 - found.right):.0f} points more often"
        if not found.clear:
            return f"{perfect}; no single number is worth more than chance gives ({100 * found.floor:.0f})."
        named = [f"{one.path} {100 * one.value:.0f} (± {200 * one.error:.0f})" for one in found.clear[:NAMED]]
        return f"{perfect}; one number alone: {', '.join(named)}."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; each number with the kind of study that would pin it."""
        known = None if self.knowing is None else self.knowing.as_dict()
        for number in [] if known is None else known["numbers"]:
            declared = priors().get(number["path"])
            number["study"] = "" if declared is None else declared.study
        rows = [{"draw": number, **row.as_dict()} for number, row in zip(self.numbers, self.rows, strict=True)]
        return {**self.shares.as_dict(), "sentence": str(self), "knowing": known, "rows": rows}


@dataclass(frozen=True)
class VerdictOverDraws(Answer):
    """The answer for every target. ``failed`` are the draws at which the start does not settle, with the reason."""

    title: str
    draws: Draws
    pairs: int
    seed: int
    found: tuple[OverDraws, ...]
    failed: dict[int, str]

    @property
    def replicates(self) -> int:
        """How many pairs of runs there are of each target."""
        return self.pairs * (len(self.draws) - len(self.failed))

    def __getitem__(self, name: str) -> OverDraws:
        """What is said of a target. KeyError when there is none of that name."""
        for one in self.found:
            if one.shares.name == name:
                return one
        raise KeyError(name)

    def __str__(self) -> str:
        lines = [str(one) for one in self.found]
        return "\n".join([*lines, *left_out(self.failed)])

    def to_frame(self) -> pd.DataFrame:
        """A row for each target: the share of each word with its interval, and the effects."""
        import pandas as pd

        return pd.DataFrame([_columns(one.shares) for one in self.found])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "title": self.title,
            "parameters": self.draws.as_dict(),
            "pairs": self.pairs,
            "seed": self.seed,
            "failed": listed(self.failed),
            "targets": [one.as_dict() for one in self.found],
        }


def verdict_over_draws(
    scenario: Scenario,
    names: str | Sequence[str] = (COOPERATION,),
    parameters: Draws | str = "draws",
    **options: Unpack[RunOptions],
) -> VerdictOverDraws:
    """How likely each word of a verdict is over draws of the uncertain numbers. Raises UnknownTarget, DrawsError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    names : str or sequence of str
        What is judged, as in ``verdict``.
    parameters : Draws or str
        "draws" (the shipped posterior), "prior:SEED:COUNT", or the path of a table of draws.
    **options
        ``replicates`` (pairs of runs at each draw, 32 unless given), ``seed``, ``workers``, ``progress`` (True counts
        the runs), ``sets`` ("PATH=VALUE", which is not drawn then) and ``anyway`` (answer although another model made
        the folder).

    Returns
    -------
    VerdictOverDraws
        What is said of each target; ``to_frame()`` has the shares of words and the effects.

    Examples
    --------
    >>> found = dipsim.verdict_over_draws("two_nations", parameters="prior:1:2", replicates=2, sets="time.years=1")
    >>> found["cooperation"].shares.draws
    2
    """
    spec, settings = prepare(scenario, options, replicates=PAIRS)
    draws = open_draws(parameters)
    if "replicates" not in options:
        settings = replace(settings, replicates=PAIRS)
    targets = tuple(chosen(spec, names))
    plan = Plan(spec, targets, draws, settings.replicates, settings.seed)
    n_workers = settings.workers_for(spec, len(draws) * (1 + len(targets)))
    with pool_for(n_workers) as pool:
        there = list(over_draws(plan, workers=n_workers, executor=pool, progress=settings.progress))
    settled = [at for at in there if at.rows]
    failed = {at.number: at.failed for at in there if not at.rows}
    found = tuple(_of_target(spec, place, settled, draws) for place in range(len(targets)))
    return VerdictOverDraws(spec.title, draws, settings.replicates, settings.seed, found, failed)


def _of_target(spec: Any, place: int, settled: Sequence[AtDraw], draws: Draws) -> OverDraws:
    """What the draws say of one target."""
    rows = [at.rows[place] for at in settled]
    numbers = tuple(at.number for at in settled)
    shares = word_shares(rows)
    own = "." in shares.name or "=" in shares.name
    shares = replace(shares, label=title(spec, shares.name)) if own else shares
    known = None
    if len(rows) >= FEWEST:
        effects = [row.effects["expected_disputes"].estimate for row in rows]
        known = knowing(draws.paths, draws.values[list(numbers)], [direction(row.word) for row in rows], effects)
    return OverDraws(shares, numbers, tuple(rows), known)


def _columns(shares: WordShares) -> dict[str, Any]:
    columns: dict[str, Any] = {"name": shares.name, "title": shares.title, "draws": shares.draws, "pairs": shares.pairs}
    for word in WORDS:
        share = shares.share(word)
        columns |= {word: share.estimate, f"{word}_low": share.low, f"{word}_high": share.high}
    for outcome, effect in shares.effects.items():
        columns |= {outcome: effect.mean, f"{outcome}_low": effect.low, f"{outcome}_high": effect.high}
        columns |= {
            f"{outcome}_median": effect.middle,
            f"{outcome}_5": effect.range[0],
            f"{outcome}_95": effect.range[1],
        }
    return columns
