"""Made-up scenarios in which most pairs are strangers and links come about: by the timeline, and by admission."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from dipsim.model.state.organisation import TYPES

LOOSE = 0.5  # share of scenarios that are changed


def loosen(found: dict[str, Any], seed: int) -> None:
    """In some made-up scenarios most pairs are strangers, and some of these come to be linked during the run."""
    if Random(f"{seed} links").random() < LOOSE:
        random = Random(f"{seed} looser")
        scatter(found, random)
        gather(found, random)


def scatter(found: dict[str, Any], random: Random) -> None:
    """Add nations; each has a neighbour or two, and few other pairs are left."""
    codes = list(found["nations"])
    for k in range(random.randint(2, 4)):
        codes.append(f"S{k}")
        gdp, transparency = random.choice([50.0, 800.0, 4000.0]), round(random.random(), 6)
        found["nations"][codes[-1]] = {"gdp": gdp, "transparency": transparency}
    near = {frozenset(pair) for pair in pairwise(codes)}
    pairs = {frozenset(relation["between"]): relation for relation in found["relations"]}
    found["relations"] = [one for pair, one in pairs.items() if pair in near or random.random() < 0.15]
    stake, line = lambda: round(random.random(), 6), lambda: random.random() < 0.5
    found["relations"] += [
        {"between": sorted(pair), "proximity": 1, "dispute": stake(), "hotline": line()}
        for pair in sorted(near - set(pairs), key=sorted)
    ]
    for nation in found["nations"].values():
        nation.pop("location", None)


def gather(found: dict[str, Any], random: Random) -> None:
    """Add organisations, some of which admit outsiders, and who joins or leaves one by the timeline."""
    codes = list(found["nations"])
    bodies = found["organisations"]
    for kind in random.sample(TYPES, random.randint(1, 3)):
        members = random.sample(codes, random.randint(2, 3))
        body: dict[str, Any] = {"name": f"body {len(bodies)}", "kind": kind, "members": members, "quality": 0.5}
        body["admission"] = random.choice([0.0, 0.0, 1.0, 10.0])
        if kind == "forum" and random.random() < 0.5:
            body["meets"] = 4
        bodies.append(body | ({"cap": 0.9, "verification": 0.5} if kind == "arms_control" else {}))
    for _ in range(random.randint(0, 3)):
        event = {"nation": random.choice(codes), "organisation": random.choice(bodies)["name"]}
        month = random.randrange(int(found["time"]["years"] * 12))
        at = f"{2025 + month // 12}-{month % 12 + 1:02d}"
        found["timeline"].append({"at": at, random.choice(["join", "join", "leave"]): event})
