"""Draws of what nobody has measured: the numbers of grade 4 that a scenario leaves at their assumed values.

Numbers of exchange kinds are drawn within the bounds that the catalogue gives, parameters between half and twice their
default, cut at their bounds; both evenly on a log scale where the range lies on one side of 0, else evenly.
Conventions, definitions and money units are not uncertain; nor are costs, staff and upkeep, which are the yardstick of
a comparison. A number of 0 stays 0: it says that there is no such effect. All numbers of a draw are drawn together,
independently. A draw at which the scenario has no settled start says nothing, so the next one takes its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.schema.value_types import Evidence
from dipsim.scenario.world.build import build

YARDSTICK = ("cost", "staff", "upkeep", "mode")
ASSUMED, OWN = "assumed", "assumed (scenario)"
TRIES = 4  # draws that are tried for each that is wanted


@dataclass(frozen=True)
class Range:
    """An uncertain number by its dotted path, its value in the scenario, and what it may be."""

    path: str
    value: float
    low: float
    high: float


def uncertain(spec: Spec) -> list[Range]:
    """Every number of ``spec`` that is drawn, with its range, kinds first."""
    found = []
    for name, kind in spec.kinds.items():
        for number, value in kind.numbers.items():
            evidence = kind.evidence[number]
            if not kind.is_off and value != 0.0 and number not in YARDSTICK and _is_guess(number, evidence):
                found.append(Range(f"exchanges.{name}.{number}", value, evidence.low, evidence.high))
    for quantity in PARAMETERS:
        value, guess = spec.parameters[quantity.name], quantity.grade == 4 and quantity.source.startswith(ASSUMED)
        if guess and not quantity.money and value == quantity.default and value != 0.0:
            ends = sorted((0.5 * value, 2.0 * value))
            low, high = max(ends[0], quantity.low), min(ends[1], quantity.high)
            found.append(Range(f"processes.{quantity.name}", value, low, high))
    return found


def _is_guess(number: str, evidence: Evidence) -> bool:
    """Whether the catalogue assumes the number and says within which bounds."""
    if evidence.grade != 4 or evidence.source.startswith(OWN):
        return False
    anything = (evidence.low, evidence.high) == (NUMBERS[number].low, NUMBERS[number].high)
    return bool(evidence.source.startswith(ASSUMED) and evidence.low < evidence.high and not anything)


def drawn(spec: Spec, count: int, seed: int) -> list[Spec]:
    """``count`` scenarios like ``spec`` with every uncertain number drawn; the same ``seed`` gives the same numbers.

    Draws without a settled start are passed over. Raises UnsettledStart where that are most.
    """
    ranges, found = uncertain(spec), list[Spec]()
    for number in range(TRIES * count):
        if len(found) == count:
            break
        one = _one(spec, ranges, np.random.default_rng([seed, number]))
        if _starts(one):
            found.append(one)
    if len(found) < count:
        raise UnsettledStart(
            f"expected {count} draws of the assumed numbers with a settled start among {TRIES * count}, found "
            f"{len(found)}; lower the rates or the evidence of its acts, or set options.start: cold"
        )
    return found


def _starts(spec: Spec) -> bool:
    """Whether runs of ``spec`` can begin: from a settled start, or from one that needs none."""
    world = build(spec)
    if world.start_at != SETTLED:
        return True
    try:
        settled_start(world)
    except UnsettledStart:
        return False
    return True


def _one(spec: Spec, ranges: list[Range], rng: np.random.Generator) -> Spec:
    kinds, parameters = dict(spec.kinds), dict(spec.parameters)
    for one, share in zip(ranges, rng.random(len(ranges)).tolist(), strict=True):
        value = _between(one.low, one.high, share)
        group, _, name = one.path.partition(".")
        if group == "processes":
            parameters[name] = value
        else:
            kind, _, number = name.partition(".")
            kinds[kind] = replace(kinds[kind], numbers={**kinds[kind].numbers, number: value})
    return spec.model_copy(update={"kinds": kinds, "parameters": parameters})


def _between(low: float, high: float, share: float) -> float:
    """The number a share of the way from low to high, on a log scale where both have one sign."""
    if low * high > 0.0:
        return math.copysign(math.exp(math.log(abs(low)) + share * math.log(high / low)), low)
    return low + share * (high - low)
