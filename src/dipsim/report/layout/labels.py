"""Labels beside points, placed so that none covers another or a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.transforms import Bbox

SIDES = (  # horizontal and vertical direction of the label from its point, best first
    *((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)),
)
REACH = (1.0, 2.2, 4.0, 6.5)  # how far from the point, in gaps, before a label is left where it disturbs least


def beside(
    axes: Any,
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    radii: Sequence[float],
    outward: bool = False,
    **look: Any,
) -> list[Any]:
    """Write a label beside each point of given axes; returns the texts, in the same order.

    Parameters
    ----------
    axes : Axes
    points : sequence of (x, y)
        Where the points are, in data.
    texts : sequence of str
        What to write.
    radii : sequence of float
        How large each point is drawn, as a radius in points (1/72 inch).
    outward : bool
        Prefer the side that looks away from the middle of all points, as on a ring.
    **look
        Look of the texts, as for ``axes.text``.

    Returns
    -------
    list of Text
        One per point. A label that is not next to its point is joined to it by a thin line.
    """
    figure = axes.figure
    renderer, pixels = figure.canvas.get_renderer(), figure.dpi / 72
    centres = [tuple(axes.transData.transform(point)) for point in points]
    taken = [_around(centre, radius * pixels) for centre, radius in zip(centres, radii, strict=True)]
    frame = axes.get_window_extent(renderer)
    middle = [sum(centre[side] for centre in centres) / max(1, len(centres)) for side in (0, 1)]
    drawn = []
    for place, text in enumerate(texts):
        label = axes.annotate(text, points[place], (0, 0), textcoords="offset points", annotation_clip=False, **look)
        size = label.get_window_extent(renderer)
        others = taken[:place] + taken[place + 1 :]
        away = [centres[place][side] - middle[side] for side in (0, 1)] if outward else None
        across, up, far = _best(centres[place], radii[place] * pixels, size, others, frame, pixels, _sides(away))
        label.set_horizontalalignment(("right", "center", "left")[across + 1])
        label.set_verticalalignment(("top", "center", "bottom")[up + 1])
        gap = _gap(radii[place], far)
        label.xyann = (gap * across * _slant(across, up), gap * up * _slant(across, up))
        if far > REACH[1]:
            edge = (points[place][0], points[place][1])
            line = {"arrowstyle": "-", "color": "#8c8c8c", "lw": 0.8, "shrinkA": 0, "shrinkB": radii[place]}
            axes.annotate("", edge, label.xyann, textcoords="offset points", arrowprops=line, annotation_clip=False)
        taken.append(label.get_window_extent(renderer))
        drawn.append(label)
    return drawn


def spread(requested: list[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near as possible to ``requested`` that are at least ``gap`` apart, inside [low, high] if they fit.

    >>> spread([0.5, 0.5, 0.9], 0.1, 0.0, 1.0)
    [0.45, 0.55, 0.9]
    """
    if not requested:
        return []
    order = sorted(range(len(requested)), key=lambda place: requested[place])
    gap = min(gap, (high - low) / max(1, len(requested) - 1))
    groups: list[list[int]] = []
    centres: list[float] = []
    for place in order:
        groups.append([place])
        centres.append(_centre(groups[-1], requested, gap, low, high))
        while len(groups) > 1 and centres[-1] - centres[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2 - 1e-12:
            last = groups.pop()
            groups[-1] += last
            centres.pop()
            centres[-1] = _centre(groups[-1], requested, gap, low, high)
    placed = dict.fromkeys(order, 0.0)
    for group, centre in zip(groups, centres, strict=True):
        for step, place in enumerate(group):
            placed[place] = round(centre + gap * (step - (len(group) - 1) / 2), 9)
    return [placed[place] for place in range(len(requested))]


def _centre(group: list[int], requested: list[float], gap: float, low: float, high: float) -> float:
    half = gap * (len(group) - 1) / 2
    return max(low + half, min(high - half, sum(requested[place] for place in group) / len(group)))


def _sides(away: Sequence[float] | None) -> Sequence[tuple[int, int]]:
    """The sides in the order in which they are tried; those that look ``away`` first."""
    if away is None or not any(away):
        return SIDES
    return sorted(
        SIDES, key=lambda side: -(side[0] * away[0] + side[1] * away[1]) / (side[0] ** 2 + side[1] ** 2) ** 0.5
    )


def _gap(radius: float, far: float) -> float:
    return radius + 4.0 * far


def _slant(across: int, up: int) -> float:
    """A corner is further away than a side."""
    return 0.75 if across and up else 1.0


def _around(centre: Any, radius: float) -> Bbox:
    return Bbox.from_extents(centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)


def _best(
    centre: Any,
    radius: float,
    size: Bbox,
    others: Sequence[Bbox],
    frame: Bbox,
    pixels: float,
    sides: Sequence[tuple[int, int]],
) -> tuple[int, int, float]:
    """The first side and distance that are free, else those that cover least."""
    least: tuple[float, tuple[int, int, float]] | None = None
    for far in REACH:
        for across, up in sides:
            gap = _gap(radius / pixels, far) * pixels * _slant(across, up)
            left = centre[0] + across * gap - size.width * (1 - across) / 2
            below = centre[1] + up * gap - size.height * (1 - up) / 2
            box = Bbox.from_bounds(left - 1, below - 1, size.width + 2, size.height + 2)
            cost = sum(_shared(box, other) for other in others) + 4 * (box.width * box.height - _shared(box, frame))
            if cost <= 1e-6:
                return across, up, far
            if least is None or cost < least[0]:
                least = cost, (across, up, far)
    assert least is not None
    return least[1]


def _shared(one: Bbox, other: Bbox) -> float:
    """The area that two boxes share."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(wide * high) if wide > 0 and high > 0 else 0.0
