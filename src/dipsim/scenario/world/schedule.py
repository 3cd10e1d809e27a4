"""What is dated: meetings of organisations and the events of the timeline, as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import NATION
from dipsim.model.state.events import DatedEvent, DatedField, DatedSize
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.timeline import expand

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = tuple[list[int], list[float], list[str]]

NOT_AN_ACT = [-1.0] * (len(DatedSize) - 1)  # what stands behind the size of an event that is no act


def meetings(spec: Spec, names: list[str]) -> list[tuple[int, int, float]]:
    """(organisation, kind, rate per year) of everything that the organisations of ``spec`` hold; ``names`` are the
    kinds in their order. ``meets`` holds forums."""
    found: list[tuple[int, int, float]] = []
    for o, entry in enumerate(spec.organisations):
        holds = dict(entry.holds)
        if entry.meets > 0.0:
            holds["forum"] = holds.get("forum", 0.0) + entry.meets
        found += [(o, names.index(name), rate) for name, rate in sorted(holds.items()) if name in names]
    return found


def dated_events(spec: Spec, codes: list[str], names: list[str]) -> tuple[Ints, Floats, NDArray[np.uint8]]:
    """The dated events of ``spec``: integers [E, 7], numbers [E, 5] in the order of ``DatedSize``, parties [E, n].
    ``codes`` and ``names``: the nations and the kinds in their order."""
    rows: list[list[int]] = []
    sizes: list[list[float]] = []
    parties: list[list[int]] = []
    for dated in expand(spec, to_year_end=True):
        for row, size, party in _dated(dated.event, dated.args, codes, names, spec):
            rows.append([dated.tick, *row])
            sizes.append(size)
            parties.append([int(code in party) for code in codes])
    return (
        np.array(rows, dtype=np.int64).reshape(len(rows), len(DatedField)),
        np.array(sizes, dtype=np.float64).reshape(len(rows), len(DatedSize)),
        np.array(parties, dtype=np.uint8).reshape(len(rows), len(codes)),
    )


def _dated(event: str, args: dict[str, Any], codes: list[str], names: list[str], spec: Spec) -> list[Row]:
    """Rows [event, kind, first, second, organisation, row of a trait or who ended it] of one entry of the timeline."""
    if event in names:
        return [act(names.index(event), args, codes, spec)]
    declared = DatedEvent[event.upper()]
    if "traits" in declared.keys.values():
        return [
            ([declared, -1, codes.index(args["nation"]), -1, -1, NATION.row(trait)], [value, *NOT_AN_ACT], [])
            for trait, value in args.items()
            if trait not in declared.keys and value is not None
        ]
    kind = names.index(args["kind"]) if "kind" in args else -1
    first, second = _parties(args, codes)
    orgs = [o.name for o in spec.organisations]
    org = orgs.index(args["organisation"]) if "organisation" in args else -1
    size = next((args[key] for key, sort in declared.keys.items() if sort in ("size", "share")), 1.0)
    by = codes.index(args["by"]) if args.get("by") else -1
    return [([declared, kind, first, second, org, by], [float(size), *NOT_AN_ACT], [])]


def _parties(args: dict[str, Any], codes: list[str]) -> tuple[int, int]:
    if "nation" in args:
        return codes.index(args["nation"]), -1
    one, other = args.get("between") or (args["from"], args["to"])
    return codes.index(one), codes.index(other)


def act(c: int, args: dict[str, Any], codes: list[str], spec: Spec) -> Row:
    """A dated act of the kind in row ``c`` with the arguments ``args`` of its entry; ``codes`` are the nations of
    ``spec`` in their order.

    Three parties or more meet, so their second party is -1; the first named party hosts.
    """
    notified, hidden, value = args.get("notified"), args.get("hidden"), args.get("value")
    if args.get("tiv") is not None:
        value = args["tiv"] * spec.parameters["arming.tiv"]
    size = [
        float(args.get("scale", 1.0)),
        -1.0 if notified is None else float(notified),
        -1.0 if hidden is None else float(hidden),
        -1.0 if value is None else float(value),
        0.0 if args.get("planned") is False else 1.0,
    ]
    between = args.get("between")
    if between and list(spec.kinds.values())[c].form == "hosted":
        host = codes.index(between[0])
        return [DatedEvent.ACT, c, host, host, -1, -1], size, list(between)
    if between and len(between) > 2:
        return [DatedEvent.ACT, c, 0, -1, -1, -1], size, list(between)
    one, other = sorted(map(codes.index, between)) if between else (codes.index(args["from"]), codes.index(args["to"]))
    return [DatedEvent.ACT, c, one, other, -1, -1], size, []
