"""Events of a run in sentences: "2027-09 Drava challenges Arland: threat", one thought each, names as given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dipsim.runs.batches.event_trace import WORDS
from dipsim.scenario.wording import counted

RUNGS = ("no dispute", "dispute without action", *(WORDS[rung] for rung in sorted(WORDS)))
"""Names of the rungs of the ladder, from 0."""
CONFLICT = (
    "dispute",
    "joined_dispute",
    "climbed",
    "settled",
    "won",
    "yielded",
    "compromise",
    "war_over",
    "honoured",
    "abandoned",
)
TREATIES = ("signed", "renewed", "lapsed", "breached", "revoked", "ended", "admitted", "cheated", "joined_organisation")
ORGANISATION = ("joined_organisation", "left_organisation", "admitted", "cheated")  # whose second party is one

_PLAIN = {  # {one} and {other} are nations, {org} an organisation, {kind} a kind of act, {rung} a rung
    "unaffordable": "{kind} of {one}{and_other} does not take place: money or staff is short",
    "refused_licence": "{one} refuses {other} a licence: {kind}",
    "delayed_licence": "{one} delays a licence for {other}: {kind}",
    "diverted": "{one} passes on to {other} what it was not to pass on",
    "discovered": "a hidden act of {one} and {other} comes to light: {kind}",
    "mishap": "a mishap between {one} and {other}: {kind}",
    "leaked": "what {other} shared leaks from {one}: {kind}",
    "signed": "{one} and {other} sign: {kind}",
    "renewed": "stays in force between {one} and {other}: {kind}",
    "lapsed": "no longer in force between {one} and {other}: {kind}",
    "breached": "{one} breaks its word to {other}: {kind}",
    "revoked": "the new government of {one} ends with {other}: {kind}",
    "ended": "ends between {one} and {other}: {kind}",
    "admitted": "{one} is admitted to {org}",
    "cheated": "{one} exceeds the limits of {org}",
    "joined_organisation": "{one} joins {org}",
    "left_organisation": "{one} leaves {org}",
    "government_change": "the government of {one} changes",
    "disaster": "a natural disaster strikes {one}",
    "power_shock": "the strength of {one} shifts at once",
    "technology_shock": "{one} makes a technological leap",
    "imposed": "{one} imposes on {other}: {kind}",
    "followed": "{one} follows a measure against {other}: {kind}",
    "lifted": "{one} lifts its measures against {other}",
    "dispute": "{one} challenges {other}: {rung}",
    "climbed": "the dispute of {one} and {other} climbs: {rung}",
    "settled": "the dispute of {one} and {other} is settled; it had come to: {rung}",
    "won": "{one} prevails over {other}",
    "yielded": "{one} gives way to {other}",
    "compromise": "{one} and {other} come to a compromise",
    "war_over": "the war of {one} and {other} ends, their dispute does not",
    "honoured": "{one} stands by its ally {other}",
    "abandoned": "{one} leaves its ally {other} alone",
    "joined_dispute": "{one} is drawn into a dispute with {other}: {rung}",
    "changed": "{one} changes its ways",
    "stake": "the stake between {one} and {other} is set anew",
}


class Happening(NamedTuple):
    """An event as it is told: whether it is conflict, a treaty or another thing, its parties, and the sentence."""

    sort: str
    parties: tuple[str, ...]
    sentence: str


class Names(NamedTuple):
    """Display names: of nations and organisations by row, of kinds by name."""

    nations: Sequence[str]
    codes: Sequence[str]
    organisations: Sequence[str]
    kinds: Mapping[str, str]


def tell(events: Sequence[tuple[str, str | None, int, int, float]], names: Names) -> list[Happening]:
    """The events of one tick in their order: each is (name, kind, first, second, value). Acts are put together by kind.

    >>> names = Names(["Arland", "Drava"], ["ARL", "DRA"], [], {"forum": "Forum"})
    >>> [one.sentence for one in tell([("dispute", None, 1, 0, 2.0), ("act", "forum", 0, 1, 1.0)], names)]
    ['Drava challenges Arland: threat', 'Forum: Arland and Drava']
    """
    found = [_one(*event, names) for event in events if event[0] not in ("act", "hidden_act")]
    return found + _acts([event for event in events if event[0] in ("act", "hidden_act")], names)


def _one(name: str, kind: str | None, first: int, second: int, value: float, names: Names) -> Happening:
    of_organisation = name in ORGANISATION
    other = "" if of_organisation else _name(names.nations, second)
    words = {
        "one": _name(names.nations, first),
        "other": other,
        "org": _name(names.organisations, second) if of_organisation else "",
        "and_other": f" and {other}" if second != first else "",
        "kind": names.kinds.get(kind or "", "what stood between them").lower(),
        "rung": RUNGS[int(value)] if 0 <= value < len(RUNGS) else "",
    }
    told = _PLAIN.get(name, name.replace("_", " ") + ": {one}{and_other}").format(**words)
    sort = "conflict" if name in CONFLICT else "treaty" if name in TREATIES else "other"
    rows = {first} if of_organisation else {first, second}
    return Happening(sort, tuple(_name(names.codes, row) for row in sorted(rows)), told[:1].upper() + told[1:])


def _acts(acts: Sequence[tuple[str, str | None, int, int, float]], names: Names) -> list[Happening]:
    """One sentence for each kind of act of the tick, with who took part."""
    groups: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for name, kind, first, second, _ in acts:
        groups.setdefault((name, kind or ""), []).append((first, second))
    found = []
    for (name, kind), pairs in groups.items():
        who = sorted({row for pair in pairs for row in pair})
        together = len(pairs) > 2 and len(pairs) == len(who) * (len(who) - 1) // 2
        shown = _listed([_name(names.nations, row) for row in who]) if together else _pairs(pairs, names)
        hidden = " (hidden)" if name == "hidden_act" else ""
        codes = tuple(_name(names.codes, row) for row in who)
        found.append(Happening("act", codes, f"{names.kinds.get(kind, kind)}{hidden}: {shown}"))
    return found


def _pairs(pairs: Sequence[tuple[int, int]], names: Names) -> str:
    told = [f"{_name(names.nations, one)} and {_name(names.nations, other)}" for one, other in dict.fromkeys(pairs)]
    return "; ".join(told[:4]) + (f"; {counted(len(told) - 4, 'other pair')}" if len(told) > 4 else "")


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _name(names: Sequence[str], row: int) -> str:
    return names[row] if 0 <= row < len(names) else "nobody"
