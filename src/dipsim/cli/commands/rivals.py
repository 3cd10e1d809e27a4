"""``dipsim rivals``: does a verdict hold whichever of the studies that disagree is right?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.options import Anyway, Debug, Json, MaybeReplicates, MaybeSeed, Quiet, Sets, Target, Workers

ORDER = 4
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES", help="What is judged, as for 'verdict'; cooperation unless given.", show_default=False
    ),
]


def command(
    scenario: Target,
    names: Names = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    anyway: Anyway = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Ask a verdict again under every reading that studies disagree on.

    Each rival reading takes the place of the default in turn, on the same draws."""
    from dipsim.cli.commands.verdict import targets_of
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question
    from dipsim.study.sensitivity.rivals import readings, rivals

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    requested = targets_of(request.spec, names or ["cooperation"])
    total = request.replicates * len(readings(request.spec)) * (1 + len(requested))
    with Bar([("running every reading", total)], quiet or json) as bar:
        from dipsim.runs.engine import prepare_kernels

        prepare_kernels(bar.note)
        found = rivals(
            request.spec, requested, replicates=request.replicates, seed=request.seed, workers=workers, progress=bar
        )
    if json:
        print_json(request.marked([one.as_dict() for one in found]))
        return
    for one in found:
        _print(one, len(found) == 1)


def _print(found: Any, all_rows: bool) -> None:
    """The sentence, and the readings: all of them, or those on which the verdict hinges."""
    from dipsim.study.verdict.decision import number

    print(found)
    pairs = list(zip(found.readings, found.rows, strict=True)) if all_rows else found.hinges
    for reading, row in pairs:
        disputes = row.effects["expected_disputes"]
        print(f"  {row.shown:<23}{number(disputes):>9} [{disputes.low:+.3g}, {disputes.high:+.3g}]  {reading}")
    print("Disputes per decade, with it minus without it, 95 % intervals.\n" if all_rows else "")
