"""Why trust is what it is: the ledger of one relation at a date, and who was alarmed or reassured on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from dipsim.model.tick import advance
from dipsim.runs import dataframes
from dipsim.runs.batches import kept_accounts
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.runs.batches.ensemble import Progress, blocks
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import month, nations
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.world.timeline import date_of, tick_of
from dipsim.scenario.yaml.scalars import months
from dipsim.study.answer import Answer

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Why(Answer):
    """The ledger of the trust of ``one`` in ``other`` at a date, in one run and on average.

    ``accounts`` has columns cause, value (log-odds in run ``run``), mean (over replicates) and points (share of
    trust);
    ``value`` adds up exactly to ``logit``, and 0.5 with all ``points`` to ``trust``: first the baseline from 0.5, then
    the accounts from there. ``bill`` is what others hold for and against either of the two because of its acts, in
    that
    run at the date: columns kind, observer, initiator, alarm, reassurance, points, all in percentage points of trust.
    """

    one: str
    other: str
    date: str
    run: int
    median: bool
    replicates: int
    logit: float
    trust: float
    accounts: pd.DataFrame
    bill: pd.DataFrame

    @property
    def heading(self) -> str:
        which = f"run {self.run}, the median of {self.replicates}" if self.median else f"run {self.run}"
        return f"Trust of {self.one} in {self.other} at {self.date}: {self.trust:.3f} ({which})"

    def to_frame(self) -> pd.DataFrame:
        """The accounts: cause, value, mean and points."""
        return self.accounts.copy()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the fields, the two tables as lists of rows."""
        tables = {name: getattr(self, name).to_dict("records") for name in ("accounts", "bill")}
        return {**vars(self), **tables}

    def __str__(self) -> str:
        lines = [self.heading, f"{'cause':<38}{'log-odds':>10}{'mean':>10}{'points':>9}"]
        for cause, value, mean, points in self.accounts.itertuples(index=False):
            lines.append(f"{cause:<38}{value:>+10.4f}{mean:>+10.4f}{100 * points:>+9.1f}")
        lines.append(f"{'sum':<38}{self.accounts['value'].sum():>+10.4f}   logit of trust {self.logit:+.4f}")
        return "\n".join(lines)


def why(
    scenario: Scenario,
    one: str,
    other: str,
    date: Any = None,
    *,
    run: int | None = None,
    **options: Unpack[RunOptions],
) -> Why:
    """Why the trust of one nation in another is what it is at a date, cause by cause.

    UnknownName for a nation that is not there, ArgumentError for a date outside the scenario.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    one, other : str
        Codes: whose trust, in whom.
    date : str or date, optional
        The month, YYYY-MM; the end unless given.
    run : int, optional
        The run that is shown; the one whose trust is the median unless given.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder).

    Returns
    -------
    Why
        ``accounts`` add up to the log-odds of trust; ``bill`` has what acts of the two did to third parties.

    Examples
    --------
    >>> found = dipsim.why("two_nations", "ARL", "BOR", date="2026-01", replicates=2)
    >>> bool(abs(found.accounts["value"].sum() - found.logit) < 1e-9)
    True
    """
    spec, settings = prepare(scenario, options)
    world, replicates, seed = build(spec), settings.replicates, settings.seed
    nations(spec, one, other)
    i, j = world.codes.index(one), world.codes.index(other)
    tick = _tick(spec, date)
    run = settings.first if run is None and settings.first else run
    terms = _terms(world, seed, range(replicates), tick, (i, j), settings.progress)
    logits = np.array([_sum(terms[:, r]) for r in range(replicates)])
    chosen = int(np.argsort(logits, kind="stable")[(replicates - 1) // 2]) if run is None else run
    alone = (
        terms[:, chosen] if chosen < replicates else _terms(world, seed, range(chosen, chosen + 1), tick, (i, j))[:, 0]
    )
    logit = _sum(alone)
    return Why(
        one,
        other,
        date_of(tick, spec.time),
        chosen,
        run is None,
        replicates,
        logit,
        _trust(logit),
        _accounts(world, alone, terms.mean(axis=1)),
        _bill(world, seed, chosen, tick, (i, j)),
    )


def _tick(spec: Spec, date: Any) -> int:
    given = month(spec, date)
    return spec.time.ticks if given is None else tick_of(months(given), spec.time)


def _terms(
    world: World, seed: int, runs: range, tick: int, dyad: tuple[int, int], progress: Progress | None = None
) -> NDArray[np.float64]:
    """Baseline terms and accounts of the directed dyad before ``tick``, [causes, runs]."""
    i, j = dyad
    parts = []
    for members in blocks(world, runs):
        b = make([world], seed, members)
        start = kept_accounts.terms(b)
        advance(b, 0, *unread(world, tick, len(members)))
        parts.append(kept_accounts.apart(b, start, kept_accounts.terms(b), tick)[1][:, i, j])
        if progress is not None:
            progress(len(members))
    return np.concatenate(parts, axis=1)


def _sum(terms: NDArray[np.float64]) -> float:
    """The sum of an account column, in order."""
    total = 0.0
    for term in terms:
        total += float(term)
    return total


def _trust(logit: float) -> float:
    return float(kept_accounts.logistic(np.float64(logit)))


def _accounts(world: World, alone: NDArray[np.float64], mean: NDArray[np.float64]) -> pd.DataFrame:
    """Accounts that are not 0, the largest first, baseline terms on top."""
    import pandas as pd

    frame = pd.DataFrame({"cause": dataframes.causes_apart(world), "value": alone, "mean": mean})
    frame["points"] = _points(alone, np.array([cause.startswith("baseline") for cause in frame["cause"]]))
    frame = frame[(frame["value"] != 0.0) | (frame["mean"] != 0.0)]
    order = sorted(
        range(len(frame)),
        key=lambda at: (not frame["cause"].iloc[at].startswith("baseline"), -abs(frame["value"].iloc[at])),
    )
    return frame.iloc[order].reset_index(drop=True)


def _points(terms: NDArray[np.float64], baseline: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The share of every term in trust minus one half: of the baseline from one half, of the accounts from there."""
    ground, nothing = np.where(baseline, terms, 0.0), np.zeros_like(terms)
    return (kept_accounts.shares(nothing, ground) + kept_accounts.shares(ground, terms)) / 100.0


def _bill(world: World, seed: int, run: int, tick: int, pair: tuple[int, int]) -> pd.DataFrame:
    """What others hold for and against either of the two because of its acts, in that run at the date.

    What the truster holds about the trustee is left out: it stands among the accounts.
    """
    import pandas as pd

    b = make([world], seed, [run])
    advance(b, 0, *unread(world, tick, 1))
    points = kept_accounts.standing(b)[..., 0]
    rows = [
        (world.kinds[c], world.codes[k], world.codes[i], *points[:, c, k, i])
        for i in pair
        for k in range(len(world.codes))
        for c in range(len(world.kinds))
        if (k, i) != pair and points[:, c, k, i].any()
    ]
    return pd.DataFrame(rows, columns=["kind", "observer", "initiator", "alarm", "reassurance", "points"])
