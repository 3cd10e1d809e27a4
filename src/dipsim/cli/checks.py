"""Checks of what a command line names: nations, dates, targets, outcomes. Each raises UsageError."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dipsim.cli.errors import UsageError, unknown

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec


def check_nations(spec: Spec, *codes: str) -> None:
    """UsageError unless these are codes of different nations of the scenario."""
    by_name = {nation.name: code for code, nation in spec.nations.items()}
    for code in codes:
        if code in by_name:
            raise UsageError(f"name a nation by its code: {by_name[code]} for {code}")
        if code not in spec.nations:
            raise unknown("nation", code, spec.nations, f"the codes {', '.join(list(spec.nations)[:12])}")
    if len(set(codes)) < len(codes):
        raise UsageError("name two different nations")


def check_date(spec: Spec, at: str | None) -> None:
    """UsageError unless the date, written YYYY-MM, is a month of the scenario. None is no date."""
    from dipsim.scenario.world.timeline import date_of
    from dipsim.scenario.yaml.scalars import months

    if at is None:
        return
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", at, re.ASCII):
        raise UsageError(f"--at: expected a month such as {spec.time.start}, found '{at}'")
    end = date_of(spec.time.ticks, spec.time)
    if not months(spec.time.start) <= months(at) <= months(end):
        raise UsageError(f"--at: expected a month from {spec.time.start} to {end}, found '{at}'")


def targets_of(spec: Spec, names: list[str]) -> list[str]:
    """The targets of these names, each group of targets written out. UsageError for a name that is not a target."""
    from dipsim.study.interventions import targets

    known = [targets.COOPERATION, *spec.kinds, *targets.names(spec)]
    found: list[str] = []
    for name in names:
        if name in targets.SORTS:
            every = targets.names(spec, name)
            if not every:
                raise UsageError(f"the scenario has no {name}")
            found += every
        elif name in known or "=" in name:
            found.append(name)
        else:
            raise unknown("target", name, [*known, *targets.SORTS], "dipsim list kinds")
    return list(dict.fromkeys(found))


def check_effect(spec: Spec, target: str, outcome: str) -> None:
    """UsageError for a target that cannot be taken away, or an outcome that is not known."""
    from dipsim.study.interventions import targets
    from dipsim.study.verdict.paired_runs import OUTCOMES

    if outcome not in OUTCOMES:
        raise unknown("outcome", outcome, OUTCOMES, "dipsim flip --help")
    known = [targets.COOPERATION, *spec.kinds, *targets.names(spec)]
    if target not in known and "=" not in target:
        raise unknown("target", target, known, "dipsim list kinds")
