"""``dipsim describe``: what a scenario is made of, as the ODD protocol asks; its evidence; its references."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dipsim.cli.options import Debug, Quiet, Scenario, Sets
from dipsim.cli.output import print_prose
from dipsim.cli.scenario_or_folder import checked

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

ORDER = 8
Evidence = Annotated[
    bool, typer.Option("--evidence", help="List every number that drives the scenario, with its source and grade.")
]
Cite = Annotated[bool, typer.Option("--cite", help="List the references that the scenario rests on.")]
Tick = Annotated[bool, typer.Option("--tick", help="List the processes of a tick, with what each reads and writes.")]
Json = Annotated[bool, typer.Option("--json", help="Print evidence or references as JSON.")]
File = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="File to write instead of printing.", show_default=False),
]


def command(
    scenario: Scenario,
    evidence: Evidence = False,
    cite: Cite = False,
    tick: Tick = False,
    json: Json = False,
    sets: Sets = None,
    out: File = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Describe a scenario by the ODD protocol, or list its evidence, its references or the steps of a tick.

    An existing file is never overwritten."""

    text = _text(checked(scenario, sets, quiet), evidence, cite, tick, json)
    if out is None:
        table = json or evidence or cite or tick  # lines that belong as they are
        (print if table else print_prose)(text.rstrip("\n"))
        return
    _write(out, text)
    if not quiet:
        print(f"wrote {out}")


def _text(spec: Spec, evidence: bool, cite: bool, tick: bool, json: bool) -> str:
    """What was asked for, ending with a line feed."""
    from json import dumps

    from dipsim.documentation import evidence_table, odd, tick_table

    if json:
        return dumps(evidence_table.data(spec), sort_keys=True, indent=1, allow_nan=False) + "\n"
    parts = [evidence_table.evidence(spec, ends=not cite)] if evidence else []
    parts += [evidence_table.references(spec)] if cite else []
    parts += [tick_table.text()] if tick else []
    return "\n".join(parts) if parts else odd.text(spec)


def _write(path: Path, text: str) -> None:
    from dipsim.runs.errors import FolderError
    from dipsim.runs.storage.filesystem import reported

    with reported(path):
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            raise FolderError(f"{path}: already exists; name another file with --out") from None
