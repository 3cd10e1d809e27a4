"""Tables of draws on disk: CSV with a head that says where they are from, and the words by which draws are asked for.

The head is lines ``# key: value``, the first ``# dipsim draws: 1``. Then comes a row of names, ``draw`` and the path of
each number, and a row for each draw, numbered from 0. Numbers are written so that they read back to the same bits.
"""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

import numpy as np

from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.scenario.arguments import ArgumentError, whole
from dipsim.scenario.draws.draws import Draws, from_prior
from dipsim.scenario.draws.priors import HOW
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.yaml.problems import escape, nearest

FORMAT = 1
HEAD = "dipsim draws"
SHIPPED = Path(__file__).resolve().parent / "posterior.csv"
POSTERIOR = "draws"
MOST_DRAWS = 100_000
ASKED = "draws (the shipped posterior), prior:SEED:COUNT or the path of a table of draws"
_PRIOR = re.compile(r"prior:([0-9]{1,10}):([0-9]{1,6})")


class DrawsError(ArgumentError):
    """A table of draws that cannot be used; the message names the file, the line and what was expected there."""


def open_draws(asked: Draws | str) -> Draws:
    """The draws that ``asked`` stands for: ``draws``, ``prior:SEED:COUNT``, a file, or draws themselves. Raises
    DrawsError."""
    if isinstance(asked, Draws):
        return asked
    if found := _PRIOR.fullmatch(asked):
        seed, count = whole("seed of the prior", int(found[1]), 0, 2**32 - 1), int(found[2])
        return from_prior(seed, whole("draws of the prior", count, 1, MOST_DRAWS))
    if asked == POSTERIOR:
        if not SHIPPED.is_file():
            raise DrawsError("draws: this version ships no posterior; use prior:SEED:COUNT or the path of a table")
        return read_draws(SHIPPED)
    if asked.startswith("prior") and not Path(asked).is_file():
        raise DrawsError(f"'{escape(asked)}': expected prior:SEED:COUNT, such as prior:1:500")
    return read_draws(asked)


def write_draws(draws: Draws, path: str | Path) -> Path:
    """Write the table ``draws`` to ``path``. Raises OSError where the file cannot be written."""
    place = Path(path)
    place.write_text(table_text(draws), encoding="utf-8", newline="")
    return place


def table_text(draws: Draws) -> str:
    """The table ``draws`` as text, from which ``parse_draws`` makes the same draws."""
    text = io.StringIO()
    text.write(f"# {HEAD}: {FORMAT}\n")
    text.writelines(f"# {key}: {' '.join(str(value).split())}\n" for key, value in draws.about.items())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["draw", *draws.paths])
    writer.writerows([number, *map(_text, row)] for number, row in enumerate(draws.values.tolist()))
    return text.getvalue()


def _text(value: float) -> str:
    """A number as short as it can be and still the same."""
    return f"{value:.6g}" if float(f"{value:.6g}") == value else repr(value)


def read_draws(path: str | Path) -> Draws:
    """The table of draws in the file ``path``, checked. Raises DrawsError with file and line, OSError where the file
    cannot be read."""
    place, shown = Path(path), escape(str(path), 200)
    if not place.is_file():
        raise DrawsError(f"{shown}: expected {ASKED}; found no such file")
    try:
        text = place.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise DrawsError(f"{shown}:1: expected text in UTF-8, found byte {problem.object[problem.start]:#x}") from None
    return parse_draws(text, shown)


def parse_draws(text: str, shown: str) -> Draws:
    """The table of draws in ``text``, checked; ``shown`` names its file. Raises DrawsError with file and line."""
    lines = text.splitlines()
    about, first = _head(lines, shown)
    rows = list(csv.reader(lines[first:]))
    if not rows or len(rows) < 2:
        raise DrawsError(f"{shown}:{len(lines) or 1}: expected a row of names and a row for each draw, found no draws")
    names = [name.strip() for name in rows[0]]
    if names[0] != "draw":
        raise DrawsError(f"{shown}:{first + 1}: expected the column 'draw' first, found '{escape(names[0])}'")
    for name in names[1:]:
        _check_path(name, names, f"{shown}:{first + 1}")
    values = [_row(row, names, number, f"{shown}:{first + 2 + number}") for number, row in enumerate(rows[1:])]
    return Draws(tuple(names[1:]), np.array(values), shown, about)


def _head(lines: list[str], shown: str) -> tuple[dict[str, str], int]:
    """The words of the head and how many lines it has."""
    about: dict[str, str] = {}
    count = 0
    while count < len(lines) and lines[count].startswith("#"):
        key, colon, value = lines[count].lstrip("# ").partition(":")
        if not colon:
            raise DrawsError(f"{shown}:{count + 1}: expected '# key: value', found '{escape(lines[count])}'")
        about[key.strip()] = value.strip()
        count += 1
    if about.pop(HEAD, None) != str(FORMAT):
        raise DrawsError(f"{shown}:1: expected '# {HEAD}: {FORMAT}', found no table of draws of that format")
    return about, count


def _check_path(path: str, names: list[str], where: str) -> None:
    """DrawsError for a column that stands for no number of the model, or stands there twice."""
    if names.count(path) > 1:
        raise DrawsError(f"{where}: expected each column once, found {path} {names.count(path)} times")
    how, _, bare = path.rpartition(":")
    section, _, name = bare.partition(".")
    kind, _, number = name.partition(".")
    if section == "processes" and not how and name in PARAMETERS:
        return
    if section == "exchanges" and how in ("", *HOW) and number in NUMBERS and kind in ("*", *catalogue()):
        return
    known = [f"processes.{one}" for one in PARAMETERS.names()]
    near = nearest(bare, known)
    hint = f"; did you mean '{near}'?" if near else "; dipsim list priors has them"
    raise DrawsError(f"{where}: expected the path of a number of the model, found '{escape(path)}'{hint}")


def _row(cells: list[str], names: list[str], number: int, where: str) -> list[float]:
    if len(cells) != len(names):
        raise DrawsError(f"{where}: expected {len(names)} cells, found {len(cells)}")
    if cells[0].strip() != str(number):
        raise DrawsError(f"{where}: draw: expected {number}, found '{escape(cells[0])}'; draws are numbered from 0")
    return [_number(cell, path, where) for cell, path in zip(cells[1:], names[1:], strict=True)]


def _number(cell: str, path: str, where: str) -> float:
    """The number in a cell, within the bounds of what it is set to."""
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DrawsError(f"{where}: {path}: expected a number, found '{escape(cell)}'")
    if path.startswith("processes."):
        quantity = PARAMETERS[path.removeprefix("processes.")]
        if not quantity.low <= value <= quantity.high:
            raise DrawsError(f"{where}: {path}: expected {quantity.low:g} to {quantity.high:g}, found {value:g}")
    return value
