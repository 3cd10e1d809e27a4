"""From an experiment file to a checked Experiment; every problem is reported at its line, as for a scenario."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from pathlib import Path
from typing import Any

from dipsim.model.parameters import REGION_METRICS
from dipsim.runs.errors import FolderError
from dipsim.scenario import locate
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.schema.value_types import Context
from dipsim.scenario.yaml.nodes import Mapping, Mark, Node, Scalar, child, copy, mapping, sequence
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, ScenarioError, nearest, quoted
from dipsim.scenario.yaml.read_text import read_text
from dipsim.scenario.yaml.scalars import describe
from dipsim.study.interventions import targets
from dipsim.sweeps.experiment import columns, inert_factors, outcomes
from dipsim.sweeps.experiment.experiment import Analysis, Experiment
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.parse_factors import factors_of
from dipsim.sweeps.experiment.schema import MOST_POINTS, ExperimentPart
from dipsim.sweeps.expressions import own_outcomes

MOST_RUNS = 10**9


def read(path: str | Path, changes: Dict[str, Any] | None = None) -> Experiment:
    """The experiment in the file ``path``. ``changes`` replaces ``replicates`` and ``seed``. Raises ScenarioError, and
    FolderError for a folder."""
    report, file = Report(), Path(path)
    if not file.exists():
        known = [str(p) for p in (*file.parent.glob("*.yaml"), *file.parent.glob("*/experiment.yaml"))]
        report.add(Mark(str(path), 1, 1), "E1001", "", "an experiment file", quoted(path), nearest(str(path), known))
        report.stop()
    if file.is_dir():
        raise FolderError(f"{file}: is a folder; name the experiment file, or say 'dipsim sweep resume {file}'")
    text = read_text(file, str(path), report)
    report.stop()
    return parse(str(text), str(path), changes, None)


def parse(text: str, shown: str, changes: Dict[str, Any] | None, scenario: str | None) -> Experiment:
    """The experiment that ``text`` describes; ``scenario`` is the text of its scenario where that is stored with it.
    ``shown``: its file in messages; ``changes`` replaces ``replicates`` and ``seed``."""
    report = Report()
    tree = compose(text, shown, report)
    report.stop()
    if not isinstance(tree, Mapping):
        report.add(Mark(shown, 1, 1), "E1103", "", "a mapping", describe(tree))
        report.stop()
        raise RuntimeError(shown)  # cannot be: stop has raised
    given = {key: str(value) for key, value in (changes or {}).items() if value is not None}
    for key, value in given.items():
        tree.put(key, Scalar(value, Mark(f"--{key}", 1, 1)), Mark(f"--{key}", 1, 1))
    written = own_outcomes.take(tree)
    part = validate(ExperimentPart, _bare_analyses(tree), report, Context())
    report.stop()
    if part is None:
        raise RuntimeError(f"{shown}: not valid and no problem")
    spec = _scenario(part, tree, Path(shown), scenario, report)
    experiment = _check(part, tree, spec, report, text, given, written)
    if scenario is None:  # what is stored was checked before it was stored
        inert_factors.check(experiment, tree, report)
        report.stop()
    return experiment


def _bare_analyses(tree: Mapping) -> Mapping:
    """An analysis without settings may be named alone."""
    whole = copy(tree)
    listed = sequence(whole, "analyse")
    for row, node in enumerate(listed):
        if isinstance(node, Scalar):
            wrapped = Mapping(node.mark)
            wrapped.put(str(node), Mapping(node.mark), node.mark)
            listed[row] = wrapped
    if listed:
        tree.put("analyse", listed, tree.key_mark("analyse"))
    return tree


def _scenario(part: ExperimentPart, tree: Mapping, file: Path, stored: str | None, report: Report) -> Spec:
    """The scenario with what the experiment sets in it; its own problems stand in its own file."""
    if stored is not None:
        return load("scenario.yaml", (), stored)
    mark = _mark(tree, "scenario")
    path: str | Path = part.scenario
    if locate.shipped(part.scenario) is None:
        path = locate.inside(part.scenario, file.parent, mark, "scenario", "E1701", report) or file
    report.stop()
    spec = load(path)
    if not part.set_:
        return spec
    try:
        return vary(spec, dict(part.set_))
    except ScenarioError as problem:
        for one in problem.problems:
            keys = list(part.set_)
            key = keys[one.line - 1] if one.file == "--set" and one.line <= len(keys) else keys[0]
            at = mapping(tree, "set").key_mark(key)
            report.add(at, one.code, f"set.{key}", one.expected, one.found, one.suggestion)
        report.stop()
        raise


def _mark(tree: Mapping, key: str) -> Mark:
    node = child(tree, key)
    return node.mark if node is not None else tree.mark


def _check(
    part: ExperimentPart,
    tree: Mapping,
    spec: Spec,
    report: Report,
    text: str,
    changes: dict[str, str],
    written: dict[str, Node],
) -> Experiment:
    factors = factors_of(part, tree, spec, report)
    _check_design(part, tree, factors, report)
    known = list(outcomes.known(list(spec.nations), list(spec.kinds)))
    own = own_outcomes.check(written, tree, known, REGION_METRICS.names(), text, report)
    _check_names(part, tree, spec, [*known, *written], report)
    columns.check(part, tree, factors, report)
    analyses = _analyses(part, tree, factors, report)
    report.stop()
    experiment = Experiment(
        title=part.experiment,
        question=part.question or "",
        spec=spec,
        factors=factors,
        design=part.design,
        replicates=part.replicates,
        seed=part.seed,
        common_random_numbers=part.common_random_numbers,
        without=part.without,
        outcomes=part.outcomes,
        trajectories=part.trajectories,
        analyses=analyses,
        text=text,
        changes=changes,
        own=own,
    )
    _check_size(experiment, tree, report)
    report.stop()
    return experiment


def _check_design(part: ExperimentPart, tree: Mapping, factors: tuple[Factor, ...], report: Report) -> None:
    chosen = [name.rstrip("_") for name, settings in part.design if settings is not None]
    if len(chosen) != 1:
        known = ", ".join(name.rstrip("_") for name in type(part.design).model_fields)
        report.add(_mark(tree, "design"), "E1709", "design", f"one of {known}", ", ".join(chosen) or "none")
    if not factors and not report.errors:
        report.add(tree.mark, "E1709", "", "levers or uncertainties", "neither")
    for row, point in enumerate(part.design.list_.points if part.design.list_ is not None else ()):
        node = sequence(mapping(mapping(tree, "design"), "list"), "points")[row]
        names = [factor.name for factor in factors]
        for name in point:
            if name not in names:
                at = node.key_mark(name) if isinstance(node, Mapping) else node.mark
                where = f"design.list.points.{row}.{name}"
                report.add(at, "E1711", where, "a factor", quoted(name), nearest(name, names))
        for factor in factors:
            _check_listed(factor, point.get(factor.name), child(node, factor.name) or node, row, report)


def _check_listed(factor: Factor, text: str | None, node: Node, row: int, report: Report) -> None:
    """A listed point's value lies in the range, or among the values, of its factor."""
    where = f"design.list.points.{row}.{factor.name}"
    if text is None:
        report.add(node.mark, "E1711", where, "a value", "nothing")
    elif factor.choices and text not in factor.choices:
        expected = f"one of {', '.join(factor.choices)}"
        report.add(node.mark, "E1711", where, expected, quoted(text), nearest(text, factor.choices))
    elif not factor.choices:
        try:
            inside = factor.low <= float(text) <= factor.high
        except ValueError:
            inside = False
        if not inside:
            report.add(node.mark, "E1711", where, f"a number between {factor.low:g} and {factor.high:g}", quoted(text))


def _check_names(part: ExperimentPart, tree: Mapping, spec: Spec, known: list[str], report: Report) -> None:
    """Outcomes, metrics of trajectories and arms that are there."""
    for row, name in enumerate(part.outcomes):
        if name not in known:
            near = nearest(name, known)
            report.add(
                columns.entry(tree, "outcomes", row), "E1707", f"outcomes.{row}", "an outcome", quoted(name), near
            )
    metrics = REGION_METRICS.names()
    for row, name in enumerate(part.trajectories.metrics if part.trajectories else ()):
        if name not in metrics:
            mark, near = columns.entry(mapping(tree, "trajectories"), "metrics", row), nearest(name, metrics)
            report.add(mark, "E1707", f"trajectories.metrics.{row}", "a metric of the region", quoted(name), near)
    for row, name in enumerate(part.without):
        mark, where = columns.entry(tree, "without", row), f"without.{row}"
        try:
            targets.without(spec, name)
        except targets.UnknownTarget as problem:
            report.add(mark, "E1708", where, "a target such as a kind", quoted(name), problem.nearest)
        except ScenarioError as problem:
            one = problem.problems[0]
            report.add(mark, "E1708", where, one.expected, one.found, one.suggestion)


def _check_size(experiment: Experiment, tree: Mapping, report: Report) -> None:
    if experiment.points > MOST_POINTS or experiment.runs > MOST_RUNS:
        found = f"{experiment.points:,} points, {experiment.runs:,} runs"
        report.add(
            _mark(tree, "design"), "E1710", "design", f"at most {MOST_POINTS:,} points and {MOST_RUNS:,} runs", found
        )
    elif not experiment.common_random_numbers and experiment.points * experiment.replicates >= 2**32:
        report.add(_mark(tree, "design"), "E1710", "design", "fewer than 2^32 points times replicates", "more")
    if experiment.design_name in ("sobol", "morris"):
        from importlib.util import find_spec

        if find_spec("SALib") is None:
            report.add(_mark(tree, "design"), "E1715", "design", "SALib: pip install 'dipsim[analysis]'", "no SALib")


def _analyses(part: ExperimentPart, tree: Mapping, factors: tuple[Factor, ...], report: Report) -> tuple[Analysis, ...]:
    from dipsim.sweeps.experiment.analysis_options import settings

    found = []
    for row, entry in enumerate(part.analyse):
        node = sequence(tree, "analyse")[row]
        names = list(entry)
        if len(names) != 1:
            report.add(node.mark, "E1712", f"analyse.{row}", "one method", f"{len(names)}")
            continue
        options = settings(names[0], mapping(node, names[0]), node, row, part, factors, report)
        if options is not None:
            found.append(Analysis(names[0], options))
    return tuple(found)
