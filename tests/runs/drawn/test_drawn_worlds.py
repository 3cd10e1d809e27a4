"""Runs over draws: each replicate is the run of its draw, whatever blocks and workers, and the manifest says which."""

# Also tests: study/uncertainty/pooled_verdict.py

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import dipsim
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.drawn import drawn_worlds as module
from dipsim.runs.drawn.drawn_worlds import drawn_worlds
from dipsim.runs.errors import UnsettledStart
from dipsim.runs.outcomes import join, outcomes
from dipsim.runs.result import Result
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.draws.draws import Draws, applied, from_prior
from dipsim.scenario.draws.table import write_draws
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build

DRAWS = from_prior(4, 3)
RUNS = 7


@pytest.fixture(scope="module")
def spec() -> Spec:
    return load("two_blocs", ["time.years=1"])


def run(spec: Spec, **more: object) -> Result:
    given = {"replicates": RUNS, "seed": 3, "judge": False, "parameters": DRAWS, **more}
    return dipsim.run(spec, **given)  # type: ignore[arg-type]


def test_a_replicate_is_the_run_of_its_draw(spec: Spec) -> None:
    drawn = drawn_worlds(spec, DRAWS, range(RUNS))
    together = join(list(ensemble(drawn, 3, range(RUNS), outcomes)))
    for replicate in range(RUNS):
        world = build(applied(spec, DRAWS.at(replicate % 3)))
        alone = join(list(ensemble(world, 3, [replicate], outcomes)))
        for field in fields(alone):
            assert getattr(alone, field.name)[0] == pytest.approx(
                getattr(together, field.name)[replicate], nan_ok=True, abs=0
            )
    own = join(list(ensemble(build(spec), 3, range(RUNS), outcomes)))
    assert not np.array_equal(own.expected_disputes, together.expected_disputes)


def test_blocks_and_workers_change_nothing_and_the_manifest_says_which_draw(spec: Spec) -> None:
    usual = run(spec)
    assert usual.manifest["parameters"]["draw_of_replicate"] == [0, 1, 2, 0, 1, 2, 0]
    assert usual.manifest["parameters"]["asked"] == "prior:4:3"
    assert usual.manifest["parameters"]["hash"] == DRAWS.hash
    assert usual.manifest["parameters"]["not_settled"] == []
    for other in (run(spec, block=2), run(spec, workers=2, block=3), run(spec, parameters="prior:4:3")):
        assert other.manifest["tables_hash"] == usual.manifest["tables_hash"]
    plain = run(spec, parameters=None)
    assert plain.manifest["tables_hash"] != usual.manifest["tables_hash"]
    assert "parameters" not in plain.manifest


def test_a_draw_that_does_not_settle_is_left_out_and_listed(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = module.settled_start, []

    def second_fails(world: object) -> object:
        tries.append(1)
        if len(tries) == 2:
            raise UnsettledStart("the start does not settle: a test")
        return real(world)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "settled_start", second_fails)
    drawn = drawn_worlds(spec, DRAWS, range(RUNS))
    assert [drawn.number_of(replicate) for replicate in range(4)] == [0, 2, 0, 2]
    assert drawn.told(range(2))["not_settled"] == [{"draw": 1, "reason": "the start does not settle: a test"}]


def test_no_draw_that_settles_is_an_error(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        raise UnsettledStart("the start does not settle: a test")

    monkeypatch.setattr(module, "settled_start", never)
    with pytest.raises(UnsettledStart, match="at none of 3 draws of prior:4:3"):
        drawn_worlds(spec, DRAWS, range(RUNS))


def test_only_the_draws_that_are_used_are_built(spec: Spec) -> None:
    assert set(drawn_worlds(spec, from_prior(4, 1000), range(2)).worlds) == {0, 1}


def test_worlds_that_share_no_block_are_cut_apart() -> None:
    """A block has room for hidden acts or not; worlds that differ in it are apart; the replicates stay in order."""
    spec = load("two_blocs", ["time.years=1"])
    hidden = Draws(("exchanges.joint_exercise.hidden",), np.array([[0.0], [0.5], [0.5]]), "hidden")
    drawn = drawn_worlds(spec, hidden, range(RUNS))
    assert drawn.blocks(range(RUNS)) == [[0], [1, 2], [3], [4, 5], [6]]
    assert drawn.blocks(range(RUNS), 1) == [[run] for run in range(RUNS)]
    found = join(list(ensemble(drawn, 3, range(RUNS), outcomes)))
    alone = join(list(ensemble(drawn.worlds[1], 3, [4], outcomes)))
    assert found.expected_disputes[4] == alone.expected_disputes[0]


def test_the_verdict_of_a_run_over_draws_shares_the_draw_in_both_arms(spec: Spec) -> None:
    """The null control is exactly 0 though every pair has its own numbers."""
    found = run(spec, judge=True).cooperation
    assert found is not None
    assert found.rows[0].replicates == RUNS
    assert all(effect.exactly_zero for effect in found.null.effects.values())


def test_a_folder_of_runs_over_draws_knows_its_draws(spec: Spec, tmp_path: Path) -> None:
    table = write_draws(DRAWS, tmp_path / "draws.csv")
    first = run(spec, out=tmp_path / "out", parameters=str(table))
    notes: list[str] = []
    again = run(spec, out=tmp_path / "out", say=notes.append)  # the same numbers, asked for by another word
    assert again.manifest["tables_hash"] == first.manifest["tables_hash"]
    assert any("nothing was computed" in note for note in notes)
    with pytest.raises(Exception, match="overwrite"):
        run(spec, out=tmp_path / "out", parameters=from_prior(5, 3))
    for question in (dipsim.verdict, dipsim.rivals):
        with pytest.raises(ArgumentError, match=r"each of its runs uses another draw of .*draws\.csv"):
            question(tmp_path / "out", ["cooperation"])
