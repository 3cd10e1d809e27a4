"""Which relations changed most, and the causes behind it: from the tables of dyads and of accounts, over all runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dipsim.model.state.trust_accounts import FIXED
from dipsim.report import result_view
from dipsim.report.result_view import REST, Outcome, dated, table
from dipsim.runs.batches.kept_accounts import BEFORE

CHANGES = ["truster", "trustee", "start", "end", "change", "low", "high"]
CAUSES = ["cause", "value", "points"]
LISTED = 4  # causes with a line of their own, alike on the screen, in the report and in the figure
DRIFT = "history"  # what a given trust at the start leaves open fades: trust drifts to the baseline
FAMILIES = ("baseline", "alarm", "reassurance")
FAMILY = 0.01  # share of trust from where a family of small causes has its own line
LEAST = 0.0005  # share of trust: less does not show in points with one decimal
WORDS = {
    "crises_threat": "threats and displays",
    "crises_force": "uses of force",
    "crises_war": "war",
    f"{BEFORE}crises_threat": "past threats and displays (fading)",
    f"{BEFORE}crises_force": "past use of force (fading)",
    f"{BEFORE}crises_war": "past war (fading)",
    "incidents": "military incidents",
    "unexplained": "chance",
}


def changes(result: Outcome) -> Any:
    """Every directed relation of ``result``, the largest change of mean trust first.

    Columns truster, trustee, start and end (means over runs, 0..1), change (end - start), low and high (95 % of the
    runs). Ties are in order of the codes.
    """
    dyads = table(result, "dyads")
    if dyads.empty:
        return pd.DataFrame(columns=CHANGES)
    first, last = (_at(dyads, tick) for tick in (dyads["tick"].min(), dyads["tick"].max()))
    ends = last.groupby(["truster", "trustee"])["trust"]
    out = pd.DataFrame({"start": first.groupby(["truster", "trustee"])["trust"].mean(), "end": ends.mean()})
    out["change"] = out["end"] - out["start"]
    out["low"], out["high"] = ends.quantile(0.025), ends.quantile(0.975)
    out = out.dropna().reset_index()
    out["size"] = -out["change"].abs().round(12)
    return out.sort_values(["size", "truster", "trustee"])[CHANGES].reset_index(drop=True)


def _at(dyads: Any, tick: int) -> Any:
    return result_view.plain_keys(dyads[dyads["tick"] == tick])


def biggest(result: Outcome, count: int = 3) -> Any:
    """The ``count`` pairs of ``result`` that changed most, each by the direction that changed more; columns as
    ``changes``."""
    found = changes(result)
    pair = [tuple(sorted(both)) for both in zip(found["truster"], found["trustee"], strict=True)]
    return found[~pd.Series(pair, index=found.index, dtype=object).duplicated()].head(count).reset_index(drop=True)


def trajectories(result: Outcome, chosen: Sequence[tuple[str, str]]) -> Any:
    """Mean trust over the runs of ``result`` of the relations ``chosen``: indexed by decimal year, one column ``(from,
    to)`` each."""
    dyads = table(result, "dyads")
    requested = pd.MultiIndex.from_tuples(list(chosen))
    rows = result_view.plain_keys(dyads[dyads["truster"].isin([one for one, _ in chosen])])
    rows = rows[pd.MultiIndex.from_arrays([rows["truster"], rows["trustee"]]).isin(requested)]
    wide = rows.groupby(["tick", "truster", "trustee"])["trust"].mean().unstack(["truster", "trustee"]).sort_index()
    wide.index = dated(rows).loc[wide.index].to_numpy()
    return wide[[pair for pair in chosen if pair in wide.columns]]


def matrix(result: Outcome, end: bool) -> Any:
    """Mean trust over the runs of ``result``, rows from, columns to, at the start or at the ``end``; the diagonal is
    empty."""
    dyads = table(result, "dyads")
    rows = _at(dyads, dyads["tick"].max() if end else dyads["tick"].min())
    codes = sorted(set(dyads["truster"]) | set(dyads["trustee"]))
    return rows.groupby(["truster", "trustee"])["trust"].mean().unstack("trustee").reindex(index=codes, columns=codes)


def rivals(result: Outcome, among: Any) -> Any:
    """The row of ``among``, relations of ``result`` as ``biggest`` gives them, whose pair is under most threat; none
    where nobody is.

    The threat of a pair in reach is that of both directions at the start and at the end, mean over runs.
    """
    dyads = table(result, "dyads")
    if among.empty:
        return among
    ends = [_at(dyads, tick) for tick in (dyads["tick"].min(), dyads["tick"].max())]
    felt = pd.concat([rows[rows["relevant"]] for rows in ends]).groupby(["truster", "trustee"])["menace"].mean()
    pairs = list(zip(among["truster"], among["trustee"], strict=True))
    both = [round(float(felt.get(pair, 0.0) + felt.get(pair[::-1], 0.0)), 12) for pair in pairs]
    return among.iloc[[both.index(max(both))]] if max(both) > 0.0 else among.head(0)


def behind(result: Outcome, one: str, other: str, count: int = LISTED, families: bool = True) -> Any:
    """The causes behind the change of trust of ``one`` in ``other`` from start to end, the largest first, means over
    all runs of ``result``.

    Columns cause, value (change of its account, log-odds) and points (its share of the change of trust, 0..1). The
    points add up to the change: beside the ``count`` largest causes and the drift to the baseline stand sums of what is
    left, of ``families`` where one moves trust by a point, at the end of all others. Empty without accounts.
    """
    accounts = table(result, "accounts")
    rows = accounts if accounts.empty else accounts[(accounts["truster"] == one) & (accounts["trustee"] == other)]
    if rows.empty:
        return pd.DataFrame(columns=CAUSES)
    rows = result_view.plain_keys(rows)
    rows = rows.assign(value=(rows["end"] - rows["start"]) / result.runs, points=rows["points"] / (100 * result.runs))
    sums = _ordered(rows.groupby("cause")[["value", "points"]].sum())
    shown = sums["points"].abs() >= LEAST
    kept = shown & ((shown.cumsum() <= count) | (sums["cause"] == DRIFT))
    if (shown & ~kept).sum() == 1:  # one cause needs no other name
        kept |= shown
    rest = sums[~kept]
    if rest.empty:
        return sums
    sorts = rest.assign(cause=rest["cause"].map(_family)).groupby("cause")[["value", "points"]].sum()
    own = (sorts["points"].abs() >= FAMILY) & (sorts.index != REST) & families
    last = sorts[~own].sum()
    last = pd.DataFrame({"cause": [REST], "value": [last["value"]], "points": [last["points"]]})
    return pd.concat([sums[kept], *([_ordered(sorts[own])] if own.any() else []), last], ignore_index=True)


def _ordered(sums: Any) -> Any:
    """Causes as a column, the largest share first."""
    out = sums.rename_axis("cause").reset_index()
    out["size"] = -out["points"].abs().round(12)
    return out.sort_values(["size", "cause"])[CAUSES].reset_index(drop=True)


def _family(cause: str) -> str:
    """The sum that a small cause goes into."""
    head, _, tail = cause.partition(": ")
    if tail:
        return {"baseline": "rest of the baseline"}.get(head, f"{head}: other acts") if head in FAMILIES else REST
    return REST if cause in FIXED else "other acts"


def wording(cause: str) -> str:
    """Name of a cause as a reader sees it.

    >>> wording("alarm: joint_exercise"), wording("crises_force"), wording("before the start: crises_force")
    ('alarm (joint exercise)', 'uses of force', 'past use of force (fading)')
    """
    if cause in WORDS:
        return WORDS[cause]
    head, _, tail = cause.replace("_", " ").partition(": ")
    return f"{head} ({tail})" if tail else head


def moved_by(cause: str, points: float = 0.0) -> str:
    """Name of a cause of a change that moved trust by ``points``.

    The fading of what was given at the start is a drift to the baseline. Alarm that adds to trust is less of it than at
    the start, and so is reassurance that takes from it.

    >>> moved_by("alarm: joint_exercise", 0.02), moved_by("alarm: joint_exercise", -0.02), moved_by("history")
    ('less alarm (joint exercise)', 'alarm (joint exercise)', 'drift to the baseline')
    """
    if cause == DRIFT:
        return "drift to the baseline"
    head = cause.partition(":")[0]
    less = (head == "alarm" and points > 0.0) or (head == "reassurance" and points < 0.0)
    return f"less {wording(cause)}" if less else wording(cause)
