"""An experiment: a scenario, what is varied, where the points lie, and what is asked of the runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.scenario.schema.spec import Spec
from dipsim.study.interventions.targets import title
from dipsim.sweeps.experiment import design
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.schema import DesignPart, Trajectories
from dipsim.sweeps.expressions.own_outcomes import Own

AS_IS = "as_is"


@dataclass(frozen=True)
class Analysis:
    """A method of ``dipsim.sweeps.analyses`` with its settings."""

    method: str
    options: Any


@dataclass(frozen=True)
class Experiment:
    """A checked experiment. ``arms`` are the worlds of every point: as it is, then without each named target.

    ``text`` and ``scenario_text`` are what it was read from, ``changes`` what the command line replaced in it: the
    three make the same experiment again, anywhere. Names of ``own`` outcomes stand among the ``outcomes``. ``drawn``
    says which draw of what is not known each replicate uses, where the runs use draws; it holds no worlds.
    """

    title: str
    question: str
    spec: Spec
    factors: tuple[Factor, ...]
    design: DesignPart
    replicates: int
    seed: int
    common_random_numbers: bool
    without: tuple[str, ...]
    outcomes: tuple[str, ...]
    trajectories: Trajectories | None
    analyses: tuple[Analysis, ...]
    text: str
    changes: dict[str, str]
    own: tuple[Own, ...] = ()
    drawn: DrawnWorlds | None = None

    @property
    def arms(self) -> tuple[str, ...]:
        return (AS_IS, *self.without)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What arms that are named by number take away, in words, as a sentence has them."""
        words = {name: title(self.spec, name) for name in self.without if name.startswith("timeline.")}
        return {name: text[:1].lower() + text[1:] for name, text in words.items()}

    @property
    def design_name(self) -> str:
        return design.name_of(self.design)

    @cached_property
    def points(self) -> int:
        """How many points the design has."""
        return design.count(self.design, self.factors)

    @property
    def runs(self) -> int:
        """Points times replicates times arms."""
        return self.points * self.replicates * len(self.arms)

    def key(self, point: int, replicate: int) -> int:
        """The replicate as the draws know it: the same at every point, or another one at each."""
        return replicate if self.common_random_numbers else point * self.replicates + replicate

    def draw(self, point: int, replicate: int) -> int | None:
        """The draw of the run at ``point`` with this ``replicate``, taken in turn: the same at every point where the
        random numbers are the same, else another one at each; None where the runs use none."""
        return None if self.drawn is None else self.drawn.number_of(self.key(point, replicate))

    def factor(self, name: str) -> Factor:
        """The factor of that name. KeyError."""
        return next(factor for factor in self.factors if factor.name == name)
