"""The text of a scenario filled from published data: every number with its source or the word ``assumed``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from dipsim.public_data import nations
from dipsim.public_data.catalogue import EVERY
from dipsim.public_data.figures import LASTING, YEARLY, Figure, quoted
from dipsim.public_data.files import Folder, PublishedError, find
from dipsim.public_data.pairs import Pair, pair, stale
from dipsim.public_data.states import State, state

NAMED = 6  # nations up to which the head names them
NEAR = 0.5  # proximity below which an ally is far
UNUSED = """\
# Not in these data, and so not here: polls of trust (it starts at the model's baseline), organisations, exercises,
# hotlines, trade of pairs, forces kept abroad (raise proximity where a power keeps some near the other)."""

HEAD = """\
# yaml-language-server: $schema=dipsim.schema.json
# An editor with the YAML language server completes and checks this file once the schema lies beside it:
#   dipsim check --schema > dipsim.schema.json
# Check it: dipsim check FILE      Run it: dipsim run FILE      All kinds and parameters: dipsim list kinds, parameters
#
# {who} at the end of {year}, as published data have them.{limit}
# Of {total} numbers {sourced} are sourced and {assumed} are assumed; each assumed one says so. In short:
#   gdp           simulated GDP at purchasing power, 2017 dollars in dollars of 2023 by US consumer prices (x 1.243)
#   burden        military spending over that gdp, so that burden x gdp is what was spent: SIPRI, dollars of 2021 in
#                 dollars of 2023 (x 1.1245); where it has none, National Material Capabilities, treated alike.
#                 Where prices are low this is below the share of GDP that SIPRI prints
#   growth        half the trend of ten years plus half of 2 % a year: trends regress to the mean
#   democracy     V-Dem polyarchy; transparency is 0.15 + 0.7 democracy, an assumed link
#   us_order      UN General Assembly ideal points: lowest state of the year -1, highest +1
#   proximity     exp(-distance / 1500 km) of the territories, 0 below 0.05: out of reach
#   dispute       an assumed step by the count of militarised disputes in twenty years: 1 gives 0.15, 2 give 0.3, 3 to 5
#                 give 0.5, 6 or more 0.7; strategic rivals at least 0.5. Put what you know of the issue in its place
#   pact          ATOP treaties with a duty beyond nonaggression; defence includes consultation
#   agreements    DCAD; what was in force in 2010, where those data end, is taken to be in force since
# Money stands for {yearly} years at most, a distance, treaty, regime or vote for {lasting}; what is older is a gap.
# Grade 3: simulated, an expert scale, or derived by these formulas; 4: assumed.
{gaps}
dipsim: 1
title: {title}
about: {about}
sources:
{sources}

time: {{start: {start}-01, years: 20, tick: month}}
"""

TAIL = """\
# Add what you know: organisations, dated events, and what the scenario should show (`dipsim check --run FILE`).
# organisations:
#   - {{name: A forum, kind: forum, members: [{codes}], meets: 1}}      # meetings a year
# timeline:
#   - {{every: year, from: {start}-06, joint_exercise: {{between: [{one}, {two}], notified: true}}}}
# expect:
#   - {{verdict: cooperation, is: stabilises}}
"""


@dataclass(frozen=True)
class Filled:
    """A scenario's text, the year of its figures, and how many of its numbers are sourced and how many assumed.

    ``limit`` is the nation whose data end in that year, empty where the year was asked for or all end together.
    """

    text: str
    year: int
    limit: str
    sourced: int
    assumed: int


def filled(title: str, codes: Sequence[str], path: Path, year: int | None = None) -> Filled:
    """A scenario of these nations from the published files of a folder; ``year`` is the last with data for all.

    PublishedError for a folder, file, code or year that cannot be used; OSError when the disk refuses.
    """
    who = [state(code) for code in codes]
    folder = find(path, (one.ccode for one in who))
    common = nations.last_common_year(folder, who) if year is None else (year, "")
    if common is None:
        raise PublishedError(f"--data {path}: no gdp, spending or regime of these nations; name the year with --year")
    at, limit = common
    traits = {one.iso: nations.traits(folder, one, at) for one in who}
    places = {one.iso: place for one in who if (place := nations.position(folder, one, at)) is not None}
    pairs = [pair(folder, one, other, at) for one, other in combinations(who, 2)]
    figures = [figure for found in traits.values() for figure in found.values()]
    figures += [*places.values(), *(figure for two in pairs for figure in two.figures)]
    figures += [Figure(1.0)] if places else []  # the weight of the issue
    sourced = sum(figure.is_sourced for figure in figures)
    relations = "\n".join(["relations:", *(line for two in pairs for line in _relation(two))])
    body = f"{_nations(who, traits, places)}\n{relations}\n"
    head = _head(title, who, folder, common, (sourced, len(figures) - sourced), body)
    text = f"{head}\n{body}\n{_tail(codes, pairs, at + 1)}"
    return Filled(text, at, limit, sourced, len(figures) - sourced)


def _head(
    title: str, who: list[State], folder: Folder, common: tuple[int, str], counts: tuple[int, int], body: str
) -> str:
    """Everything before the nations; the sources are the data sets that the body names."""
    (year, limit), (sourced, assumed) = common, counts
    several = ", ".join(one.name for one in who[:-1]) + f" and {who[-1].name}"
    missing = [data.stem for data in EVERY if data.stem not in folder.files]
    gaps = [f"# No file of: {', '.join(missing[at : at + 5])}." for at in range(0, len(missing), 5)]
    gaps += [f"# Too old for {year}: {data.name}, which ends in {last}." for data, last in stale(folder, year)]
    used = [(data, folder.last(data)) for data in EVERY if data.stem in folder.files and data.name in body]
    listed = [f"{data.title}; {folder.files[data.stem].name}, to {last}" for data, last in used]
    counted = f"{sourced} sourced, {assumed} assumed"
    about = f"Figures of {year} from published data: {counted}. Read differences between runs, not levels."
    return HEAD.format(
        who=several if len(who) <= NAMED else f"{len(who)} nations",
        limit=f"\n# No later year has data for all: those of {limit} end there." if limit else "",
        year=year,
        total=sourced + assumed,
        sourced=sourced,
        assumed=assumed,
        yearly=YEARLY,
        lasting=LASTING,
        gaps="\n".join([UNUSED, *gaps, ""]),
        title=json.dumps(title, ensure_ascii=False),
        about=quoted(about),
        sources="\n".join(f"  - {quoted(line)}" for line in listed),
        start=year + 1,
    )


def _nations(who: list[State], traits: dict[str, dict[str, Figure]], places: dict[str, Figure]) -> str:
    """The issue, where there is one, and the nations."""
    lines = ["issues: {us_order: 1.0}  # assumed weight", ""] if places else []
    lines.append("nations:")
    for one in who:
        lines += [f"  {one.iso}:", f"    name: {quoted(one.name)}"]
        lines += [_line(4, name, figure) for name, figure in traits[one.iso].items()]
        if places:
            lines += ["    interests:", _line(6, "us_order", places[one.iso])]
    return "\n".join(lines) + "\n"


def _relation(two: Pair) -> list[str]:
    """The lines of one pair: what is sourced of it, its treaties, and the assumed stake."""
    contents = sorted({word for treaty in two.treaties for word in treaty.contents})
    lines = [f"  - between: [{two.one.iso}, {two.other.iso}]", _line(4, "proximity", two.proximity)]
    if contents and two.proximity.value < NEAR:
        lines.append("    # far allies: where one keeps forces near the other, raise proximity")
    lines.append(_line(4, "dispute", two.dispute))
    if contents:
        lines.append(f"    pact: {_words(contents)}")
    if two.agreements:
        lines.append(f"    agreements: {_words(two.agreements)}")
    if two.dependence:
        lines.append("    dependence:")
        lines += [f"      {iso}: {share.text()}" for iso, share in two.dependence.items()]
    notes = [treaty.name for treaty in two.treaties if treaty.contents]
    notes += [f"DCAD 1.0, signed {' and '.join(map(str, two.signed))}"] if two.signed else []
    if notes:
        lines.append(f"    source: {quoted('; '.join(notes))}")
    declared = [treaty.name for treaty in two.treaties if not treaty.contents]
    lines += [f"    # nonaggression alone, left out as declaratory: {name}" for name in declared]
    return lines


def _tail(codes: Sequence[str], pairs: Sequence[Pair], start: int) -> str:
    """What a user may add, with allies as the example where there are any."""
    allied = [(two.one.iso, two.other.iso) for two in pairs if any(treaty.contents for treaty in two.treaties)]
    one, two = [*allied, (codes[0], codes[1])][0]
    return TAIL.format(codes=", ".join(codes[:4]), start=start, one=one, two=two)


def _line(indent: int, name: str, figure: Figure) -> str:
    """One number; comments of assumed ones stand below each other."""
    text = f"{' ' * indent}{name}: {figure.text()}"
    if figure.is_sourced:
        return text
    number, _, comment = text.partition("  # ")
    return f"{number:<24}  # {comment}"


def _words(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"
