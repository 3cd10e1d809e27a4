"""What the page is sent, as plain data: the region once, a frame for each tick, and how things stand now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import REGION_METRICS
from dipsim.report.event_sentences import RUNGS, Names, tell
from dipsim.runs.stepwise.stepwise_run import Look, Step, StepwiseRun
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World

Plain = dict[str, Any]
SHOWN = {
    "trust": "Mean trust",
    "distrust": "Share of pairs in distrust",
    "tension": "Tension (mean threat)",
    "agreements": "Treaties in force per pair",
    "polarisation": "Polarisation",
    "expected_disputes": "Disputes to be expected in the tick",
    "expected_force": "Uses of force to be expected in the tick",
}
"""Metrics of the region that the page can draw, in words."""
RUNG_TOLD = ("dispute", "joined_dispute", "climbed", "settled")  # events whose number is a rung
PLACES = 4
CROWDED = 0.1  # of the width of the map: the middle nation has a neighbour nearer than that


def names_of(spec: Spec, world: World) -> Names:
    """Display names of everything that an event in ``spec`` and its ``world`` names."""
    return Names(world.names, world.codes, world.organisations, {name: kind.title for name, kind in spec.kinds.items()})


def region(spec: Spec, world: World) -> Plain:
    """What stays constant during a run of ``spec``: nations with their places on the map, dates, metrics of its
    ``world``."""
    metrics = {metric.name: metric for metric in REGION_METRICS}
    return {
        "title": spec.title,
        "about": spec.about or "",
        "codes": world.codes,
        "names": world.names,
        "ring": _ring(len(world.codes)),
        **_on_map(spec),
        "ticks": world.ticks,
        "per_year": world.per_year,
        "rungs": list(RUNGS),
        "metrics": [{"name": name, "title": title, "meaning": metrics[name].meaning} for name, title in SHOWN.items()],
        "kinds": [
            {"name": name, "title": kind.title, "about": kind.about, "group": kind.group, "form": kind.form}
            for name, kind in spec.kinds.items()
            if not kind.is_off
        ],
    }


def frame(step: Step, run: StepwiseRun, names: Names, twin: Step | None) -> Plain:
    """One completed tick: ``step`` of ``run`` with display ``names``, and the same tick of the paired run ``twin``, if
    there is one."""
    rung = _highest(step)
    rows, columns = np.nonzero(rung)
    found: Plain = {
        "tick": step.tick,
        "date": run.date(step.tick),
        "region": _region(step.region),
        "trust": _matrix(step.trust),
        "rungs": [[int(i), int(j), int(rung[i, j])] for i, j in zip(rows, columns, strict=True)],
        "events": [one._asdict() for one in tell(step.events, names)],
    }
    if twin is not None:
        found["twin"] = {"region": _region(twin.region), "trust": _matrix(twin.trust)}
    return found


def _highest(step: Step) -> NDArray[np.float64]:
    """The highest rung of each two nations in a tick [n, n], above the diagonal; a dispute may begin and end in one."""
    found = np.triu(step.rung)
    for event in step.events:
        if event.name in RUNG_TOLD:
            pair = min(event.first, event.second), max(event.first, event.second)
            found[pair] = max(found[pair], event.value)
    return found


def standing(look: Look) -> Plain:
    """The state before the next tick, as read in ``look``: trust, threat, rungs and instruments in force."""
    return {
        "region": _region(look.region),
        "trust": _matrix(look.trust),
        "threat": _matrix(look.threat),
        "rung": look.rung.astype(int).ravel().tolist(),
        "challenger": look.challenger.astype(int).ravel().tolist(),
        "stake": _matrix(look.stake),
        "in_force": look.in_force.astype(int).ravel().tolist(),
        "relevant": look.relevant.astype(int).ravel().tolist(),
        "capability": [round(float(value), PLACES) for value in look.capability],
        "spending": [round(float(value), PLACES) for value in look.spending],
    }


def _region(metrics: dict[str, float]) -> dict[str, float | None]:
    return {name: None if np.isnan(metrics[name]) else round(metrics[name], 6) for name in SHOWN}


def _matrix(values: NDArray[np.float64]) -> list[float]:
    found: list[float] = np.round(values, PLACES).ravel().tolist()
    return found


def _ring(count: int) -> list[list[float]]:
    """Places on a ring, 0 to 1 both ways."""
    angles = 2.0 * np.pi * np.arange(count) / count - np.pi / 2.0
    return [[round(0.5 + 0.42 * float(np.cos(a)), 4), round(0.5 + 0.42 * float(np.sin(a)), 4)] for a in angles]


def _on_map(spec: Spec) -> Plain:
    """Places on a map where all nations have a location, else none; and whether they crowd there."""
    located = [nation.location for nation in spec.nations.values() if nation.location is not None]
    if len(located) < len(spec.nations) or len(set(located)) < 2:
        return {"map": None, "crowded": False}
    places = _map(located)
    flat = np.array(places)
    apart = np.hypot(*(flat[:, None] - flat[None]).T) + np.eye(len(flat))
    return {"map": places, "crowded": bool(np.median(apart.min(axis=1)) < CROWDED)}


def _map(located: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Latitude and longitude on a plane, the shorter way round the Earth, one scale for both axes."""
    latitude, longitude = (np.array(values) for values in zip(*located, strict=True))
    turned = np.sort(longitude % 360.0)
    gaps = np.diff(np.append(turned, turned[0] + 360.0))
    start = turned[(int(gaps.argmax()) + 1) % len(turned)]
    x = ((longitude - start) % 360.0) * np.cos(np.radians(latitude.mean()))
    y = -latitude
    span = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9)
    return [
        [round(0.5 + 0.84 * float(one - (x.max() + x.min()) / 2) / span, 4),
         round(0.5 + 0.84 * float(other - (y.max() + y.min()) / 2) / span, 4)]
        for one, other in zip(x, y, strict=True)
    ]  # fmt: skip
