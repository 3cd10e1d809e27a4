"""The story of a run says what the log holds: disputes with their course, and what else happened."""

# Also tests: report/sections/third_parties.py, report/sections/two_sides.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dipsim.report.html.tables import View
from dipsim.report.sections import story, third_parties, two_sides

EVENTS = [
    ("2027-09", "dispute", "BOR", "ARL", 2.0),
    ("2027-10", "climbed", "ARL", "BOR", 4.0),
    ("2027-11", "signed", "ARL", "CAL", 10.0),
    ("2027-12", "settled", "ARL", "BOR", 4.0),
    ("2028-02", "government_change", "CAL", None, 0.1),
    ("2028-03", "dispute", "ARL", "BOR", 3.0),
    ("2028-04", "act", "ARL", "BOR", 1.0),
    ("2028-05", "act", "ARL", "BOR", 1.0),
]


def interest(position: float) -> Any:
    return SimpleNamespace(position=position, salience=1.0)


@pytest.fixture(scope="module")
def told(synthetic: Any) -> Any:
    """A short result with these events in the run that is told."""
    result = synthetic.result(runs=4, ticks=48, names={"ARL": "Arland", "BOR": "Drava", "CAL": "Calder"})
    run = View(result).told_run
    listed = [
        {
            "run": run,
            "tick": k,
            "date": pd.Timestamp(month),
            "event": event,
            "kind": "forum" if event == "signed" else None,
            "initiator": one,
            "target": other,
            "value": value,
        }
        for k, (month, event, one, other, value) in enumerate(EVENTS)
    ]
    result.tables["events"] = pd.DataFrame(listed)
    result.spec.issues = {"border": 1.0, "arctic_ice": 0.1}
    for code, side in (("ARL", 1.0), ("BOR", -1.0)):
        result.spec.nations[code].interests = {"border": interest(side), "arctic_ice": interest(side)}
    return result


def lines(result: Any) -> list[str]:
    view = View(result)
    rows = result.tables["events"]
    return [f"{line.month} {line.words}" for line in story.told(view, rows[rows["run"] == view.told_run])]


def test_a_dispute_is_told_with_its_issue_its_rungs_and_its_end(told: Any) -> None:
    assert lines(told) == [
        "2027-09 Drava challenges Arland over the border: threat, then use of force; settled 2027-12",
        "2027-11 Arland and Calder sign: forum",
        "2028-02 The government of Calder changes",
        "2028-03 Arland challenges Drava over the border: display of force; open at the end",
    ]


def test_what_is_not_told_is_counted_and_the_run_is_named(told: Any) -> None:
    part = story.story(View(told))
    assert "Not listed one by one: 2 acts." in part.html
    assert f"Run {View(told).told_run}," in part.html
    assert part.html.count("<li ") == 4
    assert 'data-nations="BOR ARL"' in part.html


def test_without_events_it_says_so(synthetic: Any) -> None:
    bare = SimpleNamespace(spec=None, manifest={}, tables={}, runs=0, cooperation=None)
    assert "No events were kept" in story.story(View(bare)).html


def test_the_told_run_is_kept_in_detail_and_near_the_mean(result: Any) -> None:
    view = View(result)
    last = result.region[result.region["tick"] == result.region["tick"].max()].set_index("run")["trust"]
    kept = (last[result.detail_runs] - last.mean()).abs()
    assert view.told_run in result.detail_runs
    assert kept[view.told_run] < kept.max()


def test_the_bill_of_the_page_is_the_mean_of_the_table(result: Any) -> None:
    part = third_parties.bill(View(result))
    first = part.data["kinds"][0]
    assert first["title"] == "all acts together"
    rows = result.bill[(result.bill["kind"] == "together")]
    view = View(result)
    observer, initiator, alarm, _ = first["entries"][0]
    mine = rows[(rows["observer"] == view.codes[observer]) & (rows["initiator"] == view.codes[initiator])]
    assert alarm / 100 == pytest.approx(mine["alarm"].sum() / result.runs, abs=0.005)


def test_two_sides_are_those_that_trust_within(result: Any) -> None:
    """In the made-up result nations trust those at an even distance in the alphabet."""
    html = two_sides.two_sides(View(result)).html
    sides = {"Arland, Calder, Estmark, Galt", "Borland, Doria, Fennia"}
    assert all(side in html for side in sides)
