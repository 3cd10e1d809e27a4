"""The recognition report of a scenario, as text, Markdown and plain data."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs import resources
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import build
from dipsim.study.answer import Answer
from dipsim.validation.recognition import cooperation, course, disputes, threats
from dipsim.validation.recognition.dated import dated_acts
from dipsim.validation.recognition.finding import BREACH, NO_CASES, OK, Finding, Section, setting
from dipsim.validation.recognition.groups import Region, kinds_of
from dipsim.validation.recognition.record import against_record, coded_rivals, read_record
from dipsim.validation.recognition.watch import watch

if TYPE_CHECKING:
    import pandas as pd

SECTIONS: tuple[Callable[[Region], Section], ...] = (
    threats.threats,
    disputes.initiators,
    disputes.quarrels,
    disputes.wars,
    cooperation.cooperation,
    cooperation.rival_pacts,
    cooperation.licences,
    course.spending,
    course.first_year,
    course.unsustained,
    course.allies_trust,
    course.quiet_falls,
    course.missing_acts,
)
WIDTH, WIDEST = 80, 120  # columns of text, and of a table where there is no narrower screen
CASES = 6  # cases of a breach that are named on the screen


@dataclass(frozen=True)
class Report(Answer):
    """What an expert would check of a scenario, in sections; from ``replicates`` runs of ``years`` years."""

    title: str
    years: int
    replicates: int
    seed: int
    sections: tuple[Section, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every check, in order."""
        return tuple(found for section in self.sections for found in section.findings)

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """The checks that fail."""
        return tuple(found for found in self.findings if found.verdict == BREACH)

    @property
    def sentence(self) -> str:
        """How many checks pass."""
        count = {word: sum(f.verdict == word for f in self.findings) for word in (OK, BREACH, NO_CASES)}
        said = f"{count[OK]} of {count[OK] + count[BREACH]} checks are as expected, {count[BREACH]} are not"
        few = count[NO_CASES]
        return said + (f"; {few} {'has' if few == 1 else 'have'} too few cases." if few else ".")

    def __str__(self) -> str:
        return self.text()

    def text(self, width: int = WIDEST) -> str:
        """The report in lines of at most ``width`` columns; running text takes at most ``WIDTH`` of them."""
        runs = f"{counted(self.replicates, 'run')} of {self.years} years, seed {self.seed}"
        parts = _wrapped(f"Recognition of {self.title}: {runs}", 0, 2, width) + _wrapped(self.sentence, 0, 2, width)
        for found in self.breaches:
            said = f"- {found.tolerance.title}: {found.found}; expected {found.tolerance.range}"
            parts += _wrapped(said, 2, 4, width)
        return "\n\n".join(["\n".join(parts), *(_text(section, width) for section in self.sections)])

    def markdown(self) -> str:
        """The report as Markdown, without a heading of its own."""
        rows = [
            [
                f.tolerance.title,
                f.found,
                f.tolerance.range,
                f"**{f.verdict}**" if f.verdict == BREACH else f.verdict,
                f.tolerance.source,
            ]
            for f in self.findings
        ]
        head = table(["check", "found", "expected", "verdict", "source of the expectation"], rows)
        return "\n\n".join([self.sentence, head, *(_markdown(section) for section in self.sections)]) + "\n"

    def to_frame(self) -> pd.DataFrame:
        """A row for each check: what was found, what is expected, and the source."""
        import pandas as pd

        return pd.DataFrame([found.as_dict() for found in self.findings])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "title": self.title,
            "years": self.years,
            "replicates": self.replicates,
            "seed": self.seed,
            "sentence": self.sentence,
            "checks": [found.as_dict() for found in self.findings],
            "sections": [section.as_dict() for section in self.sections],
        }


def recognise(
    scenario: Scenario,
    *,
    data: str | Path | None = None,
    **options: Unpack[RunOptions],
) -> Report:
    """Run a scenario and check what an expert on the region would look at first.

    Raises ScenarioError for a plan that is too large, ValueError for a scenario of less than one year, PublishedError
    for data that cannot be used.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    data : path, optional
        A folder of public data with real disputes and rivalries.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); 100 replicates and one worker unless given.

    Returns
    -------
    Report
        Every check with what was found and what is expected.

    Examples
    --------
    >>> found = dipsim.recognise("two_blocs", replicates=2)
    >>> found.title
    'Two blocs and a neutral'
    """
    spec, settings = prepare(scenario, options, replicates=100)
    replicates, seed, workers = settings.replicates, settings.seed, settings.workers or 1
    resources.check(spec, settings.replicates, "final", workers)
    world, dated = build(spec), dated_acts(spec)
    record = None if data is None else read_record(Path(data), world.codes)
    how: dict[str, Any] = {"replicates": replicates, "seed": seed, "workers": workers, "progress": settings.progress}
    region = Region(spec, world, dated, watch(world, kinds_of(spec), dated, **how), setting("open_claim"))
    sections = [section(region) for section in SECTIONS]
    if record is not None:
        sections += [against_record(region, record), coded_rivals(region, record)]
    return Report(spec.title, region.seen.years, replicates, seed, tuple(sections))


def _text(section: Section, width: int) -> str:
    """A section for a screen of that many columns."""
    lines = [section.title.upper()]
    for found in section.findings:
        t = found.tolerance
        word = found.verdict.upper() if found.verdict == BREACH else found.verdict
        lines += _wrapped(f"{word:<8}  {t.title}: {found.found}; expected {t.range}.", 2, 12, width)
        if found.verdict == BREACH:
            lines += _wrapped(f"Source: {t.source}.", 12, 12, width)
            named = list(found.cases[:CASES])
            more = len(found.cases) - len(named)
            lines += _wrapped("; ".join(named + ([f"and {more} more"] if more else [])), 12, 12, width) if named else []
    lines += _rows(section, width) if section.rows else []
    return "\n".join(lines + (_wrapped(section.explained, 2, 2, width) if section.note else []))


def _rows(section: Section, width: int) -> list[str]:
    """The table of a section, or its rows one by one, each cell with its heading, where it is wider than the screen."""
    lines = [f"  {line}" for line in columns(section)]
    if max(map(len, lines)) <= width:
        return lines
    found: list[str] = []
    for first, *others in section.shown:
        cells = "; ".join(f"{head} {cell}" for head, cell in zip(section.columns[1:], others, strict=True))
        found += _wrapped(f"{first}: {cells}", 2, 4, width)
    return found


def _wrapped(text: str, first: int, rest: int, width: int) -> list[str]:
    return textwrap.wrap(
        text, min(width, WIDTH), initial_indent=" " * first, subsequent_indent=" " * rest, break_on_hyphens=False
    )


def columns(section: Section) -> list[str]:
    """The table of a section as lines of text in columns."""
    cells = [section.columns, *section.shown]
    widths = [max(len(row[k]) for row in cells) for k in range(len(section.columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _markdown(section: Section) -> str:
    parts = [f"### {section.title}"]
    for found in section.findings:
        if found.verdict == BREACH and found.cases:
            parts.append(f"{found.tolerance.title}: {'; '.join(found.cases)}.")
    if section.rows:
        parts.append(table(section.columns, section.shown))
    return "\n\n".join(parts + ([section.explained] if section.note else []))


def table(head: Any, rows: Any) -> str:
    """A Markdown table with this ``head`` and these ``rows``."""
    lines = [f"| {' | '.join(row)} |" for row in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])
