"""Upkeep of step 1, and step 6: instruments and measures age, organisations meet their rules, covers are derived."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .consequences import work_together
from .formulas import logistic, risen
from .wishes import against

ALMOST_NOTHING = 1e-9  # years left that count as none


def betray(view: Any, size: float) -> None:
    """E93: ``view.me`` betrays ``view.other``."""
    me, par = view.me, view.me.model.par
    evidence = par.evidence
    view.back.note(FixedAccount.BETRAYALS, size)
    seen = size * par.institutions.betrayal_seen * me.observed(evidence.seen_floor, evidence.mixed_signals)
    for out in me.others:
        if out is not view and out.tie.link:
            out.back.note(FixedAccount.BETRAYALS, seen)


def leave_early(view: Any, kind: Any) -> None:
    """E94: ``view.me`` leaves an instrument before its end."""
    if kind not in view.tie.hollow:
        view.back.note(FixedAccount.BETRAYALS, kind.exit)
    view.tie.end(kind)


def collect_dues(region: Any) -> None:
    """E39: upkeep of a year, of instruments, then of organisations, then what feigning costs."""
    for nation in region.nations:
        for kind in region.standing:
            for view in nation.others[nation.index :]:
                if kind in view.tie.years:
                    _keep_up(view, kind)
        for organisation in region.organisations:
            if nation in organisation.members:
                if nation.purse >= organisation.upkeep:
                    nation.pay(organisation.upkeep, 0.0)
                else:
                    organisation.expel(nation)
        cost = region.par.consequences.feigning * nation.gdp
        nation.feigning = float(nation.would_feign() and nation.purse >= cost)
        if nation.feigning:
            nation.pay(cost, 0.0)


def _keep_up(view: Any, kind: Any) -> None:
    me, other = view.me, view.other
    if me.purse < kind.upkeep_of(me):
        leave_early(view, kind)
    elif other.purse < kind.upkeep_of(other):
        leave_early(view.back, kind)
    else:
        me.pay(kind.upkeep_of(me), 0.0)
        other.pay(kind.upkeep_of(other), 0.0)


def age_instruments(region: Any) -> None:
    """E89 to E92."""
    dt, luck = region.dt, region.luck
    institutions = region.par.institutions
    for kind in region.standing:
        for tie in region.ties:
            years = tie.years
            if kind not in years:
                continue
            view, real = tie.view, kind not in tie.hollow
            if real:
                view.note(kind.account, kind.upkeep_evidence * dt)
                tie.back.note(kind.account, kind.upkeep_evidence * dt)
                if kind.work > 0.0:
                    work_together(region, view, kind, kind.work * dt, 0.0)
            firm = 1.0 - institutions.council * tie.protected
            years[kind] -= dt
            if years[kind] <= ALMOST_NOTHING:
                mean = 0.5 * (tie.one.trust[tie.other.index] + tie.other.trust[tie.one.index])
                p = logistic(institutions.renewal * (mean - kind.threshold) + 1.0)
                if luck.one(tie.one.word, tie.other.word, kind.renew_slot) < 1.0 - firm * (1.0 - p):
                    years[kind] = kind.term
                else:
                    tie.end(kind)
            elif real and not _breach(region, view, kind, firm):
                _breach(region, tie.back, kind, firm)


def _breach(region: Any, view: Any, kind: Any, firm: float) -> bool:
    """E92: whether ``view.me`` breaks an instrument."""
    institutions, me, other = region.par.institutions, view.me, view.other
    hazard = firm * institutions.breach * me.revisionism * 2.0 * (1.0 - me.trust[other.index])
    u = region.luck.one(me.word, other.word, kind.breach_slot)
    if u >= hazard * region.dt or u >= risen(hazard, region.dt):
        return False
    view.tie.end(kind)
    betray(view, institutions.betrayal)
    return True


def age_measures(region: Any) -> None:
    """E95."""
    if not region.coercive:
        return
    sharp = region.par.diplomacy.sharpness
    for nation in region.nations:
        for view in nation.others:
            measures = view.measures
            for kind in list(measures):
                measures[kind] -= region.dt
                if measures[kind] <= ALMOST_NOTHING:
                    u = region.luck.one(nation.word, view.other.word, kind.renew_slot)
                    if kind not in view.hollow and u < logistic(sharp * against(view, kind)):
                        measures[kind] = kind.term
                    else:
                        del measures[kind]
                        view.hollow.discard(kind)


def run_organisations(region: Any) -> None:
    """E96 and E97."""
    for organisation in region.organisations:
        capped = organisation.type == "arms_control" and organisation.cap > 0.0
        if not capped and organisation.admission <= 0.0:
            continue
        for nation in region.nations:
            if nation in organisation.members:
                if capped:
                    _inspect(region, organisation, nation)
            elif organisation.admission > 0.0:
                _apply(region, organisation, nation)


def _inspect(region: Any, organisation: Any, nation: Any) -> None:
    """E96."""
    institutions, luck, slots = region.par.institutions, region.luck, region.slots
    allowed = organisation.cap * nation.capability_start
    if nation.capability <= allowed:
        return
    start = region.tick - region.tick % region.per_year
    u = luck.at(start, organisation.word, nation.word, slots.cheating)
    if u >= institutions.cheating * nation.revisionism * (1.0 - organisation.verification):
        nation.capability = allowed
    elif luck.one(organisation.word, nation.word, slots.inspection) < risen(organisation.verification, region.dt):
        organisation.expel(nation)
        for member in organisation.members:
            member.views[nation.index].note(FixedAccount.BETRAYALS, institutions.betrayal)


def _apply(region: Any, organisation: Any, nation: Any) -> None:
    """E97."""
    institutions = region.par.institutions
    members = organisation.members
    if not any(nation.views[member.index].tie.link for member in members):
        return
    mean = sum(member.trust[nation.index] for member in members) / len(members)
    welcome = logistic(institutions.admission_sharpness * (mean - institutions.admission_trust))
    u = region.luck.one(organisation.word, nation.word, region.slots.admission)
    if u < risen(organisation.admission * welcome, region.dt):
        organisation.admit(nation)


def derive_covers(region: Any) -> None:
    """E98 to E100: what is in force and not hollow counts for the pairs and nations."""
    for nation in region.nations:
        nation.partners.clear()
        nation.saving = nation.hurt = nation.cut_off = 0.0
    binding = [o for o in region.organisations if o.type in ("alliance", "council")]
    for tie in region.ties:
        _cover(tie, binding)
    for tie in region.ties:
        for kind in tie.years:
            if kind.saving and kind not in tie.hollow:
                for nation in (tie.one, tie.other):
                    nation.saving += kind.saving * (1.0 - nation.saving)
    if region.coercive:
        _count_measures(region)


def _cover(tie: Any, binding: list[Any]) -> None:
    """E98."""
    defence = always = offence = pledge = restraint = hotline = protected = 0.0
    agreement = False
    for kind in tie.years:
        if kind not in tie.hollow:
            defence, offence = max(defence, kind.cover_defence), max(offence, kind.cover_offence)
            always = max(always, kind.cover_defence * (1.0 - kind.conditional))
            pledge, restraint = max(pledge, kind.pledge), max(restraint, kind.restraint)
            hotline, protected = max(hotline, kind.hotline), max(protected, kind.protection)
            agreement = agreement or kind.agreement
    for organisation in binding:
        if tie.one in organisation.members and tie.other in organisation.members:
            if organisation.type == "council":
                protected = max(protected, organisation.quality)
            else:
                defence = max(defence, organisation.cover_defence)
                always = max(always, organisation.cover_defence * (1.0 - organisation.conditional))
                offence = max(offence, organisation.cover_offence)
                pledge, restraint = max(pledge, organisation.pledge), max(restraint, organisation.restraint)
    tie.cover_defence, tie.cover_offence, tie.pledge, tie.restraint = defence, offence, pledge, restraint
    tie.unconditional = always
    tie.agreement, tie.hotline_in_force, tie.protected = agreement, hotline, protected
    if agreement:
        tie.one.partners.add(tie.other.index)
        tie.other.partners.add(tie.one.index)
    else:
        tie.scopes = 0


def _count_measures(region: Any) -> None:
    """E99 and E100."""
    for nation in region.nations:
        for view in nation.others:
            real = [kind for kind in view.measures if kind not in view.hollow]
            view.blocked = max((kind.blocks for kind in real), default=0.0)
            share = nation.gdp / (nation.gdp + view.other.gdp)
            for kind in real:
                view.other.hurt += kind.damage * share
            if view.blocked:
                view.other.cut_off = min(1.0, view.other.cut_off + view.back.dependence * view.blocked)
