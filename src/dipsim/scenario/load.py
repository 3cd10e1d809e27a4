"""Load a scenario: file, base, overrides, checks, and everything that is filled in, to a frozen Spec."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from dipsim.scenario import locate, overrides, postures
from dipsim.scenario.checks.habits import doubt_start
from dipsim.scenario.checks.plausibility import doubt
from dipsim.scenario.checks.references import DIRECTED, MAX_NATIONS, Names, check
from dipsim.scenario.checks.timeline_claims import check_time
from dipsim.scenario.checks.warnings import lint
from dipsim.scenario.inheritance import read_tree
from dipsim.scenario.overrides import Sets
from dipsim.scenario.schema.exchange_kinds import resolve
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.spec import Scenario, Spec, parameters_of, processes_model
from dipsim.scenario.schema.value_types import Context, Evidence
from dipsim.scenario.world.geography import contact
from dipsim.scenario.yaml.nodes import Mapping, Node, Scalar, Sequence, Steps, child, copy, dotted, mapping, sequence
from dipsim.scenario.yaml.problems import Report, ScenarioError
from dipsim.scenario.yaml.read_text import STANDARD_INPUT, clean, read_standard_input
from dipsim.scenario.yaml.scalars import Refusal, number

MOST_TRIED = 100  # sets of overrides of expectations; each is a scenario of its own to check


def load(path_or_name: str | Path, sets: Sets = (), text: str | None = None) -> Spec:
    """The checked and completed scenario.

    Raises ScenarioError with every problem found; warnings are in ``spec.warnings``.

    Parameters
    ----------
    path_or_name : path or str
        A file, the name of a shipped scenario, or ``-`` for standard input; with ``text`` only its name in messages and
        the folder of its base.
    sets : texts or mapping
        Overrides, ``PATH=VALUE`` or a mapping of path to value.
    text : str, optional
        The text of the scenario.

    Returns
    -------
    Spec

    Examples
    --------
    >>> dipsim.load_scenario("two_nations", ["nations.ARL.gdp=900"]).nations["ARL"].gdp
    900.0
    """
    report = Report()
    given: bytes | str | None = text
    if text is None and str(path_or_name) in STANDARD_INPUT:
        path_or_name, given = "stdin", read_standard_input()
    if given is None:
        path, shown = locate.find(path_or_name)
    else:
        path, shown = Path(path_or_name), str(path_or_name)
        text = clean(given, shown, report)
        report.stop()
    tree = read_tree(path, shown, report, text)
    report.stop()
    if tree is None:  # cannot be: without a tree there is an error
        raise RuntimeError(f"{shown}: no scenario and no problem")
    overrides.apply(tree, sets, report)
    report.stop()
    return _build(tree, shown, report)


def vary(spec: Spec, sets: Sets) -> Spec:
    """The scenario ``spec`` with the overrides ``sets`` (PATH=VALUE texts, or a mapping), read again from its canonical
    text. Raises ScenarioError."""
    return load(spec.file, sets, spec.text)


def _build(tree: Mapping, shown: str, report: Report, claims: bool = True) -> Spec:
    if len(mapping(tree, "nations")) > MAX_NATIONS:
        check(Names(tree, report, {}, {}, {}, {}))
        report.stop()
    original = copy(tree) if claims else tree
    postures.fill(tree, report)
    names = Names.of(tree, report)
    check(names)
    skip = check_time(names)
    context = Context(_unit(tree))
    processes = validate(processes_model(), tree, report, context, ("processes",)) if "processes" in tree else None
    scenario = validate(Scenario, tree, report, context, skip=skip)
    if claims and isinstance(original, Mapping):
        _try_claims(original, shown, report)
    report.stop()
    if scenario is None:
        raise RuntimeError(f"{shown}: not valid and no problem")
    evidence = _evidence(tree, context)
    spec = _complete(scenario, processes, evidence, shown)
    lint(tree, spec, report)
    doubt(tree, spec, report)
    doubt_start(tree, spec, report)
    warnings = sorted(report.warnings, key=lambda p: (p.file, p.line, p.column))
    return spec.model_copy(update={"warnings": tuple(warnings)})


def _unit(tree: Mapping) -> float:
    try:
        given = number(child(child(tree, "money"), "per_billion"))
    except Refusal:
        return 1.0
    return given if 1e-15 <= given <= 1e15 else 1.0


def _try_claims(tree: Mapping, shown: str, report: Report) -> None:
    """Check that the overrides of each expectation lead somewhere and to a valid scenario."""
    tried: set[tuple[str, ...]] = set()
    for row, claim in enumerate(sequence(tree, "expect")):
        given = {path: value for path, value in mapping(claim, "with").items() if isinstance(value, Scalar)}
        sets = tuple(f"{path}={value}" for path, value in given.items())
        if report.errors:
            return
        if not sets or sets in tried:
            continue
        if len(tried) >= MOST_TRIED:
            mark = mapping(claim, "with").mark
            report.add(mark, "E1114", f"expect.{row}.with", f"at most {MOST_TRIED} different overrides", "one more")
            return
        tried.add(sets)
        trial, twin = Report(), copy(tree)
        if not isinstance(twin, Mapping):
            continue
        twin.pop("expect", None)
        with suppress(ScenarioError):
            overrides.apply(twin, sets, trial)
            if not trial.errors:
                _build(twin, shown, trial, claims=False)
        for problem in trial.errors[:1]:
            path = list(given)[problem.line - 1] if problem.file == overrides.SHOWN else next(iter(given))
            mark, where = mapping(claim, "with").key_mark(path), f"expect.{row}.with.{path}"
            report.add(mark, problem.code, where, problem.expected, problem.found, problem.suggestion)


def _evidence(tree: Mapping, context: Context) -> dict[str, Evidence]:
    """Evidence of the sourced numbers by dotted path."""
    found: dict[str, Evidence] = {}
    waiting: list[tuple[Node, Steps]] = [(tree, ())]
    while waiting:
        node, path = waiting.pop()
        if id(node) in context.sourced:
            found[dotted(tree, path)] = context.sourced[id(node)]
        elif isinstance(node, Mapping):
            waiting.extend((below, (*path, key)) for key, below in node.items())
        elif isinstance(node, Sequence):
            waiting.extend((below, (*path, row)) for row, below in enumerate(node))
    return dict(sorted(found.items()))


def _complete(scenario: Scenario, processes: Any, evidence: dict[str, Evidence], shown: str) -> Spec:
    named = {
        code: nation.model_copy(update={"id": nation.id or code, "name": nation.name or code})
        for code, nation in scenario.nations.items()
    }
    nations = dict(sorted(named.items(), key=lambda item: item[1].id))
    order = {code: row for row, code in enumerate(nations)}
    relations = [_relation(relation, nations, order) for relation in scenario.relations]
    organisations = [
        one.model_copy(update={"members": _ordered(one.members, order), "holds": _sorted(one.holds)})
        for one in scenario.organisations
    ]
    given = {} if processes is None else {name: _given(part) for name, part in processes if part is not None}
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields} | {
        "base": None,
        "issues": _sorted(scenario.issues),
        "nations": nations,
        "relations": tuple(sorted(relations, key=lambda one: [order[code] for code in one.between])),
        "organisations": tuple(sorted(organisations, key=lambda one: one.name)),
        "options": scenario.options.model_copy(
            update={
                "by_hand": _ordered(scenario.options.by_hand, order),
                "stopped": tuple(sorted(set(scenario.options.stopped))),
            }
        ),
        "exchanges": _sorted(scenario.exchanges),
        "processes": _sorted({name: part for name, part in given.items() if part}),
    }
    return Spec.model_construct(
        **fields,
        kinds=resolve(scenario, evidence),
        parameters=parameters_of(processes, scenario.money.per_billion),
        evidence=evidence,
        warnings=(),
        file=shown,
    )


def _relation(relation: Any, nations: dict[str, Any], order: dict[str, int]) -> Any:
    """The relation with its pair in order, its directions by nation and its proximity known."""
    a, b = _ordered(relation.between, order)
    changes: dict[str, Any] = {"between": (a, b)}
    for key in DIRECTED:
        held = getattr(relation, key)
        both = {a: held[""], b: held[""]} if "" in held else held
        changes[key] = {code: both[code] for code in (a, b) if code in both}
    if relation.proximity is None:
        changes["proximity"] = contact(relation, nations[a].location, nations[b].location)
    changes["pact"] = tuple(sorted(set(relation.pact)))
    changes["agreements"] = tuple(sorted(set(relation.agreements)))
    return relation.model_copy(update=changes)


def _ordered(codes: tuple[str, ...], order: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=order.__getitem__))


def _given(part: Any) -> dict[str, float]:
    return {name: value for name, value in part if value is not None}


def _sorted(items: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(items.items()))
