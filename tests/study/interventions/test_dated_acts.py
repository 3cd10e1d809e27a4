"""Dated acts that never took place are named with the reason, and those that did are not."""

from __future__ import annotations

from typing import Any

import pytest

import dipsim
from dipsim.report import result_view
from dipsim.study.interventions.dated_acts import Missed, missed

TEXT = """\
dipsim: 1
title: Plans
time: {{start: 2025-01, years: 3}}
nations:
  ARL: {{name: Arland, gdp: 900}}
  BOR: {{name: Borovia, gdp: 700}}
  CEL: {{name: Celmar, gdp: {gdp}}}
relations:
  - {{between: [ARL, BOR], proximity: 1}}
  - {{between: [BOR, CEL], proximity: 1}}
exchanges: {{joint_exercise: {{rate: 0}}, official_visit: {{rate: 0}}}}
timeline:
  - {{every: year, joint_exercise: {{between: [ARL, BOR, CEL]}}}}
  - {{at: 2026-03, official_visit: {{between: [ARL, BOR]}}}}
  - {{at: 2026-03, joint_exercise: {{between: [BOR, CEL]}}}}
"""


def found(tmp_path: Any, gdp: float) -> list[Missed]:
    path = tmp_path / "plans.yaml"
    path.write_text(TEXT.format(gdp=gdp), encoding="utf-8")
    result = dipsim.run(path, replicates=4, judge=False)
    assert [str(one) for one in missed(result.spec, result.events, 4)] == result_view.missed_acts(result)
    return missed(result.spec, result.events, 4)


def test_what_cannot_be_paid_never_happens_and_is_named(tmp_path: Any) -> None:
    party, pair = found(tmp_path, gdp=1)
    assert (party.name, party.who, party.times, party.runs) == ("timeline.0", "Celmar", 3, 4)
    assert party.reasons == {"money or staff for diplomacy ran short": 12}
    assert (pair.name, pair.who, pair.times) == ("timeline.2", "", 1)
    assert str(pair) == (
        "Joint exercise of BOR, CEL, of 2026-03: never took place (1 date in 4 runs): "
        "money or staff for diplomacy ran short (4 times)."
    )


def test_what_happens_is_not_named(tmp_path: Any) -> None:
    assert found(tmp_path, gdp=800) == []


def test_without_a_log_nothing_is_said() -> None:
    result = dipsim.run("two_nations", replicates=1, judge=False, sets="time.years=1")
    assert missed(result.spec, result.events.head(0), 1) == []
    assert missed(result.spec, result.events, 0) == []


@pytest.mark.parametrize("name", ["two_blocs", "two_nations"])
def test_the_demonstrations_keep_their_plans(name: str) -> None:
    result = dipsim.run(name, replicates=4, judge=False)
    assert result_view.missed_acts(result) == []
