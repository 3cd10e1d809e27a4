"""What the verbs of ``dipsim sweep`` do and print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.cli.errors import SomeRunsFailed, Terminated, UsageError
from dipsim.cli.output import print_json, print_prose, shown_path
from dipsim.cli.progress import note
from dipsim.scenario.wording import counted

if TYPE_CHECKING:
    from dipsim.sweeps.execution.runner import Progress
    from dipsim.sweeps.experiment.experiment import Experiment
    from dipsim.sweeps.storage.folder import Folder

SILENT = "note: in a few trial runs {} changed nothing; it may matter only where something rare happens"
UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str) -> float:
    """Seconds of the time ``text``, such as 90s, 10m or 1.5h. Raises UsageError for anything else."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([smhd])", text)
    if found is None or float(found[1]) <= 0:
        raise UsageError(f"--budget: expected a time such as 90s, 10m or 2h, found '{text}'")
    return float(found[1]) * UNITS[found[2]]


def show_plan(experiment: Experiment, workers: int | None, json: bool) -> None:
    """Print what the sweep of ``experiment`` would take with so many ``workers`` (as JSON with ``json``), and the
    factors that changed nothing in a few trial runs."""
    from dipsim.kernels.machine import limits
    from dipsim.runs.batches.ensemble import usual_workers
    from dipsim.sweeps.execution.resources import plan
    from dipsim.sweeps.experiment.inert_factors import silent

    planned = plan(experiment)
    n_workers = min(workers or usual_workers(planned.seconds), limits.cpus())
    quiet_factors = silent(experiment)
    if json:
        print_json({**vars(planned), "workers": n_workers, "silent": quiet_factors})
        return
    factors = counted(len(experiment.factors), "factor")
    print_prose(f"{experiment.title}: {experiment.design_name.replace('_', ' ')} over {factors}")
    for line in planned.lines(n_workers):
        print_prose(f"  {line}")
    for name in quiet_factors:
        note(SILENT.format(name))


def note_cost(experiment: Experiment, workers: int | None, said: str) -> None:
    """Say ``said`` of the draws of ``experiment``, and what they cost with so many ``workers``."""
    from dipsim.kernels.machine import limits
    from dipsim.runs.batches.ensemble import usual_workers
    from dipsim.sweeps.execution.resources import duration, plan

    planned = plan(experiment)
    n_workers = min(workers or usual_workers(planned.seconds), limits.cpus())
    work = f"{counted(planned.runs, 'run')} and {counted(planned.starts, 'settled start')}"
    note(f"{said}: {work}, about {duration(planned.seconds / n_workers)} with {counted(n_workers, 'worker')}")


def go_on(
    folder: Folder,
    experiment: Experiment,
    *,
    workers: int | None,
    cluster: str | None,
    shard: str | None,
    seconds: float | None,
    json: bool,
    quiet: bool,
) -> None:
    """Compute what is missing of ``experiment`` in ``folder``, then merge, analyse and print, unless only a ``shard``
    share was asked for.

    ``workers``, ``cluster`` and ``seconds`` are those of ``dipsim.sweeps.sweep.run``; ``json`` and ``quiet`` say what
    is printed.
    """
    from dipsim.cli.sweep_progress import SweepBar
    from dipsim.sweeps import sweep

    only = None if shard is None else _share(shard, folder.count)
    try:
        with SweepBar(quiet or json) as bar:
            if not (quiet or json or shard or folder.begun):
                _note_silent(experiment, bar.note)
            settings: dict[str, Any] = {"workers": workers, "cluster": cluster, "only": only, "seconds": seconds}
            progress = sweep.run(folder, experiment, tell=bar, say=bar.note, **settings)
    except (KeyboardInterrupt, Terminated):
        note(f"Finished shards are kept. To go on: {resume_line(folder)}")
        raise
    if shard is not None:
        print(f"share {shard} done; when all are, say: dipsim sweep merge {shown_path(folder.path)}")
        _fail(folder, progress.failed)
        return
    finish(folder, json=json, quiet=quiet, progress=progress)


def _note_silent(experiment: Experiment, say: Callable[[str], None]) -> None:
    """Say which factors changed nothing in a few trial runs."""
    from dipsim.runs.engine import prepare_kernels
    from dipsim.sweeps.experiment.inert_factors import silent

    prepare_kernels(say)
    for name in silent(experiment):
        say(SILENT.format(name))


def _share(text: str, count: int) -> list[int]:
    from dipsim.sweeps.execution.runner import share

    try:
        return share(text, count)
    except ValueError as problem:
        raise UsageError(f"--shard: {problem}") from None


def resume_line(folder: Folder) -> str:
    """The command that continues the sweep in ``folder``."""
    return f"dipsim sweep resume {shown_path(folder.path)}"


def finish(folder: Folder, *, json: bool, quiet: bool, progress: Progress | None = None) -> None:
    """Merge what ``folder`` has, analyse it, draw the figures and print what was found (``json``, ``quiet``);
    ``progress``: how the run ended."""
    from dipsim.report.html import sweep_page as view
    from dipsim.sweeps.storage.merge import damage, merge, put
    from dipsim.sweeps.sweep import analyse

    say = note if not (quiet or json) else lambda _: None
    for name, why in damage(folder).items():
        say(f"{name}: {why}; it is made anew")
    manifest = merge(folder)
    swept, findings = analyse(folder, say)
    figures = list(view.figures(swept, findings))
    page = view.page(folder.experiment(), manifest, findings, figures).encode()

    def make(place: Path) -> None:
        view.draw(figures, place / "figures")
        (place / view.NAME).write_bytes(page)

    manifest = put(folder, make)
    drawn = [folder.path / name for name in manifest["files"] if name.endswith(".png")]
    if json:
        print_json({**manifest, "folder": str(folder.path), "findings": [one.as_dict() for one in findings]})
    elif quiet:
        print(folder.path)
    else:
        _print(folder, manifest, findings, drawn, progress)
    _fail(folder, int(manifest["failed"]))


def _print(
    folder: Folder, manifest: dict[str, Any], findings: Any, drawn: list[Path], progress: Progress | None
) -> None:
    from dipsim.sweeps.experiment.drawn_runs import sentence

    done, planned = manifest["shards"], manifest["shards_planned"]
    runs, points = counted(manifest["runs"], "run"), counted(manifest["points"], "point")
    print_prose(f"{manifest['title']}: {runs} at {points}, seed {manifest['seed']}")
    if said := sentence(folder.experiment()):
        print_prose(f"{said[:1].upper()}{said[1:]}.")
    if progress is not None and progress.fresh:
        from dipsim.sweeps.execution.resources import duration

        print(f"{progress.fresh:,} computed now, in {duration(progress.seconds)}: {progress.rate:.0f} a second")
    print_prose(f"{shown_path(folder.path)}/runs.parquet, points.parquet; fingerprint {manifest['sweep_hash']}")
    for finding in findings:
        print_prose(f"\n{finding}")
    for path in drawn:
        print(f"  {shown_path(path)}")
    print(f"\n{shown_path(folder.path)}/report.html")
    if done < planned:
        print_prose(
            f"\n{done} of {planned} shards are done, spread over the whole design. To go on: {resume_line(folder)}"
        )


def _fail(folder: Folder, failed: int) -> None:
    """Unmet (exit code 6) when runs failed."""
    if failed:
        raise SomeRunsFailed(
            f"{counted(failed, 'run')} failed; listed in {shown_path(folder.path)}/failed.json. To try them again: "
            f"dipsim sweep retry {shown_path(folder.path)}"
        )


def show_status(folder: Folder, json: bool) -> None:
    """Print how far the sweep in ``folder`` has come, as JSON with ``json``."""
    from dipsim.sweeps.sweep import status

    statement = status(folder)
    if json:
        print_json(statement)
        return
    done = f"{statement['runs_done']:,} of {statement['runs']:,} runs"
    print(f"{statement['title']}: {done}, {statement['shards_done']} of {statement['shards']} shards")
    for name, why in statement["damaged"].items():
        print(f"  {name}: {why}; it will be made again")
    if statement["shards_given_up"]:
        print(f"  given up: {', '.join(map(str, statement['shards_given_up']))} (their worker died again and again)")
    if statement["shards_done"] < statement["shards"]:
        print(f"To go on: {resume_line(folder)}")
    refuse_damaged(folder, statement["damaged"])


def refuse_damaged(folder: Folder, damaged: dict[str, str]) -> None:
    """Raise VerificationError (exit code 7), which names the first of the ``damaged`` files of ``folder``, where there
    are any."""
    from dipsim.runs.errors import VerificationError

    if damaged:
        named = "; ".join(f"{name} {why}" for name, why in list(damaged.items())[:5])
        raise VerificationError(f"{folder.path}: {len(damaged)} damaged: {named}; to repair: {resume_line(folder)}")


def verify(folder: Folder, json: bool) -> None:
    """Check every shard and the design of ``folder`` and print the result (as JSON with ``json``). Raises
    VerificationError (exit code 7), which names what is damaged."""
    from dipsim.sweeps.storage.folder import whole_digest
    from dipsim.sweeps.storage.merge import damage

    folder.design()
    stored, damaged = folder.done(quarantine=False), folder.damaged() | damage(folder)
    statement = {"shards": len(stored), "planned": folder.count, "damaged": damaged, "sweep_hash": whole_digest(stored)}
    if json:
        print_json(statement)
    else:
        print(f"{len(stored)} of {folder.count} shards verify; fingerprint {statement['sweep_hash']}")
    refuse_damaged(folder, damaged)


def forget_failed(folder: Folder) -> None:
    """Let every shard of ``folder`` with failed runs be computed again."""
    failed = {shard for shard, one in folder.done().items() if one.failed}
    for shard in sorted(failed | set(folder.failures())):
        folder.forget(shard)
    note(f"{counted(len(failed), 'shard')} with failed runs: computed again")


def slurm(folder: Folder, jobs: int) -> None:
    """Write a job array of ``jobs`` jobs over the shards into ``folder`` and say how to submit it."""
    from dipsim.sweeps.execution.slurm import NAME, script

    path = folder.write(NAME, script(folder, jobs).encode())
    print(f"wrote {shown_path(path)}; submit it with: sbatch {shown_path(path)}")
    print(f"then: dipsim sweep merge {shown_path(folder.path)}")
