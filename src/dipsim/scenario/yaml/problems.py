"""What can be wrong with a scenario: one code for each rule, and how a problem is printed.

Every problem is one line, ``file:line:column: error Ennnn: path: expected ..., found ... (did you mean '...'?)``.
Text that comes from a file is escaped before it is printed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from dipsim.errors import SCENARIO, DipsimError
from dipsim.scenario.yaml.codes import CODES
from dipsim.scenario.yaml.nodes import Mark

SHOWN = 20  # problems printed before only their number is given
COMPARED = 2000  # known words among which the nearest is looked for
MOST = 200  # errors at which reading stops, and warnings that are kept; a hostile file can hold millions


def escape(text: str, limit: int = 80) -> str:
    """``text`` with everything unprintable written as an escape, cut after ``limit`` characters."""
    shown = "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text[: limit + 1])
    return shown if len(text) <= limit else shown[:limit] + "..."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``, or an empty text when none is close or there are too many to compare."""
    folded = {name.casefold(): name for name in known}
    if len(folded) > COMPARED:
        return ""
    found = difflib.get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def listing(words: Iterable[str], limit: int = 12) -> str:
    """``words`` as ``a, b or c``; of more than ``limit`` the first ones."""
    names = list(words)
    if len(names) > limit:
        return ", ".join(names[:limit]) + ", ..."
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (code ``E....``) or doubtful (code ``W....``)."""

    file: str
    line: int
    column: int
    code: str
    path: str
    expected: str
    found: str
    suggestion: str = ""

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")

    def __str__(self) -> str:
        word = "error" if self.is_error else "warning"
        hint = f" (did you mean '{escape(self.suggestion)}'?)" if self.suggestion else ""
        place = f"{escape(self.file, 200)}:{self.line}:{self.column}"
        path = escape(self.path, 200) or "scenario"
        return f"{place}: {word} {self.code}: {path}: expected {self.expected}, found {self.found}{hint}"

    def as_dict(self) -> dict[str, str | int]:
        """The fields, for ``--json``; ``meaning`` is the rule behind the code."""
        return asdict(self) | {"meaning": CODES[self.code]}


class ScenarioError(DipsimError, ValueError):
    """A scenario that cannot be used; ``problems`` holds every reason, sorted by place.

    ``stopped`` says that reading stopped at the last of them, so that there may be more.
    """

    exit_code = SCENARIO

    def __init__(self, problems: Iterable[Problem], stopped: bool = False) -> None:
        self.problems = tuple(problems)
        self.stopped = stopped
        super().__init__(self.problems, self.stopped)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        count = len(self.problems)
        if count > len(lines):
            whole = f"reading stopped at {count}" if self.stopped else f"{count} in all"
            lines.append(f"... and {count - len(lines)} more problems ({whole})")
        return "\n".join(lines)


@dataclass
class Report:
    """Collects problems; ``stop`` raises when one of them is an error, ``add`` when there are ``MOST`` errors."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, mark: Mark, code: str, path: str, expected: str, found: str, suggestion: str = "") -> None:
        """Note a problem ``code`` at ``mark``, the place in the file, and ``path``; the same code at the same place is
        noted once.

        ``expected`` and ``found`` are the two halves of its sentence, ``suggestion`` what was probably meant.

        Raises ScenarioError at the error number ``MOST``, KeyError for an unknown code.
        """
        if code not in CODES:
            raise KeyError(code)
        if any(p.code == code and (p.file, p.line, p.column) == mark for p in self.problems[-50:]):
            return
        problem = Problem(*mark, code, path, expected, found, suggestion)
        if not problem.is_error and len(self.warnings) >= MOST:
            return
        self.problems.append(problem)
        if problem.is_error and len(self.errors) >= MOST:
            self.stop(early=True)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_error]

    def stop(self, early: bool = False) -> None:
        """Raise ScenarioError when there is an error so far; ``early`` says that not all was looked at."""
        errors = sorted(self.errors, key=lambda p: (p.file, p.line, p.column, p.code))
        if errors:
            raise ScenarioError(errors, early)


def quoted(text: object) -> str:
    """``text``, which a user wrote, in quotes and escaped."""
    return f"'{escape(str(text))}'"
