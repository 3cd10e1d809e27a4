"""What a question can add to a scenario: acts, as entries of its timeline. The scenario as it is is then the base.

An addition is a text in YAML, as an entry of ``timeline``: ``{every: year, joint_exercise: {between: [GRC, ISR]}}``. It
becomes the target ``timeline.N`` of the scenario with it, so that every question that can take an entry away can judge
one that is added: with it minus without it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import yaml

from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.load import vary
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import Problem, ScenarioError

EXAMPLE = "{every: year, joint_exercise: {between: [ARL, BOR]}}"


def with_added(spec: Spec, additions: str | Sequence[str]) -> tuple[Spec, list[str]]:
    """``spec`` with the acts ``additions``, and the targets that name them, in order.

    A kind that only comes up where a scenario names it is there in both worlds, and does not come up by itself.
    ArgumentError for a text that is no entry, ScenarioError for an entry that is wrong.
    """
    texts = [additions] if isinstance(additions, str) else list(additions)
    if not texts:
        return spec, []
    entries = [_entry(text) for text in texts]
    optional = {name for entry in entries for name in entry if name in catalogue() and name not in spec.kinds}
    first = len(spec.timeline)
    timeline = [*plain(spec).get("timeline", []), *entries]
    sets = [f"exchanges.{name}.rate=0" for name in sorted(optional)]
    sets.append(f"timeline={json.dumps(timeline, default=str)}")
    try:
        found = vary(spec, sets)
    except ScenarioError as problem:
        raise ScenarioError((_named(each, first) for each in problem.problems), problem.stopped) from None
    return found, [f"timeline.{first + place}" for place in range(len(entries))]


def one_added(spec: Spec, target: str, addition: str | None) -> tuple[Spec, str]:
    """The scenario and the target of a question: ``spec`` with the act ``addition``, where there is one, else ``spec``
    and ``target``."""
    if addition is None:
        return spec, target
    found, names = with_added(spec, addition)
    return found, names[0]


def _entry(text: str) -> dict[str, object]:
    """An entry of a timeline. ArgumentError for a text that is none."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        found = None
    if not isinstance(found, dict) or not found:
        raise ArgumentError(f"an added act: expected an entry of a timeline such as {EXAMPLE}, found {text!r}")
    return found


def _named(problem: Problem, first: int) -> Problem:
    """The same problem, said of the act that was added."""
    section, _, rest = problem.path.partition(".")
    row, _, inside = rest.partition(".")
    if section != "timeline" or not row.isdecimal() or int(row) < first:
        return problem
    return replace(problem, file="--add", line=int(row) - first + 1, column=1, path=inside or "added act")
