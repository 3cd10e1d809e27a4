"""The page about a sweep in a real browser: whole by itself, its figures drawn, nothing for axe-core to find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dipsim.cli import app

EXPERIMENT = """\
dipsim: 1
experiment: A <b>small</b> sweep
scenario: two_nations
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0, to: 1}
uncertainties:
  intent: {path: nations.ARL.revisionism, from: 0, to: 1}
design: {latin_hypercube: {points: 24}}
replicates: 2
outcomes: [expected_disputes, trust]
analyse:
  - curves: {outcome: trust, x: openness}
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    assert app.run(["sweep", str(folder / "experiment.yaml"), "--out", str(folder / "out"), "-q"]) == 0
    return folder / "out" / "report.html"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), pytest.param(360, True, marks=pytest.mark.campaign)])
def test_the_page_of_a_sweep(visit: Callable[..., Any], page: Path, width: int, dark: bool) -> None:
    seen = visit(page, width=width, dark=dark)
    assert (seen.requests, seen.errors) == ([], [])
    assert seen.page.locator("b").count() == 0
    assert seen.page.locator("figure svg").count() >= 1
    assert seen.ink("figure svg") > 2000
    assert seen.axe() == []
    link = seen.page.get_by_role("navigation").get_by_role("link", name="The design")
    link.click()
    assert seen.page.url.endswith("#design")
