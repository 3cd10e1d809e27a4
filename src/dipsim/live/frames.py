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
SHOWN = ("trust", "distrust", "tension", "agreements", "polarisation", "expected_disputes", "expected_force")
"""Metrics of the region that the page can draw."""
PLACES = 4


def names_of(spec: Spec, world: World) -> Names:
    """Display names of everything that an event names."""
    return Names(world.names, world.codes, world.organisations, {name: kind.title for name, kind in spec.kinds.items()})


def region(spec: Spec, world: World) -> Plain:
    """What does not move during a run."""
    metrics = {metric.name: metric for metric in REGION_METRICS}
    places, on_map = _places(spec)
    return {
        "title": spec.title,
        "about": spec.about or "",
        "codes": world.codes,
        "names": world.names,
        "places": places,
        "map": on_map,
        "ticks": world.ticks,
        "per_year": world.per_year,
        "rungs": list(RUNGS),
        "metrics": [{"name": name, "meaning": metrics[name].meaning, "unit": metrics[name].unit} for name in SHOWN],
        "kinds": [
            {"name": name, "title": kind.title, "about": kind.about, "group": kind.group, "form": kind.form}
            for name, kind in spec.kinds.items()
            if not kind.is_off
        ],
    }


def frame(step: Step, run: StepwiseRun, names: Names, twin: Step | None) -> Plain:
    """One tick that is over; with what the run beside it shows, where there is one."""
    rows, columns = np.nonzero(np.triu(step.rung))
    found: Plain = {
        "tick": step.tick,
        "date": run.date(step.tick),
        "region": _region(step.region),
        "trust": _matrix(step.trust),
        "rungs": [[int(i), int(j), int(step.rung[i, j])] for i, j in zip(rows, columns, strict=True)],
        "events": [one._asdict() for one in tell(step.events, names)],
    }
    if twin is not None:
        found["twin"] = {"region": _region(twin.region), "trust": _matrix(twin.trust)}
    return found


def standing(look: Look) -> Plain:
    """How things stand before the tick that comes."""
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


def _places(spec: Spec) -> tuple[list[list[float]], bool]:
    """Where nations are drawn, 0 to 1 both ways: on a map where all have a location, else on a ring."""
    located = [nation.location for nation in spec.nations.values()]
    if all(place is not None for place in located) and len({*located}) > 1:
        return _map([place for place in located if place is not None]), True
    angles = 2.0 * np.pi * np.arange(len(located)) / len(located) - np.pi / 2.0
    return [[round(0.5 + 0.42 * float(np.cos(a)), 4), round(0.5 + 0.42 * float(np.sin(a)), 4)] for a in angles], False


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
