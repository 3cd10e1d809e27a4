"""The page about a result in a real browser: it answers pointer and keys, asks for nothing, keeps names text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dipsim
from dipsim.report.html import result_page
from dipsim.report.html.tables import View
from dipsim.report.sections import asked

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    'a" onmouseover="alert(1)',
    "${alert(1)}",
    "&lt;b&gt;",
)


@pytest.fixture(scope="session")
def result() -> Any:
    """A region of real nations with locations, run for some years, with a verdict."""
    return dipsim.run("us_philippines", replicates=12, seed=1, sets=["time.years=6"])


@pytest.fixture(scope="session")
def page(result: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its page, with an answer of each kind of chart."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(result_page.page(result), encoding="utf-8")
    return path


def readout(page: Any, chart: str) -> str:
    return str(page.locator(f'[data-chart="{chart}"] .readout').inner_text())


def settled(seen: Any) -> None:
    assert (seen.requests, seen.errors) == ([], [])


def test_the_pointer_reads_values(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page)
    drawing = seen.page.locator('[data-chart="trust"] svg.plot')
    drawing.scroll_into_view_if_needed()
    before = readout(seen.page, "trust")
    box = drawing.bounding_box()
    seen.page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
    after = readout(seen.page, "trust")
    assert before != after
    assert re.search(r"20\d\d-01\n", after)
    assert re.search(r"\d %? ?\(95 % of runs \d", after) or "95 % of runs" in after
    settled(seen)


@pytest.mark.campaign
def test_keys_read_the_same_values(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page)
    slider = seen.page.locator('[data-chart="trust"] input[type=range]')
    slider.focus()
    before = readout(seen.page, "trust")
    slider.press("ArrowLeft")
    after = readout(seen.page, "trust")
    assert before != after
    spoken = slider.get_attribute("aria-valuetext")
    assert after.split("\n")[0] in spoken
    slider.press("Home")
    assert readout(seen.page, "trust").split("\n")[0] < after.split("\n")[0]
    settled(seen)


@pytest.mark.campaign
def test_a_relation_is_chosen_and_taken_away(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page)
    chart = seen.page.locator('[data-chart="trust"]')
    lines = chart.locator("svg.plot path.line")
    count = lines.count()
    chart.get_by_label("Trust of", exact=True).select_option(label="China")
    chart.get_by_label("in", exact=True).select_option(label="Japan")
    chart.get_by_role("button", name="Add", exact=True).press("Enter")
    assert lines.count() == count + 1
    assert "China in Japan" in readout(seen.page, "trust")
    assert "China in Japan" in seen.page.locator('details[data-of="trust"]').text_content()
    chart.get_by_role("button", name="Remove China in Japan").click()
    assert lines.count() == count
    chart.get_by_role("checkbox").check()
    assert chart.locator("path.line.thin").count() == count
    settled(seen)


@pytest.mark.campaign
@pytest.mark.parametrize("chart", ["network", "map"])
def test_the_year_of_the_network_and_the_map_moves(visit: Callable[..., Any], page: Path, chart: str) -> None:
    seen = visit(page)
    host = seen.page.locator(f'[data-chart="{chart}"]')
    dots = host.locator("circle.nation")
    at_end = [dot.get_attribute("cx") for dot in dots.all()]
    before = readout(seen.page, chart)
    slider = host.locator("input[type=range]")
    slider.focus()
    slider.press("Home")
    assert readout(seen.page, chart) != before
    assert [dot.get_attribute("cx") for dot in dots.all()] == at_end, "the layout stays"
    host.get_by_label("Look at").select_option(label="China")
    assert "China" in readout(seen.page, chart)
    nation = seen.page.locator(f'[data-chart="{chart}"] circle.nation.chosen')
    assert nation.count() == 1
    settled(seen)


@pytest.mark.campaign
def test_causes_and_bill_and_story_follow_their_choices(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page)
    causes = seen.page.locator('[data-chart="causes"]')
    before = readout(seen.page, "causes")
    causes.get_by_label("Trust of", exact=True).select_option(index=3)
    assert readout(seen.page, "causes") != before
    rows = [
        float(found.replace("\u2212", "-"))
        for found in re.findall(r"([+\u2212]\d\.\d\d|(?<= )0)(?:\n|$|,)", readout(seen.page, "causes"))
    ]
    assert sum(rows[:-1]) == pytest.approx(rows[-1], abs=0.06), "the causes add up"
    bill = seen.page.locator('[data-chart="bill"]')
    shown = bill.locator("caption").inner_text()
    bill.get_by_label("Acts").select_option(index=1)
    assert bill.locator("caption").inner_text() != shown
    story = seen.page.locator("ol.story li")
    visible = story.filter(visible=True).count()
    seen.page.get_by_label("About").select_option("")
    assert story.filter(visible=True).count() == story.count() > visible
    settled(seen)


@pytest.mark.campaign
def test_the_contents_lead_to_every_part_by_keyboard(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page, still=True)
    link = seen.page.get_by_role("navigation").get_by_role("link", name="The network of trust")
    link.focus()
    link.press("Enter")
    assert seen.page.locator("h2#network").evaluate("one => Math.abs(one.getBoundingClientRect().top) < 80")


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (1280, False),
        pytest.param(1280, True, marks=pytest.mark.campaign),
        pytest.param(360, False, marks=pytest.mark.campaign),
    ],
)
def test_axe_finds_nothing(visit: Callable[..., Any], page: Path, width: int, dark: bool) -> None:
    seen = visit(page, width=width, dark=dark, still=True)
    if width == 1280 and not dark:  # tables look alike everywhere, and looking at all of them takes seconds
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert seen.axe() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width
    settled(seen)


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.campaign)])
def test_no_plot_is_blank(visit: Callable[..., Any], page: Path, dark: bool) -> None:
    seen = visit(page, dark=dark)
    for chart in ("region", "trust", "causes", "network", "map"):
        assert seen.ink(f'[data-chart="{chart}"] svg.plot') > 3000, chart


@pytest.mark.campaign
def test_print_has_charts_and_no_controls(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page, dark=True)
    seen.page.emulate_media(media="print", color_scheme="light")
    assert seen.page.locator(".controls").filter(visible=True).count() == 0
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert seen.page.locator('[data-chart="trust"] svg.plot').is_visible()
    assert len(seen.page.pdf(format="A4")) > 20_000


def test_without_scripts_every_part_is_read(visit: Callable[..., Any], page: Path) -> None:
    seen = visit(page, scripts=False)
    assert seen.page.get_by_text("challenges").first.is_visible()
    fold = seen.page.locator('details[data-of="trust"]')
    fold.locator("summary").click()
    assert fold.locator("table").is_visible()
    assert seen.page.locator(".chart").first.is_hidden()


def test_a_hundred_hostile_names_stay_text(visit: Callable[..., Any], tmp_path: Path) -> None:
    made = dipsim.run("two_blocs", replicates=2, seed=1, judge=False, sets=["time.years=2"])
    names = [f"{HOSTILE[k % len(HOSTILE)]} {k}" for k in range(100)]
    view = View(made)
    wide = [(place, names[place]) for place in range(len(view.codes))]
    for place, name in wide:
        made.spec.nations[view.codes[place]].__dict__["name"] = name
    told = {
        "question": "verdict",
        "asked": names[50],
        "title": names[51],
        "replicates": 2,
        "seed": 1,
        "words": names[52:70],
        "table": {"caption": names[70], "head": [names[71], names[72]], "rows": [[names[73], names[74]]]},
        "chart": {
            "type": "intervals",
            "panels": [{"title": names[75], "rows": [[name, name, 1.0, 0.5, 1.5] for name in names[76:]]}],
        },
    }
    parts = [*result_page._parts(view), asked.answer("asked1", told)]
    text = result_page.whole(names[99], names[98], parts, made, result_page.shared(view))
    path = tmp_path / "hostile.html"
    path.write_text(text, encoding="utf-8")
    seen = visit(path)
    assert seen.page.locator("img").count() == 0
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert seen.page.evaluate(handlers) == []
    assert names[0] in readout(seen.page, "network") or names[0] in seen.page.inner_text("body")
    assert names[99] in seen.page.title()
    settled(seen)


@pytest.fixture(scope="session")
def compared(result: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of two results side by side."""
    sets = ["time.years=6", "nations.*.transparency=0.9"]
    other = dipsim.run("us_philippines", replicates=12, seed=1, judge=False, sets=sets)
    path = tmp_path_factory.mktemp("compared") / "a-and-b.html"
    return dipsim.write_report(result, other, out=path)


@pytest.mark.campaign
def test_two_results_side_by_side(visit: Callable[..., Any], compared: Path) -> None:
    seen = visit(compared)
    region = seen.page.locator('[data-chart="region"]')
    assert region.locator("path.line").count() == 2
    assert re.search(r"A .*B ", " ".join(readout(seen.page, "region").split("\n")))
    region.get_by_label("Show").select_option(label="Tension (0 to 2)")
    assert "A 0." in readout(seen.page, "region")
    assert seen.page.locator('[data-chart="relations"] td b').count() > 0
    assert seen.ink('[data-chart="differences"] svg.plot') > 500
    assert seen.axe() == []
    settled(seen)


@pytest.mark.campaign
def test_answers_have_charts_of_their_own(visit: Callable[..., Any], result: Any, tmp_path: Path) -> None:
    """A curve with its flip point, cells of a map, intervals of a verdict: drawn, read by keys, clean for axe."""
    about = {"replicates": 4, "seed": 1, "words": ["Words."], "table": {"caption": "c", "head": ["a"], "rows": [["1"]]}}
    curve = {"type": "curve", "x": "n.t", "y": "effect", "here": 0.5, "flips": [[0.4, 0.3, 0.5]]}
    curve["points"] = [[0.0, -1.0, -2.0, -0.5], [0.5, 0.2, None, None], [1.0, 1.0, 0.5, 2.0]]
    panel = [[0.0, 0.5, 0.0, 1.0, -1, "stabilises", -0.4], [0.5, 1.0, 0.0, 1.0, 1, "escalates", 0.3]]
    cells = {
        "type": "cells",
        "x": "n.r",
        "y": "d",
        "outcome": "disputes",
        "panels": [{"label": "as it is", "cells": panel}],
    }
    rows = [["Forum", "stabilises", -0.4, -0.6, -0.2], ["Visit", "cannot tell", 0.1, None, None]]
    intervals = {"type": "intervals", "panels": [{"title": "Disputes", "rows": rows}]}
    told = [
        {**about, "question": name, "asked": name, "title": name, "chart": data}
        for name, data in (("flip", curve), ("map", cells), ("verdict", intervals))
    ]
    view = View(result)
    parts = [asked.answer(f"asked{k}", one) for k, one in enumerate(told)]
    path = tmp_path / "answers.html"
    path.write_text(result_page.whole("t", "c", parts, result, result_page.shared(view)), encoding="utf-8")
    seen = visit(path)
    slider = seen.page.locator('[data-chart="asked0"] input[type=range]')
    slider.focus()
    slider.press("Home")
    assert "n.t 0: effect" in readout(seen.page, "asked0")
    assert seen.page.locator('[data-chart="asked1"] rect.cell').count() == 2
    assert seen.page.locator('[data-chart="asked2"] circle.mark').count() == 2
    assert seen.axe() == []
    settled(seen)


def test_screenshots(visit: Callable[..., Any], page: Path, compared: Path) -> None:
    """Pictures of the page for docs/screenshots, where DIPSIM_SCREENSHOTS names the folder; looked at by people."""
    wide = visit(page, still=True)
    wide.shot("report")
    for chart in ("trust", "network", "map"):
        place = wide.page.locator(f'section[aria-labelledby="{chart}"]')
        place.scroll_into_view_if_needed()
        wide.shot(f"report-{chart}", f'section[aria-labelledby="{chart}"]')
    visit(page, dark=True, still=True).shot("report-dark", 'section[aria-labelledby="trust"]')
    narrow = visit(page, width=360, height=780, still=True)
    narrow.page.locator("h2#trust").scroll_into_view_if_needed()
    narrow.shot("report-360")
    visit(compared, still=True).shot("report-compared")
    printed = visit(page, width=794, height=1123, still=True)
    printed.page.emulate_media(media="print")
    printed.page.locator("h2#trust").scroll_into_view_if_needed()
    printed.shot("report-print")
    settled(wide)
