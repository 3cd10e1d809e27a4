"""The prior of every uncertain number of the model, from ``priors.yaml`` and the rule that its head states.

A number has a path. ``processes.crisis.alarmed`` and ``exchanges.alliance_pact.conditional`` are set to what is drawn.
``scale:exchanges.*.alarm`` multiplies the number of every kind, ``odds:exchanges.*.threshold`` multiplies its odds, and
``shift:exchanges.*.readiness`` adds to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.catalogue import catalogue

FILE = Path(__file__).resolve().parent / "priors.yaml"
UNIFORM, LOG, ODDS = "uniform", "log", "odds"
DISTRIBUTIONS = {  # in words
    UNIFORM: "uniform",
    LOG: "log-uniform",
    ODDS: "log-uniform in the odds",
}
SCALE, SHIFT, OF_ODDS = "scale", "shift", "odds"
HOW = (SCALE, SHIFT, OF_ODDS)  # how a draw acts on the numbers of kinds, as the first word of its path
DIGITS = 6  # significant digits of a draw, so that a table holds it exactly
OFF = "0: there is no such effect, or a rival reading is off"


@dataclass(frozen=True)
class Prior:
    """What a number may be: ``distribution`` (a key of ``DISTRIBUTIONS``) between ``low`` and ``high``.

    ``default`` is where the model stands, 1 for a factor and 0 for a shift; ``source`` says where the bounds are from,
    ``study`` what kind of study would pin the number.
    """

    path: str
    distribution: str
    low: float
    high: float
    default: float
    source: str
    study: str

    def value(self, share: float) -> float:
        """The value below which ``share`` of the prior lies, to ``DIGITS`` significant digits.

        >>> Prior("processes.crisis.incident", "log", 0.1, 0.4, 0.2, "", "").value(0.5)
        0.2
        """
        low, high = self.low, self.high
        if self.distribution == LOG:
            found = low * (high / low) ** share
        elif self.distribution == ODDS:
            odds = low / (1.0 - low) * (high / (1.0 - high) * (1.0 - low) / low) ** share
            found = odds / (1.0 + odds)
        else:
            found = low + share * (high - low)
        return float(f"{found:.{DIGITS}g}")

    @property
    def words(self) -> str:
        """The distribution in words."""
        return f"{DISTRIBUTIONS[self.distribution]} {self.low:g} to {self.high:g}"


@lru_cache(maxsize=1)
def priors() -> dict[str, Prior]:
    """Every prior by path: parameters in the order of their table, then the numbers of kinds.

    Raises ValueError where the file names what is not there or gives bounds that cannot be.
    """
    given = _file()
    _check_names(given)
    found = [*_of_parameters(given), *_of_kinds(given)]
    for prior in found:
        _check(prior)
    return {prior.path: prior for prior in found}


@lru_cache(maxsize=1)
def not_drawn() -> dict[str, str]:
    """Every number that is not drawn, by path, with the reason."""
    given = _file()
    listed = {f"processes.{name}": str(one["reason"]) for one in given["not_drawn"] for name in one["parameters"]}
    of_kinds = {f"exchanges.{name}": str(one["reason"]) for one in given["not_drawn"] for name in one.get("kinds", ())}
    off = {
        f"processes.{one.name}": OFF for one in PARAMETERS if not one.default and one.name not in given["parameters"]
    }
    return off | listed | of_kinds


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def _of_parameters(given: Mapping[str, Any]) -> Iterator[Prior]:
    skipped, written = not_drawn(), given["parameters"]
    for quantity in PARAMETERS:
        path = f"processes.{quantity.name}"
        if quantity.name in written:
            entry = written[quantity.name]
            distribution, low, high = _bounds(entry)
            yield Prior(path, distribution, low, high, _default(quantity), str(entry["source"]), _study(given, path))
        elif path not in skipped:
            yield _by_rule(quantity, path, given)


def _by_rule(quantity: Quantity, path: str, given: Mapping[str, Any]) -> Prior:
    """The prior of a parameter that the file does not name."""
    grade = 4 if "assumed" in quantity.source else quantity.grade
    if grade not in given["factors"]:
        raise ValueError(f"{FILE.name}: {path} of grade {grade}: expected a factor of its grade, or that it is listed")
    factor, here = float(given["factors"][grade]), _default(quantity)
    source, study = f"the rule for grade {grade}", _study(given, path)
    share = quantity.low >= 0.0 and quantity.high == 1.0
    if share and here == 1.0:
        return Prior(path, UNIFORM, 0.5, 1.0, here, source, study)
    if share:
        ends = [odds / (1.0 + odds) for odds in (here / (1.0 - here) / factor, here / (1.0 - here) * factor)]
        return Prior(path, ODDS, *_rounded(ends), here, source, study)
    ends = sorted((here / factor, here * factor))
    low, high = max(ends[0], quantity.low), min(ends[1], quantity.high)
    return Prior(path, LOG, *_rounded([low, high]), here, source, study)


def _of_kinds(given: Mapping[str, Any]) -> Iterator[Prior]:
    for name, entry in given["kinds"].items():
        how = next((word for word in HOW if word in entry), "")
        distribution, low, high = _bounds(entry[how] if how else entry)
        path = f"{how}:exchanges.{name}" if how else f"exchanges.{name}"
        kind, _, number = name.partition(".")
        here = {SHIFT: 0.0, "": _figure(kind, number)}.get(how, 1.0)
        yield Prior(path, distribution, low, high, here, str(entry["source"]), _study(given, f"exchanges.{name}"))


def _figure(kind: str, number: str) -> float:
    """What the catalogue says of a kind, 1 where every kind is meant."""
    return 1.0 if kind == "*" else float(catalogue()[kind].numbers[number].value)


def _bounds(entry: Mapping[str, Any]) -> tuple[str, float, float]:
    distribution = next(word for word in DISTRIBUTIONS if word in entry)
    low, high = entry[distribution]
    return distribution, float(low), float(high)


def _default(quantity: Quantity) -> float:
    return float(quantity.default or 0.0)


def _rounded(ends: list[float]) -> tuple[float, float]:
    low, high = (float(f"{end:.4g}") for end in ends)
    return low, high


def _study(given: Mapping[str, Any], path: str) -> str:
    """What would pin a number: of the longest beginning of its path that the file has."""
    fitting = [start for start in given["studies"] if path.startswith(start)]
    if not fitting:
        raise ValueError(f"{FILE.name}: studies: expected a beginning of {path}, found none; add one")
    return str(given["studies"][max(fitting, key=len)])


def _check_names(given: Mapping[str, Any]) -> None:
    """ValueError for a name that the tables do not have, or that is both drawn and not."""
    listed = [name for one in given["not_drawn"] for name in one["parameters"]]
    columns = [name for one in given["not_drawn"] for name in one.get("kinds", ())]
    strange = [name for name in (*given["parameters"], *listed) if name not in PARAMETERS]
    strange += [name for name in (*given["kinds"], *columns) if name.partition(".")[2] not in NUMBERS]
    strange += [name for name in given["kinds"] if name.partition(".")[0] not in ("*", *catalogue())]
    both = sorted(set(given["parameters"]) & set(listed)) + sorted(set(given["kinds"]) & set(columns))
    if strange or both:
        raise ValueError(f"{FILE.name}: expected numbers of the model, each once; found {', '.join([*strange, *both])}")


def _check(prior: Prior) -> None:
    """ValueError for bounds that are no bounds, or that do not hold the value of the model."""
    low, high = prior.low, prior.high
    one_side = prior.distribution == UNIFORM or low * high > 0.0
    share = prior.distribution != ODDS or 0.0 < low < high < 1.0
    slack = 1e-3 * (high - low)  # bounds of the rule are rounded
    if not (math.isfinite(high - low) and low < high and one_side and share):
        raise ValueError(f"{FILE.name}: {prior.path}: expected bounds for {prior.words}")
    if not low - slack <= prior.default <= high + slack:
        raise ValueError(f"{FILE.name}: {prior.path}: expected the default {prior.default:g} within {prior.words}")
