"""The pattern table: every fact on the data and on runs, side by side, with its tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dipsim.validation import facts
from dipsim.validation.evidence import Evidence
from dipsim.validation.facts.regressions import Estimate, estimates, third_party_everywhere
from dipsim.validation.tolerances import BREACH, HOLDS, SHOWN, Pattern, every

ASSOCIATION = (
    "These are associations. They cannot identify the effect of cooperation: states that cooperate differ from those "
    "that do not (selection), and some controls are results of cooperation themselves (bad controls). The table asks "
    "whether the model shows the same associations as the data, and no more. What cooperation does in the model is the "
    "verdict's to say."
)
GROUPS = {
    "Onset": ("onset.", "contiguity.", "concentration.", "clustering.", "democracy."),
    "History": ("again.", "hazard.", "repeat."),
    "Disputes": ("ladder.", "length.", "ends.", "initiator.", "joiners."),
    "Cooperation and onset": ("pact.", "dca.", "exercise.", "arms."),
    "Adjusted associations": ("adjusted.", "third."),
    "Networks of cooperation": ("diffusion.", "attachment.", "closure.", "network.", "first_dca.", "class."),
    "Spending": ("spending.", "capability."),
}
ABSENT = {
    "6": "rivalry is coded with hindsight",
    "10": "the model has no battle deaths",
    "16": "rival pairs and arms races are coded with hindsight",
    "23": "how often allies honour a pact is a parameter of the model",
    "27": "the model has no crises below a dispute",
}


@dataclass(frozen=True)
class Row:
    """One pattern: the value in the data, in the runs (None without runs), and the judgement."""

    pattern: Pattern
    data: float
    simulated: float | None
    word: str
    data_interval: tuple[float, float] | None
    simulated_interval: tuple[float, float] | None


@dataclass(frozen=True)
class PatternTable:
    """All rows, of which evidence they are, and the third-party moment with partners of all regions (data only)."""

    data: str
    simulated: str | None
    rows: tuple[Row, ...]
    everywhere: dict[str, Estimate]
    notes: tuple[str, ...]

    @property
    def twelve(self) -> dict[str, bool | None]:
        """For each of the twelve, by its number, whether all its rows hold; None without runs."""
        found: dict[str, bool | None] = {}
        for row in self.rows:
            if row.pattern.twelve:
                held = None if row.simulated is None else row.word == HOLDS
                before = found.get(row.pattern.fact, True)
                found[row.pattern.fact] = None if held is None or before is None else before and held
        return dict(sorted(found.items(), key=lambda item: int(item[0])))

    @property
    def breaches(self) -> list[Row]:
        """Rows outside their tolerance."""
        return [row for row in self.rows if row.word == BREACH]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = {
            row.pattern.name: {
                "title": row.pattern.title,
                "fact": row.pattern.fact,
                "data": row.data,
                "data_interval": row.data_interval,
                "simulated": row.simulated,
                "simulated_interval": row.simulated_interval,
                "tolerance": {row.pattern.rule: row.pattern.bound},
                "reason": row.pattern.reason,
                "twelve": row.pattern.twelve,
                "verdict": row.word,
            }
            for row in self.rows
        }
        everywhere = {name: [one.value, one.low, one.high] for name, one in self.everywhere.items()}
        return {
            "data": self.data,
            "simulated": self.simulated,
            "patterns": rows,
            "twelve": self.twelve,
            "third_party_all_regions": everywhere,
            "not_shown": ABSENT,
            "notes": list(self.notes),
            "association": ASSOCIATION,
        }


def compare(data: Evidence, simulated: Evidence | None = None) -> PatternTable:
    """Every pattern in ``data`` and, where given, in ``simulated`` runs."""
    in_data, data_estimates = _measured(data)
    in_runs, run_estimates = _measured(simulated) if simulated is not None else ({}, {})
    rows = []
    for name, pattern in every().items():
        value = in_runs.get(name, float("nan")) if simulated is not None else None
        word = SHOWN if value is None else pattern.judge(in_data[name], value)
        intervals = (_interval(data_estimates.get(name)), _interval(run_estimates.get(name)))
        rows.append(Row(pattern, in_data[name], value, word, *intervals))
    everywhere = third_party_everywhere(facts.view(data), data)
    notes = (*data.notes, *(simulated.notes if simulated is not None else ()))
    return PatternTable(data.source, None if simulated is None else simulated.source, tuple(rows), everywhere, notes)


def _measured(evidence: Evidence) -> tuple[dict[str, float], dict[str, Estimate]]:
    seen = facts.view(evidence)
    found = estimates(seen)
    return facts.measure(evidence, seen) | {name: one.value for name, one in found.items()}, found


def _interval(one: Estimate | None) -> tuple[float, float] | None:
    return None if one is None or one.value != one.value else (one.low, one.high)


def grouped(table: PatternTable) -> list[tuple[str, list[Row]]]:
    """The rows of ``table`` under their headings; ValueError when a pattern has no heading."""
    found: dict[str, list[Row]] = {title: [] for title in GROUPS}
    for row in table.rows:
        title = next((title for title, begins in GROUPS.items() if row.pattern.name.startswith(begins)), None)
        if title is None:
            raise ValueError(f"{row.pattern.name}: no heading of the pattern table")
        found[title].append(row)
    return list(found.items())
