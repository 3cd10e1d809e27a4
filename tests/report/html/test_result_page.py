"""The page is whole by itself, accessible, and no name can break out of its text."""

# Also tests: report/figure_registry.py, report/html/markup.py

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from dipsim.report import figure_registry
from dipsim.report.html import result_page

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(HTMLParser):
    """Tags, attributes, ids and visible text of a page; complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
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


def test_the_page_has_margins_and_each_selector_one_rule(page: str) -> None:
    """Protects the look: text of a wide page is a column with margins, and no rule was pasted over another."""
    style = page.partition("<style>")[2].partition("</style>")[0].partition("@media (max-width")[0]
    rules = dict(re.findall(r"^([^@\s{}][^{}]*) \{([^}]*)\}$", style, re.M))
    listed = re.findall(r"^([^@\s{}][^{}]*) \{", style, re.M)
    column = next(body for names, body in rules.items() if {"main", "header"} <= set(names.split(", ")))
    assert "max-width" in column
    assert "padding: 0 1rem" in column
    assert "flex" not in column
    assert sorted(listed) == sorted(set(listed) | {name for name in listed if name == "footer"})


def test_structure(page: str) -> None:
    reader = read(page)
    assert page.startswith("<!DOCTYPE html>")
    assert reader.all("html") == [{"lang": "en"}]
    assert len(reader.all("h1")) == len(reader.all("main")) == len(reader.all("title")) == 1
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_request_and_no_script(page: str) -> None:
    reader = read(page)
    assert not {"script", "img", "link", "iframe", "object", "base"} & {tag for tag, _ in reader.tags}
    policy = [attrs["content"] for attrs in reader.all("meta") if "http-equiv" in attrs]
    assert policy
    assert "default-src 'none'" in str(policy[0])
    assert "style-src 'unsafe-inline'" in str(policy[0])
    assert not re.search(r"https?://", page)
    for _, attrs in reader.tags:
        assert not any(key.startswith("on") for key in attrs)
        for key in ("href", "src", "xlink:href"):
            assert str(attrs.get(key) or "#").startswith(("#", "data:image/png;base64,"))


def test_every_figure_has_a_sentence_and_no_id_is_there_twice(page: str) -> None:
    reader = read(page)
    drawings = reader.all("svg")
    assert len(drawings) == len(figure_registry.usual())
    assert all(attrs["role"] == "img" and len(str(attrs["aria-label"])) > 20 for attrs in drawings)
    ids = [attrs["id"] for _, attrs in reader.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(attrs["href"])[1:] for attrs in reader.all("use")} | set(re.findall(r"url\(#([^)]*)\)", page))
    assert targets <= set(ids)
    assert len(reader.all("details")) == len(figure_registry.usual())


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
    assert "script" not in {tag for tag, _ in reader.tags}
    assert "</script><img src=x onerror=alert(1)>" in reader.text
    assert reader.text.count("$x^{$ {0} %s [/b]") >= 2


def test_small_and_the_same_twice(page: str, result: Any) -> None:
    assert result_page.page(result) == page
    assert len(page.encode()) < 2_000_000


def test_without_tables_and_verdict() -> None:
    bare = SimpleNamespace(spec=None, manifest={}, tables={}, runs=0, cooperation=None)
    assert "No verdict" in read(result_page.page(bare)).text


def test_every_section_is_in_the_contents_and_can_be_reached(result: Any) -> None:
    page = result_page.page(result)
    listed = re.findall(r'<li><a href="#(part\d+)">(.*?)</a></li>', page)
    assert len(listed) >= 5
    assert listed == re.findall(r'<h2 id="(part\d+)">(.*?)</h2>', page)


def test_cells_carry_their_heading_for_narrow_pages_and_figures_turn_dark(result: Any) -> None:
    page = result_page.page(result)
    assert '<td data-label="end or whole run">' in page
    assert "td::before { content: attr(data-label)" in page
    assert "@media (prefers-color-scheme: dark) { svg { filter:" in page
