"""One seed, one hash: for any number of workers, any block, alone or together; and what is kept adds up."""

from __future__ import annotations

import numpy as np
import pytest

import dipsim.api as api
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build

SHORT = ("time.years=3",)


@pytest.fixture(scope="module")
def result():
    return api.run("two_blocs", replicates=12, seed=7, sets=SHORT, judge=False)


@pytest.mark.parametrize("how", [{"workers": 2, "block": 5}, {"block": 1}, {"block": 64}], ids=str)
def test_same_seed_same_bits(result, how):
    again = api.run("two_blocs", replicates=12, seed=7, sets=SHORT, judge=False, **how)
    assert again.manifest["tables_hash"] == result.manifest["tables_hash"]


def test_another_seed_gives_other_bits(result):
    other = api.run("two_blocs", replicates=12, seed=8, sets=SHORT, judge=False)
    assert other.manifest["tables_hash"] != result.manifest["tables_hash"]


def test_more_replicates_leave_the_first_ones_alone(result):
    more = api.run("two_blocs", replicates=14, seed=7, sets=SHORT, judge=False).region
    assert more[more["run"] < 12].reset_index(drop=True).equals(result.region)


def test_ledger_adds_up_to_trust(result):
    keys = ["run", "tick", "truster", "trustee"]
    total = result.ledger.groupby(keys, observed=True)["value"].sum()
    trust = result.dyads_detail.set_index(keys)["trust"].reindex(total.index)
    assert len(total) == 8 * 4 * 42
    assert not trust.isna().any()
    assert np.abs(np.log(trust / (1 - trust)) - total).max() < 1e-9


def test_accounts_of_every_run_add_up_to_trust_and_to_its_change(result):
    keys = ["run", "truster", "trustee"]
    sums = result.accounts.groupby(keys, observed=True)[["start", "end", "points"]].sum()
    assert len(sums) == 12 * 42
    dyads = result.dyads.set_index(keys)
    first, last = (dyads[dyads["tick"] == tick]["trust"].reindex(sums.index) for tick in (0, dyads["tick"].max()))
    assert np.abs(np.log(first / (1 - first)) - sums["start"]).max() < 1e-9
    assert np.abs(np.log(last / (1 - last)) - sums["end"]).max() < 1e-9
    assert np.abs(100 * (last - first) - sums["points"]).max() < 1e-9


def test_no_run_is_there_twice(result):
    keys = ["run", "tick", "truster", "trustee"]
    assert not result.dyads.duplicated(keys).any()
    assert not result.dyads_detail.duplicated(keys).any()
    assert result.dyads.groupby("tick")["run"].nunique().eq(12).all()
    assert result.dyads_detail["run"].unique().tolist() == result.detail_runs


def test_detailed_runs_are_the_same_runs(result):
    """The replay of a run in detail gives the same dyads at year ends as the run in its block."""
    keys = ["run", "tick", "truster", "trustee"]
    year_ends, detailed = result.dyads.set_index(keys), result.dyads_detail.set_index(keys)
    common = detailed.index.intersection(year_ends.index)
    assert len(common) >= 8 * 3 * 42
    assert (detailed.loc[common, "trust"] == year_ends.loc[common, "trust"]).all()


def test_dates_are_dates(result):
    first = result.region.loc[result.region["tick"] == 13, "date"].iloc[0]
    assert (first.year, first.month, first.day) == (2026, 2, 1)


def test_exchanges_and_region_count_the_same_acts(result):
    acts = [name for name in result.region if name.startswith("acts_")]
    by_run = result.region.groupby("run")[acts].sum().sum(axis=1)
    assert (result.exchanges.groupby("run")["count"].sum() == by_run).all()
    detail = result.events[result.events["event"].isin(["act", "hidden_act", "refused_licence"])]
    assert (detail.groupby("run").size() <= by_run.loc[detail["run"].unique()]).all()


def test_final_keeps_one_row_per_run(result):
    final = api.run("two_blocs", replicates=12, seed=7, sets=SHORT, record="final", judge=False).region
    assert list(final["run"]) == list(range(12))
    assert (
        final["observed_disputes"].to_numpy() == result.region.groupby("run")["observed_disputes"].sum().to_numpy()
    ).all()


def test_a_run_of_one_nation_works_and_has_no_mean_trust():
    text = "dipsim: 1\ntitle: Alone\ntime: {years: 1}\nnations: {ARL: {gdp: 100}}\n"
    world = build(load("alone.yaml", text=text))
    assert world.codes == ["ARL"]
    alone = api.run(load("alone.yaml", text=text), replicates=2, judge=False)
    assert alone.region["trust"].isna().all()
    assert alone.region["observed_disputes"].sum() == 0
