"""Step 8: hazards, the common shock, incidents, and the ladder of every pair."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

from .consequences import strike
from .formulas import kept, logistic, normal, poisson_count
from .perception import doubt
from .service import count
from .war import climb_to, settle, spared

JUMPS = 16
SURE = 1e-12  # what rounding may move a bound


def escalate(region: Any) -> None:
    """Everything of step 8 up to the losses of wars."""
    find_hazards(region)
    systemic = shock(region)
    for kind, rate in region.incidents:
        _incidents(region, kind, rate)
    for nation in region.nations:  # the ladder reads no capability but that of now
        nation.trend = trend(nation)
    for tie in region.ties:
        hazard = shock_of(region, tie, systemic) * (tie.view.hazard + tie.back.hazard)
        if tie.rung or hazard > 0.0:
            ladder(region, tie, hazard)


def find_hazards(region: Any) -> None:
    """The hazard of every pair both ways."""
    for nation in region.nations:
        nation.strike = nation.striking(region.par.perception.emerging_offence)
        nation.trend = trend(nation)
    for tie in region.ties:
        tie.view.hazard, tie.back.hazard = onset(tie.view), onset(tie.back)


def trend(nation: Any) -> float | None:
    """Log of capability over its mean, None where one of them is not above 0."""
    if nation.capability > 0.0 and nation.mean_capability > 0.0:
        return log(nation.capability / nation.mean_capability)
    return None


def shift(me: Any, other: Any) -> float:
    """E115: how power moves against a nation."""
    if me.trend is None or other.trend is None:
        return 0.0
    return max(0.0, other.trend - me.trend)


def onset(view: Any) -> float:
    """E110 to E113: the hazard that ``view.me`` challenges ``view.other``."""
    me, other, tie = view.me, view.other, view.tie
    if view.reach <= 0.0:
        return 0.0
    par = me.model.par
    crisis = par.crisis
    threat = me.threat[other.index]
    chance = success(view, me.known, view.seen)
    incident = crisis.incident * (crisis.routine + tie.dispute) * gate(crisis.incident_gate, chance)
    incident *= 1.0 + 0.5 * crisis.false_alarm * (me.emerging + other.emerging)
    alarm = 0.5 * (view.alarm_held + view.back.alarm_held)
    incident *= 1.0 + crisis.alarmed * (1.0 - exp(-alarm))
    motive = crisis.motive * me.revisionism * tie.dispute
    if motive:
        motive *= gate(crisis.gate, chance) * (1.0 + crisis.yielded * other.yielded)
    fear = 0.0
    if threat > 1e-300:
        first_strike = max(0.0, 1.0 + crisis.preemption * (me.strike + other.strike - 1.0))
        fear = crisis.fear * threat**crisis.curve * first_strike * (1.0 + crisis.prevention * shift(me, other))
        fear *= gate(crisis.fear_gate, chance)
    size = 1.0
    if crisis.size > 0.0:
        size = min(4.0, ((me.known + other.known) / par.reach.reference) ** crisis.size)
    armed = 1.0 + crisis.nuclear * me.nuclear * other.nuclear
    return view.reach * size * armed * damping(view, crisis) * (incident + motive + fear)


def gate(steepness: float, chance: float) -> float:
    """E111: how far the chance of success opens a road."""
    return 2.0 * logistic(steepness * (chance - 0.5))


def success(view: Any, mine: float, theirs: float) -> float:
    """E114: how far ``view.me`` would succeed against ``view.other``, of these strengths."""
    attack = mine + view.help_offence
    both = attack + theirs + view.back.help_defence
    return attack / both if both > 0.0 else 0.5


def damping(view: Any, crisis: Any) -> float:
    """E116."""
    me, other, tie = view.me, view.other, view.tie
    calm = crisis.damp_channel * tie.open_channel()
    if tie.agreement:
        calm += crisis.damp_agreement * min(me.trust[other.index], other.trust[me.index])
    restraint = 0.0
    for out in me.others:
        if out is not view:
            if out.tie.restraint > restraint:
                restraint = out.tie.restraint
            if out.dependence:
                restraint = max(restraint, crisis.leverage * out.dependence * out.other.trust[other.index])
    return exp(-calm - crisis.damp_allies * restraint - crisis.joint_democracy * me.democracy * other.democracy)


def shock(region: Any) -> float:
    """E117: the factor of the world; the shocks of regions move on beside it."""
    crisis = region.par.crisis
    k = kept(region.dt, crisis.shock_half_life)
    fresh = sqrt(max(0.0, 1.0 - k * k))
    region.shock = k * region.shock + fresh * normal(region.luck.one(0, 0, region.slots.shock))
    for nation in region.nations:
        if nation.region_key:
            word = int(nation.region_key)
            u = region.luck.one(word, word, region.slots.region)
            nation.region_shock = k * nation.region_shock + fresh * normal(u)
    return exp(crisis.shock * region.shock - 0.5 * crisis.shock * crisis.shock)


def shock_of(region: Any, tie: Any, systemic: float) -> float:
    """E117: the factor of a pair."""
    one, other, crisis = tie.one, tie.other, region.par.crisis
    if not one.region_key or not other.region_key:
        return systemic
    own = one.region_shock
    if one.region_key != other.region_key:
        own = (one.region_shock + other.region_shock) * sqrt(0.5)
    z = sqrt(crisis.shock_shared) * region.shock + sqrt(1.0 - crisis.shock_shared) * own
    return exp(crisis.shock * z - 0.5 * crisis.shock * crisis.shock)


def within_reach(kind: Any, view: Any) -> float:
    """E118: how far incidents of ``view.me`` against ``view.other`` can come about."""
    reach: float = (1.0 - kind.cyber) * view.tie.proximity
    if kind.cyber and view.tie.link:
        reach += kind.cyber * max(view.other.emerging, view.other.digital)
    return reach


def _incidents(region: Any, kind: Any, rate: float) -> None:
    """E118."""
    friction, dt = region.par.crisis.contact, region.dt
    for nation in region.nations:
        for view in nation.others:
            tie, other = view.tie, view.other
            reach = within_reach(kind, view)
            if reach <= 0.0:
                continue
            expected = rate * reach * (friction + tie.dispute) * dt
            u = region.luck.one(nation.word, other.word, kind.occur_slot)
            if u > 1.0 - expected - SURE:
                n = poisson_count(u, expected)
                if n:
                    count(region, kind, n)
                    if kind.on:
                        strike(view, kind, float(n))


def ladder(region: Any, tie: Any, hazard: float) -> None:
    """E119: the chain of one pair over the tick."""
    luck, slots, one, other = region.luck, region.slots, tie.one.word, tie.other.word
    left, pace = region.dt, None
    tie.rung_before = tie.rung
    for n in range(JUMPS):
        if tie.rung == 0 and n == 0:
            u, v = luck.one(one, other, slots.onset), 0.0
            if u < 1.0 - hazard * left - SURE:
                region.counts["expected_disputes"] += hazard * left
                region.counts["expected_force"] += hazard * at_force(region) * left
                return
        else:
            u, v = luck.two(one, other, slots.jumps[n])
        if tie.rung == 0:
            up, down = hazard, 0.0
        else:
            pace = pace or Pace(region, tie)
            up, down = pace.rates(tie.rung)
        if up + down <= 0.0:
            return
        wait = -log(u) / (up + down)
        if tie.rung == 0:
            region.counts["expected_disputes"] += hazard * min(wait, left)
            region.counts["expected_force"] += hazard * at_force(region) * min(wait, left)
        elif tie.rung == 3 and not tie.joined:
            region.counts["expected_force"] += up * min(wait, left)
        if wait > left:
            return
        left -= wait
        if tie.rung == 0:
            begin(region, tie)
        elif v * (up + down) < up:
            climb_to(region, tie, tie.rung + 1)
        else:
            settle(region, tie)


def at_force(region: Any) -> float:
    """E119: the share of disputes that begin with the use of force."""
    crisis = region.par.crisis
    return max(0.0, 1.0 - (crisis.entry_threat + crisis.entry_display))


def begin(region: Any, tie: Any) -> None:
    """A dispute begins: who challenges, and at which rung."""
    crisis = region.par.crisis
    u, v = region.luck.two(tie.one.word, tie.other.word, region.slots.entry)
    first = u * (tie.view.hazard + tie.back.hazard) < tie.view.hazard
    tie.challenger = tie.one if first else tie.other
    tie.challenger.aggression += 1.0
    tie.onset_tick = region.tick
    (tie.view if first else tie.back).provoked = 1.0
    region.counts["observed_disputes"] += 1.0
    rung = 2 if v < crisis.entry_threat else 3 if v < crisis.entry_threat + crisis.entry_display else 4
    climb_to(region, tie, rung, entry=True)


class Pace:
    """E120 to E122 for one pair and tick: what moves it up and down the ladder."""

    def __init__(self, region: Any, tie: Any) -> None:
        self.crisis, self.tie = region.par.crisis, tie
        crisis, one, other = self.crisis, tie.one, tie.other
        trust, back = one.trust[other.index], other.trust[one.index]
        delta = 0.5 * (doubt(tie.view) + doubt(tie.back))
        self.by_call = 1.0
        if tie.hotline_in_force > 0.0:
            fails = crisis.hotline_attack if tie.rung_before >= 4 else 0.0
            answered = crisis.hotline_answer * (0.5 + 0.5 * (0.5 * (trust + back)))
            answered *= (1.0 - fails) * (1.0 - tie.disrupted)
            if region.luck.one(one.word, other.word, region.slots.hotline) < answered:
                self.by_call = 1.0 - crisis.hotline_calm * tie.hotline_in_force
                delta *= self.by_call
        heat = 1.0 + crisis.heat * 0.5 * (one.threat[other.index] + other.threat[one.index])
        self.y = self.by_call * heat * (1.0 + crisis.doubt * delta) * (1.0 - crisis.calm * tie.open_channel())
        best = 0.0
        for k, (mine, theirs) in enumerate(zip(one.trust, other.trust, strict=True)):
            both = mine if mine < theirs else theirs
            if both > best and k not in (one.index, other.index) and one.views[k].tie.link and other.views[k].tie.link:
                best = both
        self.m = 1.0 + crisis.mediation * max(0.0, 2.0 * best - 1.0)

    def rates(self, rung: int) -> tuple[float, float]:
        """Up and down per year."""
        crisis = self.crisis
        if rung == 2:
            return self.y * crisis.climb_threat, self.m * self.alone(crisis.exit_threat)
        if rung == 3:
            return self.y * crisis.climb_display, self.m * self.alone(crisis.exit_display)
        if rung == 4 and self.tie.aftermath:
            return 0.0, self.m * crisis.exit_aftermath
        if rung == 4:
            war = self.by_call * spared(self.tie) * crisis.war * max(0.0, self.gap())
            return war, self.m * self.alone(crisis.exit_force)
        return 0.0, self.m * crisis.exit_war

    def alone(self, lasting: float) -> float:
        """E120: the rate of settling without a mediator, brief or lasting."""
        return self.crisis.exit_brief if self.tie.brief else lasting

    def gap(self) -> float:
        """E122: what a war is about beyond its cost."""
        tie = self.tie
        view = tie.view if tie.challenger is tie.one else tie.back
        me, other = view.me, view.other
        mine = success(view, me.known, view.seen)
        theirs = success(view, view.back.seen, other.known)
        moving = max(shift(me, other), shift(other, me))
        cost = self.crisis.war_cost + self.crisis.trade_at_stake * tie.trade
        return max(mine - theirs, theirs * (1.0 - theirs) * moving) - cost - cost
