"""The page of advice in plain words: sentences under headings, the same for the screen, Markdown and the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dipsim.scenario.wording import counted, possessive
from dipsim.study.advice import price
from dipsim.study.advice.everyday_units import everyday, interval
from dipsim.study.advice.price import entry_of
from dipsim.study.advice.unknown_numbers import CALMER, LEANS, MIXED, NOTHING, OWN, TENSER, Swing, Tally, lean
from dipsim.study.verdict import decision

Page = list[tuple[str, list[str]]]
AGREE = 0.8  # share of readings or draws below which an answer depends on them
SHOWN = 3
SEEN = 0.01  # disputes in ten years: less is not told of an unknown number
STUDIES = "which of the studies that disagree is right"
ENDING = (
    "In this model, under these assumptions: most numbers are assumed, and other worlds may answer otherwise. A "
    "thinking aid, not a forecast."
)


def page(found: Any) -> Page:
    """The headings with their sentences; ``found`` is an ``Advice``."""
    return [
        ("Answer", list(_answer(found))),
        ("How much", list(_size(found))),
        ("Whose trust rises, whose falls", list(_who(found))),
        ("What it costs", list(price.sentences(found))),
        ("How sure that is", list(_sure(found))),
        ("What would turn it", list(_turn(found))),
        ("What else the same money buys", list(_else(found))),
        ("What this rests on", [_ground(found), ENDING]),
    ]


def heading(found: Any) -> str:
    """The question that the advice ``found`` answers, as one line."""
    return f"{found.what}: {question(found)} ({found.title})"


def question(found: Any) -> str:
    """What the advice ``found`` is about: whether an act should be done, or whether an existing one should be kept."""
    return "should it be done?" if entry_of(found.target) is not None else "should it be kept?"


def plain(found: Any) -> str:
    """The advice ``found`` as lines of text, one sentence a line."""
    lines = [heading(found)]
    for head, sentences in page(found):
        lines += ["", head, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines)


def markdown(found: Any) -> str:
    """The advice ``found`` as Markdown."""
    lines = [f"# {found.what}", "", f"*{found.title}: {question(found)}*"]
    for head, sentences in page(found):
        lines += ["", f"## {head}", "", *(f"- {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def main_lean(found: Any) -> str:
    """The direction of the verdict in the advice ``found``: one of ``LEANS``."""
    known = {decision.STABILISES: CALMER, decision.ESCALATES: TENSER, decision.MIXED: MIXED}
    known[decision.NO_NOTICEABLE_EFFECT] = NOTHING
    return known.get(found.row.word) or lean(found.row)


def answer(found: Any) -> str:
    """The answer of the advice ``found`` in a few words, and what it depends on."""
    if all(found.row.effects[outcome].exactly_zero for outcome in decision.CONFLICT):
        return "It changes nothing here"
    word = {
        decision.STABILISES: "Calmer",
        decision.ESCALATES: "More tense",
        decision.MIXED: "It cuts both ways",
        decision.NO_NOTICEABLE_EFFECT: "No noticeable effect",
        decision.PROBABLY_SMALL: _small(found.row),
        decision.CANNOT_TELL: "The runs cannot tell",
    }[found.row.word]
    depends = _depends(found)
    return f"{word}, but it depends on {depends}" if depends else word


def _small(row: Any) -> str:
    """A small effect in words: what clearly moves, and what does not."""
    parts = []
    for outcome, noun in (("expected_disputes", "disputes"), ("expected_force", "uses of force")):
        sign = row.effects[outcome].sign
        parts.append(
            f"no clear change in {noun}" if sign == 0 else f"slightly {'fewer' if sign < 0 else 'more'} {noun}"
        )
    parts.sort(key=lambda part: part.startswith("no clear"))
    return f"Probably {' and '.join(parts)}"


def _depends(found: Any) -> str:
    """What the answer depends on; empty where nothing that was tried changes it."""
    if found.turns:
        return str(found.turns[0].swing.meaning)
    if found.row.word == decision.CANNOT_TELL:
        return ""
    parts = ((STUDIES, found.readings), ("numbers that nobody has measured", found.draws))
    listed = [what for what, tally in parts if tally.clear and tally.share(main_lean(found)) < AGREE]
    return " and on ".join(listed)


def _answer(found: Any) -> Iterator[str]:
    yield f"{answer(found)}."
    row = found.row
    if all(row.effects[outcome].exactly_zero for outcome in decision.CONFLICT):
        yield "Disputes and uses of force are the same with it and without it in every pair of runs."
    elif row.word == decision.NO_NOTICEABLE_EFFECT:
        margin = row.effects["expected_disputes"].margin
        yield (
            f"Whatever it does to conflict is smaller than {decision.SHARE * 100:g} % of what happens anyway "
            f"({margin:.2g} disputes in ten years), in either direction."
        )
    elif row.word == decision.MIXED:
        yield "Disputes and uses of force go opposite ways; see below which."
    elif row.word == decision.CANNOT_TELL:
        yield f"{counted(row.replicates, 'pair')} of runs are too few for a word; more runs may give one."
    yield f"What follows, by conflict alone: {_follows(found)}."


def _follows(found: Any) -> str:
    """What to do, where fewer disputes and uses of force are all that counts."""
    row, act = found.row, entry_of(found.target) is not None
    for_it, against = ("do it", "do not do it") if act else ("keep it", "do without it")
    told = {
        decision.STABILISES: for_it,
        decision.ESCALATES: against,
        decision.MIXED: "weigh disputes against uses of force",
        decision.PROBABLY_SMALL: f"{for_it if row.sign < 0 else against}, but expect little",
        decision.CANNOT_TELL: "nothing, before there are more runs",
    }.get(row.word, f"there is no reason to {for_it}, and none against it but its cost")
    better = _better(found)
    return f"{told}; '{better}' does more for the same money (see below what it is)" if better else told


def _better(found: Any) -> str:
    """The strategy with the fewest disputes, where its whole interval lies below that of the act; empty where not."""
    if found.best is None:
        return ""
    first = found.best.by("expected_disputes", lowest=True)[0]
    own = found.row.effects["expected_disputes"]
    if first is found.best.rows[0] or first.verdict.effects["expected_disputes"].high >= min(own.low, 0.0):
        return ""
    return str(first.title)


def _size(found: Any) -> Iterator[str]:
    effects = found.row.effects
    yield f"Disputes: {everyday(effects['expected_disputes'], 'dispute')}."
    yield f"Uses of force: {everyday(effects['expected_force'], 'use of force', 'uses of force')}."
    war = effects.get("war")
    if war is not None:
        with_it, without_it = (f"{100 * chance:.1f} %" for chance in (war.base + war.estimate, war.base))
        chance = "; that may be chance" if war.low <= 0.0 <= war.high and war.estimate != 0.0 else ""
        yield (
            f"Chance of a war in {found.years:g} years: {with_it} with it, {without_it} without "
            f"({decision.number(war, 100)} points, {interval(war, 100)}{chance})."
        )
    yield "The intervals cover the chance of the runs alone, not what is unknown about the numbers."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _who(found: Any) -> Iterator[str]:
    if found.parties:
        clear = [move for move in found.parties if move.clear][: 2 * SHOWN]
        yield (
            f"The parties: {_moves(found, clear)}." if clear else "The trust of the parties in each other hardly moves."
        )
    for name, moves in (("Reassured", found.reassured), ("Alarmed", found.alarmed)):
        yield f"{name}: {_moves(found, moves)}." if moves else f"{name}: nobody else noticeably."
    yield (
        "In points of trust, from 0 to 100; less than a tenth is left out. What governments would say about it is not "
        "in the model."
    )


def _moves(found: Any, moves: Sequence[Any]) -> str:
    """Whose trust in whom moves by how much."""
    names = found.names
    parts = [f"{possessive(names[one.truster])} trust in {names[one.trustee]} {one.points:+.1f}" for one in moves]
    return f"{', '.join(parts)} points"


def _sure(found: Any) -> Iterator[str]:
    yield f"Verdict: {found.row.shown}, from {counted(found.row.replicates, 'pair')} of runs on the same draws."
    yield f"{_counted(found.readings, 'reading')} of studies that disagree: {_told(found.readings)}."
    few = ": few, so that many cannot tell" if "cannot tell" in found.draws.counts else ""
    yield f"{_counted(found.draws, 'draw')} of all assumed numbers: {_told(found.draws, few)}."
    unknown = next((swing for swing in found.swings if swing.path not in OWN), None)
    if unknown is not None and unknown.size < SEEN:
        yield "No unknown number that was tried one at a time moves the effect on disputes by a hundredth in ten years."
    elif unknown is not None:
        yield f"The unknown number that matters most of those tried: {_swing(unknown)}."


def _counted(tally: Tally, noun: str) -> str:
    return counted(tally.total, noun)


def _told(tally: Tally, few: str = "") -> str:
    listed = ", ".join(f"{name} {tally.counts[name]}" for name in LEANS if name in tally.counts)
    return f"{listed} ({counted(tally.pairs, 'pair')} of runs each{few})"


def _swing(swing: Swing) -> str:
    """What a number does between its ends."""
    ends = [row.effects["expected_disputes"] for row in (swing.at_low, swing.at_high)]
    here = "" if swing.here is None else f"; it stands at {swing.here:.3g}"
    return (
        f"{swing.meaning} ({swing.path}). At {swing.low:.3g} the act makes {decision.number(ends[0])} disputes in ten "
        f"years, at {swing.high:.3g} {decision.number(ends[1])} "
        f"({counted(swing.at_low.replicates, 'pair')} of runs){here}"
    )


def _turn(found: Any) -> Iterator[str]:
    for turn in found.turns[:SHOWN]:
        here = "" if turn.swing.here is None else f" The scenario stands at {turn.swing.here:.3g}."
        yield (
            f"{_sentence(turn.swing.meaning)} ({turn.swing.path}): below {turn.flip.value:.3g} (95 % interval "
            f"{turn.flip.low:.3g} to {turn.flip.high:.3g}) the act {turn.flip.below}, above it {turn.flip.above}.{here}"
        )
    others = _other_ends(found)
    if found.draws.clear and found.draws.share(main_lean(found)) < AGREE:
        differ = found.draws.clear - found.draws.counts.get(main_lean(found), 0)
        others_say = [
            name for name in LEANS if name in found.draws.counts and name not in (main_lean(found), "cannot tell")
        ]
        told = f"{differ} of the {found.draws.clear} draws that say anything say {' or '.join(others_say)} instead"
        yield f"Many assumed numbers at once do: {told}."
    if not found.turns:
        also = "" if others else " or gives another answer"
        tried = f"the {counted(len(found.swings), 'number')} that were set to both ends of their range"
        yield f"None of {tried} turns its sign{also}."
    for swing, end, row in others[:SHOWN]:
        effect = row.effects["expected_disputes"]
        here = "" if swing.here is None else f", here {swing.here:.3g}"
        yield (
            f"It would be {lean(row)} with {swing.meaning} ({swing.path}) at {end:.3g}{here}: "
            f"{decision.number(effect)} disputes in ten years ({counted(row.replicates, 'pair')} of runs)."
        )


def _other_ends(found: Any) -> list[tuple[Swing, float, Any]]:
    """Ends of numbers at which the estimates give another answer, the largest effects first; not those that turn."""
    turned = {turn.swing.path for turn in found.turns}
    ends = [
        (swing, end, row)
        for swing in found.swings
        if swing.path not in turned
        for end, row in ((swing.low, swing.at_low), (swing.high, swing.at_high))
        if lean(row) != main_lean(found) and any(row.effects[outcome].sign for outcome in decision.CONFLICT)
    ]
    return sorted(ends, key=lambda one: -abs(one[2].effects["expected_disputes"].estimate))


def _else(found: Any) -> Iterator[str]:
    best = found.best
    if best is None:
        yield f"{found.no_alternatives}."
        return
    others = [row for row in best.by("expected_disputes", lowest=True) if row is not best.rows[0]]
    money = (
        f"{price.money(best.cost, found.unit)} a year of {possessive(best.name)} money, in the region without the act"
    )
    if not others:
        yield f"None of the shipped strategies can be had for {money}."
    for row in others[:SHOWN]:
        effect = row.verdict.effects["expected_disputes"]
        about = f" ({row.about.rstrip('.')})" if row.about else ""
        yield f"'{row.title}'{about}: {everyday(effect, 'dispute')}."
    own = found.row.effects["expected_disputes"]
    yield f"For comparison, the act itself: {everyday(own, 'dispute')}. Each strategy is at {money}, paid by it alone."
    if best.notes:
        yield f"Left out: {'; '.join(best.notes)}."


def _ground(found: Any) -> str:
    return (
        f"{counted(found.replicates, 'pair')} of runs, seed {found.seed}, {found.years:g} years, with it and without. "
        "Disputes and uses of force are expected ones."
    )
