"""Where nations stand in a moving picture: on a ring by their trust at the start, or on a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dipsim.report import relation_changes, style
from dipsim.report.animation.moments import Moments
from dipsim.report.animation.scene import Scene
from dipsim.report.figures import trust_network
from dipsim.report.result_view import Outcome
from dipsim.scenario.arguments import ArgumentError

STEPS = (1, 2, 5, 10, 15, 30, 45)  # degrees between the lines of a map
ROOM = 0.16  # of the width, around the outermost nations


def network(result: Outcome, moments: Moments) -> Scene:
    """The nations of ``result`` on a ring over ``moments``; neighbours trusted each other at the start. The same places
    as in ``trust_network``."""
    places = trust_network.layout(result)
    scene = Scene(result, moments, places, "The network of trust")
    scene.axes.set_xlim(-2.1, 2.1)
    scene.axes.set_ylim(-1.35, 1.35)
    scene.nations(result, trust_network.sizes(result, list(places)), outward=True)
    return scene


def map_of(result: Outcome, moments: Moments) -> Scene:
    """The nations of ``result`` over ``moments`` where their ``location`` is. Raises ArgumentError where one has
    none."""
    codes = list(relation_changes.matrix(result, end=False).index)
    where = locations(result, codes)
    places, middle, shrink = projected(where)
    scene = Scene(result, moments, places, "Trust on the map")
    _frame(scene.axes, np.array(list(places.values())))
    _lines_of_degrees(scene.axes, middle, shrink)
    scene.nations(result, trust_network.sizes(result, codes))
    return scene


GROUNDS = {"network": network, "map": map_of}


def locations(result: Outcome, codes: list[str]) -> dict[str, tuple[float, float]]:
    """Degrees north and east of each of the nations ``codes`` of ``result``. ArgumentError names those without."""
    nations = getattr(result.spec, "nations", None) or {}
    found = {code: getattr(nations.get(code), "location", None) for code in codes}
    without = [code for code, place in found.items() if place is None]
    if without:
        listed = ", ".join(without[:8]) + (", ..." if len(without) > 8 else "")
        raise ArgumentError(
            f"map: expected a location of every nation, found none of {listed}; "
            "add location: [latitude, longitude] to them, or animate the network"
        )
    return {code: (float(place[0]), float(place[1])) for code, place in found.items() if place is not None}


def projected(where: Mapping[str, tuple[float, float]]) -> tuple[dict[str, Any], float, float]:
    """Places on a flat map, true to scale along its middle: (east, north) in degrees of latitude.

    The map is cut where there is most empty room between nations, so that the Pacific is whole where it is in the
    middle. Also the degree east of the middle, and by how much degrees of longitude are shrunk.
    """
    east = np.sort(np.array([place[1] for place in where.values()]) % 360.0)
    gaps = np.diff(np.r_[east, east[0] + 360.0])
    cut = float(east[(int(np.argmax(gaps)) + 1) % len(east)])
    turned = {code: (place[1] - cut) % 360.0 for code, place in where.items()}
    half = (min(turned.values()) + max(turned.values())) / 2
    north = [place[0] for place in where.values()]
    shrink = max(0.2, float(np.cos(np.radians((min(north) + max(north)) / 2))))
    places = {code: np.array([(turned[code] - half) * shrink, where[code][0]]) for code in where}
    return places, (cut + half + 180.0) % 360.0 - 180.0, shrink


def _frame(axes: Any, points: Any) -> None:
    """Limits around all points at one scale in both directions."""
    box = axes.get_window_extent()
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum((high - low) * (1 + 2 * ROOM), 3.0)
    scale = max(span[0] / box.width, span[1] / box.height)
    middle = (low + high) / 2
    axes.set_xlim(middle[0] - scale * box.width / 2, middle[0] + scale * box.width / 2)
    axes.set_ylim(middle[1] - scale * box.height / 2, middle[1] + scale * box.height / 2)


def _lines_of_degrees(axes: Any, middle: float, shrink: float) -> None:
    """Thin lines of latitude and longitude with their degrees, instead of a frame."""
    (left, right), (below, above) = axes.get_xlim(), axes.get_ylim()
    wide = (right - left) / shrink
    step = next((step for step in STEPS if max(wide, above - below) / step <= 9), STEPS[-1])
    look: dict[str, Any] = {"color": "#e3e3e3", "lw": 1.0, "zorder": 0}
    note: dict[str, Any] = {"color": style.QUIET, "fontsize": 11, "zorder": 1, "clip_on": False}
    for north in np.arange(np.ceil(below / step), np.floor(above / step) + 1) * step:
        axes.plot([left, right], [north, north], **look)
        if below + 0.06 * (above - below) < north < above - 0.04 * (above - below):
            axes.text(left, north, f" {_degrees(north, 'N', 'S')}", va="bottom", **note)
    for east in np.arange(np.ceil((middle + left / shrink) / step), np.floor((middle + right / shrink) / step) + 1):
        across = (east * step - middle) * shrink
        axes.plot([across, across], [below, above], **look)
        if left + 0.06 * (right - left) < across < right - 0.06 * (right - left):
            turned = (east * step + 180.0) % 360.0 - 180.0
            axes.text(across, below, f" {_degrees(turned, 'E', 'W')}", va="bottom", **note)
    axes.set_xlim(left, right)
    axes.set_ylim(below, above)


def _degrees(value: float, positive: str, negative: str) -> str:
    """
    >>> _degrees(-30.0, "N", "S"), _degrees(0.0, "E", "W")
    ('30\u00b0 S', '0\u00b0')
    """
    side = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):.0f}\u00b0 {side}".rstrip()
