"""``dipsim compare`` and ``diff``."""

# Also tests: cli/commands/diff.py, report/figures/compare.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

QUICK = ("-n", 2, "--draws", 1, "--no-readings")


def test_compare_tables_and_figure(dipsim: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    said = dipsim("compare", "tiny.yaml", "--for", "ARL", *QUICK, "--out", "figures")
    assert said.code == 0, said.err
    assert max(map(len, said.out.splitlines())) <= 100
    for word in ("For Arland at ", "Reassure", "Arm alone", "measured cost", "fewest of 1 draws", "rivals BOR"):
        assert word in said.out
    assert "Deter has nothing that can be done here" in said.out  # an enemy and no friend
    assert {path.name for path in (place / "figures").iterdir()} == {"compare.png", "compare.svg"}


def test_compare_json_with_a_file_and_a_cost_in_billions(dipsim: Any, place: Path) -> None:
    bundle = "{title: Talk, programmes: [{kind: official_visit, with: everyone}]}"
    (place / "mine.yaml").write_text(f"dipsim: 1\nstrategies: {{talk: {bundle}}}\n", encoding="utf-8")
    scale = ("--set", "money={per_billion: 1000}", "--set", "nations.*.gdp=900000")
    wide = dipsim("compare", "tiny.yaml", "--for", "ARL", "--strategies", "mine.yaml", "--cost", 0.01, *QUICK, "--json")
    found = json.loads(wide.out)
    assert [row["name"] for row in found["rows"]] == ["do_nothing", "talk"]
    assert found["rows"][1]["acts"] == {"official_visit": pytest.approx(10)}
    again = dipsim(
        "compare", "tiny.yaml", "--for", "ARL", "--strategies", "mine.yaml", "--cost", 0.01, *QUICK, "--json", *scale
    )
    assert json.loads(again.out)["cost"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--for", "ARX"), 2, "no nation 'ARX'; did you mean 'ARL'?"),
        (("--for", "Arland"), 2, "name a nation by its code: ARL"),
        (("--for", "ARL", "--cost", 0.000001), 2, "ask for a higher cost"),
        (("--for", "ARL", "--strategies", "none.yaml"), 3, "none.yaml:1:1: error E1001"),
        ((), 2, "--for"),
    ],
)
def test_compare_errors(dipsim: Any, arguments: tuple[Any, ...], code: int, message: str) -> None:
    said = dipsim("compare", "tiny.yaml", *arguments, *QUICK)
    assert (said.code, said.out) == (code, "")
    assert message in said.err
    assert len(said.err.splitlines()) == 1


def test_diff_of_a_scenario_with_itself_and_with_one_number_changed(dipsim: Any) -> None:
    same = dipsim("diff", "tiny.yaml", "tiny.yaml", "-n", 2)
    assert same.code == 0
    assert "the same in everything" in same.out
    said = dipsim("diff", "tiny.yaml", "tiny.yaml", "-n", 4, "--set", "nations.ARL.transparency=0.9")
    assert said.code == 0
    assert "ARL.transparency" in said.out
    assert "how well others see what it does" in said.out
    assert "expected disputes per decade" in said.out
    assert said.out.count("transparency") == 1


def test_diff_json(dipsim: Any) -> None:
    said = json.loads(
        dipsim("diff", "tiny.yaml", "tiny.yaml", "-n", 2, "--set", "processes.crisis.shock=0", "--json").out
    )
    assert [one["path"] for one in said["differences"]] == ["processes.crisis.shock"]
    assert said["row"]["replicates"] == 2
    assert said["titles"] == ["Tiny [bold]place[/bold]"] * 2


def test_diff_of_what_is_not_there(dipsim: Any) -> None:
    said = dipsim("diff", "tiny.yaml", "two_bloks")
    assert said.code == 3
    assert "did you mean 'two_blocs'?" in said.err


def test_units_are_said(dipsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects readers of the tables: what a share is of, and in which unit a number is."""
    monkeypatch.setenv("COLUMNS", "200")
    short = ("-n", 2, "--set", "time.years=2")
    compared = dipsim("compare", "two_blocs", "--for", "ARL", "--draws", 0, "--no-readings", *short).out
    for words in ("own disputes per decade", "chance of force", "Trust and freedom of action go from 0 to 1."):
        assert words in " ".join(compared.split())
    warned = " ".join(dipsim("warn", "two_blocs", "-n", 2, "--set", "time.years=8").out.split())
    assert "Force caught: share of the uses of force that an alarm came before." in warned
    assert "Alarms false: share of the alarms that no use of force followed." in warned
