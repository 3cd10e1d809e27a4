"""Kinds of exchange and organisations as objects, with the numbers of the scenario as attributes."""

from __future__ import annotations

from typing import Any

from dipsim.model.parameters import NUMBERS, ORGANISATION
from dipsim.model.state import exchange_kind, organisation, random_streams, trust_accounts
from dipsim.scenario.world.build import World

ALL_SCOPES = (1 << len(exchange_kind.SCOPES)) - 1
GENERAL = -2  # the scope of an agreement


class Kind:
    """A kind of exchange; each number of its row is an attribute, such as ``rate`` or ``cover_defence``."""

    def __init__(self, world: World, c: int) -> None:
        self.index = c
        self.name = world.kinds[c]
        self.form = exchange_kind.FORMS[world.form[c]]
        for row, name in enumerate(NUMBERS.names()):
            setattr(self, name, float(world.kind[row, c]))
        scope = int(world.scope[c])
        self.agreement = scope == GENERAL
        self.scope_bit = 1 << scope if scope >= 0 else 0
        self.account = trust_accounts.KINDS + trust_accounts.PER_KIND * c  # alarm and reassurance follow
        for name, slot in zip(random_streams.KIND_DECISIONS, world.kind_stream_ids[c], strict=True):
            setattr(self, f"{name}_slot", slot)
        self.on = self.mode == exchange_kind.ON
        self.off = self.mode == exchange_kind.OFF
        self.null = self.mode == exchange_kind.NULL
        self.cost_only = self.mode == exchange_kind.COST_ONLY
        self.directed = self.form == "directed"
        self.standing = self.form == "standing"
        self.measure = self.form == "measure"
        self.incident = self.form == "incident"
        self.habitual = self.again > 0.0 and self.form in ("pair", "directed")

    def upkeep_of(self, nation: Any) -> float:
        """What a nation pays in a year for an instrument of this kind (E39)."""
        return self.upkeep + self.upkeep_share * nation.gdp


class Organisation:
    """An organisation; ``members`` are nations in their order."""

    def __init__(self, world: World, o: int, of: Kind | None) -> None:
        self.name = world.organisations[o]
        self.word = world.org_ids[o]
        self.type = organisation.TYPES[world.org_type[o]]
        for row, name in enumerate(ORGANISATION.names()):
            setattr(self, name, float(world.org[row, o]))
        self.links = bool(world.org_links[o])
        self.members: list[Any] = []
        self.meets = of is None or of.on
        if not self.meets:  # its kind is switched off: it means nothing
            self.in_force = self.quality = self.cap = self.admission = 0.0
            if not of.cost_only:
                self.upkeep = 0.0

    def admit(self, nation: Any) -> None:
        """A nation joins, and is linked with the other members where they are bound or meet."""
        if nation in self.members:
            return
        for member in self.members if self.links else ():
            nation.views[member.index].tie.link = True
        self.members.append(nation)
        self.members.sort(key=lambda n: n.index)

    def expel(self, nation: Any) -> None:
        """A nation is out."""
        if nation in self.members:
            self.members.remove(nation)
