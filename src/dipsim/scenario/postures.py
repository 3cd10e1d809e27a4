"""Postures: named sets of nation traits that a nation starts from; its own values win."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dipsim.scenario.yaml.nodes import Mapping, Scalar, mapping
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted
from dipsim.scenario.yaml.read_text import read_text

FILE = Path(__file__).resolve().parent / "postures.yaml"


@lru_cache(maxsize=1)
def postures() -> dict[str, Mapping]:
    """Traits of each posture; its ``about`` is left out. ScenarioError when the file is wrong."""
    return {name: _traits(mapping(_file(), name)) for name in _file()}


@lru_cache(maxsize=1)
def _file() -> Mapping:
    report = Report()
    text = read_text(FILE, FILE.name, report)
    tree = compose(text, FILE.name, report) if text is not None else None
    report.stop()
    if not isinstance(tree, Mapping):
        raise TypeError(f"{FILE.name} holds no mapping")
    return tree


def _traits(posture: Mapping) -> Mapping:
    traits = Mapping(posture.mark)
    for key, node in posture.items():
        if key != "about":
            traits.put(key, node)
    return traits


def describe_postures() -> dict[str, str]:
    """What each posture stands for, for ``dipsim list``."""
    return {name: str(mapping(_file(), name).get("about", "")) for name in _file()}


def fill(tree: Mapping, report: Report) -> None:
    """Give every nation in ``tree`` with a posture the traits that it does not set itself; unknown postures go to
    ``report``."""
    for code, nation in mapping(tree, "nations").items():
        posture = nation.get("posture") if isinstance(nation, Mapping) else None
        if not isinstance(nation, Mapping) or not isinstance(posture, Scalar) or not posture:
            continue
        known = postures()
        if posture not in known:
            near = nearest(str(posture), known)
            report.add(posture.mark, "E1205", f"nations.{code}.posture", listing(known), quoted(posture), near)
            continue
        for key, node in known[str(posture)].items():
            if key not in nation:
                nation.put(key, node, posture.mark)
