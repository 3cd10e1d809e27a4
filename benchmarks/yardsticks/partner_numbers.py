"""Made-up scenarios in which partners are chosen by tie and rivalry, acts become habits, and upkeep follows gdp."""

from __future__ import annotations

from random import Random
from typing import Any

NUMBERS_APART = ("tie", "rivalry", "again", "upkeep_share")  # of kinds, drawn here and nowhere else


def partner(found: dict[str, Any], seed: int, names: list[str]) -> None:
    """In most scenarios give such numbers to some of the kinds ``names``; drawn by their own generator."""
    random = Random(f"{seed} partners")
    for name in names if random.random() < 0.7 else ():
        changes = found["exchanges"].get(name, {})
        if changes == "off" or random.random() < 0.4:
            continue
        numbers = {"tie": random.uniform(0, 3), "rivalry": random.uniform(0, 5), "again": random.uniform(0.3, 1)}
        numbers |= {"upkeep_share": random.choice([1e-6, 1e-5, 1e-3])}
        drawn = {key: round(numbers[key], 7) for key in random.sample(NUMBERS_APART, random.randint(1, 4))}
        found["exchanges"][name] = (changes if isinstance(changes, dict) else {}) | drawn
