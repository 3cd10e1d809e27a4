"""Every answer is words, a tidy table, and something that a notebook can show."""

# Also tests: study/strategies/comparison.py, study/verdict/verdict_table.py

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import pytest

import dipsim
from dipsim.study.answer import MOST, Answer

QUICK: dict[str, Any] = {"replicates": 2, "sets": "time.years=2"}
ASKED = {  # question: how it is asked, and columns of its table
    "verdict": (lambda: dipsim.verdict("two_blocs", "joint_exercise", **QUICK), {"name", "verdict", "war", "war_low"}),
    "why": (lambda: dipsim.why("two_blocs", "ARL", "DRA", **QUICK), {"cause", "value", "mean", "points"}),
    "bill": (lambda: dipsim.bill("two_blocs", "joint_exercise", **QUICK), {"observer", "alarm", "points_low"}),
    "flip": (lambda: dipsim.flip("two_blocs", "nations.*.revisionism", scan=3, **QUICK), {"value", "sign", "verdict"}),
    "map": (lambda: dipsim.map("two_blocs", grid=2, refine=0, **QUICK), {"panel", "x", "y", "word"}),
    "flip_over_draws": (
        lambda: dipsim.flip_over_draws("two_blocs", "nations.*.revisionism", parameters="prior:1:2", scan=2, **QUICK),
        {"draw", "value", "below", "above"},
    ),
    "map_over_draws": (
        lambda: dipsim.map_over_draws("two_blocs", parameters="prior:1:2", grid=2, refine=0, **QUICK),
        {"panel", "x", "y", "at_defaults", "likely", "stabilises", "escalates_high"},
    ),
    "rivals": (lambda: dipsim.rivals("two_nations", **QUICK), {"reading", "verdict", "expected_disputes"}),
    "warn": (lambda: dipsim.warn("two_blocs", replicates=2, sets="time.years=5"), {"signal", "auc", "verdict"}),
    "compare": (
        lambda: dipsim.compare("two_blocs", "ARL", draws=0, readings=False, **QUICK),
        {"strategy", "cost", "trust_in"},
    ),
    "crisis": (
        lambda: dipsim.crisis("two_blocs", level="dispute", replicates=2, informed=False),
        {"challenger", "road", "rate"},
    ),
    "cause": (lambda: dipsim.cause("two_blocs", level="dispute", replicates=2), {"sort", "text"}),
    "blocs": (lambda: dipsim.blocs("two_blocs", **QUICK), {"blocs", "energy", "basin"}),
    "diff": (
        lambda: dipsim.diff("two_nations", "two_nations", replicates=2, sets="nations.*.transparency=0.9"),
        {"path", "first", "second"},
    ),
    "recognise": (lambda: dipsim.recognise("two_blocs", replicates=2), {"title", "value", "verdict"}),
}


@pytest.mark.parametrize("name", sorted(ASKED))
def test_an_answer_is_words_a_table_and_a_page(name: str) -> None:
    ask, columns = ASKED[name]
    found = ask()
    assert isinstance(found, Answer)
    frame = found.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert columns <= set(frame.columns)
    assert len(frame)
    page = found._repr_html_()
    assert page.startswith("<h4>")
    assert page.count("<table") == 1
    assert "np.float64" not in page
    assert html.escape(str(found).split("\n")[0][:20]) in page


class Told(Answer):
    """A made-up answer."""

    title = "<script>"

    def to_frame(self) -> pd.DataFrame:
        return pd.DataFrame({"a": range(MOST + 3)})

    def __str__(self) -> str:
        return "one & two\n\nthree"


def test_names_cannot_break_out_and_long_tables_are_cut_with_a_word() -> None:
    page = Told()._repr_html_()
    assert "<script>" not in page
    assert "<p>one &amp; two</p><p>three</p>" in page
    assert "3 more rows in to_frame()" in page


def test_rivals_are_one_answer_with_title_and_seed() -> None:
    found = dipsim.rivals("two_nations", ["cooperation", "joint_exercise"], replicates=1, seed=3, sets="time.years=1")
    assert [one.name for one in found] == ["cooperation", "joint_exercise"]
    plain = found.as_dict()
    assert (plain["title"], plain["seed"], plain["replicates"], len(plain["rivals"])) == ("Two nations", 3, 1, 2)
