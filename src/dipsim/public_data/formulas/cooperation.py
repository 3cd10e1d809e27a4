"""What two states have built up: agreements in force, practice from exercises, arms, organisations they share."""

from __future__ import annotations

from collections.abc import Mapping

from dipsim.model.parameters import PARAMETERS
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import LASTING, YEARLY, Figure, Pairs, among, later
from dipsim.public_data.readers import agreements, arms, exercises, organisations
from dipsim.scenario.schema.catalogue import catalogue

SCOPES = {"PROCUREMENT": "procurement", "RESEARCH": "technology", "TREX": "exercise"}
IMPORTS = 10  # years of imports that make dependence
PRACTICE = 10  # years of exercises that make interoperability
Scopes = dict[tuple[int, int], tuple[tuple[str, ...], tuple[int, ...]]]


def agreements_in_force(folder: Folder, years: Mapping[int, int]) -> Scopes:
    """Scopes of the agreements in force and the years they were signed in, by pair; commissions are no scope.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.

    What was in force in 2010, where the data end, is taken to be in force since, for ten years.
    """
    if agreements.DATA not in folder or max(years.values()) - agreements.LAST > LASTING:
        return {}
    table = among(folder.once("agreements", lambda: agreements.read(folder)), years)
    at = later(table, years)
    table = table[(table["signed"] <= at) & (table["end"] >= at.clip(upper=agreements.LAST))]
    scope = table["category"].map(SCOPES).where(~table["general"], "general")
    table = table.assign(scope=scope).dropna(subset=["scope"])
    held: dict[tuple[int, int], list[tuple[str, int]]] = {}
    columns = (table[name].tolist() for name in ("ccode1", "ccode2", "scope", "signed"))
    for one, other, word, year in zip(*columns, strict=True):
        held.setdefault((one, other), []).append((word, year))
    return {pair: _joined(entries) for pair, entries in held.items()}


def _joined(entries: list[tuple[str, int]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Scopes and years of several agreements; a general one covers every scope."""
    scopes = {word for word, _ in entries}
    signed = tuple(sorted({year for _, year in entries}))
    return (("general",) if "general" in scopes else tuple(sorted(scopes)), signed)


def practice(folder: Folder, years: Mapping[int, int]) -> Pairs:
    """Interoperability (0 to 1) that the exercises of ten years have left, by pair.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.

    Year by year it halves every ``ledger.interoperability_half_life`` and each exercise closes the share of the gap to
    1 that the kind ``joint_exercise`` has in the catalogue, as in the model.
    """
    last = folder.last(exercises.DATA)
    if last is None or max(years.values()) - last > LASTING:
        return {}
    table = among(folder.once("exercises", lambda: exercises.read(folder)), years)
    end = later(table, years).clip(upper=last)
    ago = end - table["year"]
    table = table.assign(ago=ago)[(ago >= 0) & (ago < PRACTICE)]
    held: dict[tuple[int, int], list[int]] = {}
    latest: dict[tuple[int, int], int] = {}
    columns = (table[name].astype("int64").tolist() for name in ("ccode1", "ccode2", "ago", "year"))
    for one, other, back, year in zip(*columns, strict=True):
        held.setdefault((one, other), [0] * PRACTICE)[back] += 1
        latest[one, other] = max(year, latest.get((one, other), 0))
    found: Pairs = {}
    for pair, counts in held.items():
        source = f"{exercises.DATA.name}, {sum(counts)} exercises in {PRACTICE} years"
        found[pair] = Figure(round(_left(counts), 3), source, latest[pair], 3)
    return found


def _left(counts: list[int]) -> float:
    """Interoperability after so many exercises in each year, ``counts[0]`` those of the last one."""
    kept = 2.0 ** (-1.0 / float(PARAMETERS["ledger.interoperability_half_life"].default or 1.0))
    gain = catalogue()["joint_exercise"].numbers["interoperability"].value
    level = 0.0
    for count in reversed(counts):
        level = 1.0 - (1.0 - level * kept) * (1.0 - gain) ** count
    return level


def dependence(folder: Folder, years: Mapping[int, int]) -> Pairs:
    """Share of the seller in the arms imports of the buyer over ten years, by buyer and seller; none below 1 %.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.
    """
    last, year = folder.last(arms.DATA), max(years.values())
    if last is None or year - last > YEARLY:
        return {}
    table = folder.once("arms", lambda: arms.read(folder))
    table = table[table["recipient"].isin(list(years))]
    end = table["recipient"].map(dict(years)).clip(upper=last)
    table = table.assign(end=end)[(table["year"] > end - IMPORTS) & (table["year"] <= end)]
    total = table.groupby("recipient")["tiv"].sum()
    table = table[table["supplier"].isin(list(years))].groupby(["recipient", "supplier"], as_index=False)
    bought = table.agg({"tiv": "sum", "end": "max"})
    found: Pairs = {}
    columns = (bought[name].tolist() for name in ("recipient", "supplier", "tiv", "end"))
    for buyer, seller, tiv, at in zip(*columns, strict=True):
        share = round(tiv / float(total[buyer]), 2) if total[buyer] else 0.0
        if share > 0.0:
            source = f"{arms.DATA.name}, share of imports {at - IMPORTS + 1}-{at}"
            found[buyer, seller] = Figure(share, source, int(at), 3)
    return found


def shared_organisations(folder: Folder, years: Mapping[int, int]) -> Pairs:
    """Number of intergovernmental organisations that both belong to, by pair, as of the last year on record.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.
    """
    if organisations.DATA not in folder:
        return {}
    table = among(folder.once("organisations", lambda: organisations.read(folder)), years)
    at = later(table, years)
    table = table[(table["year"] <= at) & (table["year"] >= at - LASTING)]
    table = table.drop_duplicates(["ccode1", "ccode2"], keep="last")
    columns = (table[name].tolist() for name in ("ccode1", "ccode2", "shared", "year"))
    return {
        (one, other): Figure(float(count), organisations.DATA.name, year, 3)
        for one, other, count, year in zip(*columns, strict=True)
    }
