"""An experiment whose runs use draws of what is not known: which run uses which, and the draws as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dipsim.runs.drawn.drawn_worlds import DrawnWorlds, drawn_worlds
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.table import parse_draws, table_text
from dipsim.scenario.wording import counted
from dipsim.sweeps.experiment.experiment import Experiment

COLUMN = "draw"  # of the table of runs


def with_draws(experiment: Experiment, draws: Draws | None) -> Experiment:
    """``experiment`` with each replicate at one of ``draws``, in turn; as it is where there are none.

    A draw at which the scenario as it is does not settle is left out, as in ``dipsim run``. Only the draws that are
    used are kept. Raises UnsettledStart where no draw settles, ArgumentError where a factor or an outcome is called
    ``draw``.
    """
    if draws is None:
        return experiment
    names = [*experiment.outcomes, *(factor.name for factor in experiment.factors)]
    if taken := [name for name in names if name.lower() == COLUMN]:
        raise ArgumentError(
            f"--parameters: expected no factor and no outcome called '{COLUMN}', which is a column of the table of "
            f"runs, found '{taken[0]}'; give it another name"
        )
    keys = experiment.replicates if experiment.common_random_numbers else experiment.points * experiment.replicates
    used = replace(draws, values=draws.values[:keys])
    return replace(experiment, drawn=replace(drawn_worlds(experiment.spec, used, range(keys)), worlds={}))


def record_of(experiment: Experiment) -> dict[str, Any]:
    """What ``sweep.json`` says of the draws of ``experiment``; nothing where there are none.

    ``draws_hash`` decides numbers; ``parameters`` is for a reader and goes into the manifest; ``draws`` is the table.
    """
    drawn = experiment.drawn
    if drawn is None:
        return {}
    told = drawn.told(range(experiment.replicates))
    if not experiment.common_random_numbers:
        del told["draw_of_replicate"]  # every run has its own: the column of the table of runs says which
    return {"draws_hash": drawn.draws.hash, "parameters": told, "draws": table_text(drawn.draws)}


def restored(experiment: Experiment, record: Mapping[str, Any]) -> Experiment:
    """``experiment`` with the draws that ``record_of`` stored in ``record``."""
    if "draws" not in record:
        return experiment
    told = record["parameters"]
    draws = replace(parse_draws(record["draws"], "sweep.json"), name=told["asked"])
    failed = {int(one["draw"]): str(one["reason"]) for one in told["not_settled"]}
    numbers = tuple(number for number in range(len(draws)) if number not in failed)
    return replace(experiment, drawn=DrawnWorlds(experiment.spec, draws, numbers, failed, {}))


def sentence(experiment: Experiment) -> str:
    """How many draws the runs of ``experiment`` use, in words; empty where there are none."""
    drawn = experiment.drawn
    if drawn is None:
        return ""
    lost = f"; {counted(len(drawn.failed), 'draw')} left out, since the start does not settle" if drawn.failed else ""
    return f"each run uses one of {counted(len(drawn.numbers), 'draw')} of {drawn.draws.name}{lost}"
