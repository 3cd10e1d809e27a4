"""The page is whole by itself, accessible, and no name can break out of its text."""

# Also tests: report/figure_registry.py, report/html/markup.py, report/html/part.py, report/html/script.py,
#   report/html/tables.py, report/sections/happened.py, report/sections/relations.py, report/sections/glossary.py,
#   report/sections/trajectories.py, report/sections/provenance.py

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from dipsim.report.html import packing, result_page
from dipsim.report.html.script import FOLDER, RESULT
from dipsim.report.html.tables import View
from dipsim.report.sections import glossary, trajectories

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(HTMLParser):
    """Tags, attributes, ids and visible text of a page; complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def page(result: Any) -> str:
    return result_page.page(result)


def data_of(page: str) -> Any:
    return json.loads(read(page).scripts[0])


def test_the_page_has_margins_and_each_selector_one_rule(page: str) -> None:
    """Protects the look: text of a wide page is a column with margins, and no rule was pasted over another."""
    style = page.partition("<style>")[2].partition("</style>")[0].partition("@media (max-width")[0]
    rules = re.findall(r"^([^@\s{}][^{}]*) \{([^}]*)\}", style, re.M)
    column = next(body for names, body in rules if {"main", "header"} <= set(names.split(", ")))
    assert "max-width" in column
    assert "padding: 0 1rem" in column
    names = [name for name, _ in rules if name != "nav ul" and name != ":root"]
    assert sorted(names) == sorted(set(names))


def test_structure(page: str) -> None:
    reader = read(page)
    assert page.startswith("<!DOCTYPE html>")
    assert reader.all("html") == [{"lang": "en"}]
    assert len(reader.all("h1")) == len(reader.all("main")) == len(reader.all("title")) == 1
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_request_and_only_its_own_script(page: str) -> None:
    reader = read(page)
    assert not {"img", "link", "iframe", "object", "base", "form"} & {tag for tag, _ in reader.tags}
    policy = next(str(attrs["content"]) for attrs in reader.all("meta") if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert [attrs.get("type") for attrs in reader.all("script")] == ["application/json", None]
    style = page.partition("<style>")[2].partition("</style>")[0]
    for directive, allowed in (("script-src", reader.scripts[1]), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(allowed.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    for _, attrs in reader.tags:
        assert not any(key.startswith("on") or key == "style" for key in attrs)
        for key in ("href", "src", "xlink:href"):
            assert str(attrs.get(key) or "#").startswith("#")


def test_the_script_is_all_of_its_files_and_has_no_way_to_make_markup_of_text(page: str) -> None:
    assert {path.name for path in FOLDER.glob("*.js")} == set(RESULT)
    code = read(page).scripts[1]
    for risky in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "//cdn",
    ):
        assert risky not in code
    assert '.setAttribute("style"' not in code


def test_every_chart_has_a_caption_and_a_table_behind_it(page: str) -> None:
    reader = read(page)
    charts = [attrs["data-chart"] for attrs in reader.all("div") if attrs.get("data-chart")]
    assert charts == ["region", "trust", "causes", "bill", "network"]
    assert [attrs["data-of"] for attrs in reader.all("details") if attrs.get("data-of")] == charts
    assert set(charts) <= set(data_of(page))
    folds = re.findall(r'<details class="data".*?</details>', page, re.DOTALL)
    assert len(folds) == len(charts)
    assert all(fold.count("<tr>") > 2 for fold in folds)
    ids = [attrs["id"] for _, attrs in reader.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_the_data_say_what_the_tables_say(page: str, result: Any) -> None:
    data = data_of(page)
    view = View(result)
    size = len(view.codes)
    mean = packing.unpacked(data["trust"]["mean"]).reshape(len(view.ticks), size, size - 1)
    dyads = result.dyads
    row = dyads[(dyads["truster"] == "BOR") & (dyads["trustee"] == "ARL") & (dyads["tick"] == dyads["tick"].max())]
    assert mean[-1, 1, 0] == pytest.approx(row["trust"].mean(), abs=1 / 8188 + 1e-6)
    low = packing.unpacked(data["trust"]["low"]).reshape(mean.shape)
    assert low[-1, 1, 0] == pytest.approx(row["trust"].quantile(0.025), abs=1e-3)
    trust = next(one for one in data["region"]["metrics"] if one["title"] == "Mean trust")
    last = result.region[result.region["tick"] == result.region["tick"].max()]["trust"]
    assert packing.unpacked(trust["lines"]["q50"])[-1] == pytest.approx(last.median(), abs=1e-3)


def test_a_rival_pair_is_among_those_shown_first(result: Any) -> None:
    view = View(result)
    shown = trajectories.first_shown(view)
    ends = {(one, other): view.mean_trust[-1, view.codes.index(one), view.codes.index(other)] for one, other in shown}
    assert min(ends.values()) == pytest.approx(float(view.pairs(view.mean_trust[-1]).min()))
    assert len(shown) == 4


def test_the_glossary_has_only_words_of_the_page() -> None:
    part = glossary.glossary("<p>The <b>seed</b> and two treaties</p>")
    assert part is not None
    assert re.findall(r"<dfn>(.*?)</dfn>", part.html) == ["seed", "treaty"]
    assert glossary.glossary("<p>nothing of that</p>") is None


def test_what_it_says(page: str, result: Any) -> None:
    told = " ".join(read(page).text.split())
    for part in (
        "Two blocs and a neutral",
        "stabilises",
        "95 % interval",
        "a thinking aid, not a forecast",
        "Trust of",
        "The evidence of the numbers is not stored",
        "0123456789abcdef",
        "40 replicates of 20 years, seed 7",
        "P(use of force)",
    ):
        assert part.lower() in told.lower()


def test_controls_are_shown_when_there_are_any(synthetic: Any) -> None:
    brief = synthetic.result(runs=2, ticks=13, names={"ARL": "Arland", "BOR": "Borland"})
    assert "Controls" not in read(result_page.page(brief)).text
    null, cost_only = synthetic.row("null", 0.0, 0.0, 0.0), synthetic.row("cost_only", 0.02, 0.0)
    brief.cooperation = SimpleNamespace(rows=[brief.cooperation], null=null, cost_only=cost_only)
    told = read(result_page.page(brief)).text
    assert "Controls" in told
    assert "Cost only" in told


def test_hostile_names_stay_text(hostile: Any) -> None:
    page = result_page.page(hostile)
    reader = read(page)
    assert "img" not in {tag for tag, _ in reader.tags}
    assert len(reader.all("script")) == 2
    assert "<" not in reader.scripts[0]
    assert "</script><img src=x onerror=alert(1)>" in reader.text
    assert "</script><img src=x onerror=alert(1)>" in [nation["name"] for nation in data_of(page)["nations"]]
    assert reader.text.count("$x^{$ {0} %s [/b]") >= 2


def test_small_and_the_same_twice(page: str, result: Any) -> None:
    assert result_page.page(result) == page
    assert len(page.encode()) < 200_000


def test_without_tables_and_verdict() -> None:
    bare = SimpleNamespace(spec=None, manifest={}, tables={}, runs=0, cooperation=None)
    assert "No verdict" in read(result_page.page(bare)).text


def test_every_section_is_in_the_contents_and_can_be_reached(result: Any) -> None:
    page = result_page.page(result)
    listed = re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', page)
    assert len(listed) >= 12
    assert listed == re.findall(r'<h2 id="(\w+)">(.*?)</h2>', page)


def test_cells_carry_their_heading_for_narrow_pages(result: Any) -> None:
    page = result_page.page(result)
    assert '<td data-label="end or whole run">' in page
    assert "td[data-label]::before { content: attr(data-label)" in page
