"""The verdict of runs of which each uses its own draw: one interval for chance and uncertain numbers."""

from __future__ import annotations

from functools import partial

from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.runs.outcomes import Outcomes
from dipsim.runs.settings import RunSettings
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import COOPERATION, cooperative, with_mode, without
from dipsim.study.verdict.verdict import Arms, compare
from dipsim.study.verdict.verdict_table import Verdict

ARMS = 4  # as it is, without, null, cost only


def pooled_verdict(drawn: DrawnWorlds, settings: RunSettings, with_target: Outcomes | None = None) -> Verdict:
    """The verdict of cooperation as a whole with both controls, over the replicates of ``settings``, each in the world
    of its draw in both arms.

    ``with_target`` are the outcomes of these replicates of ``drawn``, where they are known. The row is about the mean
    over the draws; how often each word is said is ``verdict_over_draws``.
    """
    n_workers = settings.workers_for(drawn.spec, ARMS)
    with pool_for(n_workers) as pool:
        arms = Arms(settings.seed, settings.replicates, n_workers, settings.progress, pool)
        if with_target is not None:
            arms.done[id(drawn)] = drawn, with_target
        here, gone = arms(drawn), arms(drawn.changed(_gone))
        row = compare(COOPERATION, here, gone)
        null, cost_only = (
            compare(f"{mode} control", arms(drawn.changed(partial(_in_mode, mode=mode))), gone)
            for mode in ("null", "cost-only")
        )
    return Verdict((row,), null, cost_only, settings.replicates, settings.seed, drawn.spec.title)


def _gone(spec: Spec) -> World:
    return without(spec, COOPERATION)


def _in_mode(spec: Spec, mode: str) -> World:
    return with_mode(build(spec), cooperative(spec), mode)
