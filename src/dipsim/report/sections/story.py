"""The story of one run: what happened to whom and when, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dipsim.report import relation_changes, result_view
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, paragraph
from dipsim.report.html.tables import View
from dipsim.scenario.wording import counted

MOST = 400  # lines of the page; the others are counted
CONFLICT, AGREEMENTS, HOME, SECRETS = "conflict", "agreements", "at home", "secrets and mishaps"
UNTOLD = {
    "act": ("act", ""),
    "hidden_act": ("hidden act", ""),
    "renewed": ("renewal", ""),
    "unaffordable": ("act that could not be paid", "acts that could not be paid"),
    "refused_licence": ("refused licence", ""),
    "delayed_licence": ("delayed licence", ""),
    "diverted": ("diversion of goods", "diversions of goods"),
    "leaked": ("leak", ""),
}
"""Events that are too many to be told one by one; the last sentence counts them."""
PARTS_OF_DISPUTE = ("climbed", "settled", "won", "joined_dispute")
WORDS: dict[str, tuple[str, str]] = {  # event: what it is about, and the sentence
    "signed": (AGREEMENTS, "{one} and {other} sign: {kind}"),
    "lapsed": (AGREEMENTS, "{kind} of {one} and {other} lapses"),
    "ended": (AGREEMENTS, "{kind} of {one} and {other} is ended"),
    "breached": (AGREEMENTS, "{one} breaches its {kind} with {other}"),
    "revoked": (AGREEMENTS, "{one} revokes its {kind} with {other}"),
    "imposed": (CONFLICT, "{one} imposes on {other}: {kind}"),
    "followed": (CONFLICT, "{one} follows {other} with {kind}"),
    "lifted": (CONFLICT, "{one} lifts its sanctions against {other}"),
    "honoured": (CONFLICT, "{one} stands by its ally {other} in war"),
    "abandoned": (CONFLICT, "{one} abandons its ally {other} in war"),
    "stake": (CONFLICT, "the stake of the dispute of {one} and {other} changes"),
    "government_change": (HOME, "the government of {one} changes"),
    "disaster": (HOME, "a disaster strikes {one}"),
    "power_shock": (HOME, "the power of {one} shifts at once"),
    "technology_shock": (HOME, "{one} leaps ahead in technology"),
    "changed": (HOME, "traits of {one} change as the scenario says"),
    "admitted": (AGREEMENTS, "{other} admits {one}"),
    "cheated": (SECRETS, "{one} breaks the rules of {other}"),
    "joined_organisation": (AGREEMENTS, "{one} joins {other}"),
    "left_organisation": (AGREEMENTS, "{one} leaves {other}"),
    "discovered": (SECRETS, "a hidden {kind} of {one} with {other} is discovered"),
    "mishap": (SECRETS, "an accident at a {kind} of {one} and {other}"),
}


@dataclass(frozen=True)
class Line:
    """One sentence of a story: the month, what it is about, the nations in it, and the words."""

    tick: int
    month: str
    sort: str
    nations: tuple[str, ...]
    words: str


def story(view: View) -> Part:
    """The story of the run that is nearest to the mean, as a list that a script can thin."""
    title, frame, run = "The story of one run", result_view.table(view.result, "events"), view.told_run
    if run is None or frame.empty:
        return Part("story", title, paragraph("No events were kept of these runs."))
    rows = result_view.plain_keys(frame[frame["run"] == run])
    lines = list(told(view, rows))
    disputes = int((rows["event"] == "dispute").sum())
    lead = (
        f"Run {run}, of those kept in detail the nearest to the mean in trust at the end and in disputes: "
        f"{counted(disputes, 'dispute')}. One run of many: no other goes the same way."
    )
    listed = "".join(_item(line) for line in lines[:MOST])
    left = len(lines) - MOST
    more = paragraph(f"{counted(left, 'later line is', 'later lines are')} left out.", "quiet") if left > 0 else ""
    shown = f'<ol class="story" tabindex="0" aria-label="Story of run {run}">{listed}</ol>'
    nothing = "" if listed else paragraph("Nothing of note happened in this run.")
    return Part("story", title, f"{paragraph(lead)}{nothing or shown}{more}{paragraph(_rest(rows), 'quiet')}")


def _item(line: Line) -> str:
    about = f'data-sort="{text(line.sort)}" data-nations="{text(" ".join(line.nations))}"'
    return f"<li {about}><time>{text(line.month)}</time> {text(line.words)}</li>"


def told(view: View, rows: Any) -> Iterator[Line]:
    """The sentences of the events of one run, in order of their dates."""
    frame = rows.assign(month=[f"{date:%Y-%m}" for date in pd.to_datetime(rows["date"])])
    name = _namer(view)
    found = [*_disputes(view, frame, name)]
    for row in frame[frame["event"].isin(WORDS)].to_dict("records"):
        sort, words = WORDS[row["event"]]
        one, other = (_text(row[side]) for side in ("initiator", "target"))
        said = words.format(one=name(one), other=name(other), kind=_kind(view, row["kind"]))
        found.append(Line(int(row["tick"]), row["month"], sort, _codes(one, other), said[:1].upper() + said[1:]))
    yield from sorted(found, key=lambda line: (line.tick, line.words))


def _namer(view: View) -> Callable[[str], str]:
    names = dict(zip(view.codes, view.names, strict=True))
    return lambda code: result_view.clean(names.get(code, code) or "somebody")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _codes(*codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes if code)


def _kind(view: View, kind: Any) -> str:
    known = (getattr(view.result.spec, "kinds", None) or {}).get(_text(kind))
    return result_view.clean(str(getattr(known, "title", None) or relation_changes.wording(_text(kind)) or "an act"))


def _disputes(view: View, frame: Any, name: Callable[[str], str]) -> Iterator[Line]:
    """Each dispute with the rungs it went through, who joined, and how it ended."""
    about = frame[frame["event"].isin(("dispute", *PARTS_OF_DISPUTE))].to_dict("records")
    for place, row in enumerate(about):
        if row["event"] != "dispute":
            continue
        one, other = _text(row["initiator"]), _text(row["target"])
        rungs, joined, ended = [int(row["value"])], list[str](), ""
        for later in about[place + 1 :]:
            sides = {_text(later["initiator"]), _text(later["target"])}
            same = sides == {one, other}
            if later["event"] == "joined_dispute" and sides & {one, other} and later["tick"] <= row["tick"] + 1:
                joined.append(name(_text(later["initiator"])))
            if same and later["event"] == "climbed":
                rungs.append(int(later["value"]))
            if same and later["event"] == "won":
                ended = f"; {name(_text(later['initiator']))} wins {later['month']}"
            if same and later["event"] == "settled":
                ended += f"; settled {later['month']}"
                break
            if same and later["event"] == "dispute":
                break
        else:
            ended = ended or "; open at the end"
        issue = _issue(view, one, other)
        with_whom = f", with {' and '.join(joined)}" if joined else ""
        course = ", then ".join(result_view.RUNGS[min(rung, 5)] for rung in dict.fromkeys(rungs))
        words = f"{name(one)} challenges {name(other)}{f' over {issue}' if issue else ''}{with_whom}: {course}{ended}"
        yield Line(int(row["tick"]), row["month"], CONFLICT, _codes(one, other), words)


def _issue(view: View, one: str, other: str) -> str:
    """The issue on which two nations are furthest apart, on opposite sides; empty where there is none."""
    nations, weights = (getattr(view.result.spec, part, None) or {} for part in ("nations", "issues"))
    sides = [getattr(nations.get(code), "interests", None) or {} for code in (one, other)]
    gaps = {
        issue: weights.get(issue, 1.0) * abs(here.position - there.position) * min(here.salience, there.salience)
        for issue, here in sides[0].items()
        if (there := sides[1].get(issue)) is not None and here.position * there.position < 0
    }
    issue = max(gaps, key=lambda key: (gaps[key], key), default="").replace("_", " ")
    named = [name for name in view.names if name.casefold() == issue.casefold()]
    return named[0] if named else result_view.clean(f"the {issue}") if issue else ""


def _rest(rows: Any) -> str:
    """What is counted and not told."""
    counts = rows["event"].value_counts()
    listed = [counted(int(counts[event]), *words) for event, words in UNTOLD.items() if counts.get(event)]
    return f"Not told one by one: {', '.join(listed)}." if listed else "Every event of the run is told."
