"""A region of thirty nations over twenty years in months still makes a page of less than one megabyte, and says how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dipsim
from dipsim.report.html import result_page, tables

NATIONS, YEARS, LIMIT = 30, 20, 1_000_000


def thirty(folder: Path) -> Path:
    """A ring of nations with neighbours, rivals, pacts and habits of every sort."""
    codes = [f"N{k:02d}" for k in range(NATIONS)]
    nations = "\n".join(
        f"  {code}: {{name: Nation of the number {k}, gdp: {200 + 40 * k}, burden: 0.02, "
        f"revisionism: {0.1 + 0.02 * (k % 30):.2f}, "
        f"location: [{(k * 7) % 60 - 30}, {(k * 12) % 360 - 180}], interests: {{border: {'-' if k % 2 else ''}0.6}}}}"
        for k, code in enumerate(codes)
    )
    relations = "\n".join(
        f"  - {{between: [{codes[k]}, {codes[(k + step) % NATIONS]}], proximity: 0.8, trust: {trust}{more}}}"
        for k in range(NATIONS)
        for step, trust, more in (
            (1, 0.3, ", dispute: 0.4"),
            (2, 0.7, ", pact: defence" if k % 3 == 0 else ""),
            *((step, 0.5, "") for step in range(3, 15)),
        )
    )
    path = folder / "thirty.yaml"
    path.write_text(
        f"dipsim: 1\ntitle: Thirty nations\ntime: {{start: 2025-01, years: {YEARS}, tick: month}}\n"
        f"issues: {{border: 1.0}}\nnations:\n{nations}\nrelations:\n{relations}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = dipsim.run(thirty(tmp_path_factory.mktemp("thirty")), replicates=3, seed=1, judge=False)
    assert made.manifest["ticks"] == 240
    assert len(made.spec.nations) == NATIONS
    return result_page.page(made)


def test_thirty_nations_and_twenty_years_fit_into_a_megabyte(page: str) -> None:
    assert 300_000 < len(page.encode()) < LIMIT


def test_the_page_says_what_it_left_out(page: str) -> None:
    assert "Points are yearly" in page
    assert "the 240 of 870 relations that changed most" in page


def test_of_very_many_relations_years_are_left_out(result: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROOM", 42 * 5)
    view = tables.View(result)
    assert view.thinned
    assert len(view.ticks) == 5
    assert (view.ticks[0], view.ticks[-1]) == (0, 239)
    assert "Of so many relations the page holds 5 of these points." in result_page.page(result)
