"""A page for every shipped scenario: what it is about, what happens, whether cooperation helps, and how to go on."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

import dipsim
from dipsim.report import result_view, sentences
from dipsim.runs.errors import FolderError
from dipsim.runs.result import Result
from dipsim.scenario.load import load
from dipsim.scenario.locate import names, shipped
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.study.advice.everyday_units import everyday
from dipsim.study.verdict.decision import Effect
from docs_site.files import table, write

REPLICATES, SEED = 60, 1
INVENTED = "Regions that do not exist, small enough to see one thing"
REAL = "Regions of real states"
CONFLICT = {"expected_disputes": ("dispute", "disputes"), "expected_force": ("use of force", "uses of force")}
FIGURES = {  # figure: the question that it answers
    "region_panel": "What happens?",
    "trust_network": "Who trusts whom at the end?",
    "verdict": "Does cooperation help?",
}


@dataclass(frozen=True)
class Shown:
    """One scenario, and its runs where the gallery has figures."""

    name: str
    spec: Spec
    result: Result | None = None

    @property
    def title(self) -> str:
        return self.spec.title

    @property
    def group(self) -> str:
        return REAL if self.spec.sources else INVENTED


def run(name: str, kept: Path) -> Shown:
    """A scenario, run or found as it was run before by this model."""
    folder = kept / name
    settings: dict[str, Any] = {"replicates": REPLICATES, "seed": SEED, "out": folder, "figures": True}
    try:
        result = dipsim.run(name, **settings)
    except FolderError:  # another model or another scenario made it
        shutil.rmtree(folder)
        result = dipsim.run(name, **settings)
    return Shown(name, load(name), result)


def build(source: Path, extra: Path, kept: Path | None) -> dict[str, str]:
    """The pages by their path without ``.md``; figures and reports are copied.

    Every shipped scenario is run in ``kept``; where that is None none is, and the pages have no figures.
    """
    shown = [Shown(name, load(name)) if kept is None else run(name, kept) for name in names()]
    for one in shown:
        file = shipped(one.name)
        assert file is not None
        write(source / "gallery" / f"{one.name}.yaml", file.read_bytes())
        if kept is not None:
            made = kept / one.name
            for figure in FIGURES:
                write(source / picture(one.name, figure), (made / "figures" / f"{figure}.svg").read_bytes())
            write(source / "gallery" / f"{one.name}-small.png", small(made / "figures" / "trust_network.png"))
            write(extra / "reports" / f"{one.name}.html", (made / "report.html").read_bytes())
    return {"gallery/index": index(shown)} | {f"gallery/{one.name}": page(one) for one in shown}


def small(path: Path) -> bytes:
    """The drawing of a network without its title, legend and footer, as a small picture."""
    out = io.BytesIO()
    with Image.open(path) as image:
        width, height = image.size
        drawn = image.crop((0, int(0.13 * height), int(0.73 * width), int(0.91 * height))).convert("RGB")
        drawn = drawn.resize((640, 640 * drawn.height // drawn.width), Image.Resampling.LANCZOS)
        drawn.quantize(64, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def picture(name: str, figure: str) -> str:
    """Where a figure stands in the source."""
    return f"gallery/{name}-{figure}.svg"


def index(shown: list[Shown]) -> str:
    """All scenarios, each with its network and the answer in a sentence."""
    lines = ["# Gallery", ""]
    lines += [
        "Every scenario that comes with dipsim, run for this page. Blue lines are trust, dashed orange ones distrust."
    ]
    lines += [
        "What is said of real states is what the model makes of assumed numbers: a thinking aid, not a forecast.",
        "",
    ]
    for group in (REAL, INVENTED):
        lines += [f"## {group}", "", "::::{container} cards", ""]
        for one in (one for one in shown if one.group == group):
            lines += card(one)
        lines += ["::::", ""]
    lines += ["```{toctree}", ":hidden:", "", *(f"{one.title} <{one.name}>" for one in shown), "```", ""]
    return "\n".join(lines)


def card(one: Shown) -> list[str]:
    """A scenario in the list."""
    link = f"**[{one.title}]({one.name}.md)**"
    if one.result is None:
        return [f"{link} {one.spec.about}", ""]
    lines = [f":::{{figure}} {one.name}-small.png", f":target: {one.name}.html"]
    lines += [f":alt: Network of trust in {one.title} at the end of the runs", ""]
    return [*lines, f"{link} {answer(one.result)}", ":::", ""]


def answer(result: Result) -> str:
    """What cooperation does, in words and everyday units: one dispute fewer in so many years."""
    effects = sentences.verdict_row(result).effects
    opening = sentences.verdict(result).partition(":")[0].rstrip(".")
    told = [often(effects[name], *nouns) for name, nouns in CONFLICT.items()]
    return f"{opening}: {', '.join(told)}."


def often(effect: Effect, noun: str, many: str) -> str:
    """How much an effect is, without its interval.

    >>> often(Effect(-0.5, -0.7, -0.3, 5.0), "dispute", "disputes")
    'one dispute fewer in about 20 years'
    >>> often(Effect(-0.5, -1.7, 0.3, 5.0), "dispute", "disputes")
    'no clear change in disputes'
    """
    if effect.exactly_zero:
        return f"exactly as many {many}"
    return everyday(effect, noun, many).partition(", ")[0] if effect.sign else f"no clear change in {many}"


def page(one: Shown) -> str:
    """One scenario."""
    spec, name = one.spec, one.name
    lines = [f"# {one.title}", "", spec.about or "", ""]
    if one.result is not None:
        lines += found(one, one.result)
    lines += ["## Try it", "", "```console"]
    lines += [f"$ dipsim run {name} --replicates {REPLICATES} --seed {SEED}", f"$ dipsim verdict {name}"]
    lines += [f"$ dipsim describe {name} --evidence", "```", ""]
    lines += [
        "## Nations",
        "",
        table(["code", "nation", "gdp, bn USD 2023", "military burden, % of gdp"], _nations(spec)),
        "",
    ]
    lines += ["## The file", "", f"```{{literalinclude}} {name}.yaml", ":language: yaml", "```", ""]
    return "\n".join(lines)


def found(one: Shown, result: Result) -> list[str]:
    """What the runs came to, in sentences, figures and numbers."""
    story = sentences.trust_story(result)
    lines = [f"**In short.** {story}. {answer(result)}", ""]
    alts = {
        "region_panel": f"Tension, worst dispute of each year, agreements and exchanges in {one.title}",
        "trust_network": f"Network of trust in {one.title} at the end. {story}",
        "verdict": sentences.verdict(result),
    }
    for figure, question in FIGURES.items():
        image = f"```{{image}} {one.name}-{figure}.svg"
        lines += [f"## {question}", "", image, f":alt: {alts[figure]}", ":class: wide", "```", ""]
    lines += ["## Numbers", "", table(["", "start", "end", "95 % of runs"], _metrics(result)), ""]
    lines += [
        f"{counted(result.runs, 'run')} of {one.spec.time.years:g} years from {one.spec.time.start}, seed {SEED}."
    ]
    return [
        *lines,
        f'The <a href="../reports/{one.name}.html">whole report</a> of these runs has every figure and number.',
        "",
    ]


def _metrics(result: Result) -> Iterator[tuple[str, str, str, str]]:
    for metric in result_view.metric_summaries(result):
        start = "" if metric.start is None else sentences.shown(metric, metric.start)
        band = f"{sentences.band(metric)} (interval)" if metric.chance else sentences.band(metric)
        yield metric.name, start, sentences.shown(metric, metric.value), band


def _nations(spec: Spec) -> Iterator[tuple[str, str, str, str]]:
    for code, nation in spec.nations.items():
        burden = "" if nation.burden is None else f"{100 * nation.burden:.1f}"
        yield f"`{code}`", nation.name or code, f"{nation.gdp / spec.money.per_billion:,.0f}", burden
