"""The WHEN map: its line is that of the algebra (docs/flip.md), cells are finer along it and equal single verdicts."""

# Also tests: study/interventions/agreement_levels.py, study/sensitivity/map_result.py,
#   study/statistics/adaptive_grid.py, study/statistics/response_surface.py

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dipsim.scenario.load import load, vary
from dipsim.study.interventions.agreement_levels import Level, levels
from dipsim.study.sensitivity.flip import flip
from dipsim.study.sensitivity.map import _end, runs_needed, sign_map
from dipsim.study.sensitivity.map_result import SignMap
from dipsim.study.statistics import response_surface
from dipsim.study.statistics.adaptive_grid import Square, facing, grid, to_split
from dipsim.study.verdict.verdict import verdict

WORLD = Path(__file__).with_name("partners_and_rival.yaml")
DEFENSIVE, NEAR = "exchanges.joint_exercise.defensive", "relations.*.proximity"
GAIN, WEIGHT, KAPPA, OPEN = 0.44 * (0.4 + 0.6 * 0.2) * 0.9 / 0.567, 1.2, 2.0, 0.2


def border(near: float, openness: float = OPEN) -> float:
    """The defensive share at which gain and alarm balance: alarm is w (1 - d) (1 - open) kappa H."""
    threat = near * 0.5 * 250 / (near * 0.5 * 250 + 250 + 20)
    return 1 - GAIN / (WEIGHT * (1 - openness) * KAPPA * threat)


@pytest.fixture(scope="module")
def drawn() -> SignMap:
    chosen = [Level(f"quality {q}", (f"organisations.Forum.quality={q}",)) for q in (0, 1)]
    how = {"x_range": (0, 0.8), "y_range": (0.4, 1), "outcome": "trust", "panels": chosen}
    return sign_map(load(WORLD), DEFENSIVE, NEAR, "timeline.0", **how, grid=5, replicates=3, workers=1)


def test_cells_have_the_sign_of_the_algebra(drawn: SignMap) -> None:
    closed, opened = drawn.panels
    for cell in closed.cells:
        assert cell.sign == (1 if cell.x > border(cell.y) else -1)
    assert {cell.sign for cell in opened.cells} == {1}
    assert (closed.turns, opened.turns) == (True, False)


def test_the_line_is_that_of_the_algebra_within_its_band(drawn: SignMap) -> None:
    """Protects line and band: every point of the line is near the border, and the border lies in the band."""
    found = drawn.panels[0].surface
    assert found is not None
    points = [(x, y) for panel, x, y in drawn.lines() if panel == "quality 0"]
    assert len(points) > 20
    assert {panel for panel, _, _ in drawn.lines()} == {"quality 0"}
    assert max(abs(x - border(y)) for x, y in points) < 0.02
    for v, y in enumerate(np.linspace(0.4, 1, response_surface.FINE)):
        u = border(y) / 0.8
        if 0 < u < 1:
            at = round(u * (response_surface.FINE - 1))
            slack = np.abs(np.gradient(found.mean[v]))[at]
            assert abs(found.mean[v, at]) <= found.half[v, at] + slack


def test_cells_along_the_line_are_finer_and_cover_the_panel(drawn: SignMap) -> None:
    panel = drawn.panels[0]
    small = [cell for cell in panel.shown if cell.x_high - cell.x_low < 0.1]
    assert len(small) >= 8
    assert max(abs(cell.x - border(cell.y)) for cell in small) < 0.35
    assert sum((c.x_high - c.x_low) * (c.y_high - c.y_low) for c in panel.shown) == pytest.approx(0.8 * 0.6)
    assert len(drawn.panels[1].cells) == 25
    assert sum(len(one.cells) for one in drawn.panels) * 2 * 3 <= runs_needed(5, 1, 2, 3)


def test_sample_trajectories_come_from_either_side(drawn: SignMap) -> None:
    above, below = drawn.paths
    assert (above.label, below.label) == ("raises trust", "lowers trust")
    assert above.x > border(above.y)
    assert below.x < border(below.y)
    assert above.with_target[0] == above.without_target[0] == pytest.approx(0.5)
    assert above.with_target[1] > above.without_target[1]
    assert below.with_target[1] < below.without_target[1]


def test_table_sentence_and_json(drawn: SignMap) -> None:
    frame = drawn.frame()
    assert len(frame) == sum(len(panel.cells) for panel in drawn.panels)
    assert {
        "panel",
        "x",
        "y",
        "x_low",
        "word",
        "sign",
        "cut",
        "expected_disputes_low",
        "trust_high",
        "replicates",
    } <= set(frame)
    told = str(drawn)
    assert "quality 1: " in told
    assert "the sign turns: it raises trust in some and lowers trust in others" in told
    said = json.loads(json.dumps(drawn.as_dict()))
    assert said["x"] == [DEFENSIVE, 0, 0.8]
    assert len(said["panels"][0]["cells"]) == len(drawn.panels[0].cells)


def test_a_cell_is_the_verdict_of_its_setting_and_a_flip_point_is_on_the_line() -> None:
    """Protects the shared draws: a map, a verdict and a flip point of the same setting agree exactly."""
    spec = load("two_blocs", ["time.years=2"])
    one = (Level("the scenario"),)
    found = sign_map(spec, target="joint_exercise", panels=one, grid=2, refine=0, replicates=6, seed=4, workers=1)
    for cell in found.panels[0].cells:
        stakes = [f"relations.{'-'.join(r.between)}.dispute={min(1, cell.y * r.dispute)}" for r in spec.relations]
        there = vary(spec, [f"nations.*.revisionism={cell.x}", *stakes])
        row = verdict(there, ["joint_exercise"], replicates=6, seed=4, workers=1, controls=False)["joint_exercise"]
        assert cell.row.effects["expected_disputes"] == row.effects["expected_disputes"]
    how = {"replicates": 6, "seed": 4, "workers": 1}
    at = flip(spec, "nations.*.revisionism", "joint_exercise", low=0.5, high=0.75, scan=2, **how)
    middle = sign_map(spec, target="joint_exercise", panels=one, grid=1, refine=0, **how).panels[0].cells[0]
    assert (middle.x, middle.y) == (0.5, 1.0)
    assert middle.row == at.rows[0]


def test_levels_of_agreement() -> None:
    """Protects what the panels mean: none is idle, full is open, alliances stay, who has none gets a forum."""
    blocs = load("two_blocs")
    none, now, full = (vary(blocs, level.sets).organisations[0] for level in levels(blocs))
    assert (none.quality, none.meets, none.members) == (0, 0, now.members)
    assert now == blocs.organisations[0]
    assert (full.quality, full.meets) == (1, now.meets)
    allied = vary(
        blocs, ['organisations=[{"name": "Pact", "kind": "alliance", "members": ["ARL", "BOR"], "quality": 0.7}]']
    )
    nothing, forum = (vary(allied, level.sets).organisations for level in levels(allied))
    assert [(one.name, one.quality) for one in nothing] == [("Pact", 0.7)]
    assert [one.name for one in forum] == ["Forum of all nations", "Pact"]
    assert forum[0].members == tuple(blocs.nations)


def test_squares_are_split_where_the_sign_turns() -> None:
    squares = grid(3)
    effects = {square: square.centre[0] - 0.4 for square in squares}
    signs = {square: 1 if effect > 0 else -1 for square, effect in effects.items()}
    assert {square.u for square in to_split(effects, signs, 99)} == {squares[0].u, squares[1].u}
    assert len(to_split(effects, signs, 4)) == 4
    unclear = dict.fromkeys(squares, 0)
    assert to_split(effects, unclear, 99) == []
    assert to_split(effects, signs, 99, smallest=0.2) == []
    quarters = squares[4].quarters()
    assert sum(q.side**2 for q in quarters) == pytest.approx(1 / 9)
    assert quarters[0].touches(squares[3])
    assert not quarters[3].touches(squares[3])
    assert not squares[0].touches(squares[4])
    one, other = facing(signs, effects) or (squares[0], squares[0])
    assert one.centre[0] - other.centre[0] == pytest.approx(1 / 3)
    assert facing(dict.fromkeys(squares, 1), effects) is None


def test_surface_finds_a_known_line_under_noise() -> None:
    """Protects line and band against luck: a plane under noise that runs share; the true line is in the band mostly."""
    luck = np.random.default_rng(3)
    squares = [Square(0.0, 0.0, 1.0), *grid(6)]
    u, v = zip(*(square.centre for square in squares), strict=True)
    shared, tilt = luck.normal(size=80), luck.normal(size=(2, 80))
    noise = luck.normal(size=(len(u), 80))
    table = [2 * (a + b - 1) + shared + tilt[0] * a + tilt[1] * b + e for a, b, e in zip(u, v, noise, strict=True)]
    found = response_surface.fit(u, v, table)
    assert found is not None
    even = np.linspace(0, 1, response_surface.FINE)
    truth = 2 * (even[None] + even[:, None] - 1)
    assert np.mean(np.abs(found.mean - truth) <= found.half) > 0.9
    assert found.half.mean() < 0.5
    zeros = found.zeros()
    assert np.mean([abs(a + b - 1) for a, b in zeros]) < 0.2
    assert response_surface.fit(u[:5], v[:5], table[:5]) is None


def test_samples_are_of_cells_whose_sign_can_be_told() -> None:
    """Protects the letters of the figure: 'highest effect' stood at a cell of which nothing can be told."""
    first, second = ((1, 2.0, 0, Square(0.0, 0.0, 0.5)), (1, 0.5, 0, Square(0.5, 0.0, 0.5)))
    named = [_end("trust", [first, second], sign, effect) for sign, effect, *_ in (first, second)]
    assert named == ["raises trust most", "raises trust least"]
    assert _end("trust", [first, (-1, -0.1, 0, Square(0.0, 0.5, 0.5))], -1, -0.1) == "lowers trust"
    chosen = [Level("the scenario")]
    nothing = sign_map("two_nations", "nations.*.revisionism", panels=chosen, grid=2, refine=0, replicates=2)
    assert {path.label for path in nothing.paths} == {"sign cannot be told"}
