"""Who cooperates with whom: allies against rivals. Rivals are coded with hindsight: description only."""

from __future__ import annotations

from dipsim.validation.facts.evidence_view import View, rate_ratio, ratio, share


def facts(seen: View) -> dict[str, float]:
    """Yearly chances by class of pair, from ``seen``, by name; NaN where rivals are not coded."""
    table = seen.table
    near = table[table["land"] == 1]
    relevant = table[(table["land"] == 1) | (table["major"] == 1)]
    rivals = relevant[(relevant["pact"] == 0) & (relevant["rival"] == 1)]
    known = seen.known("exercise")
    known = known[(known["land"] == 1) | (known["major"] == 1)]
    allies = known[(known["pact"] > 0) & (known["rival"] == 0)]
    apart = known[(known["pact"] == 0) & (known["rival"] == 1)]
    were_apart = table[table["before"] & (table["last_pact"] == 0) & (table["rival"] == 1)]
    return {
        "class.exercise": ratio(share(allies["exercise"] > 0), share(apart["exercise"] > 0)),
        "class.arms_rivals": share(rivals["arms"] > 0),
        "class.new_pact": share(were_apart["pact"] > 0),
        "class.dispute_ally": rate_ratio(near, near["pact"] > 0),
    }
