"""``dipsim replay``: one run of a sweep once more, with all tables, figures and a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dipsim.cli.commands.run import going_on, refuse_early
from dipsim.cli.errors import UsageError
from dipsim.cli.options import Anyway, Debug, Quiet
from dipsim.cli.output import print_prose, shown_path
from dipsim.cli.progress import long_wait, note
from dipsim.cli.sweep_actions import refuse_damaged

if TYPE_CHECKING:
    from dipsim.sweeps.storage.folder import Folder

ORDER = 4.5
Sweep = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a sweep.", show_default=False)]
Run = Annotated[
    int, typer.Argument(metavar="RUN", min=0, help="Number of the run, as in runs.parquet.", show_default=False)
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the results (default: results/SWEEP-RUN).")
]


def command(
    folder: Sweep,
    run: Run,
    out: Out = None,
    anyway: Anyway = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Repeat one run of a sweep, bit for bit, and write all its tables, its figures and its report."""
    from dipsim.api import replay
    from dipsim.runs.engine import prepare_kernels
    from dipsim.runs.other_model import mark
    from dipsim.sweeps.replay import check_model, request
    from dipsim.sweeps.storage.folder import Folder
    from dipsim.sweeps.storage.merge import damage

    place, there = out or Path("results") / f"{folder.resolve().name}-{run}", Folder.open(folder)
    refuse_damaged(there, damage(there))
    both = check_model(there, anyway)
    say = long_wait if quiet else note
    try:
        refuse_early(place, False, request(there, run)[0])
        prepare_kernels(say, 1)
        with going_on():
            found = replay(folder, run, place, figures=True, anyway=anyway, say=say)
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    if both is not None:
        print(mark(both))
    if quiet:
        print(place)
        return
    shown = ", ".join(f"{name} {value:.6g}" if isinstance(value, float) else f"{name} {value}"
                      for name, value in found.values.items())  # fmt: skip
    arm = "as it is" if found.arm == "as_is" else f"without {_title(there, found.arm.removeprefix('without '))}"
    print_prose(f"Run {run}: point {found.point} ({shown}), replicate {found.replicate}, {arm}")
    found.result.summary()
    print(f"\n{shown_path(place)}/report.html")


def _title(folder: Folder, arm: str) -> str:
    """What an arm takes away, in words."""
    from dipsim.sweeps import wording

    with wording.named(folder.experiment().titles):
        return wording.arm(arm)
