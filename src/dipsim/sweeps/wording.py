"""Outcomes, shares and limits of factors in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

NAMES = {
    "expected_disputes": "the expected number of disputes per decade",
    "expected_force": "the expected number of uses of force per decade",
    "observed_disputes": "the number of disputes per decade",
    "force": "the chance of force",
    "war": "the chance of war",
    "trust": "mean trust",
    "tension": "mean tension",
    "spent": "yearly spending on diplomacy",
}
SHORT = {"expected_disputes": "disputes expected", "expected_force": "force expected", "spent": "spending"}
AXES = {
    "expected_disputes": "Expected disputes per decade",
    "expected_force": "Expected uses of force per decade",
    "observed_disputes": "Disputes per decade",
    "force": "Chance of force, %",
    "war": "Chance of war, %",
    "trust": "Mean trust, %",
    "tension": "Mean tension, 0 to 2",
    "spent": "Spending on diplomacy a year",
}
PER_CENT = ("force", "war", "trust", "distrust")
OF_METRICS = {"mean": "mean {}", "total": "the total of {}", "largest": "the largest {}", "final": "{} at the end"}


_titles: ContextVar[Mapping[str, str] | None] = ContextVar("titles", default=None)


@contextmanager
def named(titles: Mapping[str, str]) -> Iterator[None]:
    """Say these titles for the names of arms, such as that of an entry of the timeline."""
    before = _titles.set(titles)
    try:
        yield
    finally:
        _titles.reset(before)


def arm(name: str) -> str:
    """The name of what is taken away, as a sentence has it.

    >>> arm("joint_exercise"), arm("organisations.Regional Forum"), arm("relations.ARL-DRA.hotline")
    ('joint exercise', 'Regional Forum', 'hotline of ARL and DRA')
    """
    if name in (titles := _titles.get() or {}):
        return titles[name]
    section, _, rest = name.partition(".")
    if "=" in name or section not in ("organisations", "relations"):
        return name.replace("_", " ")
    pair, _, what = rest.partition(".")
    return rest if section == "organisations" else f"{what.replace('_', ' ')} of {pair.replace('-', ' and ')}"


def outcome(name: str, without: str | None = None) -> str:
    """The outcome ``name`` in plain words, or the effect on it of the arm ``without``.

    >>> outcome("force"), outcome("trust.ARL-BOR"), outcome("force", "joint_exercise")
    ('the chance of force', 'trust of ARL in BOR', 'the effect of joint exercise on the chance of force')
    >>> outcome("acts_per_year.joint_exercise"), outcome("final.tension")
    ('acts of joint exercise a year', 'tension at the end')
    """
    way, dot, what = name.partition(".")
    words = NAMES.get(name) or _of(way, *([what.replace("_", " ")] if dot else []))
    return words if without is None else f"the effect of {arm(without)} on {words}"


def _of(kind: str, what: str = "") -> str:
    if not what:
        return kind.replace("_", " ")
    if kind == "acts_per_year":
        return f"acts of {what} a year"
    return OF_METRICS[kind].format(what) if kind in OF_METRICS else f"{kind} of {what.replace('-', ' in ', 1)}"


def short(name: str) -> str:
    """The outcome ``name`` in a word or two, for names of clusters and columns."""
    return SHORT.get(name) or (outcome(name) if "." in name else name.replace("_", " "))


def axis(name: str, without: str | None = None) -> str:
    """The outcome ``name``, or the effect of the arm ``without`` on it, with its unit, for an axis."""
    if without is None:
        return AXES.get(name, sentence(outcome(name)) + (", %" if per_cent(name) else ""))
    return f"Effect of {arm(without)} on {outcome(name)}{', points' if per_cent(name) else ''}"


def per_cent(name: str) -> bool:
    """Whether the outcome ``name`` is a probability, given in per cent."""
    kind, _, what = name.partition(".")
    return kind in PER_CENT or (kind in ("mean", "largest", "final") and what in ("trust", "distrust"))


def level(name: str, value: float, without: str | None = None) -> str:
    """A ``value`` of the outcome ``name``, or with ``without`` of a difference, signed.

    >>> level("force", 0.234), level("expected", 3.14159), level("force", -0.02, "aid")
    ('23 %', '3.14', '-2 points')
    """
    scaled = 100 * value if per_cent(name) else value
    if without is not None:
        digits = f"{scaled:+.0f}" if per_cent(name) and abs(scaled) >= 9.5 else f"{scaled:+.2g}"
        return ("0" if float(digits) == 0 else _unscientific(digits)) + (" points" if per_cent(name) else "")
    return share(value) if per_cent(name) else number(value)


def share(value: float) -> str:
    """``value``, a share of 1, in per cent without decimals; a share that is small but not 0 is called under 1 %.

    >>> share(0.5), share(0.004), share(0.0)
    ('50 %', 'under 1 %', '0 %')
    """
    return "under 1 %" if 0 < value < 0.005 else f"{100 * value + 0.0:.0f} %"


def number(value: float) -> str:
    """``value`` to three digits, without an exponent where it can be read without.

    >>> number(0.12345), number(12345.6), number(0.0)
    ('0.123', '12346', '0')
    """
    if not math.isfinite(value) or 0 < abs(value) < 1e-4 or abs(value) >= 1e7:
        return f"{value:.2g}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value + 0.0:.3g}"


def _unscientific(digits: str) -> str:
    return f"{float(digits):+.0f}" if "e+" in digits else digits


def interval(low: float, high: float, name: str = "", without: str | None = None) -> str:
    """The limits ``low`` and ``high`` of the outcome ``name`` (with ``without`` of an effect on it), or bare numbers.

    >>> interval(0.1, 0.25, "force")
    '10 to 25 %'
    """
    ends = [level(name, end, without) if name else number(end) for end in (low, high)]
    for unit in (" %", " points"):
        if all(end.endswith(unit) and not end.startswith("under") for end in ends):
            ends[0] = ends[0].removesuffix(unit)
    return f"{ends[0]} to {ends[1]}"


def limits(name: str, low: float | None, high: float | None) -> str:
    """A range of the numeric factor ``name`` from ``low`` to ``high``; None is no limit.

    >>> limits("openness", None, 0.35), limits("openness", 0.2, 0.35)
    ('openness < 0.35', '0.2 < openness < 0.35')
    """
    if low is None:
        return f"{name} < {number(math.inf if high is None else high)}"
    return f"{name} > {number(low)}" if high is None else f"{number(low)} < {name} < {number(high)}"


def among(name: str, kept: Iterable[str]) -> str:
    """The values ``kept`` of the factor ``name``, which has choices."""
    return f"{name} is {' or '.join(sorted(kept))}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``parts`` as a sentence lists them, with ``last`` before the last one.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def some(parts: Sequence[str], most: int = 8) -> str:
    """``parts`` as a sentence lists them, of more than ``most`` only the first.

    >>> some(["a", "b", "c", "d"], 3)
    'a, b and 2 others'
    """
    if len(parts) <= most:
        return listed(parts)
    return listed([*parts[: most - 1], f"{len(parts) - most + 1} others"])


def sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]
