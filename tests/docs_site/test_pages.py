"""Pages of the site: each has a place in an index, every link leads somewhere, what is made from code is whole."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docs_site import assemble, built, files, gallery, mechanisms, reference, tutorial
from docs_site.files import linked, table, write

import dipsim
from dipsim.cli import app
from dipsim.model.parameters import PARAMETERS
from dipsim.scenario.locate import names
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.yaml.codes import CODES
from dipsim.study.verdict.mechanisms import Row, rows

LINK = re.compile(r"\]\(([^)\s#]+)(#[^)\s]*)?\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.S | re.M)
ELSEWHERE = ("http:", "https:", "mailto:")
DRAWN = sorted(rows())[::60]  # mechanisms whose picture is drawn; the campaign draws all


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole source of the site, but for the runs of the gallery and the pictures of all but a few mechanisms."""
    folder, picture = tmp_path_factory.mktemp("site"), mechanisms.picture
    drawn = [rows()[name] for name in DRAWN]

    def of_a_few(row: Row, results: Any) -> bytes:
        return picture(row, results) if row in drawn else b"<svg/>"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mechanisms, "picture", of_a_few)
        assemble.assemble(folder / "source", folder / "extra", folder / "runs", with_gallery=False)
    return folder / "source"


def dead(source: Path) -> list[str]:
    """Links of the pages that lead nowhere."""
    found = []
    for page in sorted(source.rglob("*.md")):
        for target, _ in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if not target.startswith(ELSEWHERE) and not (page.parent / target).exists():
                found.append(f"{page.relative_to(source)}: {target}")
    return found


def listed(source: Path) -> set[Path]:
    """Every page that a toctree names."""
    pages = {page: assemble.toctree(page.read_text(encoding="utf-8")) for page in source.rglob("*.md")}
    return {(page.parent / name).resolve() for page, names in pages.items() for name in names}


def test_every_page_has_its_place_in_an_index(source: Path) -> None:
    pages = {path.with_suffix("").resolve() for path in source.rglob("*") if path.suffix in (".md", ".ipynb")}
    lost = sorted(str(path.relative_to(source.resolve())) for path in pages - listed(source))
    assert lost == ["index"], "add the page to the toctree of docs/how_to, reference or explanation/index.md"
    assert listed(source) <= pages


def test_every_link_leads_somewhere(source: Path) -> None:
    assert dead(source) == []


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "[here](b.md), [there](a.md#x), `[no](link.md)`, [out](https://example.org)\n")
    assert dead(tmp_path) == ["a.md: b.md"]


def test_reference_has_everything() -> None:
    pages = reference.pages()
    assert [name for name in dipsim.PUBLIC if f"dipsim.{name}\n" not in pages["reference/python"]] == []
    assert [name for name in app.listed() if f"## `{name}`" not in pages["reference/commands"]] == []
    assert "| `--replicates" in pages["reference/commands"] or "`-n, --replicates" in pages["reference/commands"]
    assert [code for code in CODES if f"| `{code}` |" not in pages["reference/codes"]] == []
    assert [one.name for one in PARAMETERS if f"| `{one.name}` |" not in pages["reference/parameters"]] == []
    assert [name for name in catalogue() if f"\n`{name}`. " not in pages["reference/kinds"]] == []


def test_every_mechanism_and_scenario_has_a_page(source: Path) -> None:
    for name in rows():
        page = (source / "mechanisms" / f"{name}.md").read_text(encoding="utf-8")
        assert rows()[name].how in page
        assert (source / "mechanisms" / f"{name}.svg").exists()
    assert all((source / "mechanisms" / f"{name}.svg").stat().st_size > 2000 for name in DRAWN)
    assert {path.stem for path in (source / "gallery").glob("*.md")} == {"index", *names()}


@pytest.mark.campaign
def test_every_mechanism_has_a_picture() -> None:
    _, figures = mechanisms.pages()
    assert len(figures) == len(rows())
    assert [name for name, data in figures.items() if len(data) <= 2000] == []


def test_numbers_of_mechanisms_are_found() -> None:
    unknown = [name for row in rows().values() for name in row.parameters if mechanisms.number(name)[2] == ""]
    assert [name for name in unknown if not name.startswith(("relations.", "organisations.", "nations."))] == []


def test_the_overview_names_every_section(source: Path) -> None:
    text = (source.parent / "extra" / "llms.txt").read_text(encoding="utf-8")
    assert text.count("\n## ") == len(assemble.SECTIONS)
    assert "- [1. Your first region](tutorial/1_first_region.html)" in text


def test_dead_links_of_a_built_site_are_noticed(tmp_path: Path) -> None:
    write(
        tmp_path / "a.html", '<a href="b.html#x">b</a><a href="#y">y</a><img src="c.png"><script src="//cdn.org/x.js">'
    )
    write(tmp_path / "b.html", '<p id="x"><a href="https://example.org">out</a><a href="a.html">a</a>')
    assert built.problems(tmp_path) == [
        "a.html: nothing at #y",
        "a.html: nothing at c.png",
        "a.html: loads //cdn.org/x.js from the network",
    ]


def test_pages_that_are_named_become_links() -> None:
    assert linked("`docs/model.md`, `x.md`\n```\n`docs/model.md`\n```\n", ["model"], "../") == (
        "[model.md](../model.md), `x.md`\n```\n`docs/model.md`\n```\n"
    )


def test_a_table_keeps_its_cells() -> None:
    assert table(["a"], [["x|y\nz"]]).endswith("| x\\|y z |\n")


@pytest.mark.parametrize("module", [files, gallery, tutorial], ids=lambda module: module.__name__)
def test_examples_of_the_tools_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
