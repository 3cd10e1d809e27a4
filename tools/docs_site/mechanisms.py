"""A page for every mechanism, from ``study/verdict/mechanisms.yaml`` and the effects in ``docs/mechanisms.json``."""

from __future__ import annotations

import io
import json
import runpy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.report.style import write_svg
from dipsim.runs.metrics import parse
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.study.verdict.decision import Effect
from dipsim.study.verdict.mechanisms import Row, rows
from docs_site.files import DOCS, ROOT, cell, table

FEWER, MORE, UNSURE = "#0072b2", "#d55e00", "#6b6b6b"
_campaign = runpy.run_path(str(ROOT / "campaigns" / "mechanisms.py"))
words: Callable[[str], str] = _campaign["words"]
"""What a reading is, in words."""
effect: Callable[[Sequence[float | None]], Effect] = _campaign["to_effect"]
"""A stored effect; a limit that is missing is infinite."""


def pages() -> tuple[dict[str, str], dict[str, bytes]]:
    """Every page and every figure, by its path in the source, pages without ``.md``."""
    stored: Mapping[str, Any] = json.loads((DOCS / "mechanisms.json").read_text(encoding="utf-8"))
    texts = {"mechanisms/index": index(stored)}
    figures = {}
    for name, row in rows().items():
        texts[f"mechanisms/{name}"] = page(name, row, stored)
        figures[f"mechanisms/{name}.svg"] = picture(row, stored["rows"][name])
    return texts, figures


def index(stored: Mapping[str, Any]) -> str:
    """The list of all mechanisms with what each does to disputes."""
    lines = ["# Mechanisms", ""]
    lines += ["What defence diplomacy consists of, each with the code that computes it, the numbers that drive it, and"]
    lines += ["what switching it off changes in three scenarios: with it minus without it, on the same draws. All of"]
    lines += [
        "this is about the model with its assumed numbers. How it was measured is in [the table](../mechanisms.md).",
        "",
    ]
    found = []
    for name, row in rows().items():
        told = (
            f"{place}: {said(effect(stored['rows'][name][place]['effects']['expected_disputes']), 1)}"
            for place in row.places
        )
        found.append((name, f"[{row.title}]({name}.md)", "<br>".join(told)))
    lines += [table(["id", "mechanism", "disputes per decade, with minus without"], found), ""]
    lines += [
        "```{toctree}",
        ":hidden:",
        "",
        *(f"{name} {row.title} <{name}>" for name, row in rows().items()),
        "```",
        "",
    ]
    return "\n".join(lines)


def page(name: str, row: Row, stored: Mapping[str, Any]) -> str:
    """One mechanism: how it works, its numbers, its experiments and what they found."""
    results = stored["rows"][name]
    lines = [f"# {name}: {row.title}", "", row.how, ""]
    computed = ", ".join(f"{what} `{which}`" for what, _, which in (place.partition(".") for place in row.where))
    lines += [f"Computed by {computed}; the equations are in [the model](../model.md).", ""]
    lines += ["## What it does", "", f"![{alt(row, results)}]({name}.svg)", ""]
    for place, there in row.places.items():
        lines += experiment(place, there, results[place], stored["seed"])
    lines += ["## The numbers behind it", ""]
    lines += [table(["number", "meaning", "default", "bounds", "source", "grade"], map(number, row.parameters)), ""]
    return "\n".join(lines)


def experiment(place: str, row: Row, result: Mapping[str, Any], seed: int) -> list[str]:
    """What a mechanism does in one scenario, as lines of a page."""
    scales = {path: 100 if parse(path).is_chance else 1 for path in result["effects"]}
    effects = {path: effect(given) for path, given in result["effects"].items()}
    told = [
        (words(path), said(one, scales[path]), cell(float(f"{one.base * scales[path]:.3g}")))
        for path, one in effects.items()
    ]
    lines = [f"### {place.replace('_', ' ')}", ""]
    lines += [table(["what is read", "with it minus without it (95 % interval)", "without it"], told), ""]
    lines += [f"{result['pairs']} pairs of runs of [`{row.scenario}`](../gallery/{row.scenario}.md), seed {seed}."]
    lines += [f"Without it, {row.switch}." + (f" Both with {given(row.with_)}." if row.with_ else "")]
    off = [f"taken away at the first month: {', '.join(f'`{target}`' for target in row.off)}"] if row.off else []
    off += [given(row.without)] if row.without else []
    return [*lines, f"What is changed in the arm without it: {'; '.join(off)}.", ""]


def given(sets: Mapping[str, str]) -> str:
    """Overrides as they are typed."""
    return ", ".join(f"`{path}={value}`" for path, value in sets.items())


def said(one: Effect, scale: float) -> str:
    """An effect in words."""
    if one.exactly_zero:
        return "exactly the same"
    text = f"{one.estimate * scale:+.3g} ({one.low * scale:+.3g} to {one.high * scale:+.3g})"
    return text if one.falls or one.rises else f"{text}: cannot be told from 0"


def alt(row: Row, results: Mapping[str, Any]) -> str:
    """The figure in a sentence."""
    parts = (f"{title} {said(one, scale)}" for title, one, scale in panels(row, results))
    return f"Effect of {row.title.lower()}: {'; '.join(parts)}"


def number(name: str) -> tuple[object, ...]:
    """One number that drives a mechanism, with where it comes from."""
    owner, _, key = name.partition(".")
    if owner in catalogue():
        entry = catalogue()[owner]
        while key not in entry.numbers and entry.like:
            entry = catalogue()[entry.like]
        if key in entry.numbers:
            own = entry.numbers[key]
            meaning = next((q.meaning for q in NUMBERS if q.name == key), "")
            return f"`{name}`", meaning, own.value, span(*own.bounds), own.source, own.grade
    declared = {q.name: q for q in PARAMETERS} | {f"nations.{q.name}": q for q in NATION}
    declared |= {f"organisations.{q.name}": q for q in ORGANISATION} | {
        f"{owner}.{q.name}": q for q in NUMBERS if owner in catalogue()
    }
    if name not in declared:
        return f"`{name}`", "a key of the scenario", "", "", "", ""
    q = declared[name]
    return f"`{name}`", q.meaning, "" if q.default is None else float(q.default), span(q.low, q.high), q.source, q.grade


def span(low: float, high: float) -> str:
    """Bounds in words."""
    return (
        f"{low:.10g} to {high:.10g}"
        if high < float("inf")
        else f"at least {low:.10g}"
        if low > -float("inf")
        else "none"
    )


def picture(row: Row, results: Mapping[str, Any]) -> bytes:
    """The effects of ``panels`` with their intervals, each on an axis of its own with 0 in sight, as SVG."""
    effects = list(panels(row, results))
    high = 0.95 * len(effects) + 0.1
    figure = Figure(figsize=(7.2, high))
    figure.subplots_adjust(left=0.03, right=0.97, bottom=0.3 / high, top=1 - 0.35 / high, hspace=1.4)
    for axes, (title, one, scale) in zip(figure.subplots(len(effects), 1, squeeze=False)[:, 0], effects, strict=True):
        colour = FEWER if one.falls else MORE if one.rises else UNSURE
        axes.axvline(0, color="#1a1a1a", linewidth=1)
        axes.plot([one.low * scale, one.high * scale], [0, 0], color=colour, linewidth=3, solid_capstyle="butt")
        axes.plot(
            [one.estimate * scale], [0], marker="v" if one.falls else "^" if one.rises else "o", color=colour, ms=8
        )
        axes.set_title(f"{title}: {said(one, scale)}", loc="left", fontsize=10)
        axes.set_yticks([])
        axes.margins(x=0.15)
        axes.spines[["left", "right", "top"]].set_visible(False)
    out = io.StringIO()
    write_svg(figure, out)
    return out.getvalue().encode()


def panels(row: Row, results: Mapping[str, Any]) -> Iterator[tuple[str, Effect, float]]:
    """What the figure shows, where its interval is finite: in each scenario what it acts on, and disputes."""
    for place, there in row.places.items():
        for path in dict.fromkeys((there.paths[0], "expected_disputes")):
            one = effect(results[place]["effects"][path])
            if abs(one.low) < float("inf") and abs(one.high) < float("inf"):
                yield f"{place.replace('_', ' ')}, {words(path)}", one, 100 if parse(path).is_chance else 1
