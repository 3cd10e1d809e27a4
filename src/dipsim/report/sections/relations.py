"""The relations that changed most, each with the causes that add up to its change."""

from __future__ import annotations

from dipsim.report import relation_changes, sentences
from dipsim.report.html.markup import nation, text
from dipsim.report.html.part import Part, paragraph, values
from dipsim.report.html.tables import View

NOTE = (
    "From start to end, means over all {runs} runs. The points of the causes add up to the change. "
    "Drift to the baseline: a trust that was given at the start fades towards what interests, regimes and common "
    "organisations would give by themselves. Past use of force: crises that are assumed before the start."
)


def relations(view: View) -> Part:
    """Three relations of ``view``, each with a table of its causes."""
    result, parts = view.result, []
    for _, row in relation_changes.biggest(result, 3).iterrows():
        one, other = nation(result, row["truster"]), nation(result, row["trustee"])
        moved = f"{sentences.percent(row['start'])} to {sentences.percent(row['end'])}"
        spread = f"{sentences.percent(row['low'])} to {sentences.percent(row['high'])}"
        causes = relation_changes.behind(result, row["truster"], row["trustee"])
        rows = [
            [relation_changes.moved_by(cause, points), sentences.points(points), sentences.number(value, True)]
            for cause, value, points in causes.itertuples(index=False)
        ]
        total = ["sum", sentences.points(row["change"]), ""]
        heads = ["cause", "points of trust", "change, log-odds"]
        found = values("Causes that add up to it", heads, [*rows, total])
        shown = found if rows else paragraph("No accounts were kept of this relation.")
        parts.append(
            f"<article><h3>Trust of {one} in {other}: {text(moved)}</h3>"
            f"<p>95 % of runs end in {text(spread)}.</p>{shown}</article>"
        )
    body = f'<div class="cards">{"".join(parts)}</div>' if parts else paragraph("The result has no dyad table.")
    note = paragraph(NOTE.format(runs=result.runs), "quiet")
    return Part("relations", "The relations that changed most", note + body)
