"""A new scenario file: a sketch of invented nations, the facts of real ones, or one filled from published data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dipsim.runs.errors import FolderError
from dipsim.runs.storage.filesystem import reported
from dipsim.runs.storage.safe_names import slug
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.wording import counted

if TYPE_CHECKING:
    from dipsim.public_data.scenarios.shelf import Shelf

DEFAULT = "ARL,BOR,CEL"


@dataclass(frozen=True)
class NewScenario:
    """What is asked for: a title, the nations by code or by region, and published data to fill it from.

    Without data, ``fictional`` makes a sketch of invented nations even where the codes are those of states.
    """

    name: str | None
    nations: str | Sequence[str] | None = None
    region: str | None = None
    data: Path | None = None
    year: int | None = None
    states_at: int | None = None
    hindsight: bool = False
    fictional: bool = False

    @property
    def file(self) -> Path:
        """The file to write where none is named."""
        return Path(f"{slug(self.name) if self.name else f'{self.region}_{self.states_at or self.year}'}.yaml")

    def check(self) -> None:
        """ArgumentError for options that do not go together."""
        if self.data is None:
            given = {"--year": self.year, "--region": self.region, "--states-at": self.states_at}
            wrong = [*(name for name, value in given.items() if value is not None), *(["--hindsight"] * self.hindsight)]
            if wrong:
                raise ArgumentError(f"{wrong[0]}: needs --data FOLDER, where the figures are")
        elif self.fictional:
            raise ArgumentError("--fictional: expected invented nations or --data, found both")
        if self.region is not None and self.nations is not None:
            raise ArgumentError("--region: expected a region or --nations, found both")
        if self.year is None and (self.region is not None or self.states_at is not None):
            raise ArgumentError(
                f"{'--region' if self.region else '--states-at'}: needs --year, the year of the figures"
            )
        if self.states_at is not None and self.year is not None and self.states_at < self.year:
            raise ArgumentError(f"--states-at: expected {self.year} (--year) or later, found {self.states_at}")
        if self.name is None and self.region is None:
            raise ArgumentError("expected a NAME for the scenario, as in: dipsim new 'My region'")

    @property
    def codes(self) -> list[str]:
        """The codes that are named, or those of the sketch. ArgumentError for fewer than two, or the same twice."""
        given = DEFAULT if self.nations is None else self.nations
        listed = given.split(",") if isinstance(given, str) else given
        codes = [code.strip() for code in listed if code.strip()]
        if len(set(codes)) < max(2, len(codes)):
            raise ArgumentError("--nations: expected two or more different codes, as in --nations NOR,SWE,FIN")
        return codes


@dataclass(frozen=True)
class Written:
    """A file that was written, what to say of it, notes, and whether it is complete enough to run."""

    path: Path
    statement: str
    words: tuple[str, ...] = ()
    complete: bool = True


def write(request: NewScenario, out: Path | None = None) -> Written:
    """Write the scenario that ``request`` asks for into the new file ``out``, by default ``NAME.yaml``.

    Raises:
        ArgumentError: Wrong options, or data that cannot be used.
        FolderError: The file is there already.
        StorageError: The disk refuses.
    """
    request.check()
    path = out or request.file
    complete = True
    if request.data is not None:
        text, statement, words = _from_data(request, request.data)
    else:
        text, statement, complete = _without_data(request)
        words = ()
    check(text, path, complete)
    with reported(path):
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            raise FolderError(f"{path}: already exists; name another file with --out") from None
    return Written(path, statement, words, complete)


def _without_data(request: NewScenario) -> tuple[str, str, bool]:
    """Text and statement: a sketch of invented nations, or the facts of states. ArgumentError for a mixture."""
    from dipsim.public_data.scenarios.bare import EMPTY, bare
    from dipsim.public_data.scenarios.sketch import sketch
    from dipsim.public_data.states.places import SOURCE, places

    codes, known = request.codes, places()
    real = [code for code in codes if code in known]
    if request.fictional or not real:
        return sketch(request.name or "", codes), ": invented nations, every number assumed", True
    if other := next((code for code in codes if code not in known), None):
        raise ArgumentError(
            f"--nations: {real[0]} is {known[real[0]].name}, and {other} is no state of today; "
            "name states only, or add --fictional for invented nations"
        )
    states = counted(len(codes), "nation")
    empty = f"fill in {' and '.join(EMPTY)} of {states}, or take them from published data with --data FOLDER"
    return (
        bare(request.name or "", codes),
        f": names, capitals and land borders, from {SOURCE.partition(' (')[0]}; {empty}",
        False,
    )


def _from_data(request: NewScenario, data: Path) -> tuple[str, str, tuple[str, ...]]:
    """A scenario filled from published data, what to say of it, and notes. ArgumentError for unusable data."""
    from dipsim.public_data.errors import PublishedError
    from dipsim.public_data.scenarios.write import filled
    from dipsim.public_data.states.regions import NAMES, states_of

    there = request.year if request.states_at is None else request.states_at
    try:
        if request.region is None or there is None:
            codes = request.codes
        else:
            codes = [one.code for one in states_of(request.region, there)]
        title = request.name or f"{NAMES[request.region or '']}, end of {there}"
        made = filled(title, codes, data, request.year, request.states_at, request.hindsight)
    except PublishedError as problem:
        raise ArgumentError(str(problem)) from None
    limit = f" (where those of {made.limit} end; --year names another)" if made.limit else ""
    statement = f": figures of {made.year}{limit}, {made.sourced} sourced and {made.assumed} assumed"
    return made.text, statement, made.words


def shelved(request: NewScenario, out: Path) -> Shelf:
    """The five regional sets of ``request``, written into the folder ``out`` where they are not up to date.

    Raises:
        ArgumentError: Wrong options, or data that cannot be used.
        FolderError: A set that was changed by hand.
        StorageError: The disk refuses.
    """
    from dipsim.public_data.errors import PublishedError
    from dipsim.public_data.scenarios.shelf import EditedError, shelve

    request.check()
    try:
        with reported(out):
            return shelve(request.data or Path(), out, request.year or 0, request.states_at, request.hindsight)
    except EditedError as problem:
        raise FolderError(str(problem)) from None
    except PublishedError as problem:
        raise ArgumentError(str(problem)) from None


def check(text: str, path: Path, complete: bool = True) -> None:
    """Raise ArgumentError unless ``text``, to be written to ``path``, is a valid scenario; one that is not ``complete``
    may have empty numbers."""
    from dipsim.public_data.scenarios.bare import EMPTY
    from dipsim.scenario.load import load
    from dipsim.scenario.yaml.problems import ScenarioError

    try:
        load(str(path), text=text)
    except ScenarioError as error:
        left = [one for one in error.problems if complete or one.path.rpartition(".")[2] not in EMPTY]
        if left:
            raise ArgumentError(f"{left[0].path}: expected {left[0].expected}, found {left[0].found}") from None
