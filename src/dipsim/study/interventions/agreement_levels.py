"""Levels of multilateral agreement of a scenario: none, as it is, full.

A multilateral agreement is an organisation that is no alliance: a forum, a council, a control regime or an arms-control
treaty. With *none* they keep their members, so that the same pairs are compared, but meet nobody, verify nothing and
make nobody open. With *full* they are as good as they can be: quality and verification 1, so that members are open to
each other in all they do. A scenario without any gets a forum of all nations instead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import yaml

from dipsim.scenario.schema.spec import Spec

IDLE = {"quality": 0, "meets": 0, "verification": 0, "cap": 0, "admission": 0, "upkeep": 0, "holds": {}}
BEST = {"quality": 1, "verification": 1}
ADDED = "Forum of all nations"
MEETINGS = 2  # per year, of the forum that is added


@dataclass(frozen=True)
class Level:
    """A setting of a scenario with its name: a panel of a map."""

    label: str
    sets: tuple[str, ...] = ()


def levels(spec: Spec) -> tuple[Level, ...]:
    """No agreements, those of ``spec``, full ones; two levels where ``spec`` has none of its own."""
    listed: list[dict[str, Any]] = yaml.safe_load(spec.text).get("organisations", [])
    kept = [one for one in listed if one["kind"] == "alliance"]
    bound = [one for one in listed if one["kind"] != "alliance"]
    if not bound:
        everybody = {"name": ADDED, "kind": "forum", "members": list(spec.nations), "meets": MEETINGS, "quality": 1}
        return Level("no agreements"), Level("full agreements", _written([*kept, everybody]))
    return (
        Level("no agreements", _written([*kept, *(one | IDLE for one in bound)])),
        Level("agreements as they are"),
        Level("full agreements", _written([*kept, *(one | BEST for one in bound)])),
    )


def _written(organisations: list[dict[str, Any]]) -> tuple[str, ...]:
    return (f"organisations={json.dumps(organisations, ensure_ascii=False)}",)
