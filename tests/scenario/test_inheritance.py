"""Scenarios based on others, tables of relations, and overrides by path."""

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.scenario.load import load
from dipsim.scenario.schema.serialise import to_yaml
from dipsim.scenario.yaml.problems import Problem, ScenarioError

BASE = """\
dipsim: 1
title: Base
time: {start: 2025-01, years: 10}
issues: {sea: 1}
nations:
  AA: {gdp: {value: 100, source: s}, burden: 0.03, interests: {sea: 0.5}}
  BB: {gdp: 200}
relations:
  - {between: [AA, BB], proximity: 0.5, dispute: 0.2, trust: 0.6}
organisations:
  - {name: First Forum, kind: forum, members: [AA, BB], meets: 2}
timeline:
  - {at: 2026-01, joint_exercise: {between: [AA, BB]}}
  - {at: 2027-01, government_change: AA}
"""
OWN = "  - {between: [AA, BB], proximity: 0.5, dispute: 0.2, trust: 0.6}\n"
UPPER = """\
base: base.yaml
title: Upper
time: {years: 5}
nations:
  AA: {gdp: 150}
  CC: {gdp: 300}
relations:
  - {between: [BB, AA], dispute: 0.7, history: 1}
  - {between: [AA, CC], proximity: 0.1}
organisations:
  - {name: First Forum, meets: 4}
timeline:
  - {at: 2028-01, government_change: BB}
"""


def problem(path: Path | str, sets: list[str] | tuple[str, ...] = (), text: str | None = None) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        load(path, sets, text)
    return caught.value.problems[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "upper.yaml").write_text(UPPER)
    return tmp_path


def test_differences_are_merged(folder: Path) -> None:
    spec = load(folder / "upper.yaml")
    assert (spec.dipsim, spec.title, spec.time.start, spec.time.years, spec.base) == (1, "Upper", "2025-01", 5, None)
    assert list(spec.nations) == ["AA", "BB", "CC"]
    assert (spec.nations["AA"].gdp, spec.nations["AA"].burden) == (150, 0.03)
    assert "nations.AA.gdp" not in spec.evidence  # the new figure has no source
    first, second = spec.relations
    assert (first.between, first.proximity, first.dispute) == (("AA", "BB"), 0.5, 0.7)
    assert (first.trust, first.history) == ({}, {"AA": 1.0, "BB": 1.0})
    assert second.between == ("AA", "CC")
    assert (spec.organisations[0].meets, spec.organisations[0].members) == (4, ("AA", "BB"))
    assert [entry.at for entry in spec.timeline] == ["2028-01"]


def test_a_shipped_scenario_can_be_the_base() -> None:
    spec = load("mine.yaml", text="base: two_blocs\ntitle: Mine\nnations: {ARL: {transparency: 0.9}}\n")
    assert spec.nations["ARL"].transparency == 0.9
    assert len(spec.nations) == 7


def test_a_problem_of_the_base_is_placed_there(folder: Path) -> None:
    (folder / "base.yaml").write_text(BASE.replace("gdp: 200", "gpd: 200"))
    found = problem(folder / "upper.yaml")
    assert (Path(found.file).name, found.line, found.code) == ("base.yaml", 7, "E1102")


def test_bases_do_not_go_in_circles_or_too_deep(folder: Path) -> None:
    (folder / "base.yaml").write_text("base: upper.yaml\n")
    assert problem(folder / "upper.yaml").code == "E1303"
    (folder / "self.yaml").write_text("base: self.yaml\n")
    assert problem(folder / "self.yaml").code == "E1303"
    (folder / "b0.yaml").write_text(BASE)
    for number in range(1, 10):
        (folder / f"b{number}.yaml").write_text(f"base: b{number - 1}.yaml\n")
    assert load(folder / "b8.yaml").title == "Base"
    assert problem(folder / "b9.yaml").code == "E1304"


def test_base_stays_in_the_folder_even_through_links(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "s.yaml").write_text("base: link.yaml\n")
    (folder / "below" / "link.yaml").symlink_to(folder / "base.yaml")
    assert problem(folder / "below" / "s.yaml").code == "E1302"
    (folder / "s.yaml").write_text("base: below/t.yaml\n")
    (folder / "below" / "t.yaml").write_text(BASE)
    assert load(folder / "s.yaml").title == "Base"


TABLE = 'a,b,proximity,trust,pact,source\nAA,BB,0.5,0.6,,"one, two"\nAA, CC ,0.2,,defence,\n'


@pytest.mark.parametrize(
    ("table", "line", "column", "code"),
    [
        (TABLE.replace("proximity", "proximty"), 1, 5, "E1307"),
        (TABLE.replace("a,b,", "a,c,"), 1, 1, "E1307"),
        (TABLE.replace("trust", "pact"), 1, 15, "E1307"),
        (TABLE.replace("AA, CC ,0.2,,defence,", "AA,CC,0.2"), 3, 1, "E1308"),
        (TABLE.replace("0.2", "0,2"), 3, 1, "E1308"),
        (TABLE.replace("0.2", "x"), 3, 9, "E1104"),
        (TABLE.replace("0.6", "1.6"), 2, 11, "E1106"),
        (TABLE.replace(" CC ", "XX"), 3, 4, "E1201"),
        (TABLE.replace(" CC ", "BB"), 3, 1, "E1208"),
        (TABLE.replace('"one, two"', 'one" two'), 2, 16, "E1308"),
        (TABLE.replace(",", ";"), 1, 1, "E1307"),
        (TABLE.replace("AA,BB", "AA\tBB"), 2, 3, "E1006"),
    ],
)
def test_bad_tables_are_placed(tmp_path: Path, table: str, line: int, column: int, code: str) -> None:
    found = problem(tabled(tmp_path, table))
    assert Path(found.file).name == "dyads.csv"
    assert (found.line, found.column, found.code) == (line, column, code), str(found)


def tabled(folder: Path, table: str) -> Path:
    (folder / "dyads.csv").write_text(table)
    text = (
        BASE.split("relations:", maxsplit=1)[0]
        + "  CC: {gdp: 1}\nrelations: {from: dyads.csv, list: [{between: [BB, CC]}]}\n"
    )
    (folder / "main.yaml").write_text(text)
    return folder / "main.yaml"


def test_a_table_of_relations(tmp_path: Path) -> None:
    spec = load(tabled(tmp_path, TABLE))
    assert [one.between for one in spec.relations] == [("AA", "BB"), ("AA", "CC"), ("BB", "CC")]
    assert spec.relations[0].trust == {"AA": 0.6, "BB": 0.6}
    assert spec.relations[0].source == "one, two"
    assert spec.relations[1].pact == ("defence",)


def test_measures_are_said_by_who_keeps_them_up(tmp_path: Path) -> None:
    """Protects the three ways to say it, the column of a table, and that what is written down loads back."""
    pair, both = "{between: [AA, BB], measures: %s}", {"AA": ("sanction",), "BB": ("sanction",)}
    cases = {"{BB: [sanction, embargo]}": {"BB": ("sanction", "embargo")}, "sanction": both, "[sanction]": both}
    for said, meant in cases.items():
        spec = load("x.yaml", text=BASE.replace("relations:\n", f"relations:\n  - {pair % said}\n").replace(OWN, ""))
        assert spec.relations[0].measures == meant
        assert "sanction" in spec.kinds
        assert load("x.yaml", text=to_yaml(spec)).hash == spec.hash
    table = TABLE.replace("pact", "measures").replace("defence", "embargo")
    assert load(tabled(tmp_path, table)).relations[1].measures == {"AA": ("embargo",), "CC": ("embargo",)}


SETS = {
    "time.years=3": lambda s: s.time.years == 3,
    "title=Other": lambda s: s.title == "Other",
    "nations.AA.gdp=5": lambda s: s.nations["AA"].gdp == 5,
    "nations.AA.gdp={value: 5, source: me}": lambda s: s.evidence["nations.AA.gdp"].source == "me",
    "nations.*.transparency=0.9": lambda s: {n.transparency for n in s.nations.values()} == {0.9},
    "nations.AA.interests.sea=-1": lambda s: s.nations["AA"].interests["sea"].position == -1,
    "relations.AA-BB.dispute=0.9": lambda s: s.relations[0].dispute == 0.9,
    "relations.BB-AA.dispute=0.9": lambda s: s.relations[0].dispute == 0.9,
    "relations.*.dispute=0.9": lambda s: s.relations[0].dispute == 0.9,
    "relations.AA-BB.trust={AA: 0.1}": lambda s: s.relations[0].trust == {"AA": 0.1},
    "organisations.First Forum.meets=7": lambda s: s.organisations[0].meets == 7,
    "organisations.*.quality=1": lambda s: s.organisations[0].quality == 1,
    "exchanges.joint_exercise.alarm=0.3": lambda s: s.kinds["joint_exercise"].numbers["alarm"] == 0.3,
    "exchanges.joint_exercise=off": lambda s: s.kinds["joint_exercise"].is_off,
    "exchanges.*.alarm=0": lambda s: {k.numbers["alarm"] for k in s.kinds.values()} == {0},
    "processes.crisis.motive=0.1": lambda s: s.parameters["crisis.motive"] == 0.1,
    "options.start=cold": lambda s: s.options.start == "cold",
    "timeline.0.joint_exercise.scale=2": lambda s: s.timeline[0].args.scale == 2,
    "timeline.*.at=2029-01": lambda s: {e.at for e in s.timeline} == {"2029-01"},
}


@pytest.mark.parametrize("override", SETS)
def test_overrides(override: str) -> None:
    assert SETS[override](load("base.yaml", [override], BASE))


def test_a_relation_is_made_when_it_is_not_listed() -> None:
    text = BASE.replace("  BB: {gdp: 200}", "  BB: {gdp: 200}\n  CC: {gdp: 1}")
    spec = load("base.yaml", ["relations.CC-AA.proximity=0.4"], text)
    assert spec.relations[1].between == ("AA", "CC")


def test_later_overrides_win() -> None:
    assert load("base.yaml", ["time.years=3", "time.years=4"], BASE).time.years == 4


@pytest.mark.parametrize(
    ("override", "column", "code", "suggestion"),
    [
        ("time.years", 1, "E1305", ""),
        ("time.years=", 1, "E1305", ""),
        ("=5", 1, "E1305", ""),
        ("nations.CC.gdp=5", 1, "E1306", ""),
        ("nations.BBB.gdp=5", 1, "E1306", "BB"),
        ("nations.AA.gpd=5", 1, "E1101", "gdp"),
        ("nations.AA.burden= 2", 20, "E1106", "0.02"),
        ("nations.AA.burden=.nan", 19, "E1105", ""),
        ("relations.AA.dispute=1", 1, "E1306", ""),
        ("relations.AA-XX.dispute=1", 1, "E1201", ""),
        ("relations.AA-BB=1", 1, "E1306", ""),
        ("organisations.First Form.meets=1", 1, "E1306", "First Forum"),
        ("timeline.2.at=2026-01", 1, "E1306", ""),
        ("timeline.x.at=2026-01", 1, "E1306", ""),
        ("exchanges.joint_exercice.alarm=1", 1, "E1218", "joint_exercise"),
        ("tme.years=5", 1, "E1306", "time.years"),
        ("time.years.value=5", 1, "E1306", ""),
        ("time.years=[1", 12, "E1008", ""),
        ("time.years=&a 5", 12, "E1013", ""),
    ],
)
def test_bad_overrides_are_placed(override: str, column: int, code: str, suggestion: str) -> None:
    found = problem("base.yaml", ["time.tick=month", override], BASE)
    assert (found.file, found.line, found.code, found.suggestion) == ("--set", 2, code, suggestion), str(found)
    assert found.column == column, str(found)
