"""The story of one run: what happened to whom and when, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dipsim.report import relation_changes, result_view
from dipsim.report.event_sentences import ORGANISATION, RUNGS, Names, tell
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, paragraph
from dipsim.report.html.tables import View
from dipsim.scenario.wording import counted

MOST = 400  # lines of the page; the others are counted
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
PARTS_OF_DISPUTE = ("dispute", "climbed", "settled", "won", "joined_dispute")
SORTS = {"conflict": "conflict", "treaty": "agreements"}
HOME = "at home and other"


@dataclass(frozen=True)
class Line:
    """One sentence of a story: the month, what it is about, the nations in it, and the words."""

    tick: int
    month: str
    sort: str
    nations: tuple[str, ...]
    words: str


def story(view: View) -> Part:
    """The story of the run of ``view`` that is nearest to the mean, as a list that a script can thin."""
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
    """The sentences of the events ``rows`` of one run of ``view``, in order of their dates."""
    frame = rows.assign(month=[f"{date:%Y-%m}" for date in pd.to_datetime(rows["date"])])
    names = _names(view, frame)
    found = [*_disputes(view, frame, dict(zip(names.codes, names.nations, strict=True)))]
    others = frame[~frame["event"].isin((*UNTOLD, *PARTS_OF_DISPUTE))]
    for row in others.to_dict("records"):
        event, one, other = row["event"], _text(row["initiator"]), _text(row["target"])
        second = names.organisations.index(other) if event in ORGANISATION else _place(names, other or one)
        (said,) = tell([(event, _text(row["kind"]) or None, _place(names, one), second, float(row["value"]))], names)
        found.append(Line(int(row["tick"]), row["month"], SORTS.get(said.sort, HOME), said.parties, said.sentence))
    yield from sorted(found, key=lambda line: (line.tick, line.words))


def _names(view: View, frame: Any) -> Names:
    """Names for the sentences; organisations are those of the log."""
    kinds = {str(kind): _kind(view, str(kind)) for kind in frame["kind"].dropna().unique()}
    joined = frame[frame["event"].isin(ORGANISATION)]["target"].dropna().unique()
    return Names(view.names, view.codes, [result_view.clean(str(one)) for one in joined], kinds)


def _place(names: Names, code: str) -> int:
    return names.codes.index(code) if code in names.codes else -1


def _text(value: Any) -> str:
    return result_view.clean(value) if isinstance(value, str) else ""


def _kind(view: View, kind: str) -> str:
    known = (getattr(view.result.spec, "kinds", None) or {}).get(kind)
    return result_view.clean(str(getattr(known, "title", None) or relation_changes.wording(kind)))


def _disputes(view: View, frame: Any, names: Mapping[str, str]) -> Iterator[Line]:
    """Each dispute with the rungs it went through, who joined, and how it ended."""
    parts = frame[frame["event"].isin(PARTS_OF_DISPUTE)].to_dict("records")
    for place, row in enumerate(parts):
        if row["event"] != "dispute":
            continue
        one, other = _text(row["initiator"]), _text(row["target"])
        rungs, joined, ended = [int(row["value"])], list[str](), ""
        for later in parts[place + 1 :]:
            sides = {_text(later["initiator"]), _text(later["target"])}
            same = sides == {one, other}
            if later["event"] == "joined_dispute" and sides & {one, other} and later["tick"] <= row["tick"] + 1:
                joined.append(names.get(_text(later["initiator"]), ""))
            if same and later["event"] == "climbed":
                rungs.append(int(later["value"]))
            if same and later["event"] == "won":
                ended = f"; {names.get(_text(later['initiator']), '')} wins {later['month']}"
            if same and later["event"] == "settled":
                ended += f"; settled {later['month']}"
                break
            if same and later["event"] == "dispute":
                break
        else:
            ended = ended or "; open at the end"
        issue = _issue(view, one, other)
        about = f" over {issue}" if issue else ""
        with_whom = f", with {' and '.join(joined)}" if joined else ""
        course = ", then ".join(RUNGS[min(rung, len(RUNGS) - 1)] for rung in dict.fromkeys(rungs))
        words = f"{names.get(one, one)} challenges {names.get(other, other)}{about}{with_whom}: {course}{ended}"
        yield Line(int(row["tick"]), row["month"], SORTS["conflict"], (one, other), words)


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
    return f"Not listed one by one: {', '.join(listed)}." if listed else "Every event of the run is listed."
