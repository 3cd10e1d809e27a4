"""Every mechanism and case that dipsim claims to have, and what switching it off does in three scenarios.

The rows are data, ``mechanisms.yaml``: what computes a mechanism, which numbers drive it, in which scenarios it can act
and what takes it away there. ``measure`` runs each row with and without, on the same draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

import dipsim.model.processes as processes
from dipsim.model.parameters import PARAMETERS
from dipsim.model.state.organisation import TYPES
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.metrics import Reading, decades, parse, read
from dipsim.scenario.load import load
from dipsim.scenario.locate import names as scenarios
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.numbers import as_list
from dipsim.scenario.schema.parts import Label, Nation, Note, Organisation, Part, Relation
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.value_types import Context, Plain, Whole
from dipsim.scenario.world.build import World, build
from dipsim.scenario.yaml.nodes import Mapping as Tree
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report
from dipsim.scenario.yaml.read_text import read_text
from dipsim.study.interventions.targets import UnknownTarget, chosen, without_all
from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict.decision import Effect

FILE = Path(__file__).with_suffix(".yaml")
LEVEL = 0.95
FIRST = 4  # replicates whose raw readings are hashed

Floats = NDArray[np.float64]
K = TypeVar("K", bound=Hashable)
Names = Annotated[tuple[Label, ...], BeforeValidator(as_list)]
Sets = dict[str, Annotated[str, Plain()]]


class Elsewhere(Part):
    """How a mechanism is taken away in another scenario; what is not said is as in the row.

    ``scenario`` is for the same one under another setting, which then has a name of its own.
    """

    scenario: Label | None = None
    with_: Sets | None = None
    off: Names | None = None
    without: Sets | None = None
    switch: Note | None = None
    looks: Names | None = None
    replicates: Annotated[int, Whole(FIRST, 10**6)] | None = None


class Row(Part):
    """One mechanism: where it is computed, and the paired experiments that show it.

    ``off`` are targets of a verdict that are taken away at the first month (kinds, ``cooperation``, ``timeline.N``,
    ``relations.A-B.pact``, ...), ``without`` overrides that take the mechanism away from the start; ``with`` are
    overrides of both arms. ``looks`` are paths of readings, the first the one that the mechanism acts on; disputes are
    always read too. ``replicates`` are pairs of runs. ``elsewhere`` has two more scenarios, or settings, by name.
    """

    title: Label
    how: Note
    where: Names
    parameters: Names
    scenario: Label
    with_: Sets = Field({})
    off: Names = ()
    without: Sets = Field({})
    switch: Note
    looks: Names
    replicates: Annotated[int, Whole(FIRST, 10**6)] = 64
    elsewhere: dict[str, Elsewhere] = Field({})

    @property
    def places(self) -> dict[str, Row]:
        """The row in each of its scenarios and settings, by their names, its own first."""
        found = {self.scenario: self.model_copy(update={"elsewhere": {}})}
        for name, there in self.elsewhere.items():
            said = {key: value for key, value in there if value is not None}
            found[name] = self.model_copy(update={"scenario": name, "elsewhere": {}} | said)
        return found

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the readings, disputes among them."""
        return tuple(dict.fromkeys((*self.looks, "expected_disputes")))

    @property
    def request(self) -> tuple[Reading, ...]:
        """The readings of ``paths``."""
        return tuple(map(parse, self.paths))

    @property
    def base(self) -> tuple[Any, ...]:
        """What rows must share to share their runs with the mechanism."""
        return self.scenario, tuple(self.with_.items()), self.replicates


class Rows(Part):
    """The file of rows, by id."""

    rows: dict[str, Row]


@dataclass(frozen=True)
class Measured:
    """A row's effects by reading (with minus without), of how many pairs, and the fingerprint of the first ones.

    ``sure`` holds the readings whose interval excludes 0 even when it is widened for all effects together.
    """

    pairs: int
    effects: dict[str, Effect]
    sure: tuple[str, ...]
    hash: str

    @property
    def clear(self) -> tuple[str, ...]:
        """The readings whose interval excludes 0."""
        return tuple(name for name, effect in self.effects.items() if effect.falls or effect.rises)


@lru_cache(maxsize=1)
def rows() -> dict[str, Row]:
    """Every row by id, in the order of the file. ScenarioError when the file is wrong."""
    report = Report()
    text = read_text(FILE, FILE.name, report)
    tree = None if text is None else compose(text, FILE.name, report)
    found = validate(Rows, tree, report, Context()) if isinstance(tree, Tree) else None
    report.stop()
    return {} if found is None else found.rows


def unknown(row: Row) -> list[str]:
    """Names in a row that stand for nothing: process, kind, organisation, parameter, reading, scenario or target."""
    known = {
        "process": {path.stem for path in Path(processes.__path__[0]).rglob("*.py")},
        "kind": set(catalogue()),
        "organisation": set(TYPES),
    }
    wrong = [place for place in row.where if place.partition(".")[2] not in known.get(place.partition(".")[0], ())]
    wrong += [name for name in row.parameters if not _is_parameter(name)]
    for place in row.places.values():
        wrong += [path for path in place.looks if not _is_reading(path)]
        if place.scenario not in scenarios():
            wrong.append(place.scenario)
            continue
        spec = load(place.scenario, place.with_)
        for name in place.off:
            try:
                chosen(spec, name)
            except UnknownTarget:
                wrong.append(name)
    return wrong


def _is_reading(path: str) -> bool:
    try:
        parse(path)
    except ValueError:
        return False
    return True


def _is_parameter(name: str) -> bool:
    """Whether a name is a process parameter, a kind's own number, or may be said of a nation, pair or organisation."""
    owner, _, key = name.partition(".")
    fields = {"nations": Nation, "organisations": Organisation, "relations": Relation}
    if owner in fields:
        return key in fields[owner].model_fields
    return name in PARAMETERS or key in _numbers(owner)


def _numbers(kind: str | None) -> set[str]:
    """The numbers that the catalogue gives a kind or what it is like; none where there is no such kind."""
    entry = catalogue().get(kind or "")
    return set() if entry is None else set(entry.numbers) | _numbers(entry.like)


def arms(row: Row) -> tuple[World, World]:
    """The world of ``row`` with the mechanism and the one without. Raises ScenarioError when an override leads
    nowhere."""
    spec = load(row.scenario, row.with_)
    taken = [*row.off, *(f"{path}={value}" for path, value in row.without.items())]
    return build(spec), without_all(spec, taken)


def placed(requested: Mapping[str, Row]) -> dict[tuple[str, str], Row]:
    """The rows ``requested`` in every one of their scenarios and settings, by id and name."""
    return {(name, place): row for name, given in requested.items() for place, row in given.places.items()}


def measure(
    requested: Mapping[K, Row],
    replicates: int | None = None,
    seed: int = 1,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    tests: int | None = None,
) -> Iterator[tuple[K, Measured]]:
    """The rows ``requested`` one by one, each in its own scenario, with minus without on the same random numbers from
    ``seed``; rows of one base share their runs with it.

    ``executor``: a pool to work in, else ``workers`` processes.

    ``replicates`` are those of each row unless given. ``tests`` is the number of effects that ``sure`` widens for, as
    many as are measured unless given.
    """
    for group in grouped(requested):
        request = tuple(dict.fromkeys(reading for row in group.values() for reading in row.request))
        settings: dict[str, Any] = {"seed": seed, "workers": workers, "executor": executor}
        settings["replicates"] = range(replicates or next(iter(group.values())).replicates)
        with_target: Floats | None = None
        for name, row in group.items():
            with_it, without = arms(row)
            with_target = _run(with_it, request, **settings) if with_target is None else with_target
            picked = with_target[[request.index(reading) for reading in row.request]]
            without_target = _run(without, row.request, **settings)
            yield name, _measured(row, picked, without_target, decades(with_it), tests or effects_of(requested))


def effects_of(requested: Mapping[K, Row]) -> int:
    """How many effects the rows ``requested`` measure."""
    return sum(len(row.paths) for row in requested.values())


def grouped(requested: Mapping[K, Row]) -> list[dict[K, Row]]:
    """The rows ``requested``, those that share scenario and overrides together."""
    groups: dict[Any, dict[K, Row]] = {}
    for name, row in requested.items():
        groups.setdefault(row.base, {})[name] = row
    return list(groups.values())


def _run(world: World, request: tuple[Reading, ...], **settings: Any) -> Floats:
    """Readings of every replicate, [reading, run]; the log of events is kept where one needs it."""
    settings["detail"] = any(reading.detailed for reading in request)
    return np.concatenate(list(ensemble(world, reduce=partial(read, request=request), **settings)), axis=1)


def _measured(row: Row, with_target: Floats, without_target: Floats, length: float, tests: int) -> Measured:
    same = bool(np.array_equal(with_target, without_target))
    effects, sure = {}, []
    for path, reading, one, other in zip(row.paths, row.request, with_target, without_target, strict=True):
        effects[path] = effect(reading, one, other, length, same)
        strict = effect(reading, one, other, length, same, 1 - (1 - LEVEL) / tests)
        sure += [path] if strict.falls or strict.rises else []
    return Measured(
        with_target.shape[1], effects, tuple(sure), fingerprint(with_target[:, :FIRST], without_target[:, :FIRST])
    )


def effect(
    reading: Reading, with_target: Floats, without_target: Floats, length: float, same: bool, level: float = LEVEL
) -> Effect:
    """``with_target`` minus ``without_target`` over pairs of runs, with the interval at this ``level`` that suits the
    ``reading``.

    ``length`` of the run in decades; ``same`` says that nothing that was read differs between the arms.
    """
    scale = 1 / length if reading.is_count else 1.0
    if reading.is_chance:
        found = paired_intervals.paired_proportion(with_target, without_target, identical=same, level=level)
    elif reading.is_count:
        found = paired_intervals.paired_count(with_target, without_target, scale=scale, identical=same, level=level)
    else:
        found = paired_intervals.paired_mean(with_target, without_target, level)
    return Effect(float(found.estimate), float(found.low), float(found.high), float(without_target.mean() * scale))


def fingerprint(*arrays: Iterable[Any]) -> str:
    """BLAKE2b-128 of the numbers in ``arrays``, as little-endian doubles."""
    data = b"".join(np.ascontiguousarray(array, dtype="<f8").tobytes() for array in arrays)
    return hashlib.blake2b(data, digest_size=16).hexdigest()
