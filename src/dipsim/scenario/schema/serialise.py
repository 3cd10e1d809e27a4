"""A Spec written down again: canonical YAML that loads back to the same, and the hash of what decides a run."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml

from dipsim.scenario.schema.parts import Part
from dipsim.scenario.schema.value_types import Evidence
from dipsim.scenario.yaml.nodes import Mark, Scalar
from dipsim.scenario.yaml.scalars import Refusal, number

FORMAT = 1  # of what is hashed
NOTES = {"title", "about", "sources", "source", "expect"}  # said for readers, without effect on a run
COMPUTED = {"kinds", "parameters", "evidence", "warnings", "file", "text", "hash"}
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_DUMPER):
    """Writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def to_yaml(spec: Any) -> str:
    """Canonical YAML of a spec, sources of numbers included."""
    style: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 2**20, "default_flow_style": None}
    return str(yaml.dump(plain(spec), Dumper=_Dumper, **style))


def digest(spec: Any) -> str:
    """BLAKE2b-128 of everything in ``spec`` that can change a number: no titles, notes, sources or expectations."""
    tree = {key: node for key, node in plain(spec, sourced=False).items() if key not in NOTES}
    for key in ("nations", "relations", "organisations"):
        parts = tree.get(key, [])
        for part in parts.values() if isinstance(parts, dict) else parts:
            part.pop("source", None)
    tree["timeline"] = sorted(tree.get("timeline", []), key=_json)
    kinds = {name: {"form": k.form, "group": k.group, "scope": k.scope, **k.numbers} for name, k in spec.kinds.items()}
    tree |= {"exchanges": kinds, "processes": spec.parameters, "format": FORMAT}
    return hashlib.blake2b(_json(tree).encode(), digest_size=16).hexdigest()


def _json(tree: Any) -> str:
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def plain(spec: Any, sourced: bool = True) -> dict[str, Any]:
    """The scenario ``spec`` as plain dicts, lists, texts and numbers, with defaults filled in and nothing computed;
    ``sourced`` keeps the sources of numbers."""
    writer = _Writer(spec.evidence if sourced else {})
    return writer.part(spec, ())


class _Writer:
    """Turns parts into plain values; a number with evidence of its own becomes a mapping again."""

    def __init__(self, evidence: dict[str, Evidence]) -> None:
        self.evidence = evidence

    def part(self, part: Part, path: tuple[str, ...]) -> dict[str, Any]:
        fields = {**part.__dict__, **(part.__pydantic_extra__ or {})}
        written: dict[str, Any] = {}
        for name, value in fields.items():
            key = name.rstrip("_")
            if value is None or value == {} or value == () or (not path and key in COMPUTED):
                continue
            written[key] = self.value(value, (*path, key))
        return written

    def value(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, Part):
            return self.special(value, path)
        if isinstance(value, dict):
            return self.mapping(value, path)
        if isinstance(value, (tuple, list)):
            return [self.value(item, (*path, self.label(item, row, path))) for row, item in enumerate(value)]
        return self.number(value, path)

    def special(self, part: Part, path: tuple[str, ...]) -> Any:
        if path[0] == "exchanges" and getattr(part, "is_off", False):
            return "off"
        if path[-2:-1] == ("interests",) and ".".join(path) in self.evidence:
            return self.number(part.position, path)  # type: ignore[attr-defined]
        return self.part(part, path)

    def mapping(self, value: dict[str, Any], path: tuple[str, ...]) -> Any:
        same = path[0] == "relations" and len(value) == 2 and len(set(value.values())) == 1
        if same and not any(".".join((*path, code)) in self.evidence for code in value):
            return self.number(next(iter(value.values())), path)
        if path[0] == "expect":
            return {key: _unquoted(text) for key, text in value.items()}
        return {key: self.value(item, (*path, key)) for key, item in value.items()}

    def number(self, value: Any, path: tuple[str, ...]) -> Any:
        evidence = self.evidence.get(".".join(path))
        if evidence is None or not isinstance(value, float):
            return value
        noted = {"value": value, "source": evidence.source, "year": evidence.year, "grade": evidence.grade}
        return {key: item for key, item in noted.items() if item is not None}

    def label(self, item: Any, row: int, path: tuple[str, ...]) -> str:
        if path == ("relations",):
            return "-".join(sorted(item.between))
        return str(item.name) if path == ("organisations",) else str(row)


def _unquoted(text: str) -> Any:
    """An override as it is written plainly: a number or truth value where it reads as one."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return number(Scalar(text, Mark("", 1, 1)))
    except Refusal:
        return text
