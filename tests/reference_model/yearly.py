"""What the habits of a region write in a year into accounts, and add to stocks (E129, E130)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .bill import charge_bill
from .consequences import access, on_trust
from .crisis import within_reach
from .formulas import logistic
from .habits import Habits
from .licence import expected, score_of
from .reputation import balance, hearsay
from .wishes import shows

LEVELS = (
    ("threat", FixedAccount.CRISES_THREAT),
    ("force", FixedAccount.CRISES_FORCE),
    ("war", FixedAccount.CRISES_WAR),
)


class Gains:
    """What a year adds to the stocks of pairs, views and nations, by stock and holder."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, Any], float] = defaultdict(float)
        self.lasting: dict[tuple[Any, Any], float] = {}

    def add(self, stock: str, holder: Any, amount: float) -> None:
        """So much more of the gap to the top in a year, or so many more of a count."""
        self.of[stock, holder] += amount


def write_year(region: Any) -> Gains:
    """A year of evidence into ``up`` and ``down`` of every view; what stocks gain is told."""
    gains, habits = Gains(), Habits(region)
    gains.lasting = habits.lasting
    for (kind, view), times in habits.acts.items():
        if times > 0.0:
            _act(region, kind, view, times, gains)
    for tie in region.ties:
        for kind in tie.years:
            _in_force(kind, tie, gains)
        _disputes(region, tie, gains)
    for kind, rate in region.incidents:
        if kind.on:
            for nation in region.nations:
                for view in nation.others:
                    _incidents(region, kind, rate, view, gains)
    reputation = region.par.reputation
    for nation in region.nations:
        hearsay(nation, reputation.rho)
        balance(nation, reputation.balance)
    return gains


def _act(region: Any, kind: Any, view: Any, times: float, gains: Gains) -> None:
    """Acts of a kind that two do so many times a year."""
    if kind.licensed > 0.0:
        times = _licensed(region, kind, view, times, gains)
    on_trust(region, view, kind, times)
    _trouble(region, kind, view, times)
    if kind.alarm or kind.reassurance:
        shown = kind.alarm > 0.0 and (shows(view, kind) or shows(view.back, kind))
        charge_bill(view, kind, times * (1.0 - kind.hidden), 1.0, 1.0 if shown else kind.notified)
        charge_bill(view, kind, times * kind.hidden, region.par.bill.discovered, 0.0)
    work(region, kind, view, times, gains)


def _licensed(region: Any, kind: Any, view: Any, times: float, gains: Gains) -> float:
    """How many of the acts are granted; the others are refused."""
    licensing, evidence = region.par.licensing, region.par.evidence
    supplier, buyer = view.me, view.other
    granted = (1.0 - view.blocked) * logistic(licensing.foreseen * score_of(view, kind))
    refused = times * (1.0 - granted)
    gains.add("unmet", buyer, refused)
    for near in buyer.others:
        if near.other is not supplier:
            gains.add("unmet", near.other, refused * licensing.neighbours * near.tie.proximity)
    felt = licensing.refusal * (1.0 - licensing.surprise * (1.0 - expected(view, kind)))
    observed = supplier.observed(evidence.seen_floor, evidence.mixed_signals)
    fit = 1.0 - evidence.misfit * view.tie.friction(evidence.culture_share)
    view.back.note(FixedAccount.REFUSALS, refused * felt * (observed * fit / evidence.typical))
    return times * granted


def _trouble(region: Any, kind: Any, view: Any, times: float) -> None:
    """Mishaps and leaks, as often as they are to be expected."""
    consequences, tie = region.par.consequences, view.tie
    if kind.mishap:
        disorder = 1.0 - 0.5 * (view.me.coherence + view.other.coherence)
        chance = min(1.0, kind.mishap * 0.5 * (tie.friction(region.par.evidence.culture_share) + disorder))
        view.note(FixedAccount.INCIDENTS, times * chance * consequences.mishap)
        view.back.note(FixedAccount.INCIDENTS, times * chance * consequences.mishap)
    if kind.leak:
        one, other = access(view), access(view.back)
        chance = min(1.0, kind.leak * 0.5 * (one + other))
        view.back.note(FixedAccount.INCIDENTS, times * chance * consequences.leak * one / (one + other))
        view.note(FixedAccount.INCIDENTS, times * chance * consequences.leak * other / (one + other))


def work(region: Any, kind: Any, view: Any, times: float, gains: Gains) -> None:
    """E130."""
    me, other, tie = view.me, view.other, view.tie
    learning = 1.0 + region.par.consequences.review * (me.adaptability + other.adaptability) * 0.5
    share = min(1.0, learning * (1.0 - 0.5 * tie.friction(region.par.evidence.culture_share)) * kind.interoperability)
    gains.add("interoperability", tie, times * share)
    gains.add("channel", tie, times * kind.channel)
    gains.add("groundwork", tie, times * kind.groundwork)
    gains.add("notice", view, times * kind.notice)
    if kind.directed:
        gains.add("dependence", view.back, times * kind.dependence)
    else:
        gains.add("notice", view.back, times * kind.notice)
    for nation in (other,) if kind.directed else (me, other):
        gains.add("insight", nation, times * kind.insight)
        gains.add("digital", nation, times * kind.digital)


def _in_force(kind: Any, tie: Any, gains: Gains) -> None:
    """An instrument that stays in force."""
    tie.view.note(kind.account, kind.upkeep_evidence)
    tie.back.note(kind.account, kind.upkeep_evidence)
    if kind.work > 0.0:
        work(tie.one.model, kind, tie.view, kind.work, gains)


def _disputes(region: Any, tie: Any, gains: Gains) -> None:
    crisis, shares = region.par.crisis, region.par.start
    for name, account in LEVELS:
        felt = getattr(crisis, f"kappa_{name}") * getattr(shares, f"share_{name}")
        for view in (tie.view, tie.back):
            view.note(account, felt * (tie.view.hazard + tie.back.hazard))
    gains.add("aggression", tie.one, tie.view.hazard)
    gains.add("aggression", tie.other, tie.back.hazard)


def _incidents(region: Any, kind: Any, rate: float, view: Any, gains: Gains) -> None:
    tie = view.tie
    times = rate * within_reach(kind, view) * (region.par.crisis.contact + tie.dispute)
    felt = times * (1.0 - region.par.consequences.absorbed * max(tie.open_channel(), view.notice))
    view.back.note(kind.account, felt * kind.evidence)
    view.note(kind.account, felt * kind.evidence_back)
    gains.add("disrupted", tie, times * kind.disrupts)
