"""The five regional sets of a year as regions that the rods can run."""

from __future__ import annotations

from pathlib import Path

from dipsim.public_data.files.folder import Folder
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.validation.evidence import REGIONS, Evidence
from dipsim.validation.simulated import Region, of_data, of_scenario

REGIONAL = "regional"  # the word for the five sets on the command line


def regional(data: Path | Folder, year: int, past: Evidence, sets: tuple[str, ...] = ()) -> list[Region]:
    """Regions of the five sets from ``data``, with figures of at most ``year``, for the states that exist at the end of
    ``year`` + 1.

    ``past`` is the evidence of the years that end with ``year`` + 1; ``sets`` change numbers of every scenario.
    Raises PublishedError when the folder lacks a file."""
    from dipsim.public_data import regional_sets
    from dipsim.scenario.load import vary

    numbers = {name: number for number, name in REGIONS.items()}
    found = []
    for one in regional_sets(data, year, states_at=year + 1):
        spec = vary(one.spec, sets) if sets else one.spec
        world = build(spec)
        codes = [int(one.ccodes[code]) for code in world.codes]
        found.append(of_data(one.region, numbers[one.region], world, codes, past, spec))
    return found


def named(scenario: str, sets: tuple[str, ...] = ()) -> list[Region]:
    """The one region of ``scenario``, a file or a shipped name, with the overrides ``sets``."""
    spec = load(scenario, sets)
    return [of_scenario(spec.title, build(spec), spec.hash)]
