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
        (run, tick, f"{2025 + tick // 12}-01", *pair)
        for run in (0, 1)
        for tick in (0, 12)
        for pair in (("A", "B"), ("B", "A"))
    ]
    dyads = pd.DataFrame(rows, columns=["run", "tick", "date", "truster", "trustee"])
    dyads["trust"] = [0.5, 0.5, 0.7, 0.4, 0.5, 0.5, 0.9, 0.6]
    causes = [(0, 0, "2025-01", "A", "B", "forum", 0.0), (0, 12, "2026-01", "A", "B", "forum", 2.0)]
    causes += [(0, 12, "2026-01", "A", "B", "intent", -0.5), (0, 0, "2025-01", "A", "B", "baseline: trade", 0.3)]
    causes += [(0, 12, "2026-01", "A", "B", "baseline: trade", 0.3)]
    ledger = pd.DataFrame(causes, columns=["run", "tick", "date", "truster", "trustee", "cause", "value"])
    tables = {"dyads": dyads, "ledger": ledger}
    return SimpleNamespace(spec=None, manifest={"seed": 1}, tables=tables, runs=2, cooperation=None)


def test_changes_by_hand() -> None:
    found = relation_changes.changes(small())
    assert list(found["truster"]) == ["A", "B"]
    assert found["change"].tolist() == pytest.approx([0.3, 0.0])
    assert found["end"][0] == pytest.approx(0.8)
    assert len(relation_changes.biggest(small(), 3)) == 1, "both directions of a pair are one relation"


def test_causes_behind_by_hand() -> None:
    found = relation_changes.behind(small(), "A", "B")
    assert found["cause"].tolist() == ["forum", "intent"], "what did not move is no cause of the change"
    assert found["value"].tolist() == pytest.approx([2.0, -0.5])
    end = 1 / (1 + np.exp(-1.8))
    assert found["points"].tolist() == pytest.approx([end - 1 / (1 + np.exp(0.2)), end - 1 / (1 + np.exp(-2.3))])


def test_ledger_sums_are_kept_by_grouping(result: Any) -> None:
    accounts = relation_changes.accounts(result, "ARL", "BOR")
    folded = relation_changes.grouped(
        relation_changes.accounts(result, "ARL", "BOR", baseline=False), ["baseline", "forum"]
    )
    assert list(folded.columns) == ["baseline", "forum", result_view.REST]
    assert folded.sum(axis=1).to_numpy() == pytest.approx(accounts.sum(axis=1).to_numpy(), abs=1e-12)


def test_ledger_and_dyads_tell_the_same(result: Any) -> None:
    detail = result.dyads[
        (result.dyads["run"] == 0) & (result.dyads["truster"] == "ARL") & (result.dyads["trustee"] == "GAL")
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
        {"run": 0, "tick": ticks, "date": [f"{2025 + t // 12}-{t % 12 + 1:02d}" for t in ticks], "acts": 1}
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
