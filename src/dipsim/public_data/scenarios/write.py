"""The text of a scenario filled from published data: every number with its source or the word ``assumed``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import LASTING, YEARLY, Figure, quoted
from dipsim.public_data.formulas.treaties import Treaty
from dipsim.public_data.opening import open_folder
from dipsim.public_data.readers import EVERY, agreements
from dipsim.public_data.scenarios.facts import Facts, gather
from dipsim.public_data.scenarios.layout import HEAD, TAIL, UNUSED
from dipsim.public_data.scenarios.pairs import Pair, stale, unknown_before
from dipsim.public_data.states.regions import region

NAMED = 6  # nations up to which the head names them
NEAR = 0.5  # proximity below which an ally is far


@dataclass(frozen=True)
class Filled:
    """A scenario's text, the year of its figures, and how many of its numbers are sourced and how many assumed.

    ``limit`` is the nation whose data end in that year, empty where the year was asked for or all end together.
    ``words`` is what a reader must know of the states: another state under a code, figures of another year.
    ``ccodes`` are the Correlates of War numbers of the nations, by code.
    """

    text: str
    year: int
    limit: str
    sourced: int
    assumed: int
    words: tuple[str, ...]
    ccodes: dict[str, int]


def filled(
    title: str,
    codes: Sequence[str],
    path: Path | Folder,
    year: int | None = None,
    states_at: int | None = None,
    hindsight: bool = False,
    years: float = 20,
) -> Filled:
    """A scenario of these nations from the published files of a folder.

    Args:
        title: Title of the scenario.
        codes: Codes of the table of states.
        path: The folder.
        year: Year of the figures; None for the last with data for all.
        states_at: Year at whose end the nations exist and before which nothing happens; ``year`` unless given.
        hindsight: Whether codings made with hindsight count.
        years: Length of the scenario.

    Raises:
        PublishedError: A folder, file, code or year that cannot be used.
        OSError: The disk refuses.
    """
    facts = gather(open_folder(path), codes, year, states_at, hindsight)
    figures = facts.figures
    sourced = sum(figure.is_sourced for figure in figures)
    relations = [line for pair in facts.listed for line in _relation(pair)]
    parts = [_nations(facts), "\n".join(["relations:", *relations]) if relations else "relations: []"]
    parts += [_organisations(facts)]
    body = "\n".join(part for part in parts if part) + "\n"
    head = _head(title, facts, (sourced, len(figures) - sourced), body, years)
    text = f"{head}\n{body}\n{_tail(facts)}"
    ccodes = {one.code: one.ccode for one in facts.who}
    return Filled(text, facts.year, facts.limit, sourced, len(figures) - sourced, facts.words, ccodes)


def _head(title: str, facts: Facts, counts: tuple[int, int], body: str, years: float) -> str:
    """Everything before the nations; the sources are the data sets that the body names."""
    folder, year, (sourced, assumed) = facts.folder, facts.year, counts
    names = [one.name for one in facts.who]
    missing = [data.stem for data in EVERY if data not in folder]
    gaps = [f"# No file of: {', '.join(missing[at : at + 5])}." for at in range(0, len(missing), 5)]
    gaps += [f"# Unknown before {first}: {data.name}." for data, first in unknown_before(folder, year)]
    gaps += [f"# Too old for {year}: {data.name}, which ends in {last}." for data, last in stale(folder, year)]
    said = re.sub(r"# assumed: none from .*", "", body)  # a data set without a figure is no source
    used = [(data, folder.last(data) or year) for data in EVERY if data in folder and data.name in said]
    listed = [f"{data.title}; {folder.files[data.stem].name}, to {min(last, year)}" for data, last in used]
    counted = f"{sourced} sourced, {assumed} assumed"
    about = f"Figures of {year} from published data: {counted}. Read differences between runs, not levels."
    sources = "\n".join(["sources:", *(f"  - {quoted(line)}" for line in listed)]) if listed else "sources: []"
    return HEAD.format(
        who=", ".join(names[:-1]) + f" and {names[-1]}" if len(names) <= NAMED else f"{len(names)} nations",
        limit="".join(f"\n# {word}" for word in _limits(facts)),
        year=year,
        total=sourced + assumed,
        sourced=sourced,
        assumed=assumed,
        yearly=YEARLY,
        lasting=LASTING,
        gaps="\n".join([UNUSED, *gaps, *(f"# {word}." for word in (*facts.words, *facts.left_out)), ""]),
        title=json.dumps(title, ensure_ascii=False),
        about=quoted(about),
        sources=sources,
        start=facts.start + 1,
        years=f"{years:g}",
    )


def _limits(facts: Facts) -> list[str]:
    """Why the figures are of that year, and when the nations are looked at where that is another one."""
    limits = [f"No later year has data for all: those of {facts.limit} end there."] if facts.limit else []
    if facts.start != facts.year:
        limits.append(f"The nations are those that existed at the end of {facts.start}.")
    return limits


def _small(value: float) -> str:
    """A sum of money as text, however small.

    >>> _small(0.00001234), _small(2e-9)
    ('0.00001234', '0.000000002')
    """
    return f"{value:.12f}".rstrip("0")


def _nations(facts: Facts) -> str:
    """The issue, where there is one, and the nations."""
    lines = ["issues: {us_order: 1.0}  # assumed weight", ""] if facts.places else []
    lines.append("nations:")
    for one in facts.who:
        major = "  # a major power" if one.ccode in facts.majors else ""
        lines += [f"  {one.code}:{major}", f"    name: {quoted(one.name)}", f"    region: {region(one.ccode)}"]
        lines += [_line(4, name, figure) for name, figure in facts.traits[one.code].items()]
        if facts.places:
            lines += ["    interests:", _line(6, "us_order", facts.places[one.code])]
    return "\n".join(lines) + "\n"


def _relation(pair: Pair) -> list[str]:
    """The lines of one pair: what is sourced of it, its treaties, and the assumed stake."""
    bilateral = [treaty for treaty in pair.treaties if treaty.is_bilateral]
    contents = sorted({word for treaty in bilateral for word in treaty.contents})
    lines = [f"  - between: [{pair.one.code}, {pair.other.code}]", _line(4, "proximity", pair.proximity)]
    if any(treaty.contents for treaty in pair.treaties) and pair.proximity.value < NEAR:
        lines.append("    # far allies: where one keeps forces near the other, raise proximity")
    if pair.land:
        lines.append("    land: true")
    lines += [_line(4, "distance", pair.distance)] if pair.distance is not None else []
    shared = pair.shared_organisations
    lines += [_line(4, "shared_organisations", shared)] if shared is not None else []
    lines.append(_line(4, "dispute", pair.dispute))
    lines += [_line(4, "claim", pair.claim)] if pair.claim is not None else []
    lines += [_line(4, "history", pair.history)] if pair.history is not None else []
    lines += [_line(4, "interoperability", pair.interoperability)] if pair.interoperability is not None else []
    if contents:
        lines.append(f"    pact: {_words(contents)}")
    if pair.agreements:
        lines.append(f"    agreements: {_words(pair.agreements)}")
    if pair.dependence:
        lines.append("    dependence:")
        lines += [f"      {code}: {share.text()}" for code, share in pair.dependence.items()]
    notes = [treaty.name for treaty in bilateral if treaty.contents]
    notes += [f"{agreements.DATA.name}, signed {' and '.join(map(str, pair.signed))}"] if pair.signed else []
    if notes:
        lines.append(f"    source: {quoted('; '.join(notes))}")
    declared = [treaty.name for treaty in bilateral if not treaty.contents]
    lines += [f"    # nonaggression alone, left out as declaratory: {name}" for name in declared]
    return lines


def _organisations(facts: Facts) -> str:
    """Alliances of several states, and those that are left out."""
    declared = sorted(
        {one.name for pair in facts.pairs for one in pair.treaties if not (one.is_bilateral or one.contents)}
    )
    lines = [f"# nonaggression alone, left out as declaratory: {name}" for name in declared]
    if facts.organisations:
        lines += ["organisations:", *(_organisation(facts, one) for one in facts.organisations)]
    return "\n".join(["", *lines]) if lines else ""


def _organisation(facts: Facts, treaty: Treaty) -> str:
    """The line of an alliance of several states; an organisation has one content, the weightiest of its duties."""
    members = ", ".join(one.code for one in treaty.members)
    more = f"  # also {_words(treaty.contents[1:])}" if len(treaty.contents) > 1 else ""
    dues = _small(facts.dues[treaty.number])
    lines = [f"  - name: ATOP {treaty.number}", "    kind: alliance", f"    members: [{members}]"]
    lines += [f"    content: {treaty.contents[0]}{more}", f"    upkeep: {dues}  # assumed"]
    return "\n".join([*lines, f"    source: {quoted(treaty.name)}"])


def _tail(facts: Facts) -> str:
    """What a user may add, with allies as the example where there are any."""
    codes = [one.code for one in facts.who]
    allied = [(two.one.code, two.other.code) for two in facts.pairs if any(one.contents for one in two.treaties)]
    one, other = [*allied, (codes[0], codes[1])][0]
    return TAIL.format(codes=", ".join(codes[:4]), start=facts.start + 1, one=one, two=other)


def _line(indent: int, name: str, figure: Figure) -> str:
    """One number; comments of assumed ones stand below each other."""
    text = f"{' ' * indent}{name}: {figure.text()}"
    if figure.is_sourced:
        return text
    number, _, comment = text.partition("  # ")
    return f"{number:<24}  # {comment}"


def _words(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"
