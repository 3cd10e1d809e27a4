"""Proximity of nations from where they lie: ``exp(-distance / 1500 km)``, 0 when that is below 0.05.

The distance is the great circle on a sphere of 6371 km, by the haversine formula. Proximity is rounded to three
decimals, so that the last bit of a machine's sine does not matter.
"""

from __future__ import annotations

import math
from typing import Any

RADIUS = 6371.0  # km
REACH = 1500.0  # km over which proximity falls by e
LEAST = 0.05


def distance(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance in km between ``here`` and ``there``, each [latitude, longitude] in degrees.

    >>> round(distance((52.5, 13.4), (48.9, 2.35)))
    874
    """
    north, south = math.radians(here[0]), math.radians(there[0])
    up, along = (south - north) / 2, math.radians(there[1] - here[1]) / 2
    h = math.sin(up) * math.sin(up) + math.cos(north) * math.cos(south) * math.sin(along) * math.sin(along)
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, h)))


def proximity(here: tuple[float, float] | None, there: tuple[float, float] | None) -> float:
    """Proximity in 0..1 of the places ``here`` and ``there``, each [latitude, longitude] in degrees; 0 when one of them
    is not known.

    >>> proximity((52.5, 13.4), (52.5, 13.4)), proximity((52.5, 13.4), (48.9, 2.35)), proximity((0, 0), (0, 90))
    (1.0, 0.558, 0.0)
    """
    if here is None or there is None:
        return 0.0
    return closeness(distance(here, there))


def closeness(km: float) -> float:
    """Proximity (0 to 1) at a distance of ``km``: ``exp(-km / 1500)`` to three decimals, 0 below 0.05."""
    near = round(math.exp(-km / REACH), 3)
    return near if near >= LEAST else 0.0


def contact(relation: Any, here: tuple[float, float] | None, there: tuple[float, float] | None) -> float:
    """Proximity (0 to 1) of a pair with a listed ``relation``: as given, 1 across a land border, from its distance,
    else from the locations ``here`` and ``there``."""
    if relation.proximity is not None:
        return float(relation.proximity)
    if relation.land:
        return 1.0
    return proximity(here, there) if relation.distance is None else closeness(relation.distance)


def proximities(spec: Any) -> dict[tuple[str, str], float]:
    """Proximity of every pair of nations of ``spec`` that is above 0, listed or from locations; pairs in the order of
    nations."""
    listed = {
        relation.between: contact(relation, *(spec.nations[code].location for code in relation.between))
        for relation in spec.relations
    }
    codes = list(spec.nations)
    found: dict[tuple[str, str], float] = {}
    for row, a in enumerate(codes):
        for b in codes[row + 1 :]:
            near = listed.get((a, b))
            if near is None:
                near = proximity(spec.nations[a].location, spec.nations[b].location)
            if near > 0:
                found[a, b] = near
    return found
