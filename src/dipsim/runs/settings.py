"""Settings that every question about a scenario shares: runs, seed, worker processes, progress.

A public function takes them as keywords, ``**options: Unpack[RunOptions]``; a question with more keywords than a reader
can follow bundles its own in a subclass. ``prepare`` turns them into a checked scenario and ``RunSettings``. A result,
or the folder of one, stands for its scenario, replicates and seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from dipsim.runs import other_model, resources
from dipsim.runs.batches.ensemble import Progress, usual_workers
from dipsim.runs.batches.run_counter import RunCounter
from dipsim.runs.drawn.drawn_worlds import KEY
from dipsim.runs.result import Result
from dipsim.runs.result import load as load_result
from dipsim.scenario.arguments import ArgumentError, whole
from dipsim.scenario.load import load, vary
from dipsim.scenario.locate import shipped
from dipsim.scenario.schema.spec import Spec

REPLICATES, SEED = 200, 1
MOST = 2**32 - 1
Scenario = str | Path | Spec | Result  # a file, a shipped name, a folder of results, or what was loaded of these


class RunOptions(TypedDict, total=False):
    """Keywords that every question about a scenario takes.

    ``replicates``: number of runs. ``seed``: seed of the random numbers, 0 to 2**32 - 1. ``workers``: number of worker
    processes, chosen from the amount of work where it is None; results do not depend on it. ``progress``: True counts
    the runs on standard error, a function is called with the number of runs done since the last call. ``sets``:
    changes to the scenario, "PATH=VALUE", several of them, or a mapping of path to value. ``anyway``: answer although
    another model made the folder.
    """

    replicates: int
    seed: int
    workers: int | None
    progress: Progress | bool | None
    sets: str | Sequence[str] | Mapping[str, Any]
    anyway: bool


@dataclass(frozen=True)
class RunSettings:
    """How a question is run: number of runs, seed, worker processes (None: chosen), and who is notified of progress.

    ``first`` is the number of the first run of a folder that holds one run of a sweep.
    """

    replicates: int = REPLICATES
    seed: int = SEED
    workers: int | None = None
    progress: Progress | None = None
    first: int = 0

    def workers_for(self, spec: Spec, rounds: float = 1.0) -> int:
        """Number of worker processes for ``rounds`` times the replicates of ``spec``.

        Raises ScenarioError when the runs do not fit into memory.
        """
        planned = resources.check(spec, self.replicates, "final", self.workers or 1)
        return self.workers or usual_workers(planned.seconds * rounds)


def result_of(scenario: Scenario) -> Result | None:
    """The result that is meant by a result or by a folder; None where a scenario is. A shipped name comes first."""
    if isinstance(scenario, Result):
        return scenario
    if isinstance(scenario, Spec) or shipped(str(scenario)) is not None or not Path(scenario).is_dir():
        return None
    return load_result(scenario)


def spec_of(scenario: Scenario, sets: str | Sequence[str] | Mapping[str, Any] = (), anyway: bool = False) -> Spec:
    """The checked scenario for a file, a shipped name, a folder or what was loaded of these, changed by ``sets``.

    Raises ScenarioError with every problem, FolderError for a folder that another model made, unless ``anyway``.
    """
    result = result_of(scenario)
    if result is None and not isinstance(scenario, Spec | Result):
        return load(scenario, sets)
    spec = scenario if isinstance(scenario, Spec) else _asked_again(result, anyway)
    return vary(spec, sets) if sets else spec


def refuse_draws(where: object, manifest: Mapping[str, Any]) -> None:
    """ArgumentError for the ``manifest`` of a run over draws, ``where`` it lies: its runs differ in their numbers."""
    if manifest.get(KEY):
        draws = manifest[KEY]["asked"]
        raise ArgumentError(
            f"{where}: each of its runs uses another draw of {draws}, and a question is asked at one set of numbers or "
            f"over draws; ask the scenario, with or without --parameters {draws}"
        )


def _asked_again(result: Any, anyway: bool) -> Spec:
    """The scenario of a result, where this model may answer for it."""
    where, manifest = result.folder or "this result", result.manifest
    if manifest.get("without"):
        lacks = ", ".join(manifest["without"])
        raise ArgumentError(f"{where}: is a run without {lacks} and cannot be analysed; run the scenario with sets=")
    refuse_draws(where, manifest)
    spec: Spec = result.spec
    other_model.check(where, manifest, manifest.get("config_hash", spec.hash), spec.hash, anyway)
    return spec


def prepare(
    scenario: Scenario, options: RunOptions, replicates: int = REPLICATES, kind: type = RunOptions
) -> tuple[Spec, RunSettings]:
    """The scenario and the settings that these options ask for; ``replicates`` is the question's own default.

    ``kind`` is the class of the options. Numbers that are not given are those of a result. Raises TypeError for a
    keyword it does not have, ArgumentError for a number out of range, ScenarioError for the scenario.
    """
    refuse_unknown(options, kind)
    result = result_of(scenario)
    stored = {} if result is None else result.manifest
    progress, workers = options.get("progress"), options.get("workers")
    settings = RunSettings(
        whole("replicates", options.get("replicates", stored.get("replicates", replicates)), 1, MOST + 1),
        whole("seed", options.get("seed", stored.get("seed", SEED)), 0, MOST),
        None if workers is None else whole("workers", workers, 1, resources.MAX_WORKERS),
        RunCounter() if progress is True else progress or None,
        int(stored.get("first", 0)),
    )
    return spec_of(result or scenario, options.get("sets", ()), options.get("anyway", False)), settings


def refuse_unknown(options: object, kind: type) -> None:
    """Raise TypeError for a keyword in ``options`` that ``kind``, a TypedDict, does not have."""
    known: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
    given: Sequence[str] = list(options)  # type: ignore[call-overload]
    for name in given:
        if name not in known:
            raise TypeError(f"unexpected keyword {name!r}; expected one of {', '.join(sorted(known))}")
