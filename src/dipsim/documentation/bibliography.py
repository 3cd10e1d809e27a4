"""The works behind a scenario: author-year keys found in sources, and their full references.

A source such as ``Leeds, Long & Mitchell 2000: honoured in 74.5 %`` cites the entry ``Leeds, Long and Mitchell 2000``
of ``dipsim/model/references.yaml``. ``et al.`` and ``&`` are understood. Data sets and works without a year are found
by the names that their entries list. ``not_authors`` are capitalised words that stand before a year and are no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from dipsim.documentation.evidence import drivers
from dipsim.documentation.introspection import submodels
from dipsim.scenario.schema.parts import Note, Part
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.schema.value_types import Choice, Context, Text
from dipsim.scenario.yaml.nodes import Mapping
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report
from dipsim.scenario.yaml.read_text import read_text

FILE = Path(__file__).resolve().parent.parent / "model" / "references.yaml"
PROTOCOL = "Grimm et al. 2020"  # ODD, in whose order a scenario is described
MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Spring Summer Autumn Winter"
)  # fmt: skip
_NAME = r"(?:(?:van|von|de|der|di) )*(?:Bueno de )?[A-Z](?:[a-zà-ÿ]|['’][A-Z])[\w’-]*"
_YEAR = r"(?:1[89]|20)\d\d[a-d]?(?![-–\d])"
_CITED = re.compile(
    rf"(?<![\w'’-])(?P<names>{_NAME}(?:, {_NAME})*(?:,? (?:and|&) {_NAME}| et al\.?)?)"
    rf",? \(?(?P<years>{_YEAR}(?:(?:, | and |/){_YEAR})*)"
)
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(])(?P<word>[A-Z][\w'’-]*)(?:,)? $")
_OPENERS = {"The", "By", "In", "See", "From", "After", "And", "Sign", "Form", "Source", "Against", "Of", "On", "With"}


class Citation(NamedTuple):
    """What a source cites: the surnames, whether more follow ("et al."), and the year."""

    names: tuple[str, ...]
    more: bool
    year: str

    def __str__(self) -> str:
        if self.more:
            return f"{self.names[0]} et al. {self.year}"
        *first, last = self.names
        return f"{', '.join(first)} and {last} {self.year}" if first else f"{last} {self.year}"


class Reference(Part):
    """A work: the key under which sources cite it, and the full reference."""

    key: Note
    authors: Note
    year: Annotated[str, Text(20)] = Field(description="year of publication, or the years or version of a data set")
    title: Note
    in_: Note | None = Field(None, description="journal, volume and pages, or publisher")
    doi: Note | None = None
    names: tuple[Note, ...] = Field((), description="words in a source that mean this work")
    checked: Annotated[str, Choice(("yes", "no"))] = Field(description="whether the reference was looked up")

    def text(self) -> str:
        """The full reference in a line."""
        where = f" {self.in_}." if self.in_ else ""
        doi = f" doi:{self.doi}." if self.doi else ""
        stop = "" if self.title.endswith("?") else "."
        message = f"{self.authors} ({self.year}). {self.title}{stop}{where}{doi}"
        return message if self.checked == "yes" else f"{message} [not checked]"


class Library(Part):
    """The file of references."""

    references: tuple[Reference, ...]
    not_authors: tuple[Note, ...] = ()


@lru_cache(maxsize=1)
def library() -> Library:
    """Every reference of the file that comes with the package. Raises TypeError where it has another form."""
    report = Report()
    text = read_text(FILE, FILE.name, report)
    tree = None if text is None else compose(text, FILE.name, report)
    found = validate(Library, tree, report, Context()) if isinstance(tree, Mapping) else None
    report.stop()
    if found is None:
        raise TypeError(f"{FILE.name} holds no references")
    return found


def citations(text: str) -> list[Citation]:
    """The author-year keys in a text.

    >>> [str(found) for found in citations("Kuo & Blankenship 2022; rivals: Leeds et al. 2000, Security Treaty 1951")]
    ['Kuo and Blankenship 2022', 'Leeds et al. 2000']
    """
    found: list[Citation] = []
    known = {*MONTHS.split(), *library().not_authors}
    for match in _CITED.finditer(text):
        before = _CAPITAL_BEFORE.search(text[: match.start()])
        names = tuple(re.split(r",? (?:and|&) |, ", re.sub(r" et al\.?$", "", match["names"])))
        if known & set(names) or (before is not None and before["word"] not in _OPENERS):
            continue
        found += [Citation(names, " et al" in match["names"], year) for year in re.findall(_YEAR, match["years"])]
    return found


def find(citation: Citation) -> Reference | None:
    """The reference that an author-year ``citation`` means, or None when there is none or more than one."""
    exact = _keys().get(citation)
    if exact is not None or not citation.more:
        return exact
    meant = (citation.names[0], citation.year)
    many = {
        (message.names[0], message.year): one
        for message, one in _keys().items()
        if message.more or len(message.names) > 2
    }
    return many.get(meant)


@lru_cache(maxsize=1)
def _keys() -> dict[Citation, Reference]:
    return {message: reference for reference in library().references for message in citations(reference.key)}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each entry with names, the pattern that finds them as whole words."""
    return {
        reference.key: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reference.names))})(?!\w)")
        for reference in library().references
        if reference.names
    }


def cited(text: str) -> list[Reference]:
    """The works that a text cites by author and year or by name, once each, in the order of the file."""
    keys = {reference.key for reference in map(find, citations(text)) if reference is not None}
    keys |= {key for key, pattern in _patterns().items() if pattern.search(text)}
    return [reference for reference in library().references if reference.key in keys]


def unresolved(texts: Iterable[str]) -> list[str]:
    """Author-year citations in ``texts`` without a reference, sorted."""
    return sorted({str(one) for text in texts for one in citations(text) if find(one) is None})


def sources(spec: Spec) -> Iterator[tuple[str, str]]:
    """Pairs of place and text: every text in ``spec`` that may cite a work.

    The sources of its numbers and their rival readings, its notes, and what the processes say of themselves.
    """
    for driver in drivers(spec):
        yield driver.path, driver.source
        yield from ((f"{driver.path}, rival reading", source) for _, source in driver.rivals)
    yield from notes(spec)
    for submodel in submodels():
        yield f"process {submodel.name}", submodel.text
    yield "the form of its description", PROTOCOL


def notes(spec: Spec) -> Iterator[tuple[str, str]]:
    """Pairs of place and text: what ``spec`` notes about the sources of its facts."""
    yield from ((f"nations.{code}", one.source) for code, one in spec.nations.items() if one.source)
    yield from ((f"relations.{'-'.join(sorted(one.between))}", one.source) for one in spec.relations if one.source)
    yield from ((f"organisations.{one.name}", one.source) for one in spec.organisations if one.source)
    yield from (("sources", note) for note in spec.sources)


def works(spec: Spec) -> dict[str, list[str]]:
    """The works that ``spec`` rests on: key of the reference to the places that cite it, in the order of author and
    year."""
    found: dict[str, list[str]] = {}
    for place, text in sources(spec):
        for reference in cited(text):
            places = found.setdefault(reference.key, [])
            places += [place] if place not in places else []
    order = [one.key for one in sorted(library().references, key=lambda one: (one.authors.casefold(), one.year))]
    return {key: found[key] for key in order if key in found}
