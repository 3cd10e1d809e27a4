"""The Mesa face and the engine are the same model, bit for bit; a hand-played nation changes only what it should."""

from __future__ import annotations

import pytest

import dipsim.api as api

mesa_model = pytest.importorskip("dipsim.runs.mesa_adapter")


@pytest.fixture
def model():
    return mesa_model.DiplomacyModel(world="two_blocs", luck=5, replicate=2)


def test_same_bits_as_the_engine(model):
    region = api.run("two_blocs", replicates=3, seed=5, sets=("time.years=2",), judge=False).region
    expected = region[region["run"] == 2].sort_values("tick")["trust"].to_list()[:24]
    seen = []
    for _ in range(24):
        model.step()
        seen.append(model.mean_trust)
    assert seen == expected


def test_collects_once_at_the_start_and_after_each_step(model):
    for _ in range(3):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 4
    assert frame["mean_trust"].between(0, 1).all()
    agents = model.datacollector.get_agent_vars_dataframe()
    assert len(agents) == 4 * 7
    assert (agents["capability"] > 0).all()


def test_a_nation_that_refuses_everybody_exchanges_nothing(model):
    def refuse(nation):
        for other in model.codes:
            if other != nation.code:
                nation.set_willingness(other, 0.0)

    model.deciders["GAL"] = refuse
    for _ in range(24):
        model.step()
    row = model.codes.index("GAL")
    planned = [c for c, kind in enumerate(model.region.kinds) if kind not in ("forum", "military_incident")]
    assert model.block.done[planned, row].sum() + model.block.done[planned, :, row].sum() == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        model.nations[0].set_willingness("GAL", 1.5)
