"""The causes of trust year by year: what every relation's trust is the sum of."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.model.state.trust_accounts import FIXED
from dipsim.report import relation_changes, result_view, sentences
from dipsim.report.html.packing import packed
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.html.tables import View, months
from dipsim.report.result_view import REST
from dipsim.scenario.wording import counted

MOST_CAUSES = 7  # with a colour of their own, for each relation
MOST_PAIRS = 240  # relations of which the causes are on the page
FAMILIES = {
    "baseline": "baseline (interests, regimes, ties)",
    "alarm": "alarm at acts with others",
    "reassurance": "reassurance by acts with others",
    "history": "given at the start (fading)",
    "crises_threat": "crises",
    "crises_force": "crises",
    "crises_war": "crises",
}
TITLE = "Causes over time"


def causes(view: View) -> Part:
    """Stacked causes of the trust of one relation of ``view``, in log odds, year by year."""
    ledger = result_view.table(view.result, "ledger")
    if ledger.empty or len(view.codes) < 2:
        return Part("causes", TITLE, paragraph("No ledger was kept of these runs."))
    names, found = _sums(view, ledger)
    dates = months(ledger)
    pairs = _kept(view, found)
    first = pairs[0]
    data = {
        "dates": dates,
        "causes": names,
        "pairs": [_of_pair(found[:, :, one, other], one, other) for one, other in pairs],
    }
    runs = len(ledger["run"].unique())
    total = len(view.codes) * (len(view.codes) - 1)
    note = (
        "What the trust of one nation in another is made of: the causes add up to the log-odds of trust. 0 is a trust "
        f"of 50 %; near there 0.4 is worth some ten points. Means over the {counted(runs, 'run')} kept in detail"
    )
    note += (
        "."
        if len(pairs) == total
        else (f"; on this page are the {len(pairs)} of {total} relations that changed most; the table ledger has all.")
    )
    table = _table(view, names, dates, found[:, :, first[0], first[1]], first)
    return Part("causes", TITLE, paragraph(note, "quiet") + chart("causes", "Causes of trust over time", table), data)


def _sums(view: View, ledger: Any) -> tuple[list[str], Any]:
    """Families of causes, and their mean over runs [family, tick, truster, trustee], in log-odds."""
    coded = ledger["cause"].astype("category").cat
    words = [_family(str(cause)) for cause in coded.categories]
    names = sorted(set(words))
    place = np.array([names.index(word) for word in words])[coded.codes.to_numpy()]
    ticks, tick = np.unique(ledger["tick"], return_inverse=True)
    one, other = view.places(ledger["truster"]), view.places(ledger["trustee"])
    size = len(view.codes)
    shape = (len(names), len(ticks), size, size)
    flat = np.ravel_multi_index((place, tick, one, other), shape)
    sums = np.bincount(flat, weights=ledger["value"].to_numpy(dtype=float), minlength=int(np.prod(shape)))
    return names, sums.reshape(shape) / ledger["run"].nunique()


def _family(cause: str) -> str:
    head = cause.partition(":")[0]
    if head in FAMILIES:
        return FAMILIES[head]
    return relation_changes.wording(cause) if cause in FIXED else relation_changes.wording(head)


def _kept(view: View, found: Any) -> list[tuple[int, int]]:
    """The relations of which causes are given, the one that changed most first."""
    moved = relation_changes.changes(view.result)
    listed = [
        (view.codes.index(one), view.codes.index(other)) for one, other in moved[["truster", "trustee"]].to_numpy()
    ]
    return [pair for pair in listed if np.abs(found[:, :, pair[0], pair[1]]).any()][:MOST_PAIRS] or listed[:1]


def _of_pair(found: Any, one: int, other: int) -> dict[str, Any]:
    """The largest causes of one relation and the sum of the others, packed on one scale."""
    order, rest = _largest(found)
    lines = np.vstack([found[order], rest[None, :]])
    return {"of": [one, other], "causes": [*map(int, order), -1], "lines": packed(lines)}


def _largest(found: Any) -> tuple[Any, Any]:
    """Places of the largest causes at any time, and the sum of the others over time."""
    size = np.abs(found).max(axis=1)
    order = np.argsort(-size, kind="stable")[:MOST_CAUSES]
    order = np.sort(order[size[order] > 0.005])
    left = np.ones(len(found), dtype=bool)
    left[order] = False
    return order, found[left].sum(axis=0)


def _table(view: View, names: list[str], dates: list[str], found: Any, pair: tuple[int, int]) -> str:
    order, rest = _largest(found)
    lines = [*(found[k] for k in order), rest, found.sum(axis=0)]
    head = ["month", *(names[k] for k in order), REST, "sum", "trust"]
    rows = [
        [
            month,
            *(sentences.number(float(line[k]), True) for line in lines),
            sentences.percent(float(result_view.logistic(lines[-1][k]))),
        ]
        for k, month in enumerate(dates)
    ]
    one, other = (view.names[place] for place in pair)
    return values(f"Trust of {one} in {other} as the sum of its causes, log-odds", head, rows)
