"""One run of a sweep once more, with everything that a sweep does not keep: same numbers, same bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dipsim.runs import other_model
from dipsim.runs.engine import Request, Say, ignore_progress
from dipsim.runs.engine import run as run_engine
from dipsim.runs.result import Result
from dipsim.scenario.draws.draws import applied
from dipsim.scenario.load import vary
from dipsim.sweeps.execution.sharding import run_at
from dipsim.sweeps.experiment.drawn_runs import COLUMN
from dipsim.sweeps.experiment.experiment import AS_IS
from dipsim.sweeps.experiment.world_factory import Worlds
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.results import label


@dataclass(frozen=True)
class Replayed:
    """A run and where it belongs: its point, the values of the factors there, its replicate and its arm."""

    run: int
    point: int
    values: dict[str, Any]
    replicate: int
    arm: str
    result: Result


def request(folder: Folder, run: int) -> tuple[Request, dict[str, Any], tuple[int, int, str]]:
    """The run number ``run`` of the sweep in ``folder`` as a request, the values of its point, and point, replicate and
    arm. Raises ValueError."""
    experiment = folder.experiment()
    point, replicate, arm = run_at(experiment, run)
    points, _ = folder.design()
    values = {name: column[point : point + 1].tolist()[0] for name, column in points.items()}
    sets = [text for factor in experiment.factors for text in factor.sets(values[factor.name])]
    gone = [path for factor in experiment.factors for path in factor.missing(values[factor.name])]
    gone += [experiment.arms[arm]] if experiment.arms[arm] != AS_IS else []
    spec, draw = vary(experiment.spec, sets) if sets else experiment.spec, experiment.draw(point, replicate)
    worlds = Worlds(experiment).at(draw)
    if worlds.draw is not None:  # the scenario that is stored beside the run has the numbers of its draw
        spec = applied(spec, worlds.draw)
    world = worlds.built(values, experiment.arms[arm])
    key = experiment.key(point, replicate)
    more = {} if draw is None else {COLUMN: draw}
    asked = Request(spec, 1, experiment.seed, 1, first=key, world=world, without=tuple(gone), more=more)
    return asked, values, (point, replicate, experiment.arms[arm])


def replay(
    folder: Folder,
    run: int,
    out: str | Path | None = None,
    say: Say = ignore_progress,
    *,
    asked: Mapping[str, bool] | None = None,
    anyway: bool = False,
) -> Replayed:
    """Run number ``run`` of the sweep in ``folder`` again into the results folder ``out`` (or memory) as ``dipsim run``
    makes it; ``say`` tells a user what matters. Raises ValueError for an unknown number.

    ``asked`` is kept in the manifest, as in ``dipsim.runs.engine.run``. FolderError where another model made the sweep,
    unless ``anyway``: then the manifest names both.
    """
    both = check_model(folder, anyway)
    required, values, (point, replicate, arm) = request(folder, run)
    if both is not None:
        required = replace(required, more={**required.more, other_model.KEY: both})
    result, _ = run_engine(required, out, asked=asked, say=say)
    return Replayed(run, point, values, replicate, label(arm), result)


def check_model(folder: Folder, anyway: bool) -> dict[str, Any] | None:
    """Both models where another one made the sweep in ``folder``, else None; raises FolderError there unless
    ``anyway``."""
    now = folder.experiment().spec.hash
    return other_model.check(folder.path, folder.record, folder.record["scenario_hash"], now, anyway)
