"""The hot processes in NumPy, batched over runs: the ledger, perception and the hazards of disputes.

Written from docs/model.md with whole arrays, as one would without a compiler: runs in the first axis, so that sums over
third parties are matrix products, and work on parts where a mask saves more than it costs. What needs more than
elementwise arithmetic, the wishes, is in ``numpy_wishes``. The numbers are those of the engine to 1e-9.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.model.parameters import PARAMETERS
from dipsim.model.processes.perception.misjudgement import ALARM_STREAM, INTENT_STREAM
from dipsim.model.processes.perception.perception import ERROR_STREAM
from dipsim.model.processes.trust.evidence_update import NOISE_STREAM
from dipsim.model.state import dyads, nation, trust_accounts
from dipsim.model.state.trust_accounts import FixedAccount, KindAccount
from yardsticks.numpy_draws import Floats, normal, uniform

FADING = (
    (dyads.INTEROPERABILITY, "ledger.interoperability_half_life"),
    (dyads.CHANNEL, "ledger.channel_half_life"),
    (dyads.NOTICE, "ledger.notice_half_life"),
    (dyads.DEPENDENCE, "ledger.dependence_half_life"),
    (dyads.GROUNDWORK, "consequences.groundwork_half_life"),
    (dyads.DISRUPTED, "crisis.disruption_half_life"),
)


class Batch:
    """The state of a block of runs, copied, with the run before the nations: ``dyad`` [quantity, R, n, n]."""

    def __init__(self, b: Any) -> None:
        for name in ("nat", "dyad", "base", "accounts", "evidence_for", "evidence_against", "standing", "habit"):
            array = np.asarray(getattr(b, name))
            setattr(self, name, np.ascontiguousarray(np.moveaxis(array, -1, 1)))
        self.keep, self.gain, self.cap = (x[:, :, None, None] for x in (b.retention, b.evidence_scale, b.account_cap))
        self.touched, self.kind, self.par = np.asarray(b.touched).astype(bool), b.kind.copy(), b.par.copy()
        self.form, self.scope, self.standing_row, self.habit_row = b.form, b.scope, b.standing_row, b.habit_row
        self.ids, self.stream_ids, self.kind_stream_ids, self.key = b.ids, b.stream_ids, b.kind_stream_ids, b.key
        self.dt, self.runs, self.n = b.dt, b.nat.shape[2], b.nat.shape[1]
        self.apart = ~np.eye(self.n, dtype=bool)

    def p(self, name: str) -> Floats:
        """A parameter of every run, [R, 1, 1]."""
        return self.par[PARAMETERS.row(name)][:, None, None]

    def draws(self, slot: Any, tick: int) -> Floats:
        """One draw of every directed dyad, [R, n, n]."""
        return uniform(self.key[:, :, None, None], tick, self.ids[:, None], self.ids[None, :], slot)


def kept(time: float, half_life: Floats) -> Floats:
    """E6."""
    return np.exp(-np.log(2.0) * time / half_life)


def logistic(x: Floats) -> Floats:
    """E3."""
    return 1.0 / (1.0 + np.exp(-x))


def recall(s: Batch) -> None:
    """E15 to E17: trust, repute, warmth and chill from the accounts."""
    kinds = s.accounts[trust_accounts.KINDS :]
    size, total = np.abs(kinds).sum(0), kinds.sum(0)
    s.dyad[dyads.EVIDENCE_HELD_FOR], s.dyad[dyads.EVIDENCE_HELD_AGAINST] = 0.5 * (size + total), 0.5 * (size - total)
    s.dyad[dyads.ALARM_HELD] = -s.accounts[trust_accounts.KINDS + KindAccount.ALARM :: trust_accounts.PER_KIND].sum(0)
    s.dyad[dyads.REPUTATION_SCORE] = total + s.accounts[FixedAccount.HISTORY + 1 : trust_accounts.KINDS].sum(0)
    s.dyad[dyads.LOGIT] = s.dyad[dyads.REPUTATION_SCORE] + s.accounts[: FixedAccount.HISTORY + 1].sum(0) + s.base.sum(0)
    s.dyad[dyads.TRUST] = logistic(s.dyad[dyads.LOGIT])


def fade(s: Batch) -> None:
    """E18 of the stocks of a pair."""
    for row, life in FADING:
        s.dyad[row] *= kept(s.dt, s.p(life))


def apply_evidence(s: Batch, tick: int) -> None:
    """E18 to E22: what no cause explains, then accounts fade and take up the evidence of the tick."""
    noise = (
        s.p("ledger.unexplained")
        * np.sqrt(s.dt)
        * s.dyad[dyads.LINK]
        * normal(s.draws(s.stream_ids[NOISE_STREAM], tick))
    )
    s.evidence_for[FixedAccount.UNEXPLAINED] += np.maximum(noise, 0.0)
    s.evidence_against[FixedAccount.UNEXPLAINED] += np.maximum(-noise, 0.0)
    s.touched[[FixedAccount.REPUTATION, FixedAccount.UNEXPLAINED]] |= s.apart
    s.accounts *= s.keep
    c, i, j = np.nonzero(s.touched)
    at = (c, slice(None), i, j)
    account, keep, gain, cap = s.accounts[at], s.keep[c, :, 0, 0], s.gain[c, :, 0, 0], s.cap[c, :, 0, 0]
    up, down = s.evidence_for[at] * gain, s.evidence_against[at] * gain
    joint, alarm_cap = s.p("ledger.joint_cap")[None, :, 0, 0], s.p("ledger.alarm_cap")[None, :, 0, 0]
    apart = s.p("ledger.alarm_apart")[None, :, 0, 0]
    of_kind = c[:, None] >= trust_accounts.KINDS
    of_alarm = of_kind & ((c[:, None] - trust_accounts.KINDS) % trust_accounts.PER_KIND == KindAccount.ALARM)
    tightness = of_kind * ((1.0 - of_alarm * apart) / joint + of_alarm * apart / alarm_cap)
    own = account / keep
    warmth, chill = (s.dyad[row][:, i, j].T for row in (dyads.EVIDENCE_HELD_FOR, dyads.EVIDENCE_HELD_AGAINST))
    alarm = s.dyad[dyads.ALARM_HELD][:, i, j].T
    chill = chill - apart * np.where(of_alarm, chill - alarm, alarm)
    room_up = np.clip(1.0 - (warmth - np.maximum(own, 0.0)) * tightness, 0.0, 1.0)
    room_down = np.clip(1.0 - (chill - np.maximum(-own, 0.0)) * tightness, 0.0, 1.0)
    positive = account >= 0.0
    left = np.abs(account) - np.where(positive, down, up)
    outward = np.where(positive, up, down) + np.minimum(left, 0.0)
    held = np.maximum(left, 0.0)
    sign = np.where(positive == (outward >= 0.0), 1.0, -1.0)
    news = np.where(sign > 0.0, room_up, room_down)
    s.accounts[at] = sign * (held - news * np.maximum(0.0, cap - held) * np.expm1(-np.abs(outward) / cap))
    s.evidence_for[at] = s.evidence_against[at] = 0.0
    s.touched[:] = False


def open_channel(s: Batch) -> Floats:
    """E27."""
    return s.dyad[dyads.CHANNEL] * (1.0 - s.dyad[dyads.DISRUPTED])


def striking(s: Batch) -> Floats:
    """E45, [R, n]."""
    gain = s.p("perception.emerging_offence")[:, :, 0]
    return np.minimum(1.0, s.nat[nation.OFFENCE] * (1.0 + gain * s.nat[nation.EMERGING]))


def misjudge(s: Batch, tick: int) -> None:
    """Errors of E55 and E71, where some run has them."""
    dyad = s.dyad
    for row, size, life, slot in (
        (dyads.ALARM_ERROR, "diplomacy.foreseen_error", "diplomacy.foreseen_half_life", ALARM_STREAM),
        (dyads.INTENT_ERROR, "consequences.intent_noise", "consequences.intent_half_life", INTENT_STREAM),
    ):
        if s.p(size).any():
            keep = kept(s.dt, s.p(life))
            z = normal(s.draws(s.stream_ids[slot], tick))
            dyad[row] = (keep * dyad[row] + np.sqrt(np.maximum(0.0, 1.0 - keep * keep)) * z) * s.apart
    spread = s.p("diplomacy.foreseen_error")
    if spread.any():
        part = s.p("diplomacy.foreseen_share") * np.exp(spread * dyad[dyads.ALARM_ERROR] - 0.5 * spread * spread)
        dyad[dyads.FORESEEN] = np.where(dyad[dyads.LINK] > 0.0, part, dyad[dyads.FORESEEN])


def perception(s: Batch, tick: int) -> None:
    """E40 to E47: insight, errors, expected help, capability as seen, exposure and threat."""
    nat, dyad = s.nat, s.dyad
    nat[nation.INSIGHT] *= kept(s.dt, s.p("perception.insight_half_life")[:, :, 0])
    keep = kept(s.dt, s.p("perception.half_life"))
    z = normal(s.draws(s.stream_ids[ERROR_STREAM], tick))
    dyad[dyads.ERROR] = (keep * dyad[dyads.ERROR] + np.sqrt(np.maximum(0.0, 1.0 - keep * keep)) * z) * s.apart
    misjudge(s, tick)
    help_expected(s)
    own, mass = nat[nation.CAPABILITY][:, :, None], nat[nation.CAPABILITY][:, None, :]
    nat[nation.KNOWN] = nat[nation.CAPABILITY]
    channel = 1.0 - s.p("perception.by_channel") * open_channel(s)
    insight = 1.0 - s.p("perception.by_insight") * nat[nation.INSIGHT][:, :, None]
    novelty = 1.0 + s.p("perception.emerging_error") * nat[nation.EMERGING][:, None, :]
    opaque = s.p("perception.spread") * (1.0 - nat[nation.TRANSPARENCY])[:, None, :]
    sd = opaque * channel * insight * novelty
    seen = mass * np.exp(sd * dyad[dyads.ERROR] - 0.5 * sd * sd)
    x = (
        dyad[dyads.REACH].transpose(0, 2, 1)
        * striking(s)[:, None, :]
        * (seen + dyad[dyads.HELP_OFFENCE].transpose(0, 2, 1))
    )
    latent = s.p("perception.economy") * nat[nation.GDP][:, :, None]
    dyad[dyads.SEEN_CAPABILITY], dyad[dyads.EXPOSURE] = seen * s.apart, x * s.apart
    hostile = dyad[dyads.HOSTILITY] = hostility(s, dyad[dyads.LOGIT])
    suspicious = hostility(s, dyad[dyads.LOGIT] + (1.0 - s.p("perception.spiral")) * dyad[dyads.ALARM_HELD])
    helped = s.p("perception.helped")
    for row, h, share in (
        (dyads.MENACE, hostile, helped),
        (dyads.SUSPICION, suspicious, helped),
        (dyads.THREAT, hostile, 1.0),
    ):
        against = x + own + share * dyad[dyads.HELP_DEFENCE] + latent
        dyad[row] = np.where((x > 0.0) & s.apart, 2.0 * h * x / against, 0.0)


def hostility(s: Batch, logit: Floats) -> Floats:
    """E47: how hostile each takes the other to be at these log-odds of trust."""
    dyad, r0, d = s.dyad, s.p("consequences.r0"), s.dyad[dyads.DISPUTE]
    belief = np.clip(r0 - s.accounts[FixedAccount.INTENT] / s.p("perception.intent_unit"), 0.0, 1.0)
    odds = s.p("perception.slope") * (s.p("perception.mid") - logit)
    odds += s.p("perception.claim") * d + s.p("perception.intent") * (belief - r0)
    kept_word = np.maximum(dyad[dyads.COVER_DEFENCE], dyad[dyads.PLEDGE]) * s.p("perception.honour") * (1.0 - d)
    return logistic(odds) * (1.0 - s.p("perception.pledged") * kept_word) * s.apart


def help_expected(s: Batch) -> None:
    """E44 as two matrix products over the ally; who is its own ally or rival adds nothing."""
    free = (1.0 - s.dyad[dyads.PLEDGE]) * s.apart
    worth = (
        s.p("perception.honour")
        * (1.0 - s.p("perception.pooling") * (1.0 - s.dyad[dyads.INTEROPERABILITY]))
        * s.nat[nation.CAPABILITY][:, :, None]
    )
    for row, cover in ((dyads.HELP_DEFENCE, dyads.COVER_DEFENCE), (dyads.HELP_OFFENCE, dyads.COVER_OFFENCE)):
        covered = s.dyad[cover]
        s.dyad[row] = (covered * worth * s.apart).transpose(0, 2, 1) @ free * s.apart if covered.any() else 0.0


def restrained(s: Batch) -> Floats:
    """R of E116, for each dyad the largest over third parties; a loop over those who restrain anybody."""
    held = s.p("crisis.leverage") * s.dyad[dyads.DEPENDENCE]
    best = np.zeros_like(held)
    for a in np.flatnonzero((held + s.dyad[dyads.RESTRAINT]).any((0, 1))):
        allied, supplied = (
            s.dyad[dyads.RESTRAINT][:, :, a, None],
            held[:, :, a, None] * s.dyad[dyads.TRUST][:, a, None, :],
        )
        some = np.maximum(allied, supplied)
        some[:, a, :] = some[:, :, a] = 0.0
        np.maximum(best, some, out=best)
    return best


def hazards(s: Batch) -> None:
    """E110 to E116: the hazard that i challenges j, before the common shock."""
    nat, dyad = s.nat, s.dyad
    d, trust = dyad[dyads.DISPUTE], dyad[dyads.TRUST]
    attack = nat[nation.KNOWN][:, :, None] + dyad[dyads.HELP_OFFENCE]
    against = attack + dyad[dyads.SEEN_CAPABILITY] + dyad[dyads.HELP_DEFENCE].transpose(0, 2, 1)
    chance = np.divide(attack, against, out=np.full_like(against, 0.5), where=against > 0.0)
    m, mean = nat[nation.CAPABILITY], nat[nation.MEAN_CAPABILITY]
    known = (m > 0.0) & (mean > 0.0)
    grown = np.log(np.divide(m, mean, out=np.ones_like(m), where=known))
    shift = np.maximum(0.0, grown[:, None, :] - grown[:, :, None]) * (known[:, None, :] & known[:, :, None])
    emerging, strike = nat[nation.EMERGING], striking(s)
    alarm = 1.0 + 0.5 * s.p("crisis.false_alarm") * (emerging[:, :, None] + emerging[:, None, :])
    accident = s.p("crisis.incident") * (s.p("crisis.routine") + d) * alarm * gate(s, "incident_gate", chance)
    standing = 0.5 * (dyad[dyads.ALARM_HELD] + dyad[dyads.ALARM_HELD].transpose(0, 2, 1))
    accident *= 1.0 - s.p("crisis.alarmed") * np.expm1(-standing)
    motive = s.p("crisis.motive") * nat[nation.REVISIONISM][:, :, None] * d * gate(s, "gate", chance)
    first = np.maximum(0.0, 1.0 + s.p("crisis.preemption") * (strike[:, :, None] + strike[:, None, :] - 1.0))
    fear = s.p("crisis.fear") * dyad[dyads.THREAT] ** s.p("crisis.curve") * first
    fear *= (1.0 + s.p("crisis.prevention") * shift) * gate(s, "fear_gate", chance)
    calm = s.p("crisis.damp_channel") * open_channel(s) + s.p("crisis.damp_allies") * restrained(s)
    calm += s.p("crisis.damp_agreement") * dyad[dyads.AGREEMENTS] * np.minimum(trust, trust.transpose(0, 2, 1))
    calm += s.p("crisis.joint_democracy") * nat[nation.DEMOCRACY][:, :, None] * nat[nation.DEMOCRACY][:, None, :]
    held = nat[nation.NUCLEAR][:, :, None] * nat[nation.NUCLEAR][:, None, :]
    pooled = nat[nation.KNOWN][:, :, None] + nat[nation.KNOWN][:, None, :]
    size = np.minimum(4.0, (pooled / s.p("reach.reference")) ** s.p("crisis.size")) * (
        1.0 + s.p("crisis.nuclear") * held
    )
    dyad[dyads.HAZARD] = dyad[dyads.REACH] * size * np.exp(-calm) * (accident + motive + fear) * s.apart


def gate(s: Batch, name: str, chance: Floats) -> Floats:
    """E111: how far the chance of success opens a road."""
    return 2.0 * logistic(s.p(f"crisis.{name}") * (chance - 0.5))
