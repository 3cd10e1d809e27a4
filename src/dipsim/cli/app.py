"""The command line: finds the commands, runs one, and turns the outcome into an exit code.

Every file in ``commands`` is a command named after the file; its function ``command`` has the options and the help, and
``ORDER`` is its rank in the list. A command is imported when it is called: its line in ``dipsim --help`` is read from
its source, so that the list loads nothing heavy.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from dipsim._version import __version__
from dipsim.cli import commands, errors
from dipsim.cli.options import Debug
from dipsim.errors import DONE

HELP = """Simulates defence diplomacy between nations, and shows when defence cooperation stabilises or
escalates a region.

Start with: dipsim run two_blocs"""
SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"max_content_width": 100, "help_option_names": ["-h", "--help"]},
}
COMPLETION = "_DIPSIM_COMPLETE"  # the variable by which a shell asks for words to complete


def _version(request: bool) -> None:
    if request:
        print(f"dipsim {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


def listed() -> dict[str, str]:
    """The help text of every command by name, in the order of the list. Nothing is imported. Raises RuntimeError for a
    file that is no command."""
    found = []
    for entry in iter_modules(commands.__path__):
        source = Path(commands.__path__[0]) / f"{entry.name}.py"
        tree = ast.parse(source.read_text(encoding="utf-8"))
        rank, text = None, ""
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id="ORDER")], value=ast.Constant(value=float() | int() as value)):
                    rank = value
                case ast.FunctionDef(name="command"):
                    text = ast.get_docstring(node) or ""
        if rank is None or not text:
            raise RuntimeError(f"{source}: expected a number ORDER and a function 'command' with a docstring")
        found.append((rank, entry.name, text))
    return {name: text for _, name, text in sorted(found)}


def load(name: str) -> Any:
    """Import the command called ``name``, one of ``listed()``, for the parser."""
    app = typer.Typer(**SETTINGS)
    app.command(name)(import_module(f"{commands.__name__}.{name}").command)
    return typer.main.get_command(app)


class LazyGroup(TyperGroup):
    """The commands: names and help texts at first, the command itself when it is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {
            name: TyperCommand(name, help=text, short_help=text.split("\n\n")[0].replace("\n", " "))
            for name, text in listed().items()
        }

    def resolve_command(self, context: Any, arguments: list[str]) -> tuple[str | None, Any, list[str]]:
        """Name, command and remaining ones of ``arguments``; ``context`` is that of click. Raises the usage error of
        the parser for an unknown name."""
        name, _, rest = super().resolve_command(context, arguments)
        return name, load(str(name)), rest


def build() -> typer.Typer:
    """The application with every command of the folder."""
    app = typer.Typer(name="dipsim", help=HELP, cls=LazyGroup, **{**SETTINGS, "add_completion": True})

    @app.callback(invoke_without_command=True)
    def common(context: typer.Context, version: Version = False, debug: Debug = False) -> None:
        if context.invoked_subcommand is None:
            print(context.get_help())

    return app


def run(arguments: Sequence[str]) -> int:
    """Run the command line ``arguments``; returns its exit code, after one line for each problem on standard error."""
    errors.set_debug(False)
    command = typer.main.get_command(build())
    try:
        with command.make_context("dipsim", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except BaseException as problem:
        return errors.report(problem)
    return DONE


def main() -> None:
    """Entry point of the ``dipsim`` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without a letter still shows which one
    if COMPLETION in os.environ:
        typer.main.get_command(build()).main(prog_name="dipsim", complete_var=COMPLETION)
    errors.catch_signals()
    errors.plain_warnings()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
