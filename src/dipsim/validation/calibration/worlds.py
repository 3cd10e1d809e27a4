"""The worlds that are calibrated, and the moments of their runs at any numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from dipsim.public_data import regional_sets
from dipsim.public_data.files.folder import Folder
from dipsim.scenario.draws.draws import applied
from dipsim.scenario.draws.priors import Prior
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.validation.calibration import halves as halves_of
from dipsim.validation.calibration import targets
from dipsim.validation.calibration.moments import of_runs
from dipsim.validation.calibration.targets import Moment
from dipsim.validation.evidence import PAST, REGIONS, Evidence
from dipsim.validation.observed import observed
from dipsim.validation.simulated import Region, of_data, of_scenario, simulated

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A scenario whose runs count: made from data with the codes of its states and what was before, or by itself."""

    name: str
    spec: Spec
    codes: tuple[int, ...] = ()
    past: Evidence | None = None

    def region(self, values: Mapping[str, float]) -> Region:
        """The region at other ``values``, by path."""
        spec = applied(self.spec, values)
        world = build(spec)
        if self.past is None:
            return of_scenario(self.name, world, spec.hash)
        number = next(number for number, name in REGIONS.items() if name == self.name)
        return of_data(self.name, number, world, self.codes, self.past, spec)


@dataclass(frozen=True)
class Window:
    """Places that run together for so many years; ``number`` is the place of the window in ``targets.WINDOWS``."""

    number: int
    years: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Worlds:
    """Windows, the moments that count, and the numbers that are free, each a prior.

    With ``halves``, the moments of one half of the pairs and the counts of the other stand behind the moments.
    """

    windows: tuple[Window, ...]
    moments: tuple[Moment, ...]
    numbers: tuple[Prior, ...]
    halves: bool = False

    @property
    def columns(self) -> list[tuple[Moment, int]]:
        """Every moment with its window, in the order of the vectors."""
        return [(one, part.number) for part in self.windows for one in self.moments if part.number in one.windows]

    def values(self, z: Floats) -> dict[str, float]:
        """Numbers by path at normal scores ``z`` [d]."""
        shares = np.clip(norm.cdf(z), 1e-9, 1.0 - 1e-9)
        return {one.path: one.value(share) for one, share in zip(self.numbers, shares.tolist(), strict=True)}

    def at(self, values: Mapping[str, float], replicates: int, seed: int) -> Floats:
        """Moments [run, moment] of ``replicates`` runs at ``values``, with ``seed``; NaN without a case.

        Raises UnsettledStart.
        """
        found = []
        for part in self.windows:
            regions = [place.region(values) for place in part.places]
            found.append((simulated(regions, replicates, seed, part.years), part.number))
        return _vectors(found, self.moments, self.halves)


def of_regions(
    folder: Folder, data: Path, numbers: Sequence[Prior], names: Sequence[str] = tuple(REGIONS.values())
) -> Worlds:
    """The regional sets of both windows, of the regions ``names``, with ``numbers`` free.

    ``folder`` is the folder ``data``, open. Raises PublishedError when it lacks a file.
    """
    windows = []
    for number, (first, last) in enumerate(targets.WINDOWS):
        past = observed(folder, first - PAST, first - 1)
        sets = [one for one in regional_sets(data, first - 2, states_at=first - 1) if one.region in names]
        places = tuple(
            Place(one.region, one.spec, tuple(int(one.ccodes[code]) for code in one.spec.nations), past) for one in sets
        )
        windows.append(Window(number, last - first + 1, places))
    return Worlds(tuple(windows), targets.MOMENTS, tuple(numbers), halves=True)


def of_file(scenario: str, numbers: Sequence[Prior], moments: Sequence[Moment]) -> Worlds:
    """One ``scenario`` from its start to its end, in one window, with ``numbers`` free and ``moments`` looked at."""
    spec = load(scenario)
    years = spec.time.ticks // spec.time.per_year
    return Worlds((Window(targets.LATE, years, (Place(spec.title, spec),)),), tuple(moments), tuple(numbers))


def of_record(folder: Folder) -> Floats:
    """The moments [k] of the data in ``folder``, then those of half of the pairs and counts of the others."""
    found = [(observed(folder, *years), number) for number, years in enumerate(targets.WINDOWS)]
    record: Floats = _vectors(found, targets.MOMENTS, halves=True)[0]
    return record


def _vectors(found: Sequence[tuple[Evidence, int]], moments: tuple[Moment, ...], halves: bool) -> Floats:
    """Moments [run, moment], then those of the pairs that take part, then the counts of those left out."""
    parts = [of_runs(evidence, moments, number) for evidence, number in found]
    if halves:
        parts += [of_runs(halves_of.fitted_half(evidence), halves_of.HALF, number) for evidence, number in found]
        parts += [halves_of.counts(evidence) for evidence, _ in found]
    return np.hstack(parts)
