"""An experiment file, key by key, checked with the same machinery as a scenario."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dipsim.scenario.schema.numbers import Number, as_list, under
from dipsim.scenario.schema.parts import Label, Note, Part
from dipsim.scenario.schema.value_types import Choice, Flag, Plain, Text, Version, Whole
from dipsim.scenario.yaml.nodes import Scalar, Sequence

VERSION = 1
DISTRIBUTIONS = ("uniform", "log_uniform", "triangular", "normal")
MOST_POINTS, MOST_REPLICATES = 10_000_000, 2**32 - 1

Path = Annotated[str, Text(200, words="a dotted path such as nations.*.transparency")]
Paths = Annotated[tuple[Path, ...], BeforeValidator(as_list)]
Value = Annotated[str, Plain()]
Finite = Annotated[float, Number(-1e300, 1e300)]
Count = Annotated[int, Whole(1, MOST_POINTS)]
Levels = Annotated[int, Whole(2, 1000)]
Names = Annotated[tuple[Annotated[str, Text(200)], ...], BeforeValidator(as_list)]


def _short(node: Any) -> Any:
    """A list stands for the values of a factor."""
    return under(node, "values") if isinstance(node, Sequence) else node


class FactorPart(Part):
    """A lever or an uncertainty: a range with a distribution, or a list of values."""

    path: Path | None = Field(None, description="what it turns, where its name is not the path itself")
    paths: Paths = Field((), description="several paths that are turned together")
    from_: Finite | None = None
    to: Finite | None = None
    distribution: Annotated[str, Choice(DISTRIBUTIONS)] | None = None
    mode: Finite | None = Field(None, description="the most likely value of a triangular distribution")
    mean: Finite | None = Field(None, description="of a normal distribution, cut off at from and to")
    sd: Finite | None = Field(None, description="standard deviation of a normal distribution")
    levels: Levels | None = Field(None, description="how many values of the range a grid takes")
    values: tuple[Value, ...] = Field((), description="numbers or words; on and off for what can be taken away")


class Grid(Part):
    """Every combination."""

    levels: Levels = Field(5, description="values of each range")


class Points(Part):
    """So many points."""

    points: Count


class Saltelli(Part):
    """Saltelli's sample for Sobol' indices: base (factors + 2) points."""

    base: Annotated[int, Whole(2, 2**20)]


class Morris(Part):
    """Morris' trajectories: each of (factors + 1) points."""

    trajectories: Annotated[int, Whole(2, 100_000)]
    levels: Annotated[int, Whole(4, 20)] = 4


class Listed(Part):
    """Points that are written down."""

    points: tuple[dict[str, Value], ...]


class OneAtATime(Part):
    """From a base point each factor is walked alone."""

    levels: Levels = 5


def _bare(node: Any) -> Any:
    """A design without settings may be named alone."""
    return under_nothing(node) if isinstance(node, Scalar) else node


def under_nothing(node: Scalar) -> Any:
    """The word ``node``, such as ``grid``, as ``{grid: {}}``."""
    from dipsim.scenario.yaml.nodes import Mapping

    wrapped = Mapping(node.mark)
    wrapped.put(str(node), Mapping(node.mark), node.mark)
    return wrapped


class DesignPart(Part):
    """Where the points lie: exactly one of these."""

    grid: Grid | None = None
    latin_hypercube: Points | None = None
    low_discrepancy: Points | None = None
    sobol: Saltelli | None = None
    morris: Morris | None = None
    list_: Listed | None = None
    one_at_a_time: OneAtATime | None = None


class Trajectories(Part):
    """Metrics of the region along each run, every so many ticks."""

    every: Annotated[int, Whole(1, 100_000)] = 12
    metrics: Names = ("trust", "tension")


class ExperimentPart(Part):
    """An experiment file, every key of it."""

    dipsim: Annotated[int, Version(VERSION)] = Field(description="version of the file format")
    experiment: Label = Field(description="its title")
    question: Note | None = None
    scenario: Annotated[str, Text(300)] = Field(description="a shipped scenario, or a file beside this one")
    set_: dict[str, Value] = Field({}, description="overrides of the scenario that hold at every point")
    levers: dict[str, Annotated[FactorPart, BeforeValidator(_short)]] = Field({}, description="what policy decides")
    uncertainties: dict[str, Annotated[FactorPart, BeforeValidator(_short)]] = Field(
        {}, description="what the world decides"
    )
    design: Annotated[DesignPart, BeforeValidator(_bare)]
    replicates: Annotated[int, Whole(1, MOST_REPLICATES)] = 1
    seed: Annotated[int, Whole(0, 2**32 - 1)] = 1
    common_random_numbers: Annotated[bool, Flag()] = Field(True, description="the same random numbers at every point")
    without: Names = Field((), description="counterfactual arms: every run once more without each of these")
    outcomes: Names = ("expected_disputes", "observed_disputes", "force", "war", "trust", "tension", "spent")
    trajectories: Trajectories | None = None
    analyse: tuple[dict[str, Any], ...] = Field((), description="methods, each with its settings")
