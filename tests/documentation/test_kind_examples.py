"""Every example of the page on scenarios loads; every section and kind is there, as the catalogue has it."""

# Also tests: documentation/lists.py, workbench.py

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from dipsim.documentation import lists
from dipsim.documentation.kind_examples import FORMS, example, form, group, markdown, section
from dipsim.model.state.events import DatedEvent
from dipsim.model.state.exchange_kind import FORMS as ALL_FORMS
from dipsim.public_data.scenarios.sketch import sketch
from dipsim.scenario.arguments import UnknownName
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.spec import Scenario

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
HEAD = "dipsim: 1\ntitle: Example\n"
NATIONS = """\
issues: {border: 1, fishing: 1}
nations:
  ARL: {gdp: 900}
  BOR: {gdp: 400}
  CEL: {gdp: 800}
"""
FORUM = "organisations:\n  - {name: Regional Forum, kind: forum, members: [ARL, BOR, CEL], meets: 2}\n"


def whole(block: str) -> str:
    """A block of the page as a scenario: what it leaves out is filled in."""
    keys = set(re.findall(r"^(\w+):", block, re.M))
    text = "" if "dipsim" in keys else HEAD
    text += "" if "nations" in keys else NATIONS if "issues" not in keys else NATIONS.partition("\n")[2]
    text += "issues: {border: 1, fishing: 1}\n" if "nations" in keys else ""
    text += FORUM if "Regional Forum" in block and "organisations" not in keys else ""
    return text + block


BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split("\n")[-2].strip()[:40] for block in BLOCKS])
def test_every_example_of_the_page_loads(block: str) -> None:
    assert load("page.yaml", text=whole(block)).nations


def test_every_section_and_every_dated_event_is_on_the_page() -> None:
    shown = "\n".join(BLOCKS) + PAGE
    for name in Scenario.model_fields:
        assert re.search(rf"^{name}:|`{name}[:`]", shown, re.M), name
    written = {event.name.lower() for event in DatedEvent} & set(re.findall(r"(\w+): ", "\n".join(BLOCKS)))
    assert {"government_change", "disaster", "change", "dispute", "end", "leave"} <= written


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_example_of_a_kind_is_two_lines_that_load(name: str) -> None:
    text = example(name)
    assert len(text.split("\n")) == 2
    spec = load("kind.yaml", text=f"{HEAD}{NATIONS}{section(name)}:\n{text}\n")
    if form(name) == "group":
        assert spec.organisations[0].members == ("ARL", "BOR")
    else:
        assert spec.timeline[0].event == name
        assert not spec.kinds[name].is_off
    assert [str(problem) for problem in spec.warnings if problem.code not in ("W1603", "W1605")] == []


def test_the_sketch_names_expectations_that_load() -> None:
    text = sketch("Mine", ["ARL", "BOR", "CEL"])
    shown = text[text.index("# expect:") :].replace("# ", "")
    spec = load("x.yaml", text=text[: text.index("# expect:")] + shown)
    assert len(spec.expect) == 2


def test_the_page_holds_every_kind_as_the_catalogue_has_it() -> None:
    found = importlib.util.spec_from_file_location("kinds_page", ROOT / "tools" / "kinds_page.py")
    assert found is not None
    assert found.loader is not None
    tool: Any = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    assert tool.filled(PAGE) == PAGE, "run: python tools/kinds_page.py"
    assert all(f"(`{name}`)" in markdown() for name in catalogue())
    assert set(FORMS) == set(ALL_FORMS)


def test_lists() -> None:
    assert (
        {row["kind"]: row["form"] for row in lists.kinds()}["conditional_pact"]
        == form("conditional_pact")
        == "standing"
    )
    assert group("arms_transfer") == "cooperation"
    assert {"scenario": "two_nations", "nations": 2, "years": 8.0, "title": "Two nations"} in lists.scenarios()
    assert {row["posture"] for row in lists.postures()} >= {"hedger"}
    assert any(row["name"] == "crisis.motive" for row in lists.parameters())
    one = lists.kind("joint_exercise")
    assert (one["section"], one["optional"]) == ("timeline", False)
    assert {"number", "value", "unit", "bounds", "grade", "source", "rivals"} <= set(one["numbers"][0])
    with pytest.raises(UnknownName, match="did you mean 'hotline'"):
        lists.kind("hotlin")
