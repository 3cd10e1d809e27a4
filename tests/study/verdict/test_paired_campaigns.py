"""Small versions of campaigns/arms.py and campaigns/words.py, and what they share in campaigns/paired.py."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dipsim.scenario.load import load
from dipsim.study.statistics.paired_intervals import Interval
from dipsim.study.verdict.decision import Effect, judge
from dipsim.study.verdict.verdict import verdict

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"


@pytest.fixture(scope="module")
def campaigns() -> Iterator[dict[str, ModuleType]]:
    """The three scripts as modules; ``paired`` can be imported by the others while they are used."""
    found: dict[str, ModuleType] = {}
    for name in ("paired", "arms", "words"):
        spec = importlib.util.spec_from_file_location(name, CAMPAIGNS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        found[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    yield found
    for name in found:
        del sys.modules[name]


def test_a_gift_raises_capability_by_what_is_delivered_and_a_sale_by_the_gap_of_technology(campaigns: Any) -> None:
    """Where nothing else is ordered: gift above sale above nothing in every run of a buyer without industry."""
    arms, paired = campaigns["arms"], campaigns["paired"]
    spec = paired.varied(load("india_africa"), [*arms.SETTINGS["alone"], "time.years=4"])
    runs = [spec, *(arms.armed(spec, kind, "IND", "TZA") for kind in (arms.SALE, arms.GIFT))]
    plain, sold, given = (paired.see(one, 4, 1).strength("TZA") for one in runs)
    assert (sold > plain).all()
    assert (given > sold).all()


def test_what_a_nation_begins_is_its_hazard_per_decade(campaigns: Any) -> None:
    """Two fictional neighbours whose only disputes are accidents, at a rate that is known."""
    text = """\
dipsim: 1
title: row
time: {start: 2025-01, years: 5}
nations: {ARL: {gdp: 100}, BOR: {gdp: 100}, CEL: {gdp: 100}}
relations:
  - {between: [ARL, BOR], proximity: 1, land: true, willingness: 0}
  - {between: [ARL, CEL], proximity: 0}
  - {between: [BOR, CEL], proximity: 0}
timeline: [{at: 2025-02, joint_exercise: {between: [ARL, BOR]}}]
"""
    off = (
        "alarmed",
        "fear",
        "motive",
        "damp_channel",
        "damp_agreement",
        "damp_allies",
        "size",
        "incident_gate",
        "joint_democracy",
    )
    known = [*(f"processes.crisis.{name}=0" for name in (*off, "stake_rise", "shock"))]
    spec = load("row.yaml", [*known, "processes.crisis.incident=0.1", "processes.crisis.routine=0.2"], text)
    seen = campaigns["paired"].see(spec, 3, 1)
    assert seen.of("ARL") == pytest.approx(np.full(3, 10 * 0.1 * 0.2))
    assert seen.of("ARL", "BOR") == pytest.approx(seen.of("BOR", "ARL"))
    assert (seen.of("CEL") == 0.0).all()


def test_an_entry_is_added_to_the_timeline(campaigns: Any) -> None:
    add, spec = campaigns["paired"].with_entry, load("france_egypt")
    longer = add(spec, "{at: 2020-01, arms_transfer: {from: FRA, to: GRC, value: 1}}")
    assert len(longer.timeline) == len(spec.timeline) + 1
    assert longer.timeline[0].arms_transfer.value == 1.0
    with pytest.raises(ValueError, match="expected a scenario with a timeline"):
        add(load("two_blocs").model_copy(update={"text": "dipsim: 1\n"}), "{}")


def test_the_term_behind_an_effect_is_the_one_whose_absence_leaves_least_of_it(campaigns: Any) -> None:
    luck = np.random.Generator(np.random.Philox(key=[14, 1]))
    whole = 1.0 + 0.1 * luck.normal(size=50)
    parts = {"arms": whole - 0.2, "alarm": whole - 0.7, "trust": whole + 0.5}
    assert campaigns["arms"]._cause(whole, parts).startswith("alarm: **+0.700**")
    assert campaigns["arms"]._cause(whole, {"trust": whole + 0.5}) == "none clear of 0"
    assert campaigns["arms"]._cause(-whole, {"trust": -whole + 0.5}).startswith("trust: **-0.5")


def test_words_are_those_of_verdicts_on_fewer_pairs(campaigns: Any) -> None:
    found = campaigns["words"].measure("two_nations", (4, 8), 1, workers=1)
    for at, count in enumerate(found.counts):
        for row in verdict("two_nations", replicates=count, seed=1, workers=1, controls=False).rows:
            mine = found.rows[row.name][at]
            assert (mine.word, mine.replicates, mine.effects["trust"]) == (row.word, count, row.effects["trust"])


def test_turns_are_counted_between_claims_alone(campaigns: Any) -> None:
    def row(low: float, high: float, pairs: int) -> Any:
        effect = Effect((low + high) / 2, low, high, 1.0)
        return judge("forum", {"expected_disputes": effect, "expected_force": effect}, pairs)

    fewer, none, unknown = (-0.3, -0.2), (-0.01, 0.01), (-1.0, 1.0)
    turned = campaigns["words"].Words(
        "made up", (32, 64, 200), {"forum": [row(*fewer, 32), row(*unknown, 64), row(*none, 200)]}
    )
    assert turned.turns == ["forum: stabilises at 32 pairs, no noticeable effect at 200"]
    assert "Of 1 steps from one claim to the next 1 turn." in campaigns["words"].text(turned)
    stays = campaigns["words"].Words("made up", (32, 64), {"forum": [row(*fewer, 32), row(*fewer, 64)]})
    assert stays.turns == []


def test_a_part_of_a_page_is_written_over(campaigns: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- words -->\nold\n<!-- end of words -->\nb\n", encoding="utf-8")
    campaigns["paired"].put(page, "words", r"new \1")
    assert page.read_text(encoding="utf-8") == "a\n<!-- words -->\n\nnew \\1\n\n<!-- end of words -->\nb\n"
    with pytest.raises(ValueError, match="expected <!-- other -->"):
        campaigns["paired"].put(page, "other", "")


def test_an_estimate_is_bold_where_it_is_clear_of_nothing(campaigns: Any) -> None:
    told = campaigns["paired"].told
    assert told(Interval(-0.5, -0.6, -0.4), 1) == "**-0.5** (-0.6 to -0.4)"
    assert told(Interval(0.5, -0.1, 1.1), 1) == "+0.5 (-0.1 to +1.1)"


@pytest.mark.parametrize("part", ["buyers", "strength", "licences"])
def test_pages_have_a_place_for_every_part(part: str) -> None:
    page = (CAMPAIGNS.parent / "docs" / "arms.md").read_text(encoding="utf-8")
    assert page.count(f"<!-- {part} -->") == page.count(f"<!-- end of {part} -->") == 1
