"""Where today's states are: capitals with their location, and land neighbours. Facts only, from ``places.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dipsim.public_data.states.state_table import states

TABLE = Path(__file__).with_name("places.csv")
SOURCE = "GeoNames (CC BY 4.0)"


@dataclass(frozen=True)
class Place:
    """A state of today: code, name, capital, its degrees north and east, and the codes of its land neighbours."""

    code: str
    name: str
    capital: str
    latitude: float
    longitude: float
    neighbours: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Every state of today by its code.

    >>> places()["GRC"].capital, places()["GRC"].neighbours
    ('Athens', ('ALB', 'BGR', 'MKD', 'TUR'))
    """
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            neighbours = tuple(code for code in row["neighbours"].split("|") if code)
            where = float(row["latitude"]), float(row["longitude"])
            name = states()[row["code"]].name
            found[row["code"]] = Place(row["code"], name, row["capital"], *where, neighbours)
    return found
