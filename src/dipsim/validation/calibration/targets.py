"""The moments that are fitted: which facts of `dipsim patterns`, in which years, and how far a model may be off.

Nothing after 1989 is here, nor take-off and persistence of agreements, nor adjusted odds ratios: those are predictions
and checks. Persistence of acts and levels of exercises and agreements are facts of the eighties.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dipsim.validation import tolerances

Floats = NDArray[np.float64]
WINDOWS = ((1971, 1980), (1981, 1989))
EARLY, LATE = 0, 1
BOTH = (EARLY, LATE)
LEAST = 1e-3  # below which a share or rate is not told apart in logs
OF_TOLERANCE = 0.5  # how much of the tolerance of a pattern is one standard deviation of what a model may be off


@dataclass(frozen=True)
class Moment:
    """A fact by its name, compared in logs or as it is, in the windows named.

    ``least`` is added before logs are taken, so that a run without a case counts; ``rule`` names another pattern whose
    tolerance it takes.
    """

    name: str
    log: bool = True
    windows: tuple[int, ...] = BOTH
    least: float = 0.0
    rule: str = ""

    def compared(self, value: float) -> float:
        """``value`` on the scale on which it is compared. NaN stays NaN."""
        return math.log(max(value + self.least, LEAST)) if self.log and value == value else value

    def told(self, value: float) -> float:
        """The fact again, from the ``value`` that was compared."""
        return math.exp(value) - self.least if self.log else value

    def off(self, data: float) -> float:
        """One standard deviation of what a model may be off ``data``, on the scale on which it is compared.

        Raises ValueError for a pattern whose tolerance has one side.
        """
        pattern = tolerances.every()[self.rule or self.name]
        if pattern.rule == "factor":
            wide = math.log(pattern.bound) if self.log else data * (pattern.bound - 1.0)
        elif pattern.rule == "within":
            wide = pattern.bound / (data + self.least) if self.log else pattern.bound
        elif pattern.rule == "between":
            low, high = (math.log(end + self.least) if self.log else end for end in pattern.bound)
            wide = (high - low) / 2.0
        else:
            raise ValueError(f"{pattern.name}: expected a tolerance of two sides, found {pattern.tolerance}")
        return OF_TOLERANCE * wide


MOMENTS = (
    Moment("onset.originators_land"),
    Moment("onset.other"),
    Moment("again.after_onset", log=False),
    Moment("hazard.1_2", least=100.0),
    Moment("hazard.3_5", least=100.0),
    Moment("hazard.never"),
    Moment("concentration.ever"),
    Moment("concentration.top", log=False),
    Moment("clustering.dispersion"),
    Moment("democracy.all", least=0.1),
    Moment("initiator.stronger", log=False),
    Moment("initiator.0_10", log=False),
    Moment("initiator.10_30", log=False),
    Moment("initiator.90_100", log=False),
    Moment("joiners.display", log=False),
    Moment("joiners.force", log=False),
    Moment("ladder.display", log=False),
    Moment("ladder.war", least=0.01),
    Moment("length.mean"),
    Moment("length.year", log=False),
    Moment("ends.decided", log=False),
    Moment("arms.density"),
    Moment("arms.again", log=False),
    Moment("spending.sd_1"),
    Moment("spending.sd_5"),
    Moment("exercise.density", windows=(LATE,)),
    Moment("exercise.again", log=False, windows=(LATE,)),
    Moment("exercise.allied", log=False, windows=(LATE,)),
    Moment("dca.level", windows=(LATE,), least=0.5, rule="diffusion.early"),
    Moment("third.all", windows=(LATE,)),
)


def columns(moments: tuple[Moment, ...] = MOMENTS) -> list[tuple[Moment, int]]:
    """Every one of ``moments`` with its window, in the order of the vectors: window by window."""
    return [(one, window) for window in BOTH for one in moments if window in one.windows]


def titles() -> list[str]:
    """Name and years of every column."""
    return [f"{one.name} {WINDOWS[window][0]}-{WINDOWS[window][1]}" for one, window in columns()]


def discrepancy(data: Floats, moments: tuple[Moment, ...] = MOMENTS) -> Floats:
    """Covariance [k, k] of what a model may be off ``data`` [k]; each of ``moments`` is off alike in both windows."""
    known = columns(moments)
    off = np.array([one.off(one.told(value)) for (one, _), value in zip(known, data, strict=True)])
    names = np.array([one.name for one, _ in known])
    found: Floats = np.outer(off, off) * (names[:, None] == names[None, :])
    return found
