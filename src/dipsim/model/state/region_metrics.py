"""What is recorded of the region each tick: rows of ``metrics[row, run]`` that the recorder copies."""

from __future__ import annotations

from dipsim.model.state.quantities import REGION_METRICS

TRUST = REGION_METRICS.add("trust", 0.0, meaning="mean trust over relevant directed dyads")
DISTRUST = REGION_METRICS.add("distrust", 0.0, meaning="share of relevant directed dyads with trust below one half")
TENSION = REGION_METRICS.add("tension", 0.0, meaning="mean threat H over relevant directed dyads")
BURDEN = REGION_METRICS.add("burden", 0.0, meaning="mean of M over gdp, nations with a relevant dyad")
AGREEMENTS = REGION_METRICS.add("agreements", 0.0, meaning="instruments in force per relevant pair")
RUNG = REGION_METRICS.add("rung", 0.0, unit="rung", meaning="highest rung")
OBSERVED_DISPUTES = REGION_METRICS.add("observed_disputes", 0.0, meaning="disputes begun in the tick")
JOINERS = REGION_METRICS.add("joiners", 0.0, meaning="nations that joined a dispute in the tick")
FORCE = REGION_METRICS.add("force", 0.0, meaning="disputes that reached the use of force in the tick, originators only")
WARS = REGION_METRICS.add("wars", 0.0, meaning="disputes that became wars in the tick")
SPENDING = REGION_METRICS.add("spending", 0.0, unit="bn USD", money=True, meaning="diplomacy money spent in the tick")
POLARISATION = REGION_METRICS.add("polarisation", 0.0, meaning="mean trust within minus between the two groups")
EXPECTED_DISPUTES = REGION_METRICS.add("expected_disputes", 0.0, meaning="integrated hazard of disputes in the tick")
EXPECTED_FORCE = REGION_METRICS.add(
    "expected_force", 0.0, meaning="integrated rate of entries at the use of force and of climbs to it in the tick"
)
ACTS = REGION_METRICS.add("acts", 0.0, meaning="acts served in the tick")
OF_DYADS = (TRUST, DISTRUST, TENSION, BURDEN, AGREEMENTS, POLARISATION)  # missing (NaN) where no dyad is relevant
SHOCK = REGION_METRICS.add("shock", 0.0, meaning="state of the common shock, standardised")
