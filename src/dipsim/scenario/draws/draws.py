"""Draws: a table with a column for each uncertain number and a row for each draw, and a scenario at one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.numerics.philox import word
from dipsim.model.parameters import NUMBERS
from dipsim.scenario.draws.priors import HOW, OF_ODDS, SCALE, Prior, priors
from dipsim.scenario.schema.exchange_kinds import Kind, Override
from dipsim.scenario.schema.spec import Spec

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """``values`` [draw, number], the numbers in the order of ``paths``.

    ``name`` is how the draws were asked for; ``about`` says where they are from, word by word, as the head of the table
    has it.
    """

    paths: tuple[str, ...]
    values: Floats
    name: str
    about: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def hash(self) -> str:
        """BLAKE2b-128 of the paths and every number: two tables with the same hash give the same runs."""
        text = "\n".join([",".join(self.paths), *(",".join(map(repr, row)) for row in self.values.tolist())])
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """What JSON says of the draws: how they were asked for, their hash and how many there are."""
        return {"asked": self.name, "hash": self.hash, "draws": len(self)}

    def number_of(self, replicate: int) -> int:
        """The draw that a replicate uses: draws are taken in turn."""
        return replicate % len(self)

    def at(self, number: int) -> dict[str, float]:
        """The draw ``number``: value by path."""
        return dict(zip(self.paths, self.values[number].tolist(), strict=True))

    def column(self, path: str) -> Floats:
        """The draws of the number at ``path``, [draw]. Raises KeyError when it has no column."""
        if path not in self.paths:
            raise KeyError(path)
        return np.asarray(self.values[:, self.paths.index(path)])


def from_prior(seed: int, count: int, only: Sequence[Prior] | None = None) -> Draws:
    """``count`` independent draws of every prior, or of those in ``only``.

    A draw depends on the seed, its place and the path of the number: it stays the same with more draws and beside other
    numbers.
    """
    drawn = list(priors().values()) if only is None else list(only)
    values = np.empty((count, len(drawn)))
    for column, prior in enumerate(drawn):
        shares = np.random.default_rng([seed, word(prior.path)]).random(count)
        values[:, column] = [prior.value(share) for share in shares.tolist()]
    about = {"from": "the prior", "seed": str(seed)}
    return Draws(tuple(prior.path for prior in drawn), values, f"prior:{seed}:{count}", about)


def applied(spec: Spec, values: Mapping[str, float]) -> Spec:
    """``spec`` with the numbers of a draw, ``values`` by path. What the scenario gives itself stays.

    A number that the scenario does not have, of a kind that does not take part, is left out.
    """
    processes, parameters = {name: dict(part) for name, part in spec.processes.items()}, dict(spec.parameters)
    changes: dict[str, dict[str, float]] = {}
    for path, value in values.items():
        how, _, bare = path.rpartition(":")
        section, _, name = bare.partition(".")
        if section == "processes":
            process, _, number = name.partition(".")
            if number not in spec.processes.get(process, {}):
                processes.setdefault(process, {})[number] = parameters[name] = value
            continue
        kind, _, number = name.partition(".")
        for one in _taking_part(spec, kind, number):
            if kind not in ("*", one.name):  # it starts from the numbers of the other: what it has is written down
                changes.setdefault(one.name, {})[number] = one.numbers[number]
                continue
            now = changes.get(one.name, {}).get(number, one.numbers[number])
            changes.setdefault(one.name, {})[number] = _moved(how, now, value, number, spec.money.per_billion)
    fields: dict[str, Any] = {name: getattr(spec, name) for name in Spec.model_fields}
    fields |= {
        "processes": dict(sorted(processes.items())),
        "parameters": parameters,
        "exchanges": dict(sorted({**spec.exchanges, **_overrides(spec, changes)}.items())),
        "kinds": {name: _changed(kind, changes.get(name, {})) for name, kind in spec.kinds.items()},
    }
    return Spec.model_construct(**fields)


def _taking_part(spec: Spec, name: str, number: str) -> list[Kind]:
    """The kinds that a name or ``*`` stands for, without those that are off, have nothing or say it themselves."""
    return [
        kind
        for kind in spec.kinds.values()
        if name in ("*", kind.name, *kind.likes)
        and not kind.is_off
        and (name != "*" or kind.numbers[number] != 0.0 or number == "readiness")
        and not any(number in spec.exchanges[one].changes for one in (kind.name, *kind.likes) if one in spec.exchanges)
    ]


def _moved(how: str, now: float, value: float, number: str, unit: float) -> float:
    """A number of a kind at a draw, within the bounds of its sort."""
    if how not in ("", *HOW):
        raise ValueError(f"expected {', '.join(HOW)} or nothing before the path of {number}, found {how}")
    if how == SCALE:
        found = now * value
    elif how == OF_ODDS:
        found = now * value / (1.0 - now + now * value)
    else:
        found = value if how == "" else now + value
    quantity = NUMBERS[number]
    money = unit if quantity.money else 1.0
    return float(f"{min(max(found, quantity.low * money), quantity.high * money):.10g}")


def _overrides(spec: Spec, changes: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """What the scenario says of its kinds, with what is drawn."""
    found: dict[str, Any] = {}
    for name, numbers in changes.items():
        own = spec.exchanges.get(name)
        found[name] = (Override.model_construct() if own is None else own).model_copy(update=dict(numbers))
    return found


def _changed(kind: Kind, numbers: Mapping[str, float]) -> Kind:
    return replace(kind, numbers={**kind.numbers, **numbers}) if numbers else kind
