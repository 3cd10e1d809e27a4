"""What the numbers rest on, and what the result was made with."""

from __future__ import annotations

from dipsim.documentation import evidence
from dipsim.report import result_view, sentences
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, paragraph, values
from dipsim.report.html.tables import View
from dipsim.scenario.schema.spec import Spec

FILES = 30


def evidence_card(view: View) -> Part:
    """How many numbers of ``view`` have which grade of evidence, and what follows from that."""
    spec, title = view.result.spec, "Evidence card"
    if not isinstance(spec, Spec):
        return Part("evidence", title, paragraph("The evidence of the numbers is not stored with this result."))
    found = evidence.count(spec)
    rows = [
        [str(grade), meaning, str(number), f"{100 * number / max(1, found.total):.0f} %"]
        for (grade, meaning), number in zip(evidence.GRADES.items(), found.grades, strict=True)
    ]
    table = values("Numbers that drive this run, by grade of evidence", ["grade", "meaning", "numbers", "share"], rows)
    note = "Each number with its source: <code>dipsim describe SCENARIO --evidence</code>."
    limits = (
        "What a run says holds for this scenario, these numbers and this model. Intervals say how much chance in the "
        "draw there is in it, not how far the model is from the world; what is assumed can be varied with a sweep."
    )
    return Part("evidence", title, f"{paragraph(found.sentence())}{table}<p>{note}</p>{paragraph(limits)}")


def manifest(view: View) -> Part:
    """Scenario, seed, hashes and versions of ``view``: what is needed to make the same result again."""
    pairs = "".join(
        f"<dt>{text(label)}</dt><dd>{text(value)}</dd>" for label, value in sentences.provenance(view.result)
    )
    again = view.result.manifest
    more = [(key, again[key]) for key in ("start", "ticks", "record", "tables_hash", "platform") if again.get(key)]
    pairs += "".join(
        f"<dt>{text(key.replace('_', ' '))}</dt><dd>{text(result_view.clean(str(value)))}</dd>" for key, value in more
    )
    note = paragraph(
        "The same scenario, seed, number of replicates and stream version give the same tables, bit by bit, on any "
        "number of workers."
    )
    return Part("manifest", "Manifest", f"<dl>{pairs}</dl>{note}")
