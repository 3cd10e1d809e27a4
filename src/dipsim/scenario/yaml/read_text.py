"""From a file to clean text: size, kind of file, encoding, and characters that have no business in a scenario."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

from dipsim.scenario.yaml.nodes import Mark
from dipsim.scenario.yaml.problems import Report, quoted

MAX_BYTES = 8 * 1024 * 1024
MAX_LINE = 1024 * 1024
STANDARD_INPUT = ("-", "/dev/stdin")  # names of a scenario that comes through a pipe

# control characters, soft hyphen, invisible and direction-changing characters, line separators, surrogates
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
FORBIDDEN_VALUE = re.compile("[\t\r]|" + FORBIDDEN.pattern)
_BREAK = re.compile("\r\n|\r|\n")


def read_text(path: Path, shown: str, report: Report) -> str | None:
    """Clean text of the file ``path``, or ``None`` after adding what is wrong to ``report``. ``shown`` is its name in
    messages.

    A folder, pipe or device is refused before it is opened for reading, and never more than 8 MB is read.
    """
    start = Mark(shown, 1, 1)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            report.add(start, "E1002", "", "a regular file", "a folder" if path.is_dir() else "a pipe or device")
            return None
        with open(path, "rb", opener=_open_at_once) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        report.add(start, "E1001", "", "a file that can be read", _reason(error))
        return None
    return clean(data, shown, report)


def read_standard_input() -> bytes | str:
    """What comes through a pipe, never more than one byte above the limit."""
    stream = getattr(sys.stdin, "buffer", sys.stdin)
    data: bytes | str = stream.read(MAX_BYTES + 1)
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting, should the file have become a pipe in between."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def clean(data: bytes | str, shown: str, report: Report) -> str | None:
    """The text in ``data`` without a byte order mark, or ``None`` after adding to ``report`` sizes, bytes or characters
    that are not allowed; ``shown`` is the file in messages."""
    start = Mark(shown, 1, 1)
    if len(data) > MAX_BYTES:
        report.add(start, "E1003", "", f"at most {MAX_BYTES} bytes", "more")
        return None
    text = data if isinstance(data, str) else _decode(data, shown, report)
    if text is None:
        return None
    text = text.removeprefix("\ufeff")
    before = len(report.problems)
    _check_lines(text, shown, report)
    for match in FORBIDDEN.finditer(text):
        if len(report.problems) - before >= 100:
            break
        found = f"U+{ord(match.group()):04X}"
        report.add(mark_at(text, match.start(), shown), "E1005", "", "visible characters", found)
    tab = text.find("\t")
    if tab >= 0:
        report.add(mark_at(text, tab, shown), "E1006", "", "spaces", "a tab")
    return text if len(report.problems) == before else None


def mark_at(text: str, offset: int, shown: str) -> Mark:
    """Line and column of ``offset`` in ``text``, in the file ``shown``."""
    line, begin = 1, 0
    for match in _BREAK.finditer(text, 0, offset):
        line, begin = line + 1, match.end()
    return Mark(shown, line, offset - begin + 1)


def _check_lines(text: str, shown: str, report: Report) -> None:
    if len(text) <= MAX_LINE:
        return
    for number, line in enumerate(_BREAK.split(text), start=1):
        if len(line) > MAX_LINE:
            report.add(Mark(shown, number, 1), "E1007", "", f"at most {MAX_LINE} characters in a line", str(len(line)))
            return


def _decode(data: bytes, shown: str, report: Report) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        found = f"the byte 0x{data[error.start]:02X} at offset {error.start}"
        report.add(mark_at(good, len(good), shown), "E1004", "", "UTF-8 text", found)
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return quoted(getattr(error, "strerror", None) or error)
