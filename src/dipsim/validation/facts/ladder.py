"""What disputes are like: levels, length, ends, who begins them by strength, who joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.validation.facts.evidence_view import View, ratio, share

if TYPE_CHECKING:
    import pandas as pd

LEVELS = {"threat": 2, "display": 3, "force": 4, "war": 5}
BINS = {"0_10": (0.0, 0.1), "10_30": (0.1, 0.3), "30_50": (0.3, 0.5), "50_70": (0.5, 0.7), "70_90": (0.7, 0.9)}
LAST_BIN = ("90_100", 0.9)
YEAR = 365.0
FEW = 5  # disputes below which a level says nothing about length


def facts(seen: View) -> dict[str, float]:
    """Levels, lengths, initiators and joiners of the disputes of same-region pairs in ``seen``, by name."""
    disputes = seen.evidence.disputes
    return {**_ladder(disputes), **_initiators(disputes), **_joiners(seen.table)}


def _ladder(disputes: pd.DataFrame) -> dict[str, float]:
    """One row for each dispute: its highest level, length and end."""
    each = disputes.sort_values("level").drop_duplicates(["run", "dispute"], keep="last")
    found = {f"ladder.{name}": share(each["level"] == level) for name, level in LEVELS.items()}
    for name, level in LEVELS.items():
        days = each[each["level"] == level]["days"].dropna()
        found[f"length.{name}"] = float(days.median()) if len(days) >= FEW else float("nan")
    days = each["days"].dropna()
    found["length.mean"], found["length.year"] = share(days), share(days > YEAR)
    found["ends.decided"] = share(each["decided"].dropna())
    return found


def _initiators(disputes: pd.DataFrame) -> dict[str, float]:
    """Share of the initiator in the pair's capability."""
    known = disputes.dropna(subset=["share"])
    strength = known["share"]
    found = {"initiator.stronger": share(strength > 0.5)}
    for name, (low, high) in BINS.items():
        found[f"initiator.{name}"] = share((strength >= low) & (strength < high))
    found[f"initiator.{LAST_BIN[0]}"] = share(strength >= LAST_BIN[1])
    wars = known[known["level"] == LEVELS["war"]]
    found["initiator.war"] = share(wars["share"] > 0.5) if len(wars) >= FEW else float("nan")
    return found


def _joiners(table: pd.DataFrame) -> dict[str, float]:
    """Onsets of pairs in which no dispute between originators began: one of them joined."""
    onsets = table[table["onset"] == 1]
    joined = onsets["originators"] == 0
    found = {"joiners.share": ratio(joined.sum(), len(onsets))}
    for name in ("display", "force", "war"):
        found[f"joiners.{name}"] = share(joined[onsets["level"] == LEVELS[name]])
    return found
