"""The conclusion of a comparison of strategies, in sentences that a minister can use."""

from __future__ import annotations

from typing import Any

from dipsim.scenario.wording import counted

SAID = (  # outcome, what the best one does, what is said when none adds to it
    ("trust_in", "is trusted most", "trust in it"),
    ("autonomy", "keeps the most freedom of action", "its freedom of action"),
    ("revenue", "earns most from arms", "its revenue from arms"),
)
MATTERS = 0.01  # of the base: a smaller change is not talked about


def conclusion(found: Any) -> str:
    """The comparison ``found`` in sentences: which strategy leaves the fewest disputes and how sure that is, which is
    best at what else, and regret."""
    best, nothing = found.by("expected_disputes", lowest=True)[0], found.rows[0]
    money = f"{found.cost:.3g} {found.unit} a year"
    statement = [f"For {found.name} at {money}, {_fewest(found, best, nothing)}"]
    statement += [one for one in (_rest(found), _regret(found)) if one]
    return " ".join(statement)


def _fewest(found: Any, best: Any, nothing: Any) -> str:
    level = f"{best.level('expected_disputes'):.3g} per decade"
    second = found.by("expected_disputes", lowest=True)[1] if len(found.rows) > 1 else None
    if best is nothing:
        message = f"nothing leaves fewer disputes than doing nothing more ({level})"
    else:
        change = best.verdict.effects["expected_disputes"].estimate
        message = f"'{best.title}' leaves the fewest disputes ({level}, {change:+.2g} against doing nothing more)"
    if second is None or found.closest.high < 0.0:
        return f"{message}."
    return f"{message}, though {counted(found.replicates, 'pair')} of runs cannot tell it from '{second.title}'."


def _rest(found: Any) -> str:
    """Who adds most to trust, freedom of action and revenue; where nobody clearly does, who takes most from them."""
    parts = []
    for outcome, words, what in SAID:
        first, last = found.by(outcome)[0], found.by(outcome)[-1]
        unit = f" {found.unit} a year" if outcome == "revenue" else ""
        if first.effects[outcome].rises and _matters(first.effects[outcome]):
            parts.append(f"'{first.title}' {words} ({first.level(outcome):.2f}{unit})")
        elif last.effects[outcome].falls and _matters(last.effects[outcome]):
            change = f"{last.effects[outcome].estimate:+.2f}{unit}"
            parts.append(f"nothing adds to {what}, and '{last.title}' takes most from it ({change})")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _matters(effect: Any) -> bool:
    return bool(abs(effect.estimate) >= MATTERS * abs(effect.base))


def _regret(found: Any) -> str:
    """How often the best is the best, and who has the least to regret at worst."""
    titles = {row.name: row.title for row in found.rows}
    best = found.by("expected_disputes", lowest=True)[0]
    given = [(found.draws, "draws of the assumed numbers"), (found.readings, "readings")]
    sets = [(regret, worlds) for regret, worlds in given if regret is not None]
    if not sets:
        return ""
    often = " and ".join(f"{regret.best[best.name]} of {len(regret.worlds)} {worlds}" for regret, worlds in sets)
    least = list(dict.fromkeys(regret.minimax for regret, _ in sets))
    whose = "it" if least == [best.name] else " or ".join(f"'{titles[name]}'" for name in least)
    return f"Under {often} it is '{best.title}' that leaves the fewest; {whose} has the least to regret at worst."
