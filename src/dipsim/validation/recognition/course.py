"""What changes over time: spending, trust in the first year and between allies, and dated acts that never happened."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.scenario.timeline import expand
from dipsim.validation.recognition.deeds import Deed
from dipsim.validation.recognition.finding import Section, finding, setting
from dipsim.validation.recognition.groups import Region

DECADE = 10  # years
SHOWN = 8
REASONS = ("a party had no money or staff", "the licence was refused", "the licence was put off")


def spending(region: Region) -> Section:
    """Spending as a share of gdp at the start, in the middle and at the end, and who halves it within ten years."""
    seen = region.seen
    share = (seen.spending / seen.gdp).mean(axis=-1)
    years = seen.years
    places = (0, years // 2, years)
    at = min(DECADE, years)
    first = seen.spending[0]
    ratio = np.divide(seen.spending[at], first, out=np.full(first.shape, np.nan), where=first > 0.0)
    known = np.isfinite(ratio).all(axis=-1)
    halved = (ratio[known] < 0.5).mean(axis=-1)
    long = years >= DECADE and known.any()
    moves = np.log(np.maximum(ratio[known], 1e-6))
    rows = np.flatnonzero(known)
    cases = [f"{region.name(rows[k])} in {100 * halved[k]:.0f} % of runs" for k in np.argsort(-halved, kind="stable")]
    return Section(
        "spending",
        "Military spending",
        (
            finding("halved", halved.mean() if long else np.nan, cases[: int((halved > 0.04).sum())]),
            finding("spending_trend", float(np.median(moves)) if long else np.nan),
        ),
        ("nation", *(f"year {place}" for place in places), f"real spending, year {at} over start"),
        tuple(
            (
                region.name(i),
                *(f"{100 * share[place, i]:.2f} %" for place in places),
                f"{ratio[i].mean():.2f}" if known[i] else "",
            )
            for i in range(len(region.codes))
        ),
        "Share of gdp, mean over runs.",
    )


def first_year(region: Region) -> Section:
    """How far trust moves in the first year, mean over runs, where no dated act in it explains the move."""
    trust = region.seen.trust.mean(axis=-1)
    moves = 100.0 * (trust[1] - trust[0])
    apart = region.relevant & ~dated_pairs(region)
    i, j = np.nonzero(apart & ~np.eye(len(region.codes), dtype=bool))
    size = np.abs(moves[i, j])
    order = np.argsort(-size, kind="stable")
    far = size > 100.0 * setting("named_move")
    cases = [
        f"{region.name(i[p])} in {region.name(j[p])} {moves[i[p], j[p]]:+.0f} points"
        for p in order[: min(SHOWN, int(far.sum()))]
    ]
    return Section(
        "first_year",
        "Trust in the first year",
        (finding("first_year", size.mean() if len(size) else np.nan, cases),),
        ("trust of", "in", "start", "a year later", "move, points"),
        tuple(
            (
                region.name(i[p]),
                region.name(j[p]),
                f"{100 * trust[0, i[p], j[p]]:.0f}",
                f"{100 * trust[1, i[p], j[p]]:.0f}",
                f"{moves[i[p], j[p]]:+.0f}",
            )
            for p in order[:SHOWN]
            if far[p]
        ),
        f"{int(far.sum())} of {len(size)} directed dyads move by more than 5 points; "
        "pairs with a dated act in the year are left out.",
    )


def dated_pairs(region: Region) -> Any:
    """Pairs that a dated event of the first year names together, [n, n]."""
    found = np.zeros((len(region.codes),) * 2, dtype=bool)
    for entry in expand(region.spec):
        if entry.tick < region.world.per_year:
            named = entry.args.get("between") or [entry.args.get(key) for key in ("from", "to", "nation")]
            places = [region.codes.index(code) for code in named if code in region.codes]
            found[np.ix_(places, places)] = True
    return found


def allies_trust(region: Region) -> Section:
    """Trust between allies without an open claim, from the second year on."""
    trust = 100.0 * region.seen.trust.mean(axis=-1)
    i, j = np.nonzero(region.friends)
    late = trust[1:, i, j].mean(axis=0)
    order = np.argsort(-late, kind="stable")
    ends = list(order[:3]) + [p for p in order[-3:] if p not in order[:3]]
    middle = 1 + region.seen.years // 2
    return Section(
        "allies",
        "Trust between allies",
        (finding("allies_trust", late.mean() if len(late) else np.nan),),
        ("trust of", "in", "start", "a year later", f"year {middle}", "end"),
        tuple(
            (region.name(i[p]), region.name(j[p]), *(f"{trust[y, i[p], j[p]]:.0f}" for y in (0, 1, middle, -1)))
            for p in ends
        ),
        "The three highest and the three lowest, in points.",
    )


def dated_acts(region: Region) -> Section:
    """Dated acts that happen in fewer than half of the runs, and why."""
    seen, every = region.seen, region.deeds.every
    share = seen.done.mean(axis=-1) if len(every) else np.zeros(0)
    missing = [number for number in range(len(every)) if share[number] < 0.5]
    told = [(_act(region, every[n]), f"{100 * share[n]:.0f} %", _why(every[n], seen.reasons[n])) for n in missing]
    return Section(
        "dated",
        "Dated acts that do not happen",
        (finding("dated_missing", len(missing) if every else np.nan, [f"{act}: {why}" for act, _, why in told]),),
        ("act", "runs in which it happens", "why not"),
        tuple(told),
        f"{len(every)} dated acts in all.",
    )


def _act(region: Region, deed: Deed) -> str:
    names = [region.name(place) for place in deed.places]
    return f"{deed.date} {deed.kind.replace('_', ' ')} of {', '.join(names)}"


def _why(deed: Deed, reasons: Any) -> str:
    if not deed.on:
        return "the kind is switched off"
    hits = (reasons > 0).sum(axis=-1)
    if not hits.any():
        return "fewer than two took part"
    return "; ".join(f"{REASONS[r]} ({100 * hits[r] / reasons.shape[-1]:.0f} % of runs)" for r in np.flatnonzero(hits))
