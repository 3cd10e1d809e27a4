"""Effects on rates in everyday units: one dispute fewer in so many years."""

from __future__ import annotations

import math

from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import Effect

RARE = 10_000  # years: rarer is not told as one in so many years


def everyday(effect: Effect, noun: str, many: str = "") -> str:
    """An ``effect`` on a rate per decade of what ``noun`` names (``many`` in the plural), in per cent of the rate
    without it, with its interval."""
    base, nouns = f"{effect.base:.2g} in ten years without it", many or f"{noun}s"
    if effect.exactly_zero:
        return f"exactly as many as without it in every pair of runs ({base})"
    if effect.sign == 0:
        return f"no clear change from {base} ({interval(effect)} {nouns} in ten years)"
    word, size = "fewer" if effect.estimate < 0 else "more", abs(effect.estimate)
    if size >= 1.0:
        count = f"{size:.2g}"
        amount = f"one {noun}" if count == "1" else f"{count} {nouns}"
        told = f"about {amount} {word} in ten years"
    elif 10.0 / size > RARE:
        told = f"less than one {noun} {word} in {RARE:,} years"
    else:
        told = f"one {noun} {word} in about {_rounded(10.0 / size)} years"
    share = f"{100 * effect.estimate / effect.base:+.2g} % of {base}" if effect.base > 0 else base
    return f"{told}, {share} ({interval(effect)} {nouns} in ten years)"


def interval(effect: Effect, scale: float = 1.0) -> str:
    """The 95 % interval of an effect, times ``scale``."""
    return f"95 % interval {decision.limits(effect, scale)}"


def _rounded(years: float) -> str:
    """Years to two digits."""
    places = max(0, math.floor(math.log10(years)) - 1)
    return f"{round(years / 10**places) * 10**places:,.0f}"
