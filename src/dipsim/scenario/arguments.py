"""Checks of what is asked of a scenario, the same for Python and the command line: numbers, nations, dates, words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dipsim.errors import RequestError
from dipsim.scenario.yaml.problems import escape, nearest
from dipsim.scenario.yaml.scalars import months

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

SHOWN = 12  # words that are listed where one is not known


class ArgumentError(RequestError):
    """Something is asked for that is not there or cannot be; the message says what was expected and found."""


class UnknownName(ArgumentError, KeyError):
    """A name that is not known. It is a KeyError too, and prints as a sentence."""

    __str__ = ArgumentError.__str__


def unknown(what: str, found: object, known: Iterable[str], see: str = "") -> UnknownName:
    """The error for a name that is not known: ``found`` where a ``what`` was expected.

    It gives the nearest of the ``known`` names, else the command or page ``see`` that lists them, else the first of
    them.
    """
    names = list(known)
    near = nearest(str(found), names)
    listed = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    hint = f"did you mean '{near}'?" if near else f"see {see}" if see else f"there are {listed}" if names else ""
    return UnknownName(f"no {what} '{escape(str(found))}'{f'; {hint}' if hint else ''}")


def one_of(what: str, found: object, known: Iterable[str]) -> None:
    """Raise UnknownName unless ``found`` is one of the ``known`` words for a ``what``."""
    names = list(known)
    if found not in names:
        raise unknown(what, found, names)


def whole(name: str, value: Any, low: int, high: int) -> int:
    """The argument called ``name`` as a whole number from ``low`` to ``high``. Raises ArgumentError for any other
    ``value``, also for a truth value."""
    number = value.__index__() if hasattr(value, "__index__") and not isinstance(value, bool) else None
    if number is None or not low <= number <= high:
        raise ArgumentError(f"{name}: expected a whole number from {low} to {high}, found {value!r}")
    return int(number)


def nations(spec: Spec, *codes: object) -> None:
    """Check that ``codes`` are codes of different nations of ``spec``. Raises UnknownName or ArgumentError."""
    by_name = {nation.name.casefold(): code for code, nation in spec.nations.items()}
    for code in codes:
        if code in spec.nations:
            continue
        named = by_name.get(str(code).casefold())
        if named is not None:
            raise UnknownName(f"name a nation by its code: {named} for {escape(str(code))}")
        raise unknown("nation", code, spec.nations)
    if len(set(codes)) < len(codes):
        raise ArgumentError("expected two different nations, found the same one twice")


def month_text(given: Any) -> Any:
    """The date ``given`` as YYYY-MM; anything else unchanged."""
    return f"{given:%Y-%m}" if hasattr(given, "strftime") else given


def month(spec: Spec, given: Any, name: str = "date") -> str | None:
    """The month ``given`` (a text or a date) as YYYY-MM; None stays None.

    Raises ArgumentError, which calls the argument ``name``, for what is no month of ``spec``.
    """
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
