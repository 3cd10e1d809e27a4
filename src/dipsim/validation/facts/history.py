"""History repeats: onsets after onsets, by years since the last, and from one half of the window to the other."""

from __future__ import annotations

from dipsim.validation.facts.evidence_view import View, ratio, share

PER = 1e4
WAITS = {"1_2": (1, 2), "3_5": (3, 5), "6_10": (6, 10)}


def facts(seen: View) -> dict[str, float]:
    """Recurrence of onsets in same-region pairs, from what ``seen`` has inside the window, by name."""
    table = seen.table
    known = table[table["before"]]
    after, calm = known[known["last_onset"] == 1], known[known["last_onset"] == 0]
    found = {"again.after_onset": share(after["onset"]), "again.after_none": share(calm["onset"])}
    for name, (low, high) in WAITS.items():
        found[f"hazard.{name}"] = PER * share(table[table["since"].between(low, high)]["onset"])
    found["hazard.never"] = PER * share(table[table["since"] < 0]["onset"])
    return found | _halves(seen)


def _halves(seen: View) -> dict[str, float]:
    """A pair's onsets in the second half against those in the first."""
    table = seen.table
    late = table["year"] > seen.halves
    pairs = ["run", "first", "second"]
    old = table[~late].groupby(pairs)["onset"].sum().rename("old")
    new = table[late].groupby(pairs)["onset"].sum().rename("new")
    both = old.to_frame().join(new, how="inner")
    return {
        "repeat.rank": float(both["old"].corr(both["new"], method="spearman")) if both["new"].any() else float("nan"),
        "repeat.new": ratio(both[both["old"] == 0]["new"].sum(), both["new"].sum()),
    }
