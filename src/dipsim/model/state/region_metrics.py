"""What is recorded of the region each tick: rows of ``glob[row, run]`` that the recorder copies."""

from __future__ import annotations

from dipsim.model.state.quantities import MEASURES

TRUST = MEASURES.add("trust", 0.0, meaning="mean trust over relevant directed dyads")
DISTRUST = MEASURES.add("distrust", 0.0, meaning="share of relevant directed dyads with trust below one half")
TENSION = MEASURES.add("tension", 0.0, meaning="mean threat H over relevant directed dyads")
BURDEN = MEASURES.add("burden", 0.0, meaning="mean of M over gdp, nations with a relevant dyad")
AGREEMENTS = MEASURES.add("agreements", 0.0, meaning="instruments in force per relevant pair")
RUNG = MEASURES.add("rung", 0.0, unit="rung", meaning="highest rung")
DISPUTES = MEASURES.add("disputes", 0.0, meaning="disputes begun in the tick")
JOINERS = MEASURES.add("joiners", 0.0, meaning="nations that joined a dispute in the tick")
FORCE = MEASURES.add("force", 0.0, meaning="disputes that reached the use of force in the tick")
WARS = MEASURES.add("wars", 0.0, meaning="disputes that became wars in the tick")
SPENDING = MEASURES.add("spending", 0.0, unit="bn USD", money=True, meaning="diplomacy money spent in the tick")
POLARISATION = MEASURES.add("polarisation", 0.0, meaning="mean trust within minus between the two groups")
EXPECTED = MEASURES.add("expected_disputes", 0.0, meaning="integrated hazard of disputes in the tick")
ACTS = MEASURES.add("acts", 0.0, meaning="acts served in the tick")
SHOCK = MEASURES.add("shock", 0.0, meaning="state of the common shock, standardised")
