"""From the levers and uncertainties of an experiment file to factors, each checked against its scenario."""

from __future__ import annotations

from dipsim.scenario.load import vary
from dipsim.scenario.parameter_axis import SCALE, ParameterAxis, PathNotNumeric, parameter_axis
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.nodes import Mapping, Mark, Scalar, mapping
from dipsim.scenario.yaml.problems import Report, ScenarioError
from dipsim.scenario.yaml.scalars import Refusal, number
from dipsim.study.interventions import targets
from dipsim.sweeps.experiment.factor import OFF, ON, Factor
from dipsim.sweeps.experiment.schema import ExperimentPart, FactorPart

SECTIONS = {"levers": "lever", "uncertainties": "uncertainty"}
SETTINGS = {"triangular": ("mode",), "normal": ("mean", "sd")}


def factors_of(part: ExperimentPart, tree: Mapping, spec: Spec, report: Report) -> tuple[Factor, ...]:
    """The factors of ``part``, over ``spec``, in the order of the file; problems go to ``report`` with their place in
    ``tree``."""
    found: list[Factor] = []
    for section, role in SECTIONS.items():
        for name, one in getattr(part, section).items():
            marks = mapping(tree, section)
            made = _Maker(name, role, one, spec, report, marks.key_mark(name), f"{section}.{name}").make()
            if made is not None:
                _check_apart(made, found, marks.key_mark(name), f"{section}.{name}", report)
                found.append(made)
    return tuple(found)


def _check_apart(factor: Factor, others: list[Factor], mark: Mark, where: str, report: Report) -> None:
    """Two factors must not turn the same number, nor one a kind as a whole and the other a number of it."""
    for other in others:
        pairs = [(a, b) for a in sorted(_turned(factor)) for b in sorted(_turned(other))]
        both = [max(a, b) for a, b in pairs if a == b or f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}.")]
        if both or factor.name == other.name:
            found = f"'{factor.name}' and '{other.name}' both turn {both[0] if both else factor.name}"
            report.add(mark, "E1706", where, "factors that turn different things", found)


def _turned(factor: Factor) -> set[str]:
    """Everything that a factor turns, wildcards written out where the scenario has numbers there."""
    now = {path for one in factor.parameter_axes for path in one.now}
    return now or {path.removeprefix(SCALE) for path in factor.paths}


class _Maker:
    """Makes one factor; a problem is reported at the factor's key."""

    def __init__(
        self, name: str, role: str, part: FactorPart, spec: Spec, report: Report, mark: Mark, where: str
    ) -> None:
        self.name, self.role, self.part, self.spec = name, role, part, spec
        self.report, self.mark, self.where = report, mark, where

    def say(self, code: str, expected: str, found: str, suggestion: str = "") -> None:
        self.report.add(self.mark, code, self.where, expected, found, suggestion)

    def make(self) -> Factor | None:
        before = len(self.report.errors)
        part = self.part
        paths = part.paths or (part.path or self.name,)
        if part.values:
            factor = self.listed(paths)
        else:
            factor = self.ranged(paths)
        return factor if factor is not None and len(self.report.errors) == before else None

    def listed(self, paths: tuple[str, ...]) -> Factor | None:
        part = self.part
        if any(x is not None for x in (part.from_, part.to, part.distribution, part.levels)):
            self.say("E1702", "either values or from and to", "both")
        if len(set(part.values)) < max(2, len(part.values)):
            self.say("E1702", "two different values or more", ", ".join(part.values))
            return None
        numbers = [_number(text) for text in part.values]
        numeric = all(value is not None for value in numbers)
        values = [value for value in numbers if value is not None]
        low, high = (min(values), max(values)) if numeric else (0.0, 1.0)
        if not numeric and set(part.values) <= {ON, OFF} and all(self.is_target(path) for path in paths):
            return Factor(self.name, self.role, paths, choices=part.values, numeric=False, switch=True)
        parameter_axes = self.parameter_axes(paths, low, high) if numeric else ()
        if not numeric:
            self.check_words(paths)
        return Factor(
            self.name, self.role, paths, low, high, choices=part.values, numeric=numeric, parameter_axes=parameter_axes
        )

    def ranged(self, paths: tuple[str, ...]) -> Factor | None:
        part = self.part
        if part.from_ is None or part.to is None:
            self.say("E1702", "from and to, or values", "neither" if part.from_ is part.to else "only one of the two")
            return None
        if not part.from_ < part.to:
            self.say("E1703", "from below to", f"from {part.from_:g} to {part.to:g}")
            return None
        law = part.distribution or "uniform"
        shape = self.shape(law, part.from_, part.to)
        if law == "log_uniform" and part.from_ <= 0:
            self.say("E1702", "from above 0 for log_uniform", f"{part.from_:g}")
        if shape is None:
            return None
        parameter_axes = self.parameter_axes(paths, part.from_, part.to)
        return Factor(
            self.name,
            self.role,
            paths,
            part.from_,
            part.to,
            law,
            shape,
            levels=part.levels,
            parameter_axes=parameter_axes,
        )

    def shape(self, law: str, low: float, high: float) -> tuple[float, ...] | None:
        """The settings of the distribution, checked."""
        needed = SETTINGS.get(law, ())
        given = {key for key in ("mode", "mean", "sd") if getattr(self.part, key) is not None}
        if given != set(needed):
            self.say("E1702", f"{' and '.join(needed) or 'no mode, mean or sd'} for {law}", ", ".join(sorted(given)))
            return None
        shape = tuple(float(getattr(self.part, key)) for key in needed)
        if law == "triangular" and not low <= shape[0] <= high:
            self.say("E1702", "a mode between from and to", f"{shape[0]:g}")
            return None
        if law == "normal" and shape[1] <= 0:
            self.say("E1702", "sd above 0", f"{shape[1]:g}")
            return None
        return shape

    def is_target(self, path: str) -> bool:
        """Whether something of that name can be taken away; a kind is switched by its override."""
        return path in targets.names(self.spec) and path not in self.spec.kinds

    def parameter_axes(self, paths: tuple[str, ...], low: float, high: float) -> tuple[ParameterAxis, ...]:
        """A dial for each path, tried at both ends."""
        found = []
        for path in paths:
            try:
                found.append(parameter_axis(self.spec, path, low, high))
            except PathNotNumeric as problem:
                self.say("E1704", "a number of the scenario", str(problem))
            except ScenarioError as error:
                one = error.problems[0]
                self.say(one.code if one.code == "E1106" else "E1704", one.expected, one.found, one.suggestion)
        return tuple(found)

    def check_words(self, paths: tuple[str, ...]) -> None:
        """Every word must be allowed at every path."""
        for path in paths:
            for value in self.part.values:
                try:
                    vary(self.spec, [f"{path}={value}"])
                except ScenarioError as error:
                    one = error.problems[0]
                    self.say("E1704", one.expected, one.found, one.suggestion)
                    return


def _number(text: str) -> float | None:
    try:
        return number(Scalar(text, Mark("", 1, 1)))
    except Refusal:
        return None
