"""Interaction of two levers: known answers in worlds that add, multiply and turn, and what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import Incomplete, NotFor, interaction
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.storage.results import AS_IS, Swept, label

LEVERS = (
    Factor("forum", "lever", ("organisations.Forum",), choices=("on", "off"), numeric=False, switch=True),
    Factor("notice", "lever", ("exchanges.notification",), choices=("on", "off"), numeric=False),
    Factor("stakes", "uncertainty", ("scale:relations.*.dispute",), 0.5, 1.5, choices=("0.5", "1", "1.5")),
)
Rule = Callable[[bool, bool, float], float]


def world(rule: Rule, replicates: int = 40, spread: float = 0.3) -> Swept:
    """A grid over forum, notice and stakes; the luck of a replicate is shared by all points, some is left to each."""
    rows = list(itertools.product(("on", "off"), ("on", "off"), (0.5, 1.0, 1.5)))
    points = pd.DataFrame(rows, columns=["forum", "notice", "stakes"])
    points.index.name = "point"
    draw = np.random.default_rng(5)
    shared, runs = draw.normal(0, spread, replicates), []
    for arm in (AS_IS, "organisations.Forum"):
        for point, (forum, notice, stakes) in enumerate(rows):
            there = forum == "on" and arm == AS_IS
            y = rule(there, notice == "on", stakes) + shared + draw.normal(0, spread / 10, replicates)
            runs.append(
                pd.DataFrame(
                    {"point": point, "replicate": range(replicates), "arm": label(arm), "expected_disputes": y}
                )
            )
    whole = pd.concat(runs, ignore_index=True)
    return Swept("Made up", LEVERS, "grid", 12, ("expected_disputes",), ("organisations.Forum",), points, whole)


def found(rule: Rule, **options: Any) -> Any:
    request = interaction.Options("expected_disputes", y="notice", **(options or {"x": "forum"}))
    return interaction.analyse(world(rule), request)


def value(finding: Any, table: str, what: str) -> Any:
    return finding.tables[table].set_index("what").loc[what]


def multiply(forum: bool, notice: bool, stakes: float) -> float:
    return 8 * stakes * (0.75 if forum else 1) * (0.5 if notice else 1)


def add(forum: bool, notice: bool, stakes: float) -> float:
    return 8 * stakes - 2 * forum - 3 * notice


def turn(forum: bool, notice: bool, stakes: float) -> float:
    return 8 * stakes + (-1 if notice else 1) * forum


def lean(forum: bool, notice: bool, stakes: float) -> float:
    return 8 * stakes - forum - 2 * (forum and notice)


@pytest.mark.parametrize(
    ("rule", "word", "proportion"),
    [
        (multiply, interaction.SUBSTITUTES, interaction.APART),
        (add, interaction.APART, interaction.COMPLEMENTS),
        (turn, interaction.TURNS, interaction.TURNS),
        (lean, interaction.COMPLEMENTS, interaction.COMPLEMENTS),
    ],
)
def test_known_answers(rule: Rule, word: str, proportion: str) -> None:
    levers = found(rule).tables["levers"].iloc[0]
    assert (levers["word"], levers["proportion"]) == (word, proportion)


def test_sizes_of_effects_and_shares() -> None:
    finding = found(multiply)
    assert value(finding, "effects", "effect alone")["value"] == pytest.approx(-2.0, abs=0.05)
    assert value(finding, "effects", "effect beside the other")["value"] == pytest.approx(-1.0, abs=0.05)
    both = value(finding, "effects", "interaction")
    assert both["low"] < 1.0 < both["high"]
    assert both["high"] - both["low"] < 0.1  # shared luck cancels
    assert value(finding, "shares", "effect alone")["value"] == pytest.approx(0.75, abs=0.02)
    assert value(finding, "shares", "interaction")["low"] < 1.0 < value(finding, "shares", "interaction")["high"]


def test_a_lever_may_be_an_arm() -> None:
    """With the forum on at every point of its factor, the arm without it is the same contrast."""
    here = found(multiply, without="organisations.Forum")
    assert value(here, "effects", "interaction")["value"] == pytest.approx(
        0.5, abs=0.05
    )  # half of the points have none
    assert "Forum changes the expected number" in str(here)
    assert "with notice off" in str(here)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly one of x and without"):
        interaction.Options("expected_disputes", y="notice")
    with pytest.raises(ValueError, match="both are 'notice'"):
        interaction.Options("expected_disputes", y="notice", x="notice")
    with pytest.raises(NotFor, match="3 replicates"):
        interaction.analyse(world(add, replicates=2), interaction.Options("expected_disputes", y="notice", x="forum"))
    with pytest.raises(KeyError, match="no factor is called 'peace'"):
        interaction.analyse(world(add), interaction.Options("expected_disputes", y="notice", x="peace"))
    whole = world(add)
    part = Swept(**{**vars(whole), "runs": whole.runs[whole.runs["point"] != 3]})
    with pytest.raises(Incomplete, match="1 of 12"):
        interaction.analyse(part, interaction.Options("expected_disputes", y="notice", x="forum"))
