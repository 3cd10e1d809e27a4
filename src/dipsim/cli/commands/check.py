"""``dipsim check``: every problem of a scenario at once, what a run would take, and whether its expectations hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dipsim.cli.errors import SomeRunsFailed, UsageError
from dipsim.cli.options import REPLICATES, SEED, Debug, Quiet, Sets, Workers, shipped_names
from dipsim.cli.output import print_json, print_prose
from dipsim.cli.progress import Bar
from dipsim.cli.scenario_or_folder import checked
from dipsim.errors import SCENARIO
from dipsim.scenario.wording import counted
from dipsim.scenario.yaml.problems import ScenarioError, escape

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

ORDER = 6
FIGURES = 15  # seconds that a run takes beside its runs: starting, figures and report
Maybe = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO|EXPERIMENT",
        help="A scenario or experiment file, a shipped name such as two_blocs, or - for standard input.",
        show_default=False,
        autocompletion=shipped_names,
    ),
]
RunIt = Annotated[bool, typer.Option("--run", help="Run the scenario and test its expectations ('expect:').")]
JsonErrors = Annotated[bool, typer.Option("--json-errors", help="Print the problems as JSON on standard output.")]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON schema of scenario files, for editors.")]


def command(
    scenario: Maybe = None,
    run: RunIt = False,
    sets: Sets = None,
    workers: Workers = None,
    json_errors: JsonErrors = False,
    schema: Schema = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check a scenario or an experiment: list every problem with its line, and estimate what a run would take."""

    if schema:
        _print_schema()
        return
    if scenario is None:
        raise UsageError("check needs a scenario; see 'dipsim check --help'")
    if _is_experiment(scenario):
        if run or sets:
            raise UsageError("--run and --set apply to scenarios, not to experiment files: leave them out")
        _experiment(scenario, json_errors, quiet)
        return
    spec = _load_json(scenario, sets) if json_errors else _load(scenario, sets)
    if not quiet and not json_errors:
        _describe(spec)
    if run:
        _claims(spec, workers, quiet or json_errors)


def _is_experiment(file: str) -> bool:
    """Whether a file has the key that only experiments have."""

    path = Path(file)
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return any(line.startswith(b"experiment:") for line in stream.read(1 << 20).splitlines())


def _experiment(file: str, json_errors: bool, quiet: bool) -> None:
    """Check an experiment and say what a sweep of it takes."""
    from dipsim.runs.batches.ensemble import usual_workers
    from dipsim.sweeps.execution.resources import plan
    from dipsim.sweeps.experiment.load import read

    try:
        experiment = read(file)
    except ScenarioError as error:
        if not json_errors:
            raise
        print_json([problem.as_dict() for problem in error.problems])
        raise typer.Exit(SCENARIO) from None
    if json_errors:
        print_json([])
    elif not quiet:
        planned = plan(experiment)
        print(f"{escape(file, 200)}: valid\n  {escape(experiment.title)}")
        for line in planned.lines(usual_workers(planned.seconds)):
            print_prose(f"  {line}")


def _print_schema() -> None:
    from dipsim.scenario.schema.spec import json_schema

    print_json(json_schema())


def _load(scenario: str, sets: list[str] | None) -> Spec:

    return checked(scenario, sets)


def _load_json(scenario: str, sets: list[str] | None) -> Spec:
    """The scenario; its problems are printed as a JSON list, which is empty when all is well."""
    from dipsim.scenario.load import load

    try:
        spec = load(scenario, sets or [])
    except ScenarioError as error:
        print_json([problem.as_dict() for problem in error.problems])
        raise typer.Exit(SCENARIO) from None
    print_json([warning.as_dict() for warning in spec.warnings])
    return spec


def _describe(spec: Spec) -> None:
    """What the scenario holds and what the usual run of it takes; ScenarioError when it is too big."""
    from dipsim.runs import resources

    on = sum(not kind.is_off for kind in spec.kinds.values())
    parts = [
        counted(len(spec.nations), "nation"),
        counted(len(spec.relations), "relation"),
        counted(len(spec.organisations), "organisation"),
        counted(on, "exchange kind"),
        counted(len(spec.timeline), "dated entry", "dated entries"),
        counted(len(spec.expect), "expectation"),
    ]
    print(f"{escape(spec.file, 200)}: valid")
    print_prose(f"  {escape(spec.title)}: {', '.join(parts)}")
    print(f"  {spec.time.years:g} years from {spec.time.start} in ticks of a {spec.time.tick.replace('_', ' ')}")
    planned = resources.check(spec, REPLICATES)
    print_prose(f"  plan: {planned}; compiling and figures take some {FIGURES} s more")
    for message in planned.notes:
        print_prose(f"  note: {message}")


def _claims(spec: Spec, workers: int | None, quiet: bool) -> None:
    """Test the expectations; Unmet when one does not hold."""
    from dipsim.study.verdict import expectations

    if not spec.expect:
        if not quiet:
            print("  no expectations to test ('expect:')")
        return
    with Bar([("testing expectations", expectations.runs_needed(spec))], quiet) as bar:
        from dipsim.runs.engine import prepare_kernels

        prepare_kernels(bar.note)
        found = expectations.evaluate(spec, seed=SEED, workers=workers, progress=bar)
    for claim in found:
        if not quiet or not claim.ok:
            print_prose(f"  {'holds' if claim.ok else 'FAILS'}: {claim.text}: found {claim.found}")
    failed = sum(not claim.ok for claim in found)
    if failed:
        raise SomeRunsFailed(f"{failed} of {counted(len(found), 'expectation')} not met")
