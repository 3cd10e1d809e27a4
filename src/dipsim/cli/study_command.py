"""What every command that asks a question about a scenario shares: its options, its runs and how it answers.

A command of this kind is a function of a ``Study`` and of its own options. The decorator ``study_command`` adds the
argument SCENARIO|FOLDER and the options --replicates, --seed, --workers, --set, --anyway, --json, --quiet, --debug, and
where the command has a figure, --out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from typer.models import ArgumentInfo

from dipsim.cli import options
from dipsim.cli.errors import UsageError
from dipsim.cli.output import print_json
from dipsim.cli.progress import Bar, note
from dipsim.cli.scenario_or_folder import Question, question
from dipsim.scenario.wording import counted

if TYPE_CHECKING:
    from dipsim.runs.settings import RunOptions
    from dipsim.scenario.draws.draws import Draws

HOW_PRINTED = ("markdown",)  # options that change no answer
FORMAT = 1  # of the JSON of answers; a higher number when a key goes or means something else
SHARED: dict[str, tuple[Any, Any]] = {  # name of the parameter: its option and its default
    "replicates": (options.MaybeReplicates, None),
    "seed": (options.MaybeSeed, None),
    "workers": (options.Workers, None),
    "sets": (options.Sets, None),
    "anyway": (options.Anyway, False),
    "out": (options.Out, None),
    "json": (options.Json, False),
    "quiet": (options.Quiet, False),
    "debug": (options.Debug, False),
}


@dataclass(frozen=True)
class Study(Question):
    """A question about a scenario: what is run and how the answer is shown."""

    workers: int | None = None
    out: Path | None = None
    json: bool = False
    quiet: bool = False
    asked: str = ""
    """The question as it was typed: the command and its own arguments, without the folder."""

    def with_added(self, additions: Sequence[str] | str | None) -> tuple[Study, list[str]]:
        """The same question about the scenario with the acts ``additions``, and the targets that name them."""
        from dipsim.study.interventions.additions import with_added

        spec, names = with_added(self.spec, additions or ())
        return (replace(self, spec=spec, result=None), names) if names else (self, [])

    @contextmanager
    def running(self, *stages: tuple[str, int]) -> Iterator[RunOptions]:
        """The settings of the runs, under a progress bar over ``stages`` (text and number of runs each)."""
        from dipsim.runs.engine import prepare_kernels

        with Bar(stages, self.quiet or self.json) as bar:
            prepare_kernels(bar.note)
            yield {"replicates": self.replicates, "seed": self.seed, "workers": self.workers, "progress": bar}

    def say_cost(self, draws: Draws, runs: int, starts: int) -> None:
        """Say, before a long wait, how many ``draws`` there are and what at most so many ``runs`` and settled
        ``starts`` take."""
        from dipsim.runs import resources
        from dipsim.runs.batches.ensemble import usual_workers
        from dipsim.sweeps.execution.resources import duration

        if self.quiet or self.json:
            return
        seconds = runs * resources.estimate(self.spec, 1, "final").seconds + starts * resources.start_seconds(self.spec)
        workers = self.workers or usual_workers(seconds)
        work = f"up to {counted(runs, 'run')} and {counted(starts, 'settled start')}"
        time = f"about {duration(seconds / workers)} with {counted(workers, 'worker')}"
        note(f"{counted(len(draws), 'draw')} of {draws.name}: {work}, {time}")

    def show(self, found: Any, text: Callable[[Any], object]) -> None:
        """Print the answer ``found`` as JSON, or by ``text``, which prints it or returns what is to be printed; keep it
        where a folder was asked."""
        if self.json:
            plain = found.as_dict() if hasattr(found, "as_dict") else {"rows": [one.as_dict() for one in found]}
            print_json({"format": FORMAT, **self.marked(plain)})
        else:
            words = text(found)
            if words is not None:
                print(words)
        self.keep(found)

    def keep(self, found: Any) -> None:
        """Put the answer ``found`` into the results folder that was asked, and into its report; nothing where none was.

        A folder that cannot be written is noted: the answer was given.
        """
        folder = getattr(self.asked_of, "folder", None)
        if folder is None or not self.asked or not hasattr(found, "to_frame"):
            return
        from dipsim.report import stored
        from dipsim.report.answers.told import tell
        from dipsim.runs.errors import FolderError, StorageError

        try:
            written = stored.keep_answer(self.asked_of, tell(self.asked.split()[0], self.asked, found))
        except (FolderError, StorageError) as problem:
            note(f"note: the answer was not kept in the folder: {problem}")
            return
        for path in () if self.quiet or self.json else written:
            note(f"wrote {path}")

    def draw(self, figure: str, result: Any = None, **data: Any) -> None:
        """Write a figure from ``data`` and, where it shows one, ``result`` into the folder of --out, if given."""
        if self.out is None:
            return
        from dipsim.report import figure_registry
        from dipsim.report.result_view import FigureContext
        from dipsim.report.style import save

        about = result or FigureContext(self.spec, self.manifest, self.replicates)
        for path in save(figure_registry.figure(about, figure, **data), self.out, figure):
            note(f"wrote {path}")


def heading(found: Any) -> str:
    """The first line of the answer ``found``: title, replicates and seed."""
    return f"{found.title}: {counted(found.replicates, 'replicate')}, seed {found.seed}"


def over_draws_heading(found: Any) -> str:
    """The first line of the answer over draws ``found``: title, pairs at each draw, how many draws, and seed."""
    draws = f"{counted(len(found.draws), 'draw')} of {found.draws.name}"
    return f"{found.title}: {counted(found.pairs, 'pair')} of runs at each of {draws}, seed {found.seed}"


@contextmanager
def usage_errors(kind: type[Exception] | tuple[type[Exception], ...], advice: str = "") -> Iterator[None]:
    """Turn an error of this kind into a UsageError, with advice at its end."""
    try:
        yield
    except kind as problem:
        raise UsageError(f"{problem}; {advice}" if advice else str(problem)) from None


def study_command(
    *, figure: bool = False, keeps: bool = True, omit: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Any]:
    """Make a command of a function of a Study and of the command's own options.

    ``figure`` adds --out; ``keeps`` says whether the answer goes into a folder of results that was asked; ``omit``
    names shared options that the command does not have. A parameter of the function that is called like a shared option
    replaces it: the command then declares and defaults it, and the Study has it.
    """
    shared = {name: option for name, option in SHARED.items() if name not in omit and (figure or name != "out")}

    def make(answer: Callable[..., None]) -> Callable[..., None]:
        _, *own = _parameters(answer)
        own_names = [parameter.name for parameter in own]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for name, (annotation, default) in shared.items()
            if name not in own_names
        ]
        scenario = inspect.Parameter("scenario", inspect.Parameter.KEYWORD_ONLY, annotation=options.Target)

        def command(scenario: str, **given: Any) -> None:
            settings = {name: given.get(name) for name in shared}
            asked = question(
                scenario,
                settings["replicates"],
                settings["seed"],
                settings["sets"],
                quiet=bool(settings.get("quiet")),
                json=bool(settings["json"]),
                anyway=bool(settings.get("anyway")),
            )
            study = Study(
                **vars(asked),
                workers=settings.get("workers"),
                out=settings.get("out"),
                json=bool(settings["json"]),
                quiet=bool(settings.get("quiet")),
                asked=_typed(answer.__module__.rpartition(".")[2], own, given) if keeps else "",
            )
            answer(study, **{name: given[name] for name in own_names})

        parameters = [scenario, *own, *added]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        command.__doc__ = answer.__doc__
        return command

    return make


def _typed(name: str, own: Sequence[inspect.Parameter], given: Mapping[str, Any]) -> str:
    """The command with its own arguments, such as ``flip nations.*.revisionism --outcome trust``; defaults are left
    out, and so are how the answer is printed and how it is computed."""
    words = [name]
    for parameter in own:
        value = given[parameter.name]
        if value is None or value == parameter.default or parameter.name in (*SHARED, *HOW_PRINTED):
            continue
        (typed,) = parameter.annotation.__metadata__
        declared = [one for one in (typed.default, *(typed.param_decls or ())) if str(one).startswith("--")]
        flags = (declared or [f"--{parameter.name.replace('_', '-')}"])[0].split("/")
        if not isinstance(typed, ArgumentInfo):
            words.append(flags[value is False])
        if not isinstance(value, bool):
            words += [str(one) for one in (value if isinstance(value, list) else [value])]
    return " ".join(words)


def _parameters(answer: Callable[..., None]) -> list[inspect.Parameter]:
    """Parameters of a function with their annotations evaluated, as keywords."""
    hints = get_type_hints(answer, include_extras=True)
    return [
        parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(answer).parameters.values()
    ]
