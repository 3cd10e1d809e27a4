"""Who cooperates with whom: rates by class of dyad, pacts between rivals, and refused licences."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.validation.recognition.finding import Section, finding, setting
from dipsim.validation.recognition.groups import ALLIES, CLASSES, DISTANT, RIVALS, Region

SHOWN = 6  # pairs in a table
DATA = (  # chance in a year: joint exercise, agreement signed, arms delivered, dispute begun; MME, DCAD, SIPRI, GML
    (0.314, 0.0196, 0.225, 0.0132),
    (0.150, 0.0024, 0.019, 0.1995),
    (0.044, 0.0125, 0.027, 0.2375),
    (0.119, 0.0354, 0.0715, 0.0529),
    (0.055, 0.0135, 0.120, 0.0085),
    (0.0074, 0.0014, 0.0075, 0.0006),
)
COLUMNS = ("class of pair", "pair-years", "exercise", "agreement", "arms deal", "dispute")


def cooperation(region: Region) -> Section:
    """The yearly chance of an exercise, an agreement, an arms deal and a dispute in ``region``, by class of pair."""
    found, sizes = rates(region, region.classes(), len(CLASSES))
    rows = [
        (CLASSES[c], f"{100 * sizes[c] / sizes.sum():.0f} %", *(_beside(found[c, q], DATA[c][q]) for q in range(4)))
        for c in range(DISTANT + 1)
        if sizes[c] > 0
    ]
    n_workers = _busiest(region)
    judged = {"ally_exercises": (ALLIES, 0), "rival_exercises": (RIVALS, 0)}
    judged |= {"ally_arms": (ALLIES, 2), "rival_arms": (RIVALS, 2)}
    enough = sizes >= setting("fewest_dyad_years")
    return Section(
        "cooperation",
        "Who cooperates with whom",
        tuple(
            finding(name, found[c, q] if enough[c] else np.nan, n_workers.get(name, ()))
            for name, (c, q) in judged.items()
        ),
        COLUMNS,
        tuple(rows),
        "Chance in a year, with that of the data behind the stroke. The rivals of the data are those of Thompson; here "
        f"a claim is open from a stake of {region.open_claim:g} on. An arms deal is an order that was granted.",
    )


def rates(region: Region, classes: Any, count: int) -> tuple[Any, Any]:
    """The yearly chance of the four events in ``region`` [class, 4], and the number of pair-years of each class
    [class].

    ``classes`` is the class of each pair by year and run, [Y, pairs, R], below ``count``."""
    i, j = region.pairs
    seen = region.seen
    happened = [
        (counts[:, i, j] + counts[:, j, i]) > 0 for counts in (seen.exercised, seen.signed, seen.armed, seen.begun)
    ]
    sizes = np.bincount(classes.ravel(), minlength=count)
    hits = np.array([np.bincount(classes[event], minlength=count) for event in happened], dtype=np.float64).T
    return np.divide(hits, sizes[:, None], out=np.full(hits.shape, np.nan), where=sizes[:, None] > 0), sizes


def _beside(found: float, data: float) -> str:
    return f"{_share(found)} / {_share(data)}"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %" if value < 0.1 else f"{100 * value:.0f} %"


def _busiest(region: Region) -> dict[str, list[str]]:
    """The rivals that exercise and trade most, for the checks on rivals."""
    i, j = region.pairs
    rivals = region.claim[i, j] & ~region.allied[i, j]
    found = {}
    for name, counts, word in (
        ("rival_exercises", region.seen.exercised, "exercises"),
        ("rival_arms", region.seen.armed, "arms deals"),
    ):
        per_decade = (counts[:, i, j] + counts[:, j, i]).sum(axis=0).mean(axis=-1) * 10.0 / region.seen.years
        order = [p for p in np.argsort(-per_decade * rivals, kind="stable")[:3] if rivals[p] and per_decade[p] > 0]
        found[name] = [f"{region.pair_name(i[p], j[p])}, {per_decade[p]:.1f} {word} a decade" for p in order]
    return found


def rival_pacts(region: Region) -> Section:
    """Defence pacts in ``region`` between nations with an open claim that had none at the start."""
    i, j = region.pairs
    pledge = region.seen.pledge
    ever = ((pledge[:, i, j] > 0.0) | (pledge[:, j, i] > 0.0)).any(axis=0).mean(axis=-1)
    rivals = region.claim[i, j] & ~region.allied[i, j]
    order = [p for p in np.argsort(-ever * rivals, kind="stable") if rivals[p] and ever[p] > 0]
    worst = ever[rivals].max() if rivals.any() else np.nan
    return Section(
        "pacts",
        "Pacts between rivals",
        (finding("rival_pacts", worst),),
        ("pair with an open claim", "stake", "runs with a defence pact"),
        tuple(
            (region.pair_name(i[p], j[p]), f"{region.stake[i[p], j[p]]:.2g}", f"{100 * ever[p]:.0f} %") for p in order
        ),
        f"In {region.seen.years} years; organisations that pledge defence count.",
        SHOWN,
    )


def licences(region: Region) -> Section:
    """Refused licences in ``region`` by pair, and how many decisions are refusals. A licence that is put off is
    neither."""
    seen = region.seen
    refused, granted = seen.refused.sum(axis=-1), seen.granted.sum(axis=-1)
    total = refused.sum() + granted.sum()
    per_decade = 10.0 / seen.years / seen.runs
    order = [divmod(int(x), len(refused)) for x in np.argsort(-refused, axis=None, kind="stable")]
    return Section(
        "licences",
        "Refused licences",
        (finding("refusals", refused.sum() / total if total >= setting("fewest_disputes") else np.nan),),
        ("supplier", "buyer", "refused a decade", "granted a decade", "stake between them"),
        tuple(
            (
                region.name(i),
                region.name(j),
                f"{refused[i, j] * per_decade:.1f}",
                f"{granted[i, j] * per_decade:.1f}",
                f"{region.stake[i, j]:.2g}",
            )
            for i, j in order
            if refused[i, j] > 0
        ),
        f"In all, {refused.sum() * per_decade:.0f} licences are refused and {granted.sum() * per_decade:.0f} granted "
        "in a decade.",
        SHOWN,
    )
