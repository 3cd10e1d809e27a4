"""The text of a scenario to start from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dipsim.public_data.scenarios.shelf import Shelf

NAMES = {"ARL": "Arland", "BOR": "Borovia", "CEL": "Celmar"}
LINKED = 6  # nations up to which every pair is written out

TEXT = """\
# yaml-language-server: $schema=dipsim.schema.json
# An editor with the YAML language server completes and checks this file once the schema lies beside it:
#   dipsim check --schema > dipsim.schema.json
# Check it: dipsim check FILE      Run it: dipsim run FILE      All kinds and parameters: dipsim list kinds, parameters

dipsim: 1
title: {title}
about: A first sketch; every number is an assumption until it names its source.

time: {{start: 2025-01, years: 20, tick: month}}

# What nations want: positions from -1 to 1 on issues; each issue has a weight.
issues: {{order: 1.0}}

# gdp is in billions of USD of 2023; burden is the share of it spent on arms. A number may name its source:
#   gdp: {{value: 900, source: World Bank, year: 2023}}
nations:
{nations}

# Pairs of nations. proximity: 1 = land neighbours; dispute: stake of an open issue, 0 to 1; trust at the start, 0 to 1.
# Pairs that are not listed have proximity 0, so they cannot come to blows.
relations:
{relations}

organisations:
  - {{name: Regional Forum, kind: forum, members: [{codes}], meets: 2}}      # meetings a year

# Dated events; acts of any kind can be dated too.
timeline:
  - {{every: year, from: 2026-06, joint_exercise: {{between: [{one}, {two}], notified: true}}}}

# What this scenario should show, tested by `dipsim check --run FILE`:
# expect:
#   - {{outcome: trust, relation: [{one}, {two}], above: 0.5}}
#   - {{verdict: cooperation, is: stabilises}}
"""


DEFAULT = "ARL,BOR,CEL"


@dataclass(frozen=True)
class Asked:
    """What the command line asks for: a title, the nations by code or by region, and published data to fill it from."""

    name: str | None
    nations: str | None
    region: str | None
    data: Path | None
    year: int | None
    states_at: int | None
    hindsight: bool

    @property
    def file(self) -> Path:
        """The file to write where none is named."""
        from dipsim.runs.storage.safe_names import slug

        return Path(f"{slug(self.name) if self.name else f'{self.region}_{self.states_at or self.year}'}.yaml")

    def check(self) -> None:
        """UsageError for options that do not go together."""
        from dipsim.cli.errors import UsageError

        if self.data is None:
            given = {"--year": self.year, "--region": self.region, "--states-at": self.states_at}
            wrong = [*(name for name, value in given.items() if value is not None), *(["--hindsight"] * self.hindsight)]
            if wrong:
                raise UsageError(f"{wrong[0]}: needs --data FOLDER, where the figures are")
        if self.region is not None and self.nations is not None:
            raise UsageError("--region: expected a region or --nations, found both")
        if self.year is None and (self.region is not None or self.states_at is not None):
            raise UsageError(f"{'--region' if self.region else '--states-at'}: needs --year, the year of the figures")
        if self.states_at is not None and self.year is not None and self.states_at < self.year:
            raise UsageError(f"--states-at: expected {self.year} (--year) or later, found {self.states_at}")


def parse_codes(nations: str | None) -> list[str]:
    """The codes of a list with commas. UsageError for fewer than two, or the same twice."""
    from dipsim.cli.errors import UsageError

    codes = [code.strip() for code in (DEFAULT if nations is None else nations).split(",") if code.strip()]
    if len(set(codes)) < max(2, len(codes)):
        raise UsageError("--nations: expected two or more different codes, as in --nations NOR,SWE,FIN")
    return codes


def from_data(request: Asked) -> tuple[str, str, tuple[str, ...]]:
    """A scenario filled from published data, what to say of it, and notes. UsageError for data that cannot be used."""
    from dipsim.cli.errors import UsageError
    from dipsim.public_data.errors import PublishedError
    from dipsim.public_data.scenarios.write import filled
    from dipsim.public_data.states.regions import NAMES, states_of

    there = request.year if request.states_at is None else request.states_at
    try:
        if request.region is None or there is None:
            codes = parse_codes(request.nations)
        else:
            codes = [one.code for one in states_of(request.region, there)]
        title = request.name or f"{NAMES[request.region or '']}, end of {there}"
        made = filled(title, codes, request.data or Path(), request.year, request.states_at, request.hindsight)
    except PublishedError as problem:
        raise UsageError(str(problem)) from None
    limit = f" (where those of {made.limit} end; --year names another)" if made.limit else ""
    statement = f": figures of {made.year}{limit}, {made.sourced} sourced and {made.assumed} assumed"
    return made.text, statement, made.words


def shelved(request: Asked, out: Path) -> Shelf:
    """The five regional sets, written where they are not up to date.

    Raises:
        UsageError: Data that cannot be used.
        FolderError: A set that was changed by hand.
        StorageError: The disk refuses.
    """
    from dipsim.cli.errors import UsageError
    from dipsim.public_data.errors import PublishedError
    from dipsim.public_data.scenarios.shelf import EditedError, shelve
    from dipsim.runs.errors import FolderError
    from dipsim.runs.storage.filesystem import reported

    try:
        with reported(out):
            return shelve(request.data or Path(), out, request.year or 0, request.states_at, request.hindsight)
    except EditedError as problem:
        raise FolderError(str(problem)) from None
    except PublishedError as problem:
        raise UsageError(str(problem)) from None


def scenario(title: str, codes: Sequence[str]) -> str:
    """A commented scenario of these nations."""
    return TEXT.format(
        title=json.dumps(title, ensure_ascii=False),
        nations="\n".join(_nation(place, code) for place, code in enumerate(codes)),
        relations="\n".join(_relations(codes)),
        codes=", ".join(codes),
        one=codes[0],
        two=codes[1],
    )


def _nation(place: int, code: str) -> str:
    position = ("0.6", "0.4", "-0.5")[place % 3]
    name, gdp = NAMES.get(code, code), (900, 600, 800)[place % 3]
    return f"  {code}: {{name: {name}, gdp: {gdp}, burden: 0.02, transparency: 0.5, interests: {{order: {position}}}}}"


def _relations(codes: Sequence[str]) -> list[str]:
    """The first two are allies; every other pair, or each with the next where there are many, has an open issue."""
    many = len(codes) > LINKED
    pairs = list(pairwise(codes)) if many else list(combinations(codes, 2))
    first = "proximity: 0.9, trust: 0.7, pact: defence, agreements: [exercise]"
    message = [first, *["proximity: 0.9, dispute: 0.4"] * (len(pairs) - 1)]
    return [f"  - {{between: [{one}, {two}], {what}}}" for (one, two), what in zip(pairs, message, strict=True)]


def check(text: str, path: Path) -> None:
    """UsageError unless the text is a valid scenario, as it is but for a title or code that cannot be."""
    from dipsim.cli.errors import UsageError
    from dipsim.scenario.load import load
    from dipsim.scenario.yaml.problems import ScenarioError

    try:
        load(str(path), text=text)
    except ScenarioError as error:
        first = error.problems[0]
        raise UsageError(f"{first.path}: expected {first.expected}, found {first.found}") from None
