"""``dipsim sweep``: an experiment over many points, resumable, here or on a cluster, and what it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli import sweep_actions
from dipsim.cli.errors import UsageError
from dipsim.cli.options import Debug, Json, Parameters, Quiet, Workers, replicates, seed
from dipsim.cli.progress import long_wait, note
from dipsim.scenario.yaml.problems import nearest

if TYPE_CHECKING:
    from dipsim.sweeps.experiment.experiment import Experiment
    from dipsim.sweeps.storage.folder import Folder

ORDER = 4
VERBS = ("status", "resume", "retry", "verify", "merge")
What = Annotated[
    str,
    typer.Argument(
        metavar="EXPERIMENT|VERB", help=f"An experiment file; or one of {', '.join(VERBS)}, followed by FOLDER."
    ),
]
Where = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="Folder of a sweep, for status, resume, retry, verify and merge."),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the sweep (default: results/EXPERIMENT).")
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Address of a running Dask scheduler that does the work."),
]
Shard = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Compute only part I of N, and do not merge.")
]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="TIME", help="Start no new work after this time, such as 90s, 10m or 2h."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print the number of points and runs, time and disk space, and run nothing.")
]
Slurm = Annotated[
    int | None,
    typer.Option(
        "--slurm",
        min=1,
        max=100_000,
        metavar="N",
        help="Write a script for a Slurm job array of N tasks, and run nothing.",
    ),
]


Replicates = Annotated[int | None, replicates("Number of runs of each point (default: as in the experiment file).")]
Seed = Annotated[int | None, seed("Random seed (default: as in the experiment file).")]


def command(
    what: What,
    folder: Where = None,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    shard: Shard = None,
    budget: Budget = None,
    slurm: Slurm = None,
    dry_run: DryRun = False,
    parameters: Parameters = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run an experiment over many points and print what it found. It can be interrupted and resumed.

    Afterwards: dipsim sweep status|resume|retry|verify|merge FOLDER, and dipsim replay FOLDER RUN."""

    settings: dict[str, Any] = {"workers": workers, "cluster": cluster, "shard": shard}
    settings["seconds"] = None if budget is None else sweep_actions.seconds(budget)
    if what not in VERBS:
        experiment = _drawn(_read(what, folder, replicates, seed), parameters, workers, quiet or json or dry_run)
        if dry_run:
            sweep_actions.show_plan(experiment, workers, json)
            return
        place = out or Path("results") / _name(what, experiment)
        made = _open(experiment, place)
        if slurm is not None:
            sweep_actions.slurm(made, slurm)
        else:
            sweep_actions.go_on(made, experiment, json=json, quiet=quiet, **settings)
        return
    opened = _opened(what, folder, [replicates, seed, out, slurm, dry_run or None, parameters])
    if what == "status":
        sweep_actions.show_status(opened, json)
    elif what == "verify":
        sweep_actions.verify(opened, json)
    elif what == "merge":
        sweep_actions.finish(opened, json=json, quiet=quiet)
    else:
        if what == "retry":
            sweep_actions.forget_failed(opened)
        sweep_actions.go_on(opened, opened.experiment(), json=json, quiet=quiet, **settings)


def _read(path: str, folder: Path | None, replicates: int | None, seed: int | None) -> Experiment:
    from dipsim.sweeps.experiment.load import read

    if folder is not None:
        near = nearest(path, VERBS)
        hint = f"; did you mean '{near}'?" if near else ""
        raise UsageError(f"'{path}' is not one of the words that take a folder ({', '.join(VERBS)}){hint}")
    return read(path, {"replicates": replicates, "seed": seed})


def _drawn(experiment: Experiment, parameters: str | None, workers: int | None, quiet: bool) -> Experiment:
    """The experiment with the draws that were asked for; unless ``quiet`` says what that takes, before a long wait."""
    from dipsim.runs.engine import prepare_kernels
    from dipsim.scenario.draws.table import open_draws
    from dipsim.sweeps.experiment.drawn_runs import sentence, with_draws

    if parameters is None:
        return experiment
    draws = open_draws(parameters)
    prepare_kernels(long_wait if quiet else note)
    found = with_draws(experiment, draws)
    if not quiet:
        sweep_actions.note_cost(found, workers, sentence(found))
    return found


def _name(path: str, experiment: Experiment) -> str:
    """Folder name: that of the file, or of its folder where the file is just called experiment."""
    from dipsim.runs.storage.safe_names import slug

    file = Path(path).resolve()
    return slug(file.parent.name if file.stem == "experiment" else file.stem)


def _open(experiment: Experiment, place: Path) -> Folder:
    from dipsim.sweeps.sweep import open_folder

    return open_folder(experiment, place)


def _opened(verb: str, folder: Path | None, given: list[Any]) -> Folder:
    from dipsim.sweeps.storage.folder import Folder

    if folder is None:
        raise UsageError(f"'dipsim sweep {verb}' needs the folder of a sweep, as in 'dipsim sweep {verb} results/x'")
    if any(option is not None for option in given):
        needless = "--replicates, --seed, --out, --slurm and --dry-run"
        raise UsageError(f"'dipsim sweep {verb}' uses the experiment of its folder; leave out {needless}")
    return Folder.open(folder)
