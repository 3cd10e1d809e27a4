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
    return mesa_model.DiplomacyModel("two_blocs", seed=5, replicate=2)


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
            mesa_model.DiplomacyModel,
            {"scenario": "two_blocs", **parameters},
            max_steps=3,
            display_progress=False,
            **how,
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


def acts(model, kind, one, other):
    """How many acts of a kind two nations did in the calendar year so far, either way."""
    c, i, j = model.region.kinds.index(kind), model.codes.index(one), model.codes.index(other)
    return float(model.block.done[c, i, j].sum() + model.block.done[c, j, i].sum())


def test_orders_take_place_in_the_next_tick():
    asked = {"scenario": "two_nations", "seed": 1, "replicate": 0, "exchanges.official_visit.rate": 0}
    plain, ordered = mesa_model.DiplomacyModel(**asked), mesa_model.DiplomacyModel(**asked)
    ordered.deciders["ARL"] = lambda nation: nation.order("official_visit", "BOR") if nation.model.tick == 2 else None
    seen = {False: [], True: []}
    for _ in range(4):
        for model in (plain, ordered):
            model.step()
            seen[model is ordered].append(acts(model, "official_visit", "ARL", "BOR"))
    assert seen == {False: [0, 0, 0, 0], True: [0, 0, 1, 1]}  # counted since January


def test_a_nation_opens_up_and_its_class_can_be_another():
    class Open(mesa_model.Nation):
        def decide(self):
            self.set_trait("transparency", 1.0)

    model = mesa_model.DiplomacyModel("two_nations", replicate=0, nation_class=Open)
    model.step()
    assert all(isinstance(nation, Open) for nation in model.nations)
    assert set(model.block.nat[mesa_model.NATION.row("transparency"), :, 0]) == {1.0}


def test_what_a_nation_cannot_do_is_refused(model):
    arland = model.nations[model.codes.index("ARL")]
    with pytest.raises(KeyError, match="no nation 'XXX'"):
        model.deciders["XXX"] = print
    with pytest.raises(KeyError, match="no nation 'ARX'; did you mean 'ARL'"):
        arland.set_willingness("ARX", 0.0)
    with pytest.raises(KeyError, match="no kind 'joint_exrcise'; did you mean 'joint_exercise'"):
        arland.order("joint_exrcise", "BOR")
    with pytest.raises(ValueError, match="arms_transfer: expected from and to, found 3 parties"):
        arland.order("arms_transfer", "BOR", "CEL")
    with pytest.raises(ValueError, match="joint_exercise: expected between, found 1 party"):
        arland.order("joint_exercise")
    with pytest.raises(ValueError, match="transparency: expected a number from 0 to 1, found 2"):
        arland.set_trait("transparency", 2)
    for _ in range(mesa_model.ROOM):
        arland.order("official_visit", "BOR")
    with pytest.raises(ValueError, match="at most 64 orders"):
        arland.order("official_visit", "BOR")


def test_a_reset_of_mesas_page_keeps_the_scenario():
    """Mesa 3.5 hands a Scenario of its own to the new model where the old one has one."""
    model = mesa_model.DiplomacyModel("two_nations", replicate=0)
    model.scenario = object()
    assert model.scenario is None
    assert len(model.codes) == 2


def test_the_signature_is_one_that_mesa_shows_on_a_page():
    """Mesa's page refuses a parameter without default unless it is called kwargs, and any positional rest."""
    parameters = inspect.signature(mesa_model.DiplomacyModel.__init__).parameters.values()
    assert not any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters)
    missing = [one.name for one in parameters if one.default is inspect.Parameter.empty]
    assert missing == ["self", "kwargs"]
    names = {one.name for one in parameters}
    assert not names & {"seed", "steps", "time"}  # Mesa 3.5 hands what names replicates to a parameter called seed


@pytest.mark.filterwarnings("ignore")  # solara's and Mesa's own
def test_mesas_page_shows_the_model():
    """Starts the page as ``solara run`` does; skipped where the extra `solara` is not installed."""
    solara = pytest.importorskip("solara", reason="solara is not installed: pip install 'dipsim[solara]'")
    pytest.importorskip("altair", reason="altair is not installed: pip install 'dipsim[solara]'")
    from mesa.visualization import SolaraViz, make_plot_component

    model = mesa_model.DiplomacyModel("two_nations", replicate=0)
    page = SolaraViz(model, components=[make_plot_component("mean_trust")], model_params={"seed": 1})
    box, context = solara.render(page, handle_error=False)
    assert box.children
    context.close()
