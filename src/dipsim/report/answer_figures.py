"""Which figure shows the answer of a question, and what it is given."""

from __future__ import annotations

from typing import Any

from dipsim.report.result_view import FigureContext
from dipsim.study.attribution.bill import Bill
from dipsim.study.attribution.crisis import Crisis
from dipsim.study.sensitivity.flip import Flip
from dipsim.study.sensitivity.map_result import SignMap
from dipsim.study.strategies.comparison import Comparison
from dipsim.study.uncertainty.flip_over_draws import FlipOverDraws
from dipsim.study.uncertainty.map_over_draws import MapOverDraws
from dipsim.study.verdict.diff import Diff
from dipsim.study.verdict.verdict_table import Verdict

FIGURES: dict[
    type[Any], tuple[str, str]
] = {  # class of the answer: its figure, and the option of the figure that takes the answer
    Flip: ("flip", "flip"),
    FlipOverDraws: ("flip_over_draws", "found"),
    SignMap: ("map", "sign_map"),
    MapOverDraws: ("map_over_draws", "found"),
    Bill: ("bill", "bill"),
    Comparison: ("compare", "comparison"),
    Crisis: ("crisis", "found"),
    Verdict: ("verdict", "rows"),
    Diff: ("diff", "found"),
}


def of_answer(what: Any) -> tuple[FigureContext, str, dict[str, Any]] | None:
    """For the answer ``what``: the context its figure is drawn with, the name of the figure and its options; None where
    it is no answer."""
    for kind, (name, option) in FIGURES.items():
        if isinstance(what, kind):
            context = FigureContext(None, {"seed": what.seed, "title": what.title}, what.replicates)
            return context, name, {option: _rows(what) if isinstance(what, Verdict) else what}
    return None


def _rows(verdict: Verdict) -> list[Any]:
    return [*verdict.rows, *(row for row in (verdict.null, verdict.cost_only) if row is not None)]
