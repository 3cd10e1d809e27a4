"""The Mesa face and the engine are the same model, bit for bit; a hand-played nation changes only what it should."""

# Also tests: api.py, kernels/compiler/pointer_table.py

from __future__ import annotations

import copy
import inspect
import pickle
import warnings

import numpy as np
import pytest

import dipsim.api as api
from dipsim.model.state import dyads

mesa_model = pytest.importorskip("dipsim.runs.mesa_adapter")


@pytest.fixture
def model():
    return mesa_model.DiplomacyModel(world="two_blocs", base_seed=5, replicate=2)


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


def ends(parameters, **how):
    """Mean trust at the end of every run of ``mesa.batch_run`` over a few months, and the replicate it was."""
    mesa = pytest.importorskip("mesa")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # later Mesas announce another way to name replicates
        rows = mesa.batch_run(
            mesa_model.DiplomacyModel, {"world": "two_blocs", **parameters}, max_steps=3, display_progress=False, **how
        )
    runs = {row["RunId"]: (row["mean_trust"], row["replicate"]) for row in rows}
    return [runs[number] for number in sorted(runs)]


def test_iterations_of_a_batch_are_different_replicates():
    runs = ends({}, iterations=4)
    assert len(set(runs)) == 4
    assert len({trust for trust, _ in runs}) == 4


def test_rng_among_the_parameters_names_the_replicate():
    runs = ends({"rng": [1, 2, 3, 4]}) if "rng" not in inspect.signature(_batch_run()).parameters else []
    runs = runs or ends({}, iterations=None, rng=[1, 2, 3, 4])
    assert [replicate for _, replicate in runs] == [1, 2, 3, 4]
    assert len({trust for trust, _ in runs}) == 4
    assert [trust for trust, _ in runs] == [trust for trust, _ in ends({"replicate": [1, 2, 3, 4]})]


def _batch_run():
    return pytest.importorskip("mesa").batch_run


def test_a_replicate_is_drawn_where_none_is_named():
    build = mesa_model.DiplomacyModel
    assert build().replicate != build().replicate
    assert build(rng=np.random.default_rng(3)).replicate == build(rng=np.random.default_rng(3)).replicate
    assert build(rng=7).replicate == build(replicate=7).replicate == 7
    assert build(rng=2**32).replicate == build(rng=2**32).replicate < 2**32
    with pytest.raises(ValueError, match="give one of them"):
        build(replicate=1, rng=1)
    with pytest.raises(ValueError, match="whole number from 0"):
        build(replicate=-1)


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_goes_on_by_itself_with_the_same_bits(model, twin):
    model.step()
    other = twin(model)
    before = model.mean_trust
    for _ in range(5):
        other.step()
    assert (model.tick, other.tick) == (1, 6)
    assert model.mean_trust == before
    assert len(model.datacollector.model_vars["mean_trust"]) == 2
    other.nations[0].set_willingness("DRA", 0.25)
    assert model.nations[0]._dyad(dyads.WILLINGNESS, "DRA") != 0.25
    for _ in range(5):
        model.step()
    assert np.array_equal(model.block.metrics, other.block.metrics)


def test_a_shallow_copy_is_refused(model):
    with pytest.raises(TypeError, match="deepcopy"):
        copy.copy(model)


def test_a_block_is_copied_with_addresses_of_its_own(model):
    other = copy.deepcopy(model.block)
    before = model.block.metrics.copy()
    mesa_model.record_region(other)
    other.dyad[:] = 0.5
    mesa_model.record_region(other)
    assert np.array_equal(model.block.metrics, before)
    assert not np.array_equal(other.metrics, before)
