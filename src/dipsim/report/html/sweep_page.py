"""What a sweep shows: a figure for each finding, drawn by the file of its method, and one self-contained page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from dipsim.report.html import markup
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, contents
from dipsim.report.style import save
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.storage.results import Swept

NAME = "report.html"
CAUTION = (
    "Simulated: a thinking aid, not a forecast. Most numbers of the model are assumptions; what is said here holds for "
    "the ranges of this experiment and the scenario it starts from."
)


def figures(swept: Swept, findings: Sequence[Finding]) -> Iterator[tuple[str, Finding, Figure]]:
    """Name, finding and figure of each of ``findings`` in ``swept`` whose method draws one."""
    for number, finding in enumerate(findings, 1):
        module = f"dipsim.report.figures.sweep_{finding.method}"
        if find_spec(module) is not None:
            name = f"{number}_{finding.method}_{finding.outcome}".replace(".", "_").replace(" ", "_")
            with wording.named(swept.titles):
                drawn = import_module(module).draw(swept, finding)
            yield name, finding, drawn


def draw(drawn: Sequence[tuple[str, Finding, Figure]], folder: Path) -> list[Path]:
    """Write the figures ``drawn`` as PNG and SVG into ``folder``; returns the PNG files."""
    return [path for name, _, figure in drawn for path in save(figure, folder, name) if path.suffix == ".png"]


def page(
    experiment: Experiment,
    manifest: Mapping[str, Any],
    findings: Sequence[Finding],
    drawn: Sequence[tuple[str, Finding, Figure]],
) -> str:
    """The page of ``experiment`` as text: question, ``findings`` with the figures ``drawn`` and tables, design,
    provenance from ``manifest``; no script, no request."""
    shown = {id(finding): markup.figure(figure, f"f{name}") for name, finding, figure in drawn}
    found = [_finding(k, finding, shown.get(id(finding), "")) for k, finding in enumerate(findings, 1)]
    none = Part("part1", "No findings", "<p>Too few points for an analysis.</p>")
    parts = [*(found or [none]), _design(experiment), _provenance(manifest)]
    head = f"<header><h1><bdi>{text(experiment.title)}</bdi></h1>"
    head += f'<p class="quiet">{text(experiment.question or "A sweep of " + experiment.spec.title)}</p></header>'
    body = f'<div class="page">{contents(parts)}<main>{"".join(part.html for part in parts)}</main></div>'
    sheet = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return markup.page(f"{experiment.title} - dipsim", sheet, f"{head}{body}<footer><p>{text(CAUTION)}</p></footer>")


def _finding(number: int, finding: Finding, svg: str) -> Part:
    lead, *others = finding.sentences or ("Nothing was found.",)
    parts = [f"<p>{text(sentence)}</p>" for sentence in others]
    if svg:
        parts.append(f'<figure><div class="scroll" tabindex="0" role="group" aria-label="Figure">{svg}</div></figure>')
    parts += [f'<p class="quiet">{text(note)}</p>' for note in finding.notes]
    parts += [markup.data(f"{finding.method}: {name}", table) for name, table in finding.tables.items()]
    return Part(f"part{number}", lead, "".join(parts))


def _design(experiment: Experiment) -> Part:
    rows = [
        [text(factor.name), text(factor.role), text(_range(factor)), text(", ".join(factor.paths))]
        for factor in experiment.factors
    ]
    statement = f"{experiment.design_name.replace('_', ' ')}, {experiment.points:,} points, {experiment.replicates:,} "
    which = "the same" if experiment.common_random_numbers else "other"
    statement += f"replicates at each, {which} random numbers at every point"
    if experiment.without:
        statement += f"; every run once more without {', '.join(experiment.without)}"
    found = markup.table("What was varied", ["factor", "role", "range", "what it turns"], rows)
    return Part("design", "The design", f"<p>{text(statement)}.</p>{found}")


def _range(factor: Factor) -> str:
    if factor.choices:
        return ", ".join(factor.choices)
    return f"{factor.low:g} to {factor.high:g}, {factor.distribution.replace('_', ' ')}"


def _provenance(manifest: Mapping[str, Any]) -> Part:
    keys = ("runs", "failed", "shards", "shards_planned", "seed", "dipsim", "stream", "config_hash", "sweep_hash")
    pairs = "".join(
        f"<dt>{text(key.replace('_', ' '))}</dt><dd>{text(manifest[key])}</dd>" for key in keys if key in manifest
    )
    return Part("provenance", "Provenance", f"<dl>{pairs}</dl>")
