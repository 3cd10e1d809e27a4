"""What the views say follows from the tables, by hand."""

# Also tests: report/relation_changes.py, report/sentences.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.report import relation_changes, result_view, sentences
from dipsim.study.verdict import decision


def small() -> Any:
    """Two nations, two runs, two ticks a year apart, so that every answer can be seen."""
    rows = [
        (run, tick, pd.Timestamp(2025 + tick // 12, 1, 1), *pair)
        for run in (0, 1)
        for tick in (0, 12)
        for pair in (("A", "B"), ("B", "A"))
    ]
    dyads = pd.DataFrame(rows, columns=["run", "tick", "date", "truster", "trustee"])
    dyads["trust"] = [0.5, 0.5, 0.7, 0.4, 0.5, 0.5, 0.9, 0.6]
    causes = [
        (0, "forum", 0.0, 2.0, 30.0),
        (0, "intent", 0.0, -0.5, -12.0),
        (0, "history", 0.2, 0.1, -0.2),
        (0, "baseline: trade", 0.3, 0.3, 0.0),
        (0, "visit", 0.0, 0.1, 2.2),
        (1, "forum", 0.0, 1.0, 40.0),
    ]
    accounts = pd.DataFrame(causes, columns=["run", "cause", "start", "end", "points"]).assign(truster="A", trustee="B")
    tables = {"dyads": dyads, "accounts": accounts}
    return SimpleNamespace(spec=None, manifest={"seed": 1}, tables=tables, runs=2, cooperation=None)


def test_changes_by_hand() -> None:
    found = relation_changes.changes(small())
    assert list(found["truster"]) == ["A", "B"]
    assert found["change"].tolist() == pytest.approx([0.3, 0.0])
    assert found["end"][0] == pytest.approx(0.8)
    assert len(relation_changes.biggest(small(), 3)) == 1, "both directions of a pair are one relation"


def test_causes_behind_by_hand() -> None:
    found = relation_changes.behind(small(), "A", "B", 1)
    assert found["cause"].tolist() == ["forum", "history", "other acts", "other causes"]
    assert found["points"].tolist() == pytest.approx([0.35, -0.001, 0.011, -0.06]), "means over both runs"
    assert found["value"].tolist() == pytest.approx([1.5, -0.05, 0.05, -0.25])
    shown = sentences.because(small(), "A", "B", 1)
    assert shown == "forum +35.0, drift to the baseline -0.1, other acts +1.1, other causes -6.0"


def test_one_small_cause_keeps_its_name() -> None:
    found = relation_changes.behind(small(), "A", "B", 2)
    assert found["cause"].tolist() == ["forum", "intent", "visit", "history", "other causes"]


@pytest.mark.parametrize("count", [1, 3, 6, 40])
def test_causes_add_up_to_the_change(result: Any, count: int) -> None:
    for row in relation_changes.changes(result).itertuples():
        causes = relation_changes.behind(result, row.truster, row.trustee, count)
        assert causes["points"].sum() == pytest.approx(row.change, abs=1e-12)
        drift = result.accounts.query("truster == @row.truster and trustee == @row.trustee and cause == 'history'")
        assert (relation_changes.DRIFT in set(causes["cause"])) == (abs(drift["points"].sum()) / 4000 >= 0.0005)


def test_ledger_and_dyads_tell_the_same(result: Any) -> None:
    detail = result.dyads_detail[
        (result.dyads_detail["run"] == 0)
        & (result.dyads_detail["truster"] == "ARL")
        & (result.dyads_detail["trustee"] == "GAL")
    ]
    ledger = result.ledger[
        (result.ledger["run"] == 0) & (result.ledger["truster"] == "ARL") & (result.ledger["trustee"] == "GAL")
    ]
    sums = ledger.groupby("tick")["value"].sum()
    trust = detail.set_index("tick")["trust"].loc[sums.index]
    assert result_view.logistic(sums) == pytest.approx(trust.to_numpy(), abs=1e-12)


def test_measures_follow_from_the_region_table(result: Any) -> None:
    found = {measure.name: measure for measure in result_view.metric_summaries(result)}
    region = result.region
    last = region.loc[region["tick"] == 239, "trust"]
    assert found["Mean trust"].value == pytest.approx(last.mean())
    assert found["Mean trust"].low == pytest.approx(np.percentile(last, 2.5))
    assert found["Disputes per decade, observed"].value == pytest.approx(region["observed_disputes"].sum() / 40 / 2)
    assert found["P(war)"].value == (region.groupby("run")["wars"].sum() > 0).mean()
    assert found["P(war)"].low <= found["P(war)"].value <= found["P(war)"].high


def test_span_counts_the_last_tick(result: Any) -> None:
    assert result_view.span(result) == pytest.approx(20)


def test_yearly_leaves_out_an_incomplete_year() -> None:
    ticks = np.arange(18)
    frame = pd.DataFrame(
        {"run": 0, "tick": ticks, "date": pd.date_range("2025-01-01", periods=18, freq="MS"), "acts": 1}
    )
    found = result_view.yearly(frame, "acts")
    assert found["q50"].tolist() == [12]


def test_worst_dispute_shares_sum_to_one(result: Any) -> None:
    shares = result_view.worst(result.region)
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    assert list(shares.columns) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("value", "told"), [(0.0, "0 %"), (1.0, "100 %"), (0.5, "50 %"), (0.032, "3.2 %"), (0.999, "99.9 %")]
)
def test_percent(value: float, told: str) -> None:
    assert sentences.percent(value) == told
    assert sentences.percent(float("nan")) == "none"


def test_effect_is_told_in_points_for_probabilities() -> None:
    disputes, chance = decision.Effect(-1, -2, 0, 3), decision.Effect(-0.1, -0.2, 0.0, 0.3)
    effects = {"expected_disputes": disputes, "expected_force": disputes, "force": chance}
    row = decision.judge("forum", effects, 9)
    assert sentences.effect(row, "expected_disputes") == "-1.0 [-2.0, 0]"
    assert sentences.effect(row, "force") == "-10 [-20, 0]"
    assert sentences.effect(row, "war") == ""


def test_verdict_of_a_result_may_list_rows(synthetic: Any) -> None:
    rows = synthetic.rows()
    outcome = small()
    assert "No verdict" in sentences.verdict(outcome)
    outcome.cooperation = SimpleNamespace(rows=rows)
    assert sentences.verdict(outcome) == decision.sentence(rows[0])
    assert sentences.controls(outcome) == rows[1:]


def test_ending_without_a_stored_scenario_says_so(result: Any) -> None:
    assert result_view.ending(result) == (
        "The evidence of the numbers is not stored with this result.",
        "A thinking aid, not a forecast.",
    )


def test_clean_drops_what_steers_a_terminal() -> None:
    assert result_view.clean("a\x1b[31mb\u202ec\u200bd") == "a[31mbcd"
