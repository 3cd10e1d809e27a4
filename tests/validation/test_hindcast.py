"""The hindcast on made-up data with known answers: features, rivals, runs with a known hazard, files, the command."""

# Also tests: cli/commands/hindcast.py, report/figures/hindcast.py, validation/hindcast/baselines.py,
#   validation/hindcast/features.py, validation/hindcast/hindcast.py, validation/hindcast/runs.py,
#   validation/hindcast/text.py, validation/regional.py

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from legibility import faults

from dipsim.cli import app
from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.report import figure_registry
from dipsim.report.result_view import FigureContext
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.validation import regional
from dipsim.validation.evidence import Evidence
from dipsim.validation.hindcast import baselines, runs, scores, text
from dipsim.validation.hindcast.features import window
from dipsim.validation.hindcast.hindcast import BLEND, BY_RUNS, EQUAL, LOGIT, SIMULATED, TABLE, hindcast
from dipsim.validation.hindcast.runs import Ensemble
from dipsim.validation.simulated import Region, of_data
from dipsim.validation.sources import open_sources

CODES = {1: (2, 20, 40, 41), 2: (200, 205, 210, 211, 212, 220, 225, 230, 235, 310)}
QUARRELS = list(zip(CODES[2][::2], CODES[2][1::2], strict=True))
RATE, FRICTION = 0.02, 0.2  # per year; disputes by accident of a pair without a stake
DRAWN = np.array([[0.5, 1.5], [2.0, 6.0]])  # two draws of two numbers


def known_runs(share: float, runs_: int = 10) -> list[Ensemble]:
    """Runs in which exactly the pairs that quarrel dispute, in a share of the runs; the lower code begins."""
    found = []
    for codes in CODES.values():
        quarrel = np.array([[(a, b) in QUARRELS for b in codes] for a in codes])
        some = np.arange(runs_) < share * runs_
        begun = some[:, None, None] & quarrel
        hazard = np.full((runs_, 1, 1), -math.log(1 - 0.999 * share)) * quarrel
        onset = begun | np.swapaxes(begun, 1, 2)
        index = np.maximum(quarrel, quarrel.T).astype(float)
        found.append(
            Ensemble(np.array(codes), onset, begun, hazard, onset & False, onset.sum((1, 2))[:, None], index, index)
        )
    return found


def test_features_are_what_was_known_and_the_outcome_what_followed(sources: Folder) -> None:
    table = window(sources, 1990).set_index(["first", "second"])
    assert len(table) == 51
    assert table["onset"].sum() == 5
    row = table.loc[(200, 205)]  # disputes in 1952, 1955, ... 1988, 1991, ...
    assert (row["peace"], row["past_5"], row["past_10"], row["count"]) == (1, 2, 3, 4)
    assert (row["land"], row["forth"], row["back"], row["past_forth"]) == (1, 1, 0, 1)
    assert (row["major"], row["both_major"]) == (1, 0)
    assert table.loc[(200, 211)]["pact"] == 1
    assert table.loc[(210, 211)]["democratic"] == 1
    assert table.loc[(205, 212)]["dca"] == 1
    assert table.loc[(205, 212)]["peace"] == 40
    assert table.loc[(205, 211)]["peace"] == 40


def test_a_window_that_the_disputes_do_not_cover_is_refused(sources: Folder) -> None:
    with pytest.raises(PublishedError, match="expected disputes to 2006"):
        window(sources, 1996)


def test_rivals_train_on_earlier_windows_only(sources: Folder) -> None:
    assert baselines.earlier(1990) == [1970, 1980]
    assert baselines.earlier(1979) == []
    train = baselines.training(sources, 1990)
    assert train is not None
    assert len(train) == 2 * 51
    test = window(sources, 1990)
    found = baselines.forecasts(train, test, "onset", baselines.LOGIT)
    assert found["base rate"] == pytest.approx(10 / 102)
    outcome = test["onset"].to_numpy(float)
    assert found["contiguity"][outcome > 0] == pytest.approx(5 / 9)
    assert found["contiguity x past disputes"] == pytest.approx(outcome)
    assert scores.auc(outcome, found["logit"]) == 1


def test_a_known_forecast_has_the_score_that_it_must_have(sources: Folder) -> None:
    found = hindcast(sources, 1990, known_runs(0.5))
    one = found.undirected.scores
    assert one[TABLE].skill == pytest.approx(1)
    assert one[BY_RUNS].auc == 1
    assert one[BY_RUNS].brier == pytest.approx(5 * 0.25 / 51)
    assert one[BY_RUNS].expected == 2.5
    assert one[SIMULATED].expected == pytest.approx(2.5, abs=0.01)
    assert found.directed.scores[BY_RUNS].brier == pytest.approx(5 * 0.25 / 102)
    assert found.directed.scores[BY_RUNS].auc == 1
    assert {count.region: (count.observed, count.mean) for count in found.counts} == {
        "americas": (0, 0.0), "europe": (5, 2.5), "all": (5, 2.5),
    }  # fmt: skip
    assert found.counts[0].crps == 0
    assert found.blended is None
    assert EQUAL not in found.undirected.forecasts


def test_blends_are_fitted_on_the_window_before(sources: Folder) -> None:
    found = hindcast(sources, 1990, known_runs(0.9), known_runs(0.8))
    assert found.blended == 1980
    assert {EQUAL, BLEND} <= set(found.undirected.forecasts)
    gap = found.undirected.differences[f"{EQUAL} minus {LOGIT}"]
    assert gap.log_score[1] <= gap.log_score[0] <= gap.log_score[2]
    row = text.row(found, "abc1234", "made up")
    assert row.startswith("| 1990 | abc1234 | made up | 10 | 1.000 |")
    assert row.count("|") == text.HEAD.splitlines()[0].count("|")
    for size, least in (("slide", 14.0), ("column", 6.0)):
        drawn = figure_registry.figure(FigureContext(None, {}, 4), "hindcast", found=found, size=size)
        assert faults(drawn, least) == [], size
    said = text.text(found)
    assert "AUC" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.fixture(scope="session")
def region(sources: Folder, tmp_path_factory: pytest.TempPathFactory) -> Region:
    return quiet_region(sources, 2, tmp_path_factory.mktemp("row"))


def quiet_region(sources: Folder, number: int, place: Path) -> Region:
    """States of one region whose only disputes are accidents of the pairs that quarrel, at a rate that is known."""
    from dipsim.validation.observed import observed

    codes = CODES[number]
    lines = ["dipsim: 1", "title: row", "time: {start: 1991-01, years: 10}", "nations:"]
    lines += [f"  N{code}: {{gdp: 100}}" for code in codes]
    lines.append("relations:")
    near, far = "proximity: 1, land: true", "proximity: 0"
    lines += [
        f"  - {{between: [N{one}, N{other}], {near if (one, other) in QUARRELS else far}}}"
        for one in codes
        for other in codes
        if one < other
    ]
    path = place / f"row{number}.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    calm = (
        "crisis.alarmed=0",
        "crisis.fear=0",
        "crisis.motive=0",
        "crisis.damp_channel=0",
        "crisis.damp_agreement=0",
        "crisis.damp_allies=0",
        "crisis.size=0",
        "crisis.incident_gate=0",
        "crisis.joint_democracy=0",
        "crisis.stake_rise=0",
    )
    known = (f"crisis.incident={RATE}", f"crisis.routine={FRICTION}", "crisis.shock=0")
    spec = load(path, [f"processes.{text}" for text in (*calm, *known)])
    world = build(spec)
    return of_data(f"row{number}", number, world, list(codes), observed(sources, 1981, 1990), spec)


def test_runs_of_a_known_hazard_have_the_probability_of_the_closed_form(region: Region) -> None:
    found = runs.ensemble(region, "key", replicates=96, seed=3, years=10)
    p = found.of_pairs()
    expected = 1 - math.exp(-2 * RATE * FRICTION * 10)
    assert p["hazard"][0, 1] == pytest.approx(expected, rel=1e-4)
    assert p["begun_hazard"][0, 1] == pytest.approx(1 - math.exp(-RATE * FRICTION * 10), rel=1e-4)
    assert p["hazard"][0, 2] == 0
    shares = [p["share"][at, at + 1] for at in range(0, 9, 2)]
    assert np.mean(shares) == pytest.approx(expected, abs=4 * math.sqrt(expected / (5 * 96)))
    assert p["index"][0, 1] == p["contact"][0, 1] == pytest.approx(0.2)
    assert found.yearly.sum() >= found.onset[:, *np.triu_indices(10, 1)].sum()


def test_the_indices_read_reach_and_proximity(region: Region) -> None:
    """A pair with a stake of .3 and reach .5 one way and .2 the other, at proximity .9."""
    from dataclasses import replace

    from dipsim.model.state import dyads

    dyad = region.world.dyad.copy()
    dyad[dyads.DISPUTE, 0, 1] = dyad[dyads.DISPUTE, 1, 0] = 0.3
    dyad[dyads.REACH, 0, 1], dyad[dyads.REACH, 1, 0] = 0.2, 0.5
    dyad[dyads.PROXIMITY, 0, 1] = dyad[dyads.PROXIMITY, 1, 0] = 0.9
    index, contact = runs.indices(replace(region, world=replace(region.world, dyad=dyad)))
    assert index[0, 1] == index[1, 0] == pytest.approx(0.25)
    assert contact[0, 1] == contact[1, 0] == pytest.approx(0.45)


def test_a_hindcast_that_was_stopped_goes_on_and_gives_the_same(
    region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    whole = runs.ensemble(region, "key", replicates=20, seed=3, years=2)
    runs.ensemble(region, "key", replicates=16, seed=3, years=2, folder=kept)
    assert len(list(kept.iterdir())) == 1
    again = runs.ensemble(region, "key", replicates=20, seed=3, years=2, folder=kept)
    assert all(np.array_equal(getattr(whole, name), getattr(again, name)) for name in runs.KEPT)

    def never(*_: Any) -> None:
        raise AssertionError("was run again")

    monkeypatch.setattr(runs, "watch", never)
    runs.ensemble(region, "key", replicates=20, seed=3, years=2, folder=kept)
    with pytest.raises(AssertionError, match="was run again"):
        runs.ensemble(region, "other", replicates=20, seed=3, years=2, folder=kept)


def test_each_run_over_draws_is_that_of_its_draw(region: Region) -> None:
    """Disputes by accident cost trust; what a dispute does to trust is drawn, and the runs of a draw are its runs."""
    from dataclasses import replace

    from dipsim.scenario.draws.draws import Draws, applied

    assert region.spec is not None
    draws = Draws(("processes.crisis.false_alarm", "processes.ledger.cap_crises_force"), DRAWN, "two draws")
    drawn = region.at(draws, 5)
    found = runs.ensemble(drawn, "key", replicates=5, seed=3, years=2)
    for number in (0, 1):
        world = build(applied(region.spec, draws.at(number)))
        alone = runs.ensemble(replace(region, world=world), "key", replicates=5, seed=3, years=2)
        for name in runs.KEPT:
            assert np.array_equal(getattr(found, name)[number::2], getattr(alone, name)[number::2])
    assert runs.key_of(drawn, 1, 10) != runs.key_of(region, 1, 10)
    assert runs.key_of(drawn, 1, 10) == runs.key_of(region.at(draws, 9), 1, 10)
    with pytest.raises(ValueError, match="expected the scenario"):
        replace(region, spec=None).at(draws, 5)


def test_the_key_of_runs_changes_with_the_scenario_and_the_seed(region: Region) -> None:
    from dataclasses import replace

    key = runs.key_of(region, 1, 10)
    assert key != runs.key_of(region, 2, 10)
    assert key != runs.key_of(region, 1, 20)
    assert key != runs.key_of(replace(region, hash="another"), 1, 10)


def test_the_key_of_runs_changes_with_equations_and_not_with_comments(
    region: Region, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = runs.key_of(region, 1, 10)
    for addition, same in (("# a remark", True), ("EXTRA = 1", False)):
        copies = []
        for path in runs.WATCHING:
            copies.append(tmp_path / path.name)
            copies[-1].write_text(path.read_text(encoding="utf-8") + f"\n{addition}\n", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(runs, "WATCHING", copies)
            assert (runs.key_of(region, 1, 10) == key) is same
    monkeypatch.setattr(runs, "model_hash", lambda: "another model")
    assert runs.key_of(region, 1, 10) != key


def test_the_command_scores_and_leaves_table_figure_and_json(
    made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def sets(data: Folder, year: int, past: Evidence, changes: tuple[str, ...]) -> list[Region]:
        assert past.years == (year - 8, year + 1)
        return [quiet_region(data, number, tmp_path) for number in CODES]

    monkeypatch.setattr(regional, "regional", sets)
    out = tmp_path / "out"
    call = ["hindcast", "--data", str(made_up), "--year", "1990", "-n", "4", "--out", str(out), "--quiet"]
    assert app.run(call) == 0
    said = capsys.readouterr().out
    assert "Hindcast 1991-2000, same-region pairs, 4 runs" in said
    assert said.strip().splitlines()[-1].startswith("| 1990 | ")
    assert {path.name for path in out.iterdir()} == {
        "hindcast.txt", "hindcast.json", "hindcast.png", "hindcast.svg", "pairs.csv", "runs",
    }  # fmt: skip
    stored = json.loads((out / "hindcast.json").read_text(encoding="utf-8"))
    assert stored["disputes"]["events"] == 5
    assert stored["blend_trained_from"] == 1980
    assert app.run([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["disputes"] == stored["disputes"]
    before = len(list((out / "runs").iterdir()))
    assert app.run([*call, "--parameters", "prior:1:2", "--json"]) == 0
    assert len(list((out / "runs").iterdir())) == 2 * before  # runs of other numbers, beside those that were there


@pytest.mark.parametrize(("year", "said"), [("1999", "expected disputes to 2009"), ("1979", "expected 1980 or later")])
def test_years_that_cannot_be_scored_are_refused(
    made_up: Path, year: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["hindcast", "--data", str(made_up), "--year", year]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("year", "events", "table", "logit"),
    [(1990, 136, (0.756, 0.166), (0.876, 0.176)), (1980, 109, (0.794, 0.223), (0.893, 0.249))],
)
def test_rivals_on_the_real_data_score_as_published(
    real_data: Path, year: int, events: int, table: tuple[float, float], logit: tuple[float, float]
) -> None:
    sources = open_sources(real_data)
    train, test = baselines.training(sources, year), window(sources, year)
    assert train is not None
    outcome = test["onset"].to_numpy(float)
    assert outcome.sum() == events
    found = baselines.forecasts(train, test, "onset", baselines.LOGIT)
    for name, (area, skill) in ((TABLE, table), (LOGIT, logit)):
        one = scores.score(outcome, found[name], found["base rate"])
        assert (one.auc, one.skill) == pytest.approx((area, skill), abs=0.003)
