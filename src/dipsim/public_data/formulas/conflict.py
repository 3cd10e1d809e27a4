"""What past disputes leave between two states: the stake, and the distrust at the start.

    dispute = 1 - exp(-n / 2)                      n disputes begun in the ten years to the year of the figures
    claim   = 0.3 dispute                          the standing claim, to which the stake falls without new disputes
    history = sum over disputes of thirty years of kappa(level) 2^(-age / half-life(level))

kappa and half-life are those of the model: ``crisis.kappa_*`` and ``ledger.half_life_crises_*``. The forms are assumed,
the counts are not. Strategic rivalries are coded with hindsight and are read only when they are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from dipsim.model.parameters import PARAMETERS
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import Figure, Pairs, among, later
from dipsim.public_data.readers import disputes, rivalries

RECENT = 10  # years over which disputes make the stake
REMEMBERED = 30  # years over which they make distrust
STANDING = 0.3  # share of the stake that is a standing claim, assumed
RIVALS = 0.5  # least stake of strategic rivals
LOWEST = -12.0  # log-odds, the bound of ``history`` in a scenario
LEVELS = {1.0: "threat", 2.0: "threat", 3.0: "threat", 4.0: "force", 5.0: "war"}


def stakes(folder: Folder, years: Mapping[int, int], hindsight: bool) -> tuple[Pairs, str]:
    """The stake of each pair with recent disputes, and a sentence on why others have none.

    ``folder``: the data; ``years``: states (by number) and the year each is described for; ``hindsight``: let rivalries
    count, which were coded in 2020.
    """
    last = folder.last(disputes.DATA)
    found: Pairs = {}
    said = f"no file {disputes.DATA.stem}"
    if last is not None:
        end = min(min(years.values()), last)
        said = f"0 disputes {end - RECENT + 1}-{end} ({disputes.DATA.name})"
        recent = _begun(folder, years, RECENT)
        for pair, levels in recent.items():
            count = len(levels)
            note = f"{count} {'dispute' if count == 1 else 'disputes'} {said[11:]}"
            found[pair] = Figure(round(1.0 - math.exp(-count / 2.0), 3), note=note)
    if hindsight and rivalries.DATA in folder:
        for pair in _rivals(folder, years):
            before = found.get(pair, Figure(0.0, note=said))
            note = f"{before.note}, strategic rivals ({rivalries.DATA.name})"
            found[pair] = Figure(max(RIVALS, before.value), note=note)
    return found, said


def claim(stake: Figure) -> Figure | None:
    """The standing claim behind a stake; None without a stake.

    >>> claim(Figure(0.632, note="2 disputes")).text()
    '0.19  # assumed: 0.3 of the stake'
    """
    return Figure(round(STANDING * stake.value, 3), note=f"{STANDING} of the stake") if stake.value > 0.0 else None


def histories(folder: Folder, years: Mapping[int, int], start: int) -> Pairs:
    """Log odds that past disputes have left in the trust of either side at the end of the year ``start``, by pair.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.
    """
    found: Pairs = {}
    for pair, begun in _begun(folder, years, REMEMBERED).items():
        left = sum(_kappa(level) * 2.0 ** (-(start - year) / _half_life(level)) for year, level in begun)
        years_of = sorted(year for year, _ in begun)
        source = f"{disputes.DATA.name}, disputes of {', '.join(map(str, years_of))}"
        found[pair] = Figure(max(LOWEST, round(left, 3)), source, years_of[-1], 3)
    return {pair: figure for pair, figure in found.items() if figure.value}


def _begun(folder: Folder, years: Mapping[int, int], window: int) -> dict[tuple[int, int], list[tuple[int, float]]]:
    """First year and highest level of every dispute of a pair that began in the window, by pair."""
    if disputes.DATA not in folder:
        return {}
    last = folder.last(disputes.DATA)
    table = among(folder.once("disputes", lambda: disputes.read(folder)), years)
    table = table[table["onset"] & (table["ccode1"] < table["ccode2"])]
    end = later(table, years).clip(upper=last)
    table = table[(table["year"] > end - window) & (table["year"] <= end)]
    table = table.groupby(["ccode1", "ccode2", "dispnum"], as_index=False).agg({"year": "min", "hostility": "max"})
    found: dict[tuple[int, int], list[tuple[int, float]]] = {}
    columns = (table[name].tolist() for name in ("ccode1", "ccode2", "year", "hostility"))
    for one, other, year, level in zip(*columns, strict=True):
        found.setdefault((one, other), []).append((year, level))
    return found


def _rivals(folder: Folder, years: Mapping[int, int]) -> list[tuple[int, int]]:
    last = folder.last(rivalries.DATA) or 0
    table = among(rivalries.read(folder), years)
    at = later(table, years).clip(upper=last)
    table = table[(table["first"] <= at) & (table["last"] >= at)]
    return sorted(set(zip(table["ccode1"].tolist(), table["ccode2"].tolist(), strict=True)))


def _kappa(level: float) -> float:
    return float(PARAMETERS[f"crisis.kappa_{LEVELS.get(level, 'threat')}"].default or 0.0)


def _half_life(level: float) -> float:
    return float(PARAMETERS[f"ledger.half_life_crises_{LEVELS.get(level, 'threat')}"].default or 1.0)
