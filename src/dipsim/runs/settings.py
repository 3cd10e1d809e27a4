"""Settings that every question about a scenario shares: runs, seed, worker processes, progress.

A public function takes them as keywords, ``**options: Unpack[RunOptions]``; a question with more keywords than a reader
can follow bundles its own in a subclass. ``prepare`` turns them into a checked scenario and ``RunSettings``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from dipsim.runs import resources
from dipsim.runs.batches.ensemble import Progress, usual_workers
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.spec import Spec

REPLICATES, SEED = 200, 1
Scenario = str | Path | Spec  # a file, a shipped name, or a scenario that is loaded already


class RunOptions(TypedDict, total=False):
    """Keywords that every question about a scenario takes.

    ``replicates``: number of runs. ``seed``: seed of the random numbers, 0 to 2**32 - 1. ``workers``: number of worker
    processes, chosen from the amount of work where it is None; results do not depend on it. ``progress``: called with
    the number of runs done since the last call. ``sets``: changes to the scenario, each as "PATH=VALUE".
    """

    replicates: int
    seed: int
    workers: int | None
    progress: Progress | None
    sets: Sequence[str]


@dataclass(frozen=True)
class RunSettings:
    """How a question is run: number of runs, seed, worker processes (None: chosen), and who is notified of progress."""

    replicates: int = REPLICATES
    seed: int = SEED
    workers: int | None = None
    progress: Progress | None = None

    def workers_for(self, spec: Spec, rounds: float = 1.0) -> int:
        """Number of worker processes for ``rounds`` times the replicates of ``spec``.

        Raises ScenarioError when the runs do not fit into memory.
        """
        planned = resources.check(spec, self.replicates, "final", self.workers or 1)
        return self.workers or usual_workers(planned.seconds * rounds)


def spec_of(scenario: Scenario, sets: Sequence[str] = ()) -> Spec:
    """The checked scenario for a file, a shipped name or a loaded scenario, changed by ``sets``.

    Raises ScenarioError with every problem.
    """
    if isinstance(scenario, Spec):
        return vary(scenario, sets) if sets else scenario
    return load(scenario, sets)


def prepare(
    scenario: Scenario, options: RunOptions, replicates: int = REPLICATES, kind: type = RunOptions
) -> tuple[Spec, RunSettings]:
    """The scenario and the settings that these options ask for; ``replicates`` is the question's own default.

    ``kind`` is the class of the options. Raises TypeError for a keyword it does not have, ScenarioError for the
    scenario.
    """
    refuse_unknown(options, kind)
    settings = RunSettings(
        options.get("replicates", replicates),
        options.get("seed", SEED),
        options.get("workers"),
        options.get("progress"),
    )
    return spec_of(scenario, options.get("sets", ())), settings


def refuse_unknown(options: object, kind: type) -> None:
    """TypeError for a keyword that ``kind``, a TypedDict, does not have."""
    known: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
    given: Sequence[str] = list(options)  # type: ignore[call-overload]
    for name in given:
        if name not in known:
            raise TypeError(f"unexpected keyword {name!r}; expected one of {', '.join(sorted(known))}")
