"""How cooperation and onset go together, and how acts persist. Association, not effect."""

from __future__ import annotations

from dipsim.validation.facts.evidence_view import View, rate_ratio, ratio, share


def facts(seen: View) -> dict[str, float]:
    """Rate ratios of onset by channel, raw and among land neighbours, and persistence of acts, from ``seen``, by
    name."""
    found: dict[str, float] = {}
    for name in ("pact", "dca", "exercise", "arms"):
        table = seen.known(name)
        near = table[table["land"] == 1]
        found[f"{name}.raw"] = rate_ratio(table, table[name] > 0)
        found[f"{name}.land"] = rate_ratio(near, near[name] > 0)
    found["pact.flip"] = ratio(found["pact.land"], found["pact.raw"])
    for name in ("exercise", "arms"):
        table = seen.known(name)
        known = table[table["before"]]
        found[f"{name}.again"] = share(known[known[f"last_{name}"] > 0][name] > 0)
        found[f"{name}.density"] = share(table[name] > 0)
    held = seen.table[seen.table["exercise"] > 0]
    found["exercise.allied"] = share(held["pact"] > 0)
    return found | {"pact.kept": _kept(seen)}


def _kept(seen: View) -> float:
    """Share of the pacts in force in the first year that are in force in the last, of pairs that are there in both."""
    table = seen.table
    first, last = seen.evidence.years
    pairs = ["run", "first", "second"]
    begin = table[(table["year"] == first) & (table["pact"] > 0)][pairs]
    end = table[table["year"] == last][[*pairs, "pact"]]
    return share(begin.merge(end, on=pairs)["pact"] > 0)
