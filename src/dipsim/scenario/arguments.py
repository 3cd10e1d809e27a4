"""Checks of what is asked of a scenario, the same for Python and the command line: numbers, nations, dates, words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dipsim.scenario.yaml.problems import escape, nearest
from dipsim.scenario.yaml.scalars import months

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

SHOWN = 12  # words that are listed where one is not known


class ArgumentError(ValueError):
    """Something is asked for that is not there or cannot be; the message says what was expected and found."""


class UnknownName(ArgumentError, KeyError):
    """A name that is not known. It is a KeyError too, and prints as a sentence."""

    __str__ = ArgumentError.__str__


def unknown(what: str, found: object, known: Iterable[str], see: str = "") -> UnknownName:
    """The error for a name that is not known: the nearest that is, else where or which the known ones are."""
    names = list(known)
    near = nearest(str(found), names)
    listed = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    hint = f"did you mean '{near}'?" if near else f"see {see}" if see else f"there are {listed}" if names else ""
    return UnknownName(f"no {what} '{escape(str(found))}'{f'; {hint}' if hint else ''}")


def one_of(what: str, found: object, known: Iterable[str]) -> None:
    """UnknownName unless a word is one of the known ones."""
    names = list(known)
    if found not in names:
        raise unknown(what, found, names)


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within its range, which a truth value is not. ArgumentError."""
    number = value.__index__() if hasattr(value, "__index__") and not isinstance(value, bool) else None
    if number is None or not low <= number <= high:
        raise ArgumentError(f"{name}: expected a whole number from {low} to {high}, found {value!r}")
    return int(number)


def nations(spec: Spec, *codes: object) -> None:
    """UnknownName or ArgumentError unless these are codes of different nations of the scenario."""
    by_name = {nation.name.casefold(): code for code, nation in spec.nations.items()}
    for code in codes:
        if code in spec.nations:
            continue
        named = by_name.get(str(code).casefold())
        if named is not None:
            raise UnknownName(f"name a nation by its code: {named} for {escape(str(code))}")
        raise unknown("nation", code, spec.nations)
    if len(set(codes)) < len(codes):
        raise ArgumentError("name two different nations")


def month_text(given: Any) -> Any:
    """A date as YYYY-MM; anything else as it is."""
    return f"{given:%Y-%m}" if hasattr(given, "strftime") else given


def month(spec: Spec, given: Any, name: str = "date") -> str | None:
    """A month of the scenario as YYYY-MM, from such a text or from a date; None is no month. ArgumentError."""
    from dipsim.scenario.world.timeline import date_of  # reads the model, which --help does not need

    if given is None:
        return None
    text = month_text(given)
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        raise ArgumentError(f"{name}: expected a month such as {spec.time.start}, found {escape(repr(given))}")
    end = date_of(spec.time.ticks, spec.time)
    if not months(spec.time.start) <= months(text) <= months(end):
        raise ArgumentError(f"{name}: expected a month from {spec.time.start} to {end}, found '{text}'")
    return text
