"""Advice: every number of the page is that of another question, and every sentence follows from its numbers."""

# Also tests: study/advice/advice_text.py, study/advice/everyday_units.py, study/advice/placeholders.py,
#   study/advice/price.py, study/advice/trust_moved.py, study/advice/unknown_numbers.py

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dipsim import api
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.load import load
from dipsim.study.advice import advice_text, placeholders, price, unknown_numbers
from dipsim.study.advice import advise as module
from dipsim.study.advice.advise import Advice, Turn, advise
from dipsim.study.advice.everyday_units import everyday
from dipsim.study.advice.unknown_numbers import CALMER, NOTHING, TENSER, Swing, Tally
from dipsim.study.attribution.bill import bill
from dipsim.study.interventions.additions import with_added
from dipsim.study.sensitivity.flip import FlipPoint
from dipsim.study.sensitivity.rivals import readings
from dipsim.study.verdict.decision import Effect, judge
from dipsim.study.verdict.verdict import verdict

SHORT = ("time.years=2",)
LITTLE = {"draws": 4, "numbers": 2, "flips": 1, "replicates": 12, "seed": 3, "sets": SHORT}


@pytest.fixture(scope="module")
def found() -> Advice:
    return advise("two_blocs", "timeline.0", **LITTLE)


def row(disputes: float, force: float, half: float = 0.01, base: float = 5.0) -> Any:
    effects = {
        "expected_disputes": Effect(disputes, disputes - half, disputes + half, base),
        "expected_force": Effect(force, force - half, force + half, base),
        "war": Effect(-0.1, -0.15, -0.05, 0.4),
    }
    return judge("timeline.0", effects, 100, 0.01)


def test_the_verdict_is_that_of_the_verdict(found: Advice) -> None:
    asked = verdict("two_blocs", ["timeline.0"], replicates=12, seed=3, sets=SHORT, controls=False).rows[0]
    assert found.row.word == asked.word
    for outcome, effect in asked.effects.items():
        assert found.row.effects[outcome] == effect
    assert found.row.spent == asked.spent


def test_trust_of_the_parties_moves_as_the_tables_say(found: Advice) -> None:
    spec = load("two_blocs", SHORT)
    base = price.scenario_without(spec, "timeline.0")
    tables = [api.run(one, replicates=12, seed=3, judge=False).dyads for one in (spec, base)]
    keys = ["truster", "trustee"]
    means = [table.groupby(keys, observed=True)["trust"].mean() for table in tables]
    assert len(found.parties) == 6
    for move in found.parties:
        expected = 100 * (means[0] - means[1]).loc[(move.truster, move.trustee)]
        assert move.points == pytest.approx(expected, abs=1e-9)
        assert move.low <= move.points <= move.high
    sizes = [abs(move.points) for move in found.parties]
    assert sizes == sorted(sizes, reverse=True)


def test_third_parties_are_those_of_the_bill(found: Advice) -> None:
    line = bill("two_blocs", ["timeline.0"], replicates=12, seed=3, sets=SHORT)["timeline.0"]
    entries = {(entry.observer, entry.initiator): entry.points for entry in line.entries}
    assert found.alarmed
    for move in (*found.alarmed, *found.reassured):
        assert entries[move.truster, move.trustee].mean == move.points
        assert not {move.truster, move.trustee} <= {"ARL", "BOR", "CEL"}, "the parties are told of apart"
    assert all(move.points < 0 for move in found.alarmed)
    assert found.alarmed[0].points == min(
        points.mean for pair, points in entries.items() if not set(pair) <= {"ARL", "BOR", "CEL"}
    )


def test_readings_and_draws_are_counted(found: Advice) -> None:
    assert found.readings.total == len(readings(load("two_blocs", SHORT))) > 30
    assert found.draws.total == 4
    assert sum(found.draws.counts.values()) == 4
    told = str(found)
    assert f"{found.readings.total} readings of studies that disagree: {advice_text._told(found.readings)}" in told


def test_the_page_says_what_the_fields_say(found: Advice) -> None:
    headings = [heading for heading, _ in advice_text.page(found)]
    assert headings[0] == "Answer"
    assert all(sentences for _, sentences in advice_text.page(found))
    told, marked = str(found), found.markdown()
    for heading in headings:
        assert f"\n{heading}\n" in told
        assert f"\n## {heading}\n" in marked
    assert "In this model, under these assumptions" in told
    worst = found.alarmed[0]
    assert f"trust in {found.names[worst.trustee]} {worst.points:+.1f}" in told
    assert json.dumps(found.as_dict(), allow_nan=False)
    frame = found.to_frame()
    assert frame["title"].tolist()[0] == found.what
    assert frame["expected_disputes"].tolist()[0] == found.row.effects["expected_disputes"].estimate
    assert len(frame) == len(found.best.rows)
    assert "Answer" in found._repr_html_()
    assert found.as_dict()["page"]["Answer"][0] == f"{found.answer}."


def test_an_added_act_is_judged_against_the_scenario_as_it_is() -> None:
    act = "{every: month, joint_exercise: {between: [ARL, GAL]}}"
    added = advise("two_blocs", add=act, alternatives=False, **{**LITTLE, "flips": 0})
    assert added.what == "Joint exercise of ARL, GAL, every month"
    written, (name,) = with_added(load("two_blocs", SHORT), act)
    asked = verdict(written, [name], replicates=12, seed=3, controls=False).rows[0]
    assert added.row.effects == asked.effects
    assert added.best is None
    assert {move.truster for move in added.parties} == {"ARL", "GAL"}


def test_alternatives_are_compared_at_the_price_of_the_act(found: Advice) -> None:
    assert found.best is not None
    assert found.price is not None
    usual = load("two_blocs", SHORT).kinds["joint_exercise"].numbers["cost"]
    assert found.best.cost == found.price.each == pytest.approx(usual)
    assert found.best.nation == "ARL"
    assert found.price.acts == 1.0
    ranked = [one.title for one in found.best.by("expected_disputes", lowest=True) if one.name != "do_nothing"]
    told = str(found)
    assert f"'{ranked[0]}'" in told
    assert all("its instruments cost more" in note or "nothing that can be done" in note for note in found.best.notes)


@pytest.mark.parametrize(("what", "add"), [(None, None), ("forum", "{at: 2025-06, forum: {between: [ARL, BOR]}}")])
def test_exactly_one_thing_is_asked_about(what: Any, add: Any) -> None:
    with pytest.raises(ArgumentError, match="expected one thing to be judged"):
        advise("two_blocs", what, add=add)
    with pytest.raises(ArgumentError, match=r"to be judged, found programmes: timeline.0, timeline.1;"):
        advise("two_blocs", "programmes")


def test_no_advice_from_placeholders() -> None:
    sets = [f"nations.{code}.gdp={{value: 5, source: placeholder}}" for code in ("ARL", "BOR")]
    spec = load("two_blocs", sets)
    assert placeholders.placeholders(spec) == ["nations.ARL.gdp", "nations.BOR.gdp"]
    with pytest.raises(ArgumentError, match=r"no advice from placeholders: nations.ARL.gdp, nations.BOR.gdp; expected"):
        advise(spec, "timeline.0")
    assert placeholders.placeholders(load("two_blocs")) == []


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (-0.0179, "one dispute fewer in about 560 years, -0.26 % of 6.9 in ten years without it (95 % interval"),
        (0.25, "one dispute more in about 40 years, +3.6 % of 6.9"),
        (-2.53, "about 2.5 disputes fewer in ten years, -37 % of 6.9"),
        (0.0005, "less than one dispute more in 10,000 years"),
        (-1.02, "about one dispute fewer in ten years, -15 % of 6.9 in ten years without it (95 % interval -1.0"),
    ],
)
def test_sizes_are_told_in_everyday_units(size: float, told: str) -> None:
    assert everyday(Effect(size, size - 1e-5, size + 1e-5, 6.9), "dispute").startswith(told)


def test_sizes_that_are_not_clear_are_not_told_as_effects() -> None:
    assert everyday(Effect(-0.1, -0.3, 0.1, 6.9), "dispute").startswith("no clear change from 6.9")
    assert "exactly as many" in everyday(Effect(0.0, 0.0, 0.0, 6.9), "dispute")


@pytest.mark.parametrize(
    ("disputes", "force", "half", "answer"),
    [
        (-1.0, -1.0, 0.1, "Calmer"),
        (1.0, 1.0, 0.1, "More tense"),
        (-1.0, 1.0, 0.1, "It cuts both ways"),
        (0.01, 0.01, 0.02, "No noticeable effect"),
        (-0.1, -0.1, 0.09, "Probably slightly fewer disputes and slightly fewer uses of force"),
        (0.1, 0.1, 0.5, "The runs cannot tell"),
        (0.0, 0.0, 0.0, "It changes nothing here"),
    ],
)
def test_every_word_has_its_answer(found: Advice, disputes: float, force: float, half: float, answer: str) -> None:
    judged = row(disputes, force, half)
    agreed = Tally({unknown_numbers.lean(judged): 10}, 8)
    plain = replace(found, row=judged, turns=(), readings=agreed, draws=agreed)
    assert plain.answer == answer


def test_an_answer_that_few_draws_share_depends_on_them(found: Advice) -> None:
    agreed, split = Tally({CALMER: 30}, 8), Tally({CALMER: 20, TENSER: 12}, 8)
    calm = replace(found, row=row(-1.0, -1.0), turns=(), readings=agreed, draws=split)
    assert calm.answer == "Calmer, but it depends on numbers that nobody has measured"
    assert "calmer 20, more tense 12" in str(calm)
    assert "Many assumed numbers at once do: 12 of the 32 draws that say anything say more tense instead." in str(calm)
    both = replace(calm, readings=Tally({CALMER: 10, NOTHING: 20}, 8))
    assert both.answer.endswith("disagree is right and on numbers that nobody has measured")


def swing(path: str, low: float, high: float, here: float) -> Swing:
    return Swing(path, path, here, 0.0, 1.0, row(low, low), row(high, high))


def test_flip_points_are_looked_for_where_the_sign_turns_and_the_nearest_comes_first(
    found: Advice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def flip(_: Any, path: str, *args: Any, **how: Any) -> Any:
        asked.append(path)
        point = FlipPoint(0.9 if path == "a" else 0.3, 0.2, 0.95, "raises disputes", "lowers disputes")
        return type("Flip", (), {"flips": (point,)})

    monkeypatch.setattr(module, "flip", flip)
    swings = tuple(
        swing(path, *ends, 0.25) for path, *ends in (("a", 1, -1), ("b", 1, 0.5), ("c", -1, 1), ("d", 1, -1))
    )
    turns = module._turns(load("two_blocs"), "timeline.0", swings, 2, {"replicates": 8})
    assert asked == ["a", "c"]
    assert [turn.swing.path for turn in turns] == ["c", "a"]
    turned = replace(found, row=row(-1.0, -1.0), turns=turns)
    assert turned.answer == "Calmer, but it depends on c"
    assert "C (c): below 0.3 (95 % interval 0.2 to 0.95) the act raises disputes, above it lowers disputes. The" in str(
        turned
    )
    assert Turn(swing("e", 1, -1, 0.25), turns[0].flip).distance == pytest.approx(0.05)


def test_numbers_that_go_with_the_effect_come_first() -> None:
    draw = np.random.default_rng(1)
    values = draw.random((40, 6))
    effects = -3 * values[:, 4] + 0.1 * draw.random(40)
    found = unknown_numbers._rank_correlations(values, effects)
    assert np.argmax(np.abs(found)) == 4
    assert found[4] < -0.9
    assert unknown_numbers._rank_correlations(np.ones((5, 2)), np.arange(5.0)).tolist() == [0.0, 0.0]


def test_swings_are_verdicts_at_the_ends(found: Advice) -> None:
    assert {one.path for one in found.swings} >= set(unknown_numbers.OWN)
    one = next(each for each in found.swings if each.path not in unknown_numbers.OWN)
    at_low = load("two_blocs", [*SHORT, f"{one.path}={one.low!r}"])
    asked = verdict(at_low, ["timeline.0"], replicates=16, seed=3, controls=False).rows[0]
    assert one.at_low.effects["expected_disputes"] == asked.effects["expected_disputes"]
    assert [each.size for each in found.swings] == sorted((each.size for each in found.swings), reverse=True)


def test_a_number_is_named_without_its_letter() -> None:
    spec = load("two_blocs")
    assert (
        unknown_numbers.meaning(spec, "exchanges.forum.alarm") == "how much strength it shows to third parties (Forum)"
    )
    assert unknown_numbers.meaning(spec, "nations.*.revisionism") == "revisionism of every nation"
    assert unknown_numbers.meaning(spec, "a.b") == "a.b"


def test_prices_are_those_of_the_kind() -> None:
    spec = load("two_blocs")
    found = price.price_of(spec, "timeline.0")
    assert found is not None
    assert found.each == spec.kinds["joint_exercise"].numbers["cost"] * found.acts
    gives = spec.nations["ARL"].trait("diplomacy") * spec.nations["ARL"].gdp
    assert found.shares["ARL"] == pytest.approx(found.each / gives)
    assert price.price_of(spec, "forum") is None
    assert not found.goods
    sale = price.price_of(load("arms_sale_and_regime"), "timeline.0")
    assert sale is not None
    assert sale.goods
    hotline = load("hotline_between_enemies")
    signed = price.price_of(hotline, "timeline.0")
    numbers = hotline.kinds["hotline"].numbers
    assert signed is not None
    assert signed.each == pytest.approx((numbers["cost"] + numbers["upkeep"] * 14) / 15)


def test_the_word_of_a_row_follows_its_estimates() -> None:
    assert unknown_numbers.lean(row(-0.2, 0.0)) == CALMER
    assert unknown_numbers.lean(row(0.1, 0.1)) == NOTHING
    assert unknown_numbers.lean(row(0.2, -0.2)) == unknown_numbers.MIXED
    assert unknown_numbers.lean(row(0.2, -0.2, 0.5)) == unknown_numbers.UNCLEAR, "large estimates of few runs"
    assert unknown_numbers.lean(row(-0.2, 0.0, 0.1)) == CALMER


def test_what_cannot_be_told_counts_for_no_answer(found: Advice) -> None:
    split = Tally({CALMER: 10, unknown_numbers.UNCLEAR: 22}, 8)
    assert (split.total, split.clear, split.share(CALMER)) == (32, 10, 1.0)
    calm = replace(found, row=row(-1.0, -1.0), turns=(), readings=split, draws=split)
    assert calm.answer == "Calmer"
    assert "calmer 10, cannot tell 22 (8 pairs of runs each)" in str(calm)


def test_what_is_there_is_kept_and_what_is_not_is_done(found: Advice) -> None:
    kept = replace(found, target="relations.ARL-BOR.pact", row=row(-1.0, -1.0), turns=(), best=None)
    assert "should it be kept?" in str(kept)
    assert "What follows, by conflict alone: keep it." in str(kept)
    assert "should it be done?" in str(found)


@pytest.mark.parametrize(
    ("disputes", "told"),
    [(-1.0, "do it"), (1.0, "do not do it"), (0.0, "there is no reason to do it, and none against it but its cost")],
)
def test_what_follows_is_said(found: Advice, disputes: float, told: str) -> None:
    alone = replace(found, row=row(disputes, disputes), turns=(), best=None, no_alternatives="Nothing")
    assert f"What follows, by conflict alone: {told}." in str(alone)
    best = found.best
    assert best is not None
    lowest = best.by("expected_disputes", lowest=True)[0]
    beside = replace(alone, best=best)
    clearly = lowest.verdict.effects["expected_disputes"].high < min(alone.row.effects["expected_disputes"].low, 0.0)
    assert (f"'{lowest.title}' does more for the same money" in str(beside)) == clearly
