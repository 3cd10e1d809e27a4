"""Who begins disputes, which pairs quarrel most, and which disputes become wars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.recognition.finding import Section, finding, setting
from dipsim.validation.recognition.groups import Region

BINS = ("0 to .1", ".1 to .3", ".3 to .5", ".5 to .7", ".7 to .9", ".9 to 1")
REFERENCE = (0.098, 0.157, 0.169, 0.164, 0.249, 0.163)  # GML MID to 2000, same-region originators
SHOWN = 8  # pairs in a table


def initiators(region: Region) -> Section:
    """Who begins disputes in ``region``, by the initiator's share of the pair's capability when it begins."""
    seen = region.seen
    counts = seen.strength.sum(axis=(0, 1, 3)).astype(np.float64)
    total = counts.sum()
    enough = total >= setting("fewest_disputes")
    shares = counts / total if total else np.full(len(BINS), np.nan)
    stronger = seen.stronger.sum() / total if enough else np.nan
    distance = 0.5 * float(np.abs(shares - REFERENCE).sum()) if enough else np.nan
    begun, weak = seen.begun.sum(axis=(0, -1)), seen.begun.sum(axis=(0, -1)) - seen.stronger.sum(axis=-1)
    order = [divmod(int(x), len(begun)) for x in np.argsort(-weak, axis=None, kind="stable")[:5]]
    cases = [
        f"{region.name(i)} against {region.name(j)}, "
        f"{_rate(region, weak[i, j])} of {_rate(region, begun[i, j])} a decade"
        for i, j in order
        if weak[i, j] > 0
    ]
    rows = [
        (label, _percent(found), _percent(data)) for label, found, data in zip(BINS, shares, REFERENCE, strict=True)
    ]
    return Section(
        "initiators",
        "Who begins disputes",
        (finding("stronger_begins", stronger, cases), finding("initiator_bins", distance)),
        ("initiator's share of the pair's capability", "found", "data"),
        tuple(rows),
        "Cases are the weaker sides that begin most.",
    )


def _rate(region: Region, count: float) -> str:
    return f"{count / region.seen.runs * 10 / region.seen.years:.2f}"


def _percent(share: float) -> str:
    return "" if np.isnan(share) else f"{100 * share:.0f} %"


def quarrels(region: Region) -> Section:
    """The pairs of ``region`` with most disputes, and whether the claims of the scenario order them."""
    i, j = region.pairs
    near = region.relevant[i, j]
    i, j = i[near], j[near]
    rates, stake = region.quarrels[i, j], region.stake[i, j]
    total = rates.sum()
    enough = region.seen.begun.sum() >= setting("fewest_disputes")
    free = ~region.claim[i, j]
    order = np.argsort(-rates, kind="stable")
    outside = [p for p in order if free[p] and rates[p] > 0][:5]
    return Section(
        "quarrels",
        "Which pairs quarrel",
        (
            finding("claim_order", rank_correlation(rates, stake) if enough else np.nan),
            finding(
                "without_claim",
                rates[free].sum() / total if enough and total else np.nan,
                [f"{region.pair_name(i[p], j[p])}, {rates[p]:.2f} a decade" for p in outside],
            ),
        ),
        ("pair", "disputes a decade", "begun by the first", "stake in the scenario"),
        tuple(
            (region.pair_name(i[p], j[p]), f"{rates[p]:.2f}", f"{region.begun[i[p], j[p]]:.2f}", f"{stake[p]:.2g}")
            for p in order
            if rates[p] > 0
        ),
        "Relevant pairs, the most quarrelsome first. Cases are pairs without an open claim that quarrel most.",
        SHOWN,
    )


def rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Spearman's rank correlation of the vectors ``one`` and ``other``, ties at their mean rank; NaN where one of
    them does not vary."""
    if len(one) < 3 or np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return float("nan")
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2.0)[place]


def wars(region: Region) -> Section:
    """Which disputes in ``region`` become wars, and who fights them."""
    seen = region.seen
    fought = seen.wars + seen.wars.transpose(1, 0, 2)
    i, j = region.pairs
    often = (fought[i, j] > 0).mean(axis=-1)
    begun = seen.begun.sum()
    share = seen.wars.sum() / begun if begun >= setting("fewest_disputes") else np.nan
    order = [p for p in np.argsort(-often, kind="stable") if often[p] > 0]
    return Section(
        "wars",
        "Wars",
        (finding("wars", share),),
        ("pair", "runs with a war"),
        tuple((region.pair_name(i[p], j[p]), _percent(often[p])) for p in order),
        f"In {seen.years} years. Wars that spread to allies count once.",
        SHOWN,
    )
