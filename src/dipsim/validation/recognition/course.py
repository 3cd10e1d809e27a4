"""What changes over time: spending, trust in the first year and between allies, and dated acts that never happened."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.model.links import unpacked
from dipsim.model.state import nation
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.runs.batches.settled_start import settled_start
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.world.timeline import expand
from dipsim.validation.recognition.finding import Section, finding, setting, tolerances
from dipsim.validation.recognition.groups import Region

DECADE = 10  # years
LEAST = 0.01  # ratio of spending to its start that any deeper fall counts as, in the median log change
SHOWN = 8
REASONS = ("no money or staff", "licence refused", "licence put off")


def spending(region: Region) -> Section:
    """Spending in ``region`` as a share of gdp at the start, in the middle and at the end, and who halves it within
    ten years."""
    seen, years = region.seen, region.seen.years
    given = start_of_spending(region)
    share = (seen.spending / seen.gdp).mean(axis=-1)
    places, at = (years // 2, years), min(DECADE, years)
    spends = given > 0.0
    ratio = seen.spending[at][spends] / given[spends, None]
    halved = (ratio < 0.5).mean(axis=-1)
    long = years >= DECADE and spends.any()
    rows = np.flatnonzero(spends)
    often = [k for k in np.argsort(-halved, kind="stable") if halved[k] > 0.5]
    cases = [f"{region.name(rows[k])} in {100 * halved[k]:.0f} % of runs" for k in often]
    middle = np.median(np.log(np.maximum(ratio, LEAST))) if long else np.nan
    mean = dict(zip(rows, ratio.mean(axis=-1), strict=True))
    table = [
        (
            region.name(i),
            f"{100 * given[i] / seen.gdp[0, i].mean():.2f} %",
            *(f"{100 * share[place, i]:.2f} %" for place in places),
            f"{mean[i]:.2f}" if i in mean else "",
        )
        for i in range(len(region.codes))
    ]
    return Section(
        "spending",
        "Military spending",
        (finding("halved", halved.mean() if long else np.nan, cases), finding("spending_trend", float(middle))),
        ("nation", "start", *(f"year {place}" for place in places), f"real spending, year {at} over start"),
        tuple(table),
        "Share of gdp, mean over runs; the start is what the scenario gives.",
    )


def start_of_spending(region: Region) -> Any:
    """Military spending in ``region`` at the start, [n], in money per year: the burden that the scenario gives, or,
    where it gives ``g``, the mean over runs in the first tick."""
    nat = region.world.nat
    free = np.array([traits.g is None for traits in region.spec.nations.values()])
    return np.where(free, nat[nation.BURDEN] * nat[nation.GDP], region.seen.spending[0].mean(axis=-1))


def first_year(region: Region) -> Section:
    """How far trust in ``region`` moves in the first year, mean over runs, where no dated act in it explains the
    move."""
    trust = region.seen.trust.mean(axis=-1)
    moves = 100.0 * (trust[1] - trust[0])
    apart = region.relevant & ~dated_pairs(region)
    i, j = np.nonzero(apart & ~np.eye(len(region.codes), dtype=bool))
    size = np.abs(moves[i, j])
    order = np.argsort(-size, kind="stable")
    far = size > 100.0 * setting("named_move")
    return Section(
        "first_year",
        "Trust in the first year",
        (finding("first_year", size.mean() if len(size) else np.nan),),
        ("trust of", "in", "start", "a year later", "move, points"),
        tuple(
            (
                region.name(i[p]),
                region.name(j[p]),
                f"{100 * trust[0, i[p], j[p]]:.0f}",
                f"{100 * trust[1, i[p], j[p]]:.0f}",
                f"{moves[i[p], j[p]]:+.0f}",
            )
            for p in order
            if far[p]
        ),
        f"{int(far.sum())} of {len(size)} directed dyads move by more than 5 points; "
        "pairs with a dated act in the year are left out.",
        SHOWN,
    )


def unsustained(region: Region) -> Section:
    """Trust in ``region`` at the start that the habits there do not keep up: it drifts as history fades."""
    world, n = region.world, len(region.codes)
    settled = world.start_at == SETTLED
    start = region.seen.trust[0].mean(axis=-1)
    history = np.zeros((n, n))
    if settled:
        history = unpacked(settled_start(world).accounts[FixedAccount.HISTORY], world.link, 0)
    with np.errstate(divide="ignore"):
        alone = 1.0 / (1.0 + np.exp(history - np.log(start / (1.0 - start))))
    apart = 100.0 * (start - alone)
    given = ((world.trust >= 0.0) | (world.history != 0.0)) & ~np.eye(n, dtype=bool)
    i, j = np.nonzero(np.abs(apart) > 100.0 * setting("named_gap"))
    order = np.argsort(-np.abs(apart[i, j]), kind="stable")
    years = region.spec.parameters["ledger.half_life_history"]
    return Section(
        "unsustained",
        "Trust that habits do not sustain",
        (),
        ("trust of", "in", "start", "set by", "habits alone", "history"),
        tuple(
            (
                region.name(i[p]),
                region.name(j[p]),
                f"{100 * start[i[p], j[p]]:.0f}",
                "scenario" if given[i[p], j[p]] else "baseline",
                f"{100 * alone[i[p], j[p]]:.0f}",
                f"{apart[i[p], j[p]]:+.0f}",
            )
            for p in order
        ),
        f"{len(i)} of {n * (n - 1)} values of trust at the start lie more than {100 * setting('named_gap'):.0f} points "
        "from where baseline, acts and disputes alone would keep them. History makes up for it and fades with "
        f"a half-life of {years:g} years. The scenario sets {int(given.sum())} of the values, the others are the "
        "baseline."
        if settled
        else "The start is not settled.",
        SHOWN,
    )


def dated_pairs(region: Region) -> Any:
    """Pairs of ``region`` that a dated event of the first year names together, [n, n]."""
    found = np.zeros((len(region.codes),) * 2, dtype=bool)
    for entry in expand(region.spec):
        if entry.tick < region.world.per_year:
            named = entry.args.get("between") or [entry.args.get(key) for key in ("from", "to", "nation")]
            places = [region.codes.index(code) for code in named if code in region.codes]
            found[np.ix_(places, places)] = True
    return found


def quiet_falls(region: Region) -> Section:
    """How far trust in states of ``region`` without any claim falls over the whole run, mean over runs."""
    trust = 100.0 * region.seen.trust.mean(axis=-1)
    quiet = (region.stake == 0.0) & region.relevant & (trust[0] >= 50.0) & ~np.eye(len(region.codes), dtype=bool)
    i, j = np.nonzero(quiet)
    falls = trust[0, i, j] - trust[-1, i, j]
    far = falls > 100.0 * setting("quiet_fall")
    order = np.argsort(-falls, kind="stable")
    cases = [f"{region.name(i[p])} in {region.name(j[p])}" for p in order if far[p]]
    return Section(
        "quiet",
        "Trust in states without any claim",
        (finding("quiet_falls", int(far.sum()) if len(i) else np.nan, cases),),
        ("trust of", "in", "start", "end", "fall, points"),
        tuple(
            (
                region.name(i[p]),
                region.name(j[p]),
                f"{trust[0, i[p], j[p]]:.0f}",
                f"{trust[-1, i[p], j[p]]:.0f}",
                f"{falls[p]:.0f}",
            )
            for p in order[:SHOWN]
        ),
        f"{len(i)} directed dyads have no claim and a trust of 50 points or more at the start; largest falls first.",
    )


def allies_trust(region: Region) -> Section:
    """Trust in ``region`` between allies without an open claim, from the second year on."""
    trust = 100.0 * region.seen.trust.mean(axis=-1)
    i, j = np.nonzero(region.friends)
    late = trust[1:, i, j].mean(axis=0)
    usual = tolerances()["allies_trust"]
    outside = (late < (usual.low or 0.0)) | (late > (usual.high or 100.0))
    order = np.argsort(-late, kind="stable")
    ends = list(order[:3]) + [p for p in order[-3:] if p not in order[:3]]
    middle = 1 + region.seen.years // 2
    return Section(
        "allies",
        "Trust between allies",
        (
            finding("allies_trust", late.mean() if len(late) else np.nan),
            finding("allies_outside", outside.mean() if len(late) else np.nan),
        ),
        ("trust of", "in", "start", "a year later", f"year {middle}", "end"),
        tuple(
            (region.name(i[p]), region.name(j[p]), *(f"{trust[y, i[p], j[p]]:.0f}" for y in (0, 1, middle, -1)))
            for p in ends
        ),
        "The three highest and the three lowest, in points.",
    )


def missing_acts(region: Region) -> Section:
    """Dated acts of ``region`` that happen in fewer than half of the runs, and why."""
    seen, every = region.seen, region.dated.every
    share = seen.done.mean(axis=-1) if len(every) else np.zeros(0)
    missing = [number for number in range(len(every)) if share[number] < 0.5]
    series: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for number in missing:
        series.setdefault((every[number].kind, every[number].places), []).append(number)
    return Section(
        "dated",
        "Dated acts that do not happen",
        (finding("dated_missing", len(missing) if every else np.nan),),
        ("act", "dates", "runs", "why it does not happen"),
        tuple(_row(region, numbers, share) for numbers in series.values()),
        f"{len(every)} dated acts in all. Other dated events, such as joining an organisation, always happen.",
    )


def _row(region: Region, numbers: list[int], share: Any) -> tuple[str, str, str, str]:
    """The row of acts of one kind between the same nations."""
    act = region.dated.every[numbers[0]]
    names = [region.name(place) for place in act.places[:3]]
    names += [f"{len(act.places) - 3} more"] if len(act.places) > 3 else []
    dates = act.date if len(numbers) == 1 else f"{len(numbers)} from {act.date}"
    often = sorted({round(100 * share[number]) for number in numbers})
    runs = f"{often[0]} %" if len(often) == 1 else f"{often[0]} to {often[-1]} %"
    return f"{act.kind.replace('_', ' ')} of {', '.join(names)}", dates, runs, _why(region, numbers)


def _why(region: Region, numbers: list[int]) -> str:
    """Why acts did not happen, the reason of most runs first."""
    if not region.dated.every[numbers[0]].on:
        return "the kind is switched off"
    hits = (region.seen.reasons[numbers] > 0).sum(axis=(0, -1))
    if not hits.any():
        return "fewer than two took part"
    return "; ".join(REASONS[r] for r in np.argsort(-hits, kind="stable") if hits[r] > 0)
