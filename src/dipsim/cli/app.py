"""The command line: finds the commands, runs one, and turns whatever happens into an exit code.

Every file in ``commands`` is a command named after the file; its function ``command`` has the options and the help, and
``ORDER`` says where it stands in the list. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

from dipsim._version import __version__
from dipsim.cli import commands, errors
from dipsim.cli.options import Debug

HELP = """Simulates the military-diplomatic relations of nations, and tells when defence cooperation stabilises or
escalates a region.

Start with: dipsim run two_blocs"""


def _version(request: bool) -> None:
    if request:
        print(f"dipsim {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


def build() -> typer.Typer:
    """The application with every command of the folder, in their order."""
    app = typer.Typer(
        name="dipsim",
        help=HELP,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 100},
    )

    @app.callback(invoke_without_command=True)
    def common(context: typer.Context, version: Version = False, debug: Debug = False) -> None:
        if context.invoked_subcommand is None:
            print(context.get_help())

    found = {
        entry.name: import_module(f"{commands.__name__}.{entry.name}") for entry in iter_modules(commands.__path__)
    }
    for name, module in sorted(found.items(), key=lambda item: item[1].ORDER):
        app.command(name)(module.command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code, after one line for each problem on standard error."""
    errors.set_debug(False)
    command = typer.main.get_command(build())
    try:
        with command.make_context("dipsim", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except BaseException as problem:
        return errors.report(problem)
    return errors.DONE


def main() -> None:
    """Entry point of the ``dipsim`` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without a letter still shows which one
    errors.catch_signals()
    errors.plain_warnings()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
