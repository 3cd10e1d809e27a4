"""What a region does in a year at its start, on average (E128): nothing is drawn."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any

from .diplomacy import again, both_wishes, mean_wish
from .formulas import logistic
from .wishes import wish


class Habits:
    """Acts per year by kind and view of the first party, and what each nation would spend on them."""

    def __init__(self, region: Any) -> None:
        self.region = region
        self.acts: dict[tuple[Any, Any], float] = {}
        self.lasting: dict[tuple[Any, Any], float] = {}  # the chance that it is less than a year since the last act
        self.money = [0.0] * len(region.nations)
        self.staff = [0.0] * len(region.nations)
        for tie in region.ties:
            if tie.opportunity > 0.0:
                self._of_two(tie)
        for organisation, kind, rate in region.meetings:
            if kind.on and rate > 0.0:
                self._meetings(organisation, kind, rate)
        for kind, _ in region.hosted:
            if kind.on:
                for host in region.nations:
                    self._hosted(kind, host)
        can = [self._paid(nation) for nation in region.nations]
        for kind, view in self.acts:
            self.acts[kind, view] *= min(can[view.me.index], can[view.other.index])
        for kind, view in self.lasting:
            self.lasting[kind, view] *= min(can[view.me.index], can[view.other.index])

    def _come(self, kind: Any, view: Any, times: float) -> None:
        """So many acts a year of two come up."""
        self.acts[kind, view] = self.acts.get((kind, view), 0.0) + times

    def _take(self, nation: Any, kind: Any, times: float) -> None:
        """So many acts a year ask for money and staff."""
        self.money[nation.index] += times * kind.cost
        self.staff[nation.index] += times * kind.staff

    def _of_two(self, tie: Any) -> None:
        diplomacy = self.region.par.diplomacy
        for kind, _ in self.region.decided:
            if not kind.on or kind.standing:
                continue
            for view in (tie.view, tie.back) if kind.directed else (tie.view,):
                me, other = view.me, view.other
                w, v = both_wishes(view, kind)
                both = logistic(diplomacy.sharpness * w) * logistic(diplomacy.sharpness * v)
                times = kind.rate * tie.opportunity * both * view.willingness * view.back.willingness
                if kind.habitual and times > 0.0:
                    chance, alone = again(view, kind, w, v), exp(-times)
                    self.lasting[kind, view] = (1.0 - alone) / (1.0 - chance * alone)
                    times /= 1.0 - chance * alone
                self._come(kind, view, times)
                self._take(me, kind, times)
                self._take(other, kind, times)

    def _meetings(self, organisation: Any, kind: Any, rate: float) -> None:
        members, sharp = organisation.members, self.region.par.diplomacy.sharpness
        if len(members) < 2:
            return
        come = {m: logistic(sharp * mean_wish(m, [o for o in members if o is not m], kind)) for m in members}
        for member in members:
            self._take(member, kind, rate * come[member])
        whole = sum(come.values())
        for row, one in enumerate(members):
            for other in members[row + 1 :]:
                rest = whole - come[one] - come[other]
                self._come(kind, one.views[other.index], rate * come[one] * come[other] / sqrt(1.0 + rest))

    def _hosted(self, kind: Any, host: Any) -> None:
        sharp = self.region.par.diplomacy.sharpness
        asked = [view for view in host.others if view.tie.opportunity > 0.0]
        if not asked:
            return
        mean = sum(wish(view, kind, host, view.other, alarm=False) for view in asked) / len(asked)
        times = kind.rate * logistic(sharp * mean)
        self._take(host, kind, times)
        come = {}
        for view in asked:
            w = wish(view.back, kind, host, view.other, alarm=False)
            come[view] = view.willingness * view.back.willingness * logistic(sharp * w)
            self._take(view.other, kind, times * come[view])
        whole = sum(come.values())
        for view, comes in come.items():
            self._come(kind, view.tie.view, times * comes / sqrt(1.0 + whole - comes))

    def _paid(self, nation: Any) -> float:
        """The share of its acts that a nation can pay in a year."""
        purse = nation.diplomacy * nation.gdp
        for view in nation.others:
            for kind in view.tie.years:
                purse -= kind.upkeep_of(nation)
        for organisation in self.region.organisations:
            if nation in organisation.members:
                purse -= organisation.upkeep
        return min(paid(purse, self.money[nation.index]), paid(nation.staff, self.staff[nation.index]))


def paid(purse: float, cost: float) -> float:
    """The share of a cost that a purse pays."""
    return 1.0 if cost <= purse else max(0.0, purse) / cost
