"""Checks of what a command line names: nations, dates, targets, outcomes. Each raises an error of usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.cli.errors import unknown
from dipsim.scenario import arguments
from dipsim.scenario.arguments import nations as check_nations

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

__all__ = ["check_date", "check_effect", "check_nations", "targets_of"]


def check_date(spec: Spec, at: str | None) -> None:
    """Raise ArgumentError unless ``at``, written YYYY-MM, is a month of ``spec``. None is no date."""
    arguments.month(spec, at, "--at")


def targets_of(spec: Spec, names: list[str]) -> list[str]:
    """The targets of ``spec`` that ``names`` stand for, each group of targets written out. Raises UsageError for an
    unknown name."""
    from dipsim.study.interventions import targets

    try:
        return targets.chosen(spec, names)
    except targets.UnknownTarget as problem:
        raise unknown("target", problem.name, problem.known, "dipsim list kinds") from None


def check_effect(spec: Spec, target: str, outcome: str) -> None:
    """Raise UsageError unless ``target`` can be taken away from ``spec`` and ``outcome`` is known."""
    from dipsim.study.interventions import targets
    from dipsim.study.verdict.paired_runs import OUTCOMES

    if outcome not in OUTCOMES:
        raise unknown("outcome", outcome, OUTCOMES, "dipsim flip --help")
    known = [targets.COOPERATION, *spec.kinds, *targets.names(spec)]
    if target not in known and "=" not in target:
        raise unknown("target", target, known, "dipsim list kinds")
