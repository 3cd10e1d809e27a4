"""The patterns of ``patterns.yaml`` and how a simulated value is held against the data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("patterns.yaml")
RULES = ("factor", "within", "between", "least", "most", "none")
HOLDS, BREACH, UNSEEN, SHOWN = "holds", "breach", "not seen", "shown"


@dataclass(frozen=True)
class Pattern:
    """One line of the table: its name, title, number in the list of facts, tolerance and the reason for it."""

    name: str
    title: str
    fact: str
    rule: str
    bound: Any
    reason: str
    twelve: bool

    def judge(self, data: float, simulated: float) -> str:
        """One of ``HOLDS``, ``BREACH``, ``UNSEEN`` (no simulated or no data value to judge by) and ``SHOWN`` (no rule).

        >>> every()["onset.land"].judge(684.0, 700.0)
        'holds'
        """
        if self.rule == "none":
            return SHOWN
        needs_data = self.rule in ("factor", "within")
        if simulated != simulated or (needs_data and (data != data or (self.rule == "factor" and data <= 0.0))):
            return UNSEEN
        if self.rule == "factor":
            held = data / self.bound <= simulated <= data * self.bound
        elif self.rule == "within":
            held = abs(simulated - data) <= self.bound
        elif self.rule == "between":
            held = self.bound[0] <= simulated <= self.bound[1]
        else:
            held = simulated >= self.bound if self.rule == "least" else simulated <= self.bound
        return HOLDS if held else BREACH

    @property
    def tolerance(self) -> str:
        """The rule in a few characters."""
        words = {"factor": "x/÷ {}", "within": "± {}", "least": "≥ {}", "most": "≤ {}", "none": "shown"}
        if self.rule == "between":
            return f"{self.bound[0]} to {self.bound[1]}"
        return words[self.rule].format(self.bound)


@lru_cache(maxsize=1)
def every() -> dict[str, Pattern]:
    """Every pattern by name, in the order of the file. ValueError for a rule that is not known."""
    found = {}
    for name, entry in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        ((rule, bound),) = entry["rule"].items()
        if rule not in RULES:
            raise ValueError(f"{FILE.name}: {name}: expected one of {', '.join(RULES)}, found {rule}")
        twelve = bool(entry.get("twelve", False))
        found[name] = Pattern(name, entry["title"], str(entry["fact"]), rule, bound, entry["reason"], twelve)
    return found
