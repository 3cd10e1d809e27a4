"""The page of advice in plain words: sentences under headings, the same for the screen, Markdown and the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dipsim.scenario.wording import counted, possessive
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
        ("Who is reassured, who objects", list(_who(found))),
        ("What it costs", list(_cost(found))),
        ("How sure that is", list(_sure(found))),
        ("What would turn it", list(_turn(found))),
        ("What else the same money buys", list(_else(found))),
        ("What this rests on", [_ground(found), ENDING]),
    ]


def heading(found: Any) -> str:
    """The question."""
    return f"{found.what}: {question(found)} ({found.title})"


def question(found: Any) -> str:
    """What is asked: whether an act is to be done, or whether what there is is to be kept."""
    return "should it be done?" if entry_of(found.target) is not None else "should it be kept?"


def plain(found: Any) -> str:
    """The page as lines of text, a sentence a line."""
    lines = [heading(found)]
    for head, sentences in page(found):
        lines += ["", head, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines)


def markdown(found: Any) -> str:
    """The page as Markdown."""
    lines = [f"# {found.what}", "", f"*{found.title}: {question(found)}*"]
    for head, sentences in page(found):
        lines += ["", f"## {head}", "", *(f"- {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def main_lean(found: Any) -> str:
    """What the verdict comes to: one of ``LEANS``."""
    known = {decision.STABILISES: CALMER, decision.ESCALATES: TENSER, decision.MIXED: MIXED}
    known[decision.NO_NOTICEABLE_EFFECT] = NOTHING
    return known.get(found.row.word) or lean(found.row)


def answer(found: Any) -> str:
    """The answer in a few words, and on what it depends."""
    if all(found.row.effects[outcome].exactly_zero for outcome in decision.CONFLICT):
        return "It changes nothing here"
    small = {-1: "calmer", 1: "more tense"}.get(found.row.sign)
    word = {
        decision.STABILISES: "Calmer",
        decision.ESCALATES: "More tense",
        decision.MIXED: "It cuts both ways",
        decision.NO_NOTICEABLE_EFFECT: "No noticeable effect",
        decision.PROBABLY_SMALL: f"Probably a little {small}" if small else "Probably a small effect",
        decision.CANNOT_TELL: "The runs cannot tell",
    }[found.row.word]
    depends = _depends(found)
    return f"{word}, but it depends on {depends}" if depends else word


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
    }.get(row.word, f"it makes no difference whether it is {'done' if act else 'kept'}")
    better = _better(found)
    return f"{told}; '{better}' does more for the same money" if better else told


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
        with_it, without_it = (f"{100 * chance:.0f} %" for chance in (war.base + war.estimate, war.base))
        yield (
            f"Chance of a war in {found.years:g} years: {with_it} with it, {without_it} without "
            f"({decision.number(war, 100)} points, {interval(war, 100)})."
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _who(found: Any) -> Iterator[str]:
    if found.parties:
        clear = [move for move in found.parties if move.clear][: 2 * SHOWN]
        yield (
            f"The parties: {_moves(found, clear)}."
            if clear
            else "The trust of the parties in each other does not clearly move by a tenth of a point."
        )
    for name, moves in (("Reassured", found.reassured), ("Alarmed", found.alarmed)):
        if moves:
            yield f"{name}: {_moves(found, moves)}."
        else:
            yield f"{name}: nobody else by a tenth of a point or more."


def _moves(found: Any, moves: Sequence[Any]) -> str:
    """Whose trust in whom moves by how much."""
    names = found.names
    parts = [f"{possessive(names[one.truster])} trust in {names[one.trustee]} {one.points:+.1f}" for one in moves]
    return f"{', '.join(parts)} points"


def _cost(found: Any) -> Iterator[str]:
    price, spent = found.price, found.row.spent
    if price is not None and price.acts == 0.0:
        yield "It never happens in the time of the scenario, so it costs nothing."
    elif price is not None:
        often = counted(round(price.acts), "act") + " a year"
        often = often if price.acts >= 0.95 else f"once in {1 / price.acts:.2g} years"
        shares = ", ".join(f"{found.names[code]} {100 * share:.2g} %" for code, share in price.shares.items())
        of_grant = f"; of what it gives for defence diplomacy a year: {shares}" if shares else ""
        source = "assumed" if price.grade == 4 else f"from {price.source}, grade {price.grade}"
        yield f"{price.each:.3g} {found.unit} a year for each party ({often}){of_grant}. The price is {source}."
        if price.goods:
            yield "What the goods themselves cost is not in it."
    else:
        yield "It has no price of its own in the scenario."
    if spent is not None:
        more = "more" if spent > 0 else "less"
        told = f"{abs(spent):.2g} {found.unit} a year {more}" if abs(spent) >= 1e-4 else "no more"
        rest = price is not None and spent < 0.9 * price.each * len(found.payers)
        other = "; the rest is money that other acts would have had" if rest else ""
        yield f"In the runs all nations together spend {told} on defence diplomacy with it{other}."


def _sure(found: Any) -> Iterator[str]:
    yield f"Verdict: {found.row.shown}, from {counted(found.row.replicates, 'pair')} of runs on the same draws."
    yield f"{_counted(found.readings, 'reading')} of studies that disagree: {_told(found.readings)}."
    yield f"{_counted(found.draws, 'draw')} of all assumed numbers: {_told(found.draws)}."
    unknown = next((swing for swing in found.swings if swing.path not in OWN), None)
    if unknown is not None and unknown.size < SEEN:
        yield "No unknown number that was tried one at a time moves the effect on disputes by a hundredth in ten years."
    elif unknown is not None:
        yield f"The unknown number that matters most of those tried: {_swing(unknown)}."


def _counted(tally: Tally, noun: str) -> str:
    return counted(tally.total, noun)


def _told(tally: Tally) -> str:
    listed = ", ".join(f"{name} {tally.counts[name]}" for name in LEANS if name in tally.counts)
    return f"{listed} ({counted(tally.pairs, 'pair')} of runs each)"


def _swing(swing: Swing) -> str:
    """What a number does between its ends."""
    ends = [row.effects["expected_disputes"] for row in (swing.at_low, swing.at_high)]
    here = "" if swing.here is None else f"; it stands at {swing.here:.3g}"
    return (
        f"{swing.meaning} ({swing.path}). At {swing.low:.3g} the act makes {decision.number(ends[0])} disputes in ten "
        f"years, at {swing.high:.3g} {decision.number(ends[1])}{here}"
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
        told = f"{differ} of the {found.draws.clear} draws that say anything give another answer"
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
    money = f"{best.cost:.3g} {found.unit} a year of {possessive(best.name)} money, in the region without the act"
    if not others:
        yield f"None of the shipped strategies can be had for {money}."
    for row in others[:SHOWN]:
        effect = row.verdict.effects["expected_disputes"]
        yield f"'{row.title}': {everyday(effect, 'dispute')}."
    own = found.row.effects["expected_disputes"]
    yield f"For comparison, the act itself: {everyday(own, 'dispute')}. Each strategy is at {money}."
    if best.notes:
        yield f"Left out: {'; '.join(best.notes)}."


def _ground(found: Any) -> str:
    return (
        f"{counted(found.replicates, 'pair')} of runs, seed {found.seed}, {found.years:g} years, with it and without. "
        "Disputes and uses of force are expected ones."
    )
