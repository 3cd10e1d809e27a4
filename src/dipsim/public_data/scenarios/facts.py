"""Everything that published data say of some nations at the end of a year: what a scenario is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas import nations
from dipsim.public_data.formulas.figures import Figure
from dipsim.public_data.formulas.treaties import Treaty, treaties
from dipsim.public_data.readers import EVERY, disputes, majors
from dipsim.public_data.scenarios import upkeep
from dipsim.public_data.scenarios.pairs import Pair, pairs
from dipsim.public_data.states.state_table import State, at_end_of, of_number, state


@dataclass(frozen=True)
class Facts:
    """The states, and every figure of them and of their pairs.

    ``year`` is that of the figures, ``start`` the last year before the scenario begins, ``limit`` the code of the state
    whose data end in ``year`` (empty where the year was asked for). ``words`` is what a reader must know of the states:
    another state under a code, figures of another year. ``left_out`` has the rows that were left out, by file.
    """

    folder: Folder
    who: tuple[State, ...]
    year: int
    start: int
    limit: str
    traits: Mapping[str, Mapping[str, Figure]]
    places: Mapping[str, Figure]
    pairs: tuple[Pair, ...]
    organisations: tuple[Treaty, ...]
    dues: Mapping[int, float]
    majors: frozenset[int]
    words: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def has_disputes(self) -> bool:
        """Whether the folder has past disputes, so that distrust from them need not be guessed."""
        return disputes.DATA in self.folder

    @property
    def figures(self) -> list[Figure]:
        """Every number of the scenario."""
        found = [figure for traits in self.traits.values() for figure in traits.values()]
        found += [*self.places.values(), *(figure for pair in self.listed for figure in pair.figures)]
        found += [Figure(1.0)] if self.places else []  # the weight of the issue
        return found + [Figure(value) for value in self.dues.values()]

    @property
    def listed(self) -> list[Pair]:
        """The pairs of which there is anything to say."""
        return [pair for pair in self.pairs if pair.is_listed]


def gather(
    folder: Folder, codes: Sequence[str], year: int | None, states_at: int | None = None, hindsight: bool = False
) -> Facts:
    """What the data say of the nations with these codes.

    Args:
        folder: The published data.
        codes: Codes of the table of states.
        year: The year of the figures; nothing later is read. None: the last with data for all of them.
        states_at: The year at whose end the nations exist, ``year`` unless given. A state that appears in between has
            the figures of the year in which it appears.
        hindsight: Whether codings made with hindsight count (strategic rivalries).

    Raises:
        PublishedError: A folder, file or code that cannot be used, a nation that did not exist, or twice the same.
    """
    limit, words = "", []
    if year is None:
        common = nations.last_common_year(folder, [state(code) for code in codes])
        if common is None:
            raise PublishedError(
                f"--data {folder.path}: no gdp, spending or regime of these nations; name the year with --year"
            )
        year, limit = common
    there = year if states_at is None else states_at
    who = []
    for code in codes:
        one, said = at_end_of(code, there)
        words += [said] if said else []
        if one in who:
            raise PublishedError(f"--nations: expected different states at the end of {there}, found {one.code} twice")
        who.append(one)
    years = {one.ccode: max(year, one.since(there) or year) for one in who}
    traits = {one.code: nations.traits(folder, one, years[one.ccode]) for one in who}
    places = {one.code: at for one in who if (at := nations.position(folder, one, years[one.ccode])) is not None}
    found = treaties(folder, who, years)
    every = pairs(folder, who, years, there, found, hindsight)
    groups = tuple(one for one in found if not one.is_bilateral and one.contents)
    dues = upkeep.dues(groups, {code: own["gdp"] for code, own in traits.items()})
    words += _words(who, year, years)
    return Facts(
        folder=folder,
        who=tuple(who),
        year=year,
        start=there,
        limit=limit,
        traits=traits,
        places=places,
        pairs=tuple(every),
        organisations=groups,
        dues=dues,
        majors=_majors(folder, year),
        words=tuple(words),
        left_out=tuple(note for data in EVERY if data in folder for note in folder.notes.get(data.stem, [])),
    )


def _majors(folder: Folder, year: int) -> frozenset[int]:
    """Numbers of the major powers at the end of a year."""
    last = folder.last(majors.DATA)
    if last is None:
        return frozenset()
    table, at = majors.read(folder), min(year, last)
    return frozenset(table[(table["first"] <= at) & (table["last"] >= at)]["ccode"].tolist())


def _words(who: Sequence[State], year: int, years: Mapping[int, int]) -> list[str]:
    """What a reader must know of states that are new or share a number."""
    words = []
    for one in who:
        at = years[one.ccode]
        if at > year:
            words.append(f"{one.code} ({one.name}) appeared in {at}: its figures are those of {at}")
        first = one.since(at) or at
        before = of_number(one.ccode, first - 1)
        if before is not None and at - first < 30:
            words.append(
                f"{one.code} ({one.name}) has the number {one.ccode} since {first}: disputes, treaties, agreements, "
                f"exercises and arms of {before.name} before that count as its own; its money and regime do not"
            )
    return words
