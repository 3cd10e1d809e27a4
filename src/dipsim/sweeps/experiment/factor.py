"""A factor of an experiment: what it turns, its range or values, and how a share of probability becomes a value.

Designs live on the unit cube; a factor turns its coordinate into a value by the quantile function of its distribution,
so that a Latin hypercube of a normal factor is one in probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dipsim.scenario.parameter_axis import ParameterAxis

Floats = NDArray[np.float64]
ON, OFF = "on", "off"


@dataclass(frozen=True)
class Factor:
    """A lever (policy) or an uncertainty (world) of an experiment.

    ``paths`` are overrides, or targets that can be switched off; ``parameter_axes`` turn the numbers among them.
    ``choices`` are the values as they are written where there is a list of them, else the factor runs from ``low`` to
    ``high`` with a ``distribution`` of parameters ``shape`` (mode of a triangular one; mean and standard deviation of a
    normal one).
    """

    name: str
    role: str
    paths: tuple[str, ...]
    low: float = 0.0
    high: float = 1.0
    distribution: str = "uniform"
    shape: tuple[float, ...] = ()
    choices: tuple[str, ...] = ()
    levels: int | None = None
    numeric: bool = True
    switch: bool = False  # whether the paths are targets that are there or taken away
    parameter_axes: tuple[ParameterAxis, ...] = ()

    def value(self, share: ArrayLike) -> Any:
        """Values at ``share``, shares of probability between 0 and 1: floats, or texts for words."""
        u = np.asarray(share, dtype=np.float64)
        if self.choices:
            return self._listed()[np.minimum((u * len(self.choices)).astype(np.int64), len(self.choices) - 1)]
        if self.distribution == "uniform":
            return self.low + u * (self.high - self.low)
        if self.distribution == "log_uniform":
            return np.clip(self.low * (self.high / self.low) ** u, self.low, self.high)
        return np.clip(self._law().ppf(u), self.low, self.high)

    def unit(self, values: ArrayLike) -> Floats:
        """Shares of probability of values; the middle of its share for a listed value."""
        if self.choices:
            known = {value: row for row, value in enumerate(self._listed().tolist())}
            rows = np.array([known[value] for value in np.asarray(values).ravel().tolist()], dtype=np.float64)
            return (rows + 0.5) / len(self.choices)
        x = np.asarray(values, dtype=np.float64)
        if self.distribution == "uniform":
            return np.asarray((x - self.low) / (self.high - self.low))
        if self.distribution == "log_uniform":
            return np.asarray(np.log(x / self.low) / np.log(self.high / self.low))
        return np.asarray(self._law().cdf(x))

    def grid(self, levels: int) -> Any:
        """The values that a grid of ``levels`` takes: those listed, else equal steps from end to end (ratios where
        logarithmic)."""
        if self.choices:
            return self._listed()
        count = self.levels or levels
        if self.distribution == "log_uniform":
            return self.value(np.linspace(0.0, 1.0, count))
        return self.low + np.arange(count) / (count - 1) * (self.high - self.low)

    def _listed(self) -> Any:
        return np.array([float(text) for text in self.choices] if self.numeric else list(self.choices))

    def _law(self) -> Any:
        """The distribution as SciPy knows it."""
        from scipy import stats

        width = self.high - self.low
        if self.distribution == "triangular":
            return stats.triang((self.shape[0] - self.low) / width, self.low, width)
        mean, sd = self.shape
        return stats.truncnorm((self.low - mean) / sd, (self.high - mean) / sd, mean, sd)

    def sets(self, value: Any) -> list[str]:
        """The overrides at a value, PATH=VALUE; none for a switch, which is no override."""
        if self.switch:
            return []
        if not self.numeric:
            return [f"{path}={value}" for path in self.paths]
        return [text for parameter_axis in self.parameter_axes for text in parameter_axis.sets(float(value))]

    def missing(self, value: Any) -> tuple[str, ...]:
        """The targets that are taken away at a value."""
        return self.paths if self.switch and str(value) == OFF else ()
