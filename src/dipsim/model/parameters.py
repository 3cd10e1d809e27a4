"""Every parameter of the model, complete: importing this module declares them all, always in the order below.

Compiled kernels hold row numbers of the tables, so the order of declaration must not depend on what a program imports
first. The package of processes imports this module before any process, and everything that reads a whole table takes
it from here.
"""

from __future__ import annotations

import dipsim.model.processes.domestic.arming
import dipsim.model.processes.domestic.budget
import dipsim.model.processes.trust.evidence
import dipsim.model.processes.exchange.third_party_reactions
import dipsim.model.processes.trust.baseline
import dipsim.model.processes.partners.ties
import dipsim.model.processes.exchange.utility
import dipsim.model.processes.partners.habits
import dipsim.model.processes.exchange.sanctions
import dipsim.model.processes.exchange.orders
import dipsim.model.processes.exchange.act_effects
import dipsim.model.processes.institutions.instruments
import dipsim.model.processes.exchange.consequences
import dipsim.model.processes.perception.reach
import dipsim.model.processes.perception.promises
import dipsim.model.processes.perception.hostility
import dipsim.model.processes.perception.perception
import dipsim.model.processes.conflict.onset
import dipsim.model.processes.conflict.restraint
import dipsim.model.processes.conflict.shock
import dipsim.model.processes.conflict.stake
import dipsim.model.processes.conflict.ending
import dipsim.model.processes.conflict.joining
import dipsim.model.processes.conflict.incidents
import dipsim.model.processes.conflict.war
import dipsim.model.processes.conflict.demand
import dipsim.model.processes.conflict.crisis
import dipsim.model.processes.institutions.organisations
import dipsim.model.processes.domestic.coherence
import dipsim.model.processes.domestic.government
import dipsim.model.processes.domestic.learning
import dipsim.model.processes.domestic.trade
import dipsim.model.processes.domestic.politics
import dipsim.model.processes.trust.ledger
import dipsim.model.processes.exchange.licence
import dipsim.model.processes.trust.evidence_update
import dipsim.model.processes.exchange.licensing
import dipsim.model.processes.trust.reputation
import dipsim.model.initial_state
import dipsim.model.tick
from dipsim.model.state.quantities import DYAD, NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS

__all__ = ["DYAD", "NATION", "NUMBERS", "ORGANISATION", "PARAMETERS", "REGION_METRICS"]
