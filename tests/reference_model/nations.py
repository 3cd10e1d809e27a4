"""A nation as an agent, what it holds of every other (``View``), and what two of them share (``Tie``)."""

from __future__ import annotations

from typing import Any

import mesa

from dipsim.model.links import STRANGERS
from dipsim.model.parameters import NATION
from dipsim.model.state import dyads
from dipsim.scenario.world.build import World

TIED = {  # quantities of a pair: attribute and row of the scenario's arrays
    "proximity": dyads.PROXIMITY,
    "dispute": dyads.DISPUTE,
    "claim": dyads.CLAIM,
    "trade": dyads.TRADE,
    "usual_trade": dyads.USUAL_TRADE,
    "interoperability": dyads.INTEROPERABILITY,
    "channel": dyads.CHANNEL,
    "groundwork": dyads.GROUNDWORK,
    "disrupted": dyads.DISRUPTED,
    "culture_gap": dyads.CULTURE_GAP,
    "standards_gap": dyads.STANDARDS_GAP,
}
HELD = {"reach": dyads.REACH, "willingness": dyads.WILLINGNESS, "notice": dyads.NOTICE, "dependence": dyads.DEPENDENCE}


class Tie:
    """What two nations share; ``one`` comes before ``other``."""

    __slots__ = (
        *TIED,
        *(
            "one",
            "other",
            "view",
            "back",
            "link",
            "stored",
            "scopes",
            "years",
            "hollow",
            "rung",
            "rung_before",
            "challenger",
            "joined",
            "brief",
            "aftermath",
            "onset_tick",
            "promised",
        ),
        *("alignment", "forum", "relevant", "opportunity", "common_threat", "stamp"),
        *(
            "cover_defence",
            "unconditional",
            "cover_offence",
            "pledge",
            "restraint",
            "agreement",
            "hotline_in_force",
            "protected",
        ),
    )

    def __init__(self, world: World, one: Nation, other: Nation, standing: list[Any]) -> None:
        i, j = one.index, other.index
        self.one, self.other = one, other
        for name, row in TIED.items():
            setattr(self, name, float(world.dyad[row, i, j]))
        self.link = bool(world.dyad[dyads.LINK, i, j])
        self.stored = bool(world.link[i, j] > STRANGERS)
        self.scopes = int(world.dyad[dyads.SCOPES, i, j])
        rows = world.standing_row
        self.years = {k: float(world.standing[rows[k.index], i, j]) for k in standing}
        self.years = {k: left for k, left in self.years.items() if left > 0.0}  # in force, in the order of kinds
        self.hollow: set[Any] = set()
        self.rung = self.rung_before = 0  # now, and as its turn in the tick came
        self.challenger: Nation | None = None
        self.brief = self.aftermath = self.promised = False
        self.onset_tick = 0
        self.joined = False  # whether one of the two joined the dispute of another pair
        self.stamp = -1
        self.cover_defence = self.unconditional = self.cover_offence = self.pledge = self.restraint = 0.0
        self.agreement, self.hotline_in_force, self.protected = False, 0.0, 0.0
        self.view, self.back = View(world, one, other, self), View(world, other, one, self)
        self.view.back, self.back.back = self.back, self.view
        one.views[j], other.views[i] = self.view, self.back

    @property
    def known(self) -> bool:
        """Whether the two see each other: what happens between others leaves no trace."""
        return self.link

    def open_channel(self) -> float:
        """E27."""
        return self.channel * (1.0 - self.disrupted)

    def friction(self, share: float) -> float:
        """E24."""
        return share * self.culture_gap + (1.0 - share) * self.standards_gap

    def sign(self, kind: Any, hollow: bool) -> None:
        """An instrument is in force for its term."""
        self.years[kind] = kind.term
        if hollow:
            self.hollow.add(kind)
        else:
            self.hollow.discard(kind)

    def end(self, kind: Any) -> None:
        """An instrument is out of force."""
        self.years.pop(kind, None)
        self.hollow.discard(kind)


class View:
    """What nation ``me`` holds of nation ``other``, and does towards it."""

    __slots__ = (
        *HELD,
        *(
            "me",
            "other",
            "tie",
            "back",
            "accounts",
            "up",
            "down",
            "baseline",
            "reputation_score",
            "evidence_held_for",
            "evidence_held_against",
            "error",
            "logit",
        ),
        *("hostility", "suspicion", "alarm_held", "foreseen", "alarm_error", "intent_error"),
        *("provoked", "balance_then", "turned"),
        *("seen", "help_defence", "help_offence", "exposure", "blocked", "paid", "given", "measures", "hollow"),
        *("habits", "lasting", "waiting", "hidden", "hazard", "leaning", "watched", "stamp", "known_trust"),
    )

    def __init__(self, world: World, me: Nation, other: Nation, tie: Tie) -> None:
        i, j = me.index, other.index
        self.me, self.other, self.tie = me, other, tie
        for name, row in HELD.items():
            setattr(self, name, float(world.dyad[row, i, j]))
        self.accounts = [0.0] * len(world.accounts)
        self.up: dict[int, float] = {}
        self.down: dict[int, float] = {}
        self.baseline = [0.0] * 7
        self.reputation_score = self.evidence_held_for = self.evidence_held_against = 0.0
        self.error = self.logit = self.hostility = self.suspicion = self.alarm_held = 0.0
        self.foreseen, self.alarm_error, self.intent_error = 1.0, 0.0, 0.0
        self.provoked = self.balance_then = self.turned = 0.0
        self.seen = self.help_defence = self.help_offence = self.exposure = self.blocked = 0.0
        self.paid = self.given = 0.0  # what me is to deliver to other: paid by other, given by me
        rows = world.standing_row
        left = {k: float(world.standing[rows[k.index], i, j]) for k in me.model.kinds if k.measure}
        self.measures = {k: years for k, years in left.items() if years > 0.0}  # of me against other
        self.hollow: set[Any] = set()
        self.hidden: dict[Any, float] = {}
        self.habits: dict[Any, float] = {}  # years left until the two decide to do it again, me first
        self.lasting: dict[Any, float] = {}  # the chance of each at the start
        self.waiting: dict[Any, tuple[float, float]] = {}  # scale and value of what other asked for and waits for
        self.hazard = self.leaning = 0.0
        self.watched: dict[float, float] = {}
        self.stamp = -1
        self.known_trust = float(world.trust[i, j])

    def note(self, account: int, amount: float) -> None:
        """Evidence of this tick for or against trust; none among those who do not know each other."""
        if not self.tie.known:
            return
        if amount > 0.0:
            self.up[account] = self.up.get(account, 0.0) + amount
        elif amount < 0.0:
            self.down[account] = self.down.get(account, 0.0) - amount


class Nation(mesa.Agent):
    """A nation: the quantities of NATION are attributes; trust, menace and danger are by index of the other."""

    def __init__(self, region: Any, world: World, i: int) -> None:
        super().__init__(region)
        self.index = i
        self.code = world.codes[i]
        self.word = world.ids[i]
        for row, name in enumerate(NATION.names()):
            setattr(self, name, float(world.nat[row, i]))
        self.purse_share = self.stock_share = 1.0
        n, issues = len(world.codes), range(len(world.issue_stream_ids))
        self.position = [float(world.position[q, i]) for q in issues]
        self.salience = [float(world.salience[q, i]) for q in issues]
        self.trust = [0.0] * n  # of each other nation, as of the start of the tick
        self.menace = [0.0] * n  # what each other nation would be to it without help
        self.suspicion = [0.0] * n  # menace without its own standing alarm
        self.threat = [0.0] * n  # danger: what is left with help
        self.views: list[Any] = [None] * n  # by index of the other; none of itself
        self.others: list[View] = []  # the same in order, without the gap
        self.tried: set[Any] = set()  # kinds it did since it last learnt
        self.learnt: dict[Any, float] = {}  # what experience adds to its wish for a kind
        self.partners: set[int] = set()  # with whom an agreement was in force when last counted
        self.money = 0.0  # defence money left in the tick

    def can_pay(self, kind: Any, dated: bool) -> bool:
        """Whether purse and staff allow an act; what is set aside is for dated acts."""
        money, staff = (0.0, 0.0) if dated else (self.money_aside, self.staff_aside)
        return self.purse - money >= kind.cost and self.slots - staff >= kind.staff

    def set_aside(self, kind: Any, sign: int) -> None:
        """What a dated act of the year takes is set aside, or free again (``sign`` -1)."""
        self.money_aside += sign * kind.cost
        self.staff_aside += sign * kind.staff

    def pay(self, cost: float, staff: float) -> None:
        """Diplomacy money and staff are spent."""
        self.purse -= cost
        self.slots -= staff
        self.spent += cost
        self.model.counts["spending"] += cost

    def would_feign(self) -> bool:
        """Whether it would hide some of its revisionism (E71)."""
        consequences = self.model.par.consequences
        return bool(consequences.feigned > 0.0 and self.revisionism > consequences.r0)

    def observed(self, floor: float, mixed: float) -> float:
        """E23: how much of its acts others see."""
        return (floor + (1.0 - floor) * self.transparency) * (1.0 - mixed * (1.0 - self.coherence))

    def striking(self, weight: float) -> float:
        """E45: the share of its capability that can attack."""
        return min(1.0, self.offence * (1.0 + weight * self.emerging))

    def worst_menace(self, apart_from: int) -> float:
        """The largest menace that it feels from anybody but one; 0 without anybody."""
        worst = 0.0
        for k, menace in enumerate(self.menace):
            if menace > worst and k != apart_from:
                worst = menace
        return worst
