"""What a scalar may look like: strict numbers, truth values, dates. Each function returns a value or raises Refusal."""

from __future__ import annotations

import math
import re
import unicodedata

from dipsim.scenario.yaml.nodes import Mapping, Scalar, Sequence
from dipsim.scenario.yaml.problems import quoted

MAX_DIGITS = 20
SMALLEST = 1e-300

_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MANTISSA = re.compile(r"[+-]?([0-9]*)\.?([0-9]*)")
_UNIT = re.compile(r"([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*([^\W\d_]+|%|[$\u20ac\u00a3].*)")
_DATE = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Refusal(ValueError):
    """A value that is not what it should be; the fields are those of a Problem."""

    def __init__(self, code: str, expected: str, found: str, suggestion: str = "", at: str = "") -> None:
        super().__init__(code, expected, found, suggestion, at)
        self.code = code
        self.expected = expected
        self.found = found
        self.suggestion = suggestion
        self.at = at


def describe(node: object) -> str:
    """What a node is, in words for a message."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Scalar) and not node and not node.quoted:
        return "nothing"
    if isinstance(node, Scalar) and node.quoted:
        return f"the quoted text {quoted(node)}"
    return quoted(node)


def number(node: object, expected: str = "a number") -> float:
    """The finite number that the scalar ``node`` spells. Raises Refusal, with a suggestion, where ``expected`` was
    expected and anything else found.

    >>> from dipsim.scenario.yaml.nodes import Mark
    >>> number(Scalar("1e9", Mark("", 1, 1)))
    1000000000.0
    """
    if isinstance(node, (int, float)) and not isinstance(node, bool):
        return _finite(float(node), expected, str(node))
    if not isinstance(node, Scalar):
        raise Refusal("E1104", expected, describe(node))
    text = str(node)
    if node.quoted or not _NUMBER.fullmatch(text):
        if text.lstrip("+-.").casefold() in ("inf", "infinity", "nan"):
            raise Refusal("E1105", expected.replace("a number", "a finite number", 1), describe(node))
        raise Refusal("E1104", expected, describe(node), suggest(text))
    whole, part = _MANTISSA.match(text).groups()  # type: ignore[union-attr]
    if len(whole) + len(part) > MAX_DIGITS:
        raise Refusal("E1107", f"at most {MAX_DIGITS} digits", f"{len(whole) + len(part)} digits")
    value = _finite(float(text), expected, quoted(text))
    if value == math.floor(value) and text.lstrip("+-").isdigit() and int(value) != int(text):
        raise Refusal("E1107", "a whole number that is held exactly", quoted(text), str(int(value)))
    if abs(value) < SMALLEST and (whole + part).strip("0"):
        raise Refusal("E1105", f"0 or a number of size at least {SMALLEST:g}", quoted(text), "0")
    return value + 0.0  # minus zero becomes zero


def _finite(value: float, expected: str, found: str) -> float:
    if not math.isfinite(value):
        raise Refusal("E1105", expected.replace("a number", "a finite number", 1), found)
    return value


def whole(node: object, expected: str = "a whole number") -> int:
    """The whole number that the scalar ``node`` spells. Raises Refusal, which says that ``expected`` was expected."""
    value = number(node, expected)
    if value != math.floor(value):
        raise Refusal("E1115", expected, describe(node))
    return int(value)


def suggest(text: str) -> str:
    """How the number that ``text`` probably means is written; empty when that cannot be guessed."""
    plain = "".join(_ascii_digit(c) for c in unicodedata.normalize("NFKC", text)).replace("\u2212", "-").strip()
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[+-]?[0-9]+,[0-9]+", plain):
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"[0-9]+(:[0-5]?[0-9])+", plain):
        total = 0
        for part in plain.split(":")[:6]:
            total = total * 60 + int(part[:20])
        plain = str(total)
    elif re.fullmatch(r"0[xX][0-9a-fA-F]{1,12}|0[oO][0-7]{1,12}|0[bB][01]{1,20}", plain):
        plain = str(int(plain, 0))
    plain = plain.replace("_", "").replace("'", "")
    unit = _UNIT.fullmatch(plain)
    if unit and unit[2] == "%" and _NUMBER.fullmatch(unit[1]):
        return f"{float(unit[1]) / 100:.12g}"
    plain = unit[1] if unit else plain
    plain = re.sub(r"^([+-]?)0+(?=[0-9])", r"\1", plain)
    return plain if _NUMBER.fullmatch(plain) and len(plain) <= 40 else ""


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def truth(node: object) -> bool:
    """The truth value of ``node``: ``true`` or ``false``, exactly so. Raises Refusal."""
    if isinstance(node, bool):
        return node
    if isinstance(node, Scalar) and not node.quoted and node in ("true", "false"):
        return node == "true"
    word = str(node).casefold() if isinstance(node, Scalar) else ""
    meant = {"yes": "true", "on": "true", "y": "true", "1": "true", "true": "true"}
    meant |= {"no": "false", "off": "false", "n": "false", "0": "false", "false": "false"}
    raise Refusal("E1108", "true or false", describe(node), meant.get(word, ""))


def date(node: object) -> str:
    """The month in ``node``, written YYYY-MM. Raises Refusal."""
    if isinstance(node, str) and _DATE.fullmatch(node):
        return str(node)
    raise Refusal("E1110", "a month as YYYY-MM", describe(node), _meant_date(str(node)))


def _meant_date(text: str) -> str:
    match = re.fullmatch(r"([0-9]{4})(?:[-/.]([0-9]{1,2}))?(?:[-/.][0-9]{1,2})?", text)
    if not match:
        return ""
    month = int(match[2] or 1)
    return f"{match[1]}-{month:02d}" if 1 <= month <= 12 else ""


def months(text: str) -> int:
    """Months from year 0 to the start of the month ``text``, written YYYY-MM.

    >>> months("2025-02") - months("2024-12")
    2
    """
    return int(text[:4]) * 12 + int(text[5:7]) - 1
