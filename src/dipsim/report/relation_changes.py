"""Which relations changed most, and the causes behind it: from the dyad table and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dipsim.report import result_view
from dipsim.report.result_view import BASELINE, REST, Outcome, dated, logistic, table

CHANGES = ["truster", "trustee", "start", "end", "change", "low", "high"]
CAUSES = ["cause", "value", "points"]


def changes(result: Outcome) -> Any:
    """Every directed relation, the largest change of mean trust first.

    Columns from, to, start and end (means over runs, 0..1), change (end - start), low and high (95 % of the runs).
    Ties are in order of the codes.
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
    return result_view.plain_keys(dyads[dyads["tick"] == tick]).drop_duplicates(["run", "truster", "trustee"])


def biggest(result: Outcome, count: int = 3) -> Any:
    """The ``count`` pairs that changed most, each by the direction that changed more; columns as `changes`."""
    found = changes(result)
    pair = [tuple(sorted(both)) for both in zip(found["truster"], found["trustee"], strict=True)]
    return found[~pd.Series(pair, index=found.index, dtype=object).duplicated()].head(count).reset_index(drop=True)


def trajectories(result: Outcome, chosen: Sequence[tuple[str, str]]) -> Any:
    """Mean trust over runs of the chosen relations: indexed by decimal year, one column ``(from, to)`` each.

    Only the start and the ticks recorded for every run are used, so that each point is a mean over the same runs.
    """
    dyads = table(result, "dyads")
    counts = dyads.groupby("tick")["run"].nunique()
    ticks = set(counts.index[counts == counts.max()]) | {dyads["tick"].min()}
    requested = pd.MultiIndex.from_tuples(list(chosen))
    rows = dyads[dyads["tick"].isin(ticks)]
    rows = result_view.plain_keys(rows[rows["truster"].isin([one for one, _ in chosen])])
    rows = rows[pd.MultiIndex.from_arrays([rows["truster"], rows["trustee"]]).isin(requested)]
    wide = rows.groupby(["tick", "truster", "trustee"])["trust"].mean().unstack(["truster", "trustee"]).sort_index()
    wide.index = dated(rows).loc[wide.index].to_numpy()
    return wide[[pair for pair in chosen if pair in wide.columns]]


def matrix(result: Outcome, end: bool) -> Any:
    """Mean trust over runs, rows from, columns to, at the start or at the end; the diagonal is empty."""
    dyads = table(result, "dyads")
    rows = _at(dyads, dyads["tick"].max() if end else dyads["tick"].min())
    codes = sorted(set(dyads["truster"]) | set(dyads["trustee"]))
    return rows.groupby(["truster", "trustee"])["trust"].mean().unstack("trustee").reindex(index=codes, columns=codes)


def accounts(result: Outcome, one: str, other: str, baseline: bool = True) -> Any:
    """Mean over the recorded runs of each cause of one's trust in the other, in log-odds.

    Indexed by decimal year, a column per cause; with ``baseline`` False the terms "baseline: ..." are one column.
    """
    ledger = table(result, "ledger")
    if ledger.empty:
        return pd.DataFrame()
    rows = result_view.plain_keys(ledger[(ledger["truster"] == one) & (ledger["trustee"] == other)])
    if rows.empty:
        return pd.DataFrame()
    if not baseline:
        rows = rows.assign(cause=rows["cause"].where(~rows["cause"].str.startswith(BASELINE), BASELINE))
    runs = rows["run"].nunique()
    wide = (rows.groupby(["tick", "cause"])["value"].sum() / runs).unstack("cause").fillna(0.0).sort_index()
    wide.index = dated(rows).loc[wide.index].to_numpy()
    return wide


def behind(result: Outcome, one: str, other: str, count: int = 4) -> Any:
    """The causes behind a change of trust, the largest first.

    Columns cause, value (change of its account from the first to the last entry of the ledger, log-odds, mean over
    the recorded runs) and points (trust at the end minus trust at the end without that change, mean over those runs).
    """
    ledger = table(result, "ledger")
    rows = ledger if ledger.empty else ledger[(ledger["truster"] == one) & (ledger["trustee"] == other)]
    if rows.empty:
        return pd.DataFrame(columns=CAUSES)
    rows = result_view.plain_keys(rows)
    first, last = (_wide(rows, tick) for tick in (rows["tick"].min(), rows["tick"].max()))
    moved = last.sub(first, fill_value=0.0).fillna(0.0)
    total = last.sum(axis=1).to_numpy()[:, None]
    points = logistic(total) - logistic(total - moved.to_numpy())
    out = pd.DataFrame(
        {"cause": moved.columns.astype(str), "value": moved.mean().to_numpy(), "points": points.mean(axis=0)}
    )
    out["size"] = -out["value"].abs().round(12)
    out = out[out["size"] < 0].sort_values(["size", "cause"])
    return out[CAUSES].head(count).reset_index(drop=True)


def _wide(rows: Any, tick: int) -> Any:
    return rows[rows["tick"] == tick].groupby(["run", "cause"])["value"].sum().unstack("cause").fillna(0.0)


def leading(frames: Sequence[Any], count: int) -> list[str]:
    """The causes worth a colour in several accounts: the baseline, then the first cause of each, the second, and so on.

    Within one frame causes are in order of how far their accounts moved from first to last.
    """
    chosen = [BASELINE] if any(BASELINE in frame for frame in frames) else []
    orders = [list(_moved(frame)) for frame in frames]
    for rank in range(max(map(len, orders), default=0)):
        for order in orders:
            if rank < len(order) and order[rank] not in chosen:
                chosen.append(order[rank])
    return chosen[:count]


def _moved(frame: Any) -> list[str]:
    moved = (frame.iloc[-1] - frame.iloc[0]).abs().round(12)
    return sorted(
        (cause for cause in frame.columns if moved[cause] > 0), key=lambda cause: (-float(moved[cause]), cause)
    )


def grouped(frame: Any, causes: Sequence[str]) -> Any:
    """Accounts with the named causes kept and all others summed as "other causes"; the row sums do not change."""
    kept = frame.reindex(columns=list(causes), fill_value=0.0).copy()
    rest = frame[[cause for cause in frame.columns if cause not in set(causes)]]
    kept[REST] = rest.sum(axis=1) if rest.shape[1] else np.zeros(len(frame))
    return kept


def wording(cause: str) -> str:
    """Name of a cause as a reader sees it.

    >>> wording("alarm: joint_exercise")
    'alarm (joint exercise)'
    """
    head, _, tail = cause.replace("_", " ").partition(": ")
    return f"{head} ({tail})" if tail else head
