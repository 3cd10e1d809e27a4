"""The desk of whoever has taken a nation's seat: proposals of the month, own proposals with their answers, advisers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dipsim.runs.stepwise.seat import Proposal, Seat
from dipsim.runs.stepwise.wish import Wish
from dipsim.scenario.arguments import ArgumentError, whole
from dipsim.scenario.schema.events import Entry

Plain = dict[str, Any]
OWN = 12  # proposals of one's own in a month


@dataclass
class Paper:
    """A proposal on the desk: whether it is one's own, and whether the other agrees."""

    proposal: Proposal
    own: bool
    agreed: bool


class Desk:
    """What lies before the nation ``code`` in the month that comes."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.tick = -1
        self.papers: list[Paper] = []

    def sit(self, seat: Seat) -> None:
        """Take the seat in a run that has not begun."""
        self.seat, self.tick, self.papers = seat, -1, []

    def read(self) -> list[Paper]:
        """The papers of the month that comes; those of a month that is over are gone."""
        if self.tick != self.seat.run.tick:
            self.tick = self.seat.run.tick
            self.papers = []
            if self.seat.run.running:
                self.papers = [Paper(one, own=False, agreed=True) for one in self.seat.proposals()]
        return self.papers

    def ask(self, kind: str, other: str, receives: bool) -> None:
        """Propose an act of this ``kind`` to the nation ``other``; ``receives``: the seat is the receiving side.

        The other side accepts with the probability that the model gives it; a measure asks nobody. Raises ArgumentError
        when the act is in force or proposed already.
        """
        proposal, papers = self.seat.proposed(kind, other, receives), self.read()
        if self.seat.in_force(proposal):
            raise ArgumentError(f"{kind} with {other} is in force already")
        if any(paper.proposal == proposal for paper in papers):
            raise ArgumentError(f"{kind} with {other} is on the desk already; each proposal gets one answer a month")
        if sum(paper.own for paper in papers) >= OWN:
            raise ArgumentError(f"expected at most {OWN} proposals of your own in a month")
        papers.append(Paper(proposal, own=True, agreed=self.seat.agrees(proposal)))

    def decided(self, accept: Any) -> list[Entry]:
        """The timeline entries of the acts that take place: the proposals numbered in ``accept``, once the other side
        agrees.

        Raises ArgumentError when ``accept`` is no list of such numbers or an act cannot be paid.
        """
        papers = self.read()
        if not isinstance(accept, list):
            raise ArgumentError("expected a list of numbers of proposals")
        chosen = sorted({whole("proposal", number, 0, len(papers) - 1) for number in accept})
        refused = [papers[number] for number in chosen if not papers[number].agreed]
        if refused:
            raise ArgumentError(f"{refused[0].proposal.kind}: the other side has declined it this month")
        return [entry for number in chosen for entry in self.seat.entries(papers[number].proposal)]

    def foresee(self, number: Any) -> Plain:
        """What changes within a year when proposal ``number`` is accepted, by the model on other random numbers."""
        papers = self.read()
        found = self.seat.foresee(papers[whole("proposal", number, 0, len(papers) - 1)].proposal)
        names = self.seat.run.world.names
        return {
            "ticks": found.ticks,
            "futures": found.futures,
            "effects": [{"name": name, "mean": mean, "error": error} for name, (mean, error) in found.effects.items()],
            "threat_by_nation": [{"name": names[row], "change": change} for row, change in found.by_nation.items()],
        }

    def shown(self) -> Plain:
        """The desk as plain data."""
        run = self.seat.run
        kinds = run.spec.kinds
        possible = [
            {"name": name, "title": kinds[name].title, "form": form} for name, form in self.seat.possible().items()
        ]
        return {
            "nation": self.code,
            "row": self.seat.row,
            "papers": [self._paper(number, paper) for number, paper in enumerate(self.read())],
            "possible": sorted(possible, key=lambda one: one["title"]),
        }

    def _paper(self, number: int, paper: Paper) -> Plain:
        proposal, run = paper.proposal, self.seat.run
        first, second = self.seat.weigh(proposal)
        gives = proposal.first == self.seat.row
        ours, theirs = (first, second) if gives else (second, first)
        kind = run.spec.kinds[proposal.kind]
        other = run.world.names[proposal.second if gives else proposal.first]
        word = {"directed": "to" if gives else "from", "measure": "against"}.get(kind.form, "with")
        times = f", {proposal.count} times" if proposal.count > 1 else ""
        return {
            "number": number,
            "own": paper.own,
            "agreed": paper.agreed,
            "title": f"{kind.title} {word} {other}{times}",
            "about": kind.about,
            "ours": self._wish(ours),
            "theirs": self._wish(theirs),
            "other": other,
        }

    def _wish(self, wish: Wish) -> Plain:
        names = self.seat.run.world.names
        return {
            "value": wish.value,
            "net": wish.net,
            "chance": wish.chance,
            "terms": [{"name": name, "value": value} for name, value in wish.terms.items()],
            "alarmed": [{"name": names[row], "value": value} for row, value in wish.alarmed.items()],
        }
