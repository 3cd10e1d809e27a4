"""What an experiment file may say, and what is said about one that is wrong, with its line."""

# Also tests: sweeps/experiment/analysis_options.py, sweeps/experiment/columns.py,
#   sweeps/experiment/inert_factors.py, sweeps/experiment/parse_factors.py

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.sweeps.experiment.load import read

GOOD = """\
dipsim: 1
experiment: Openness
scenario: two_nations
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0.1, to: 0.9}
uncertainties:
  relations.ARL-BOR.dispute: [0.1, 0.5, 0.8]
design: {low_discrepancy: {points: 4}}
without: [port_call]
outcomes: [expected_disputes, force, trust.ARL-BOR, final.tension]
analyse:
  - prim: {outcome: expected_disputes, above: 2}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(place: Path, text: str) -> list[str]:
    (place / "e.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read("e.yaml")
    return str(caught.value).split("\n")


def test_a_good_file(place: Path) -> None:
    (place / "e.yaml").write_text(GOOD.replace("port_call", "joint_exercise"), encoding="utf-8")
    found = read("e.yaml", {"replicates": 7, "seed": None})
    assert found.points == 4
    assert found.replicates == 7
    assert found.arms == ("as_is", "joint_exercise")
    assert found.runs == 4 * 7 * 2
    assert [factor.role for factor in found.factors] == ["lever", "uncertainty"]
    assert found.factors[1].choices == ("0.1", "0.5", "0.8")
    assert found.spec.time.years == 1


BAD = [
    ("levers:", "leavers:", "e.yaml:5:1: error E1101: leavers: expected a known key", "did you mean 'levers'"),
    ("from: 0.1", "form: 0.1", "e.yaml:6:44: error E1101: levers.openness.form", "did you mean 'from'"),
    ("from: 0.1", "from: 0.95", "E1703: levers.openness: expected from below to, found from 0.95 to 0.9", ""),
    ("to: 0.9", "to: 1.9", "E1106: levers.openness: expected a number between 0 and 1", "1.9"),
    ("to: 0.9}", "to: 0.9, distribution: normal}", "E1702: levers.openness: expected mean and sd for normal", ""),
    ("nations.*.transparency", "nations.*.transparence", "E1704: levers.openness", "transparency"),
    ("nations.*.transparency", "nations.XYZ.transparency", "E1704: levers.openness", "XYZ"),
    ("[0.1, 0.5, 0.8]", "[0.1, high]", "E1704: uncertainties.relations.ARL-BOR.dispute", "high"),
    ("[0.1, 0.5, 0.8]", "[0.1]", "E1702: uncertainties.relations.ARL-BOR.dispute: expected two different values", ""),
    ("low_discrepancy", "low_discrepency", "E1101: design.low_discrepency", "did you mean 'low_discrepancy'"),
    (
        "{low_discrepancy: {points: 4}}",
        "{grid: {}, list: {points: []}}",
        "E1709: design: expected one of",
        "grid, list",
    ),
    ("points: 4", "points: 4.5", "E1115", "4.5"),
    ("points: 4", "points: 100000000", "E1106", "100000000"),
    ("without:", "replicates: 4000000000\nwithout:", "E1710: design: expected at most", "32,000,000,000 runs"),
    ("port_call", "joint_exercises", "E1708: without.0", "did you mean 'joint_exercise'"),
    ("final.tension", "final.tensions", "E1707: outcomes.3", "did you mean 'final.tension'"),
    ("trust.ARL-BOR", "trust.ARL-BRO", "E1707: outcomes.2", "did you mean 'trust.ARL-BOR'"),
    ("prim:", "prime:", "E1712: analyse.0", "did you mean 'prim'"),
    ("above: 2", "abov: 2", "E1713: analyse.0.prim.abov", "did you mean 'above'"),
    ("outcome: expected_disputes, above", "outcome: trust, above", "E1713: analyse.0.prim.outcome", "'trust'"),
    (
        "prim: {outcome: expected_disputes, above: 2}",
        "sobol: {outcome: expected_disputes}",
        "E1714: analyse.0",
        "low_discrepancy",
    ),
    ("scenario: two_nations", "scenario: two_nation", "E1701: scenario", "did you mean 'two_nations'"),
    ("scenario: two_nations", "scenario: ../../../../etc/passwd", "E1302: scenario", "'../../../../etc/passwd'"),
    ("scenario: two_nations", "scenario: /etc/passwd", "E1302: scenario", "'/etc/passwd'"),
    ("time.years: 1", "time.yers: 1", "e.yaml:4:7: error E1101: set.time.yers", "did you mean 'years'"),
]


@pytest.mark.parametrize(("old", "new", "expected", "hint"), BAD, ids=[f"{new[:30]}" for _, new, _, _ in BAD])
def test_what_is_wrong_is_said(place: Path, old: str, new: str, expected: str, hint: str) -> None:
    text = GOOD.replace("port_call", "joint_exercise") if old != "port_call" else GOOD
    assert old in text
    record = problems(place, text.replace(old, new, 1))
    assert any(expected in line and hint in line for line in record), record
    assert all(line.startswith("e.yaml:") for line in record), record


def test_a_factor_that_changes_nothing_is_refused(place: Path) -> None:
    """What a nation is called moves nothing, nor does the alarm of a kind that is switched off."""
    good = GOOD.replace("port_call", "joint_exercise")
    named = good.replace("levers:\n", "levers:\n  nations.ARL.name: [Arland, Otherland]\n")
    expected = (
        "E1705: levers.nations.ARL.name: expected a factor that changes the world, found the same world at Arland"
    )
    assert any(expected in line for line in problems(place, named))
    off = good.replace("time.years: 1", "time.years: 1, exchanges.forum: off")
    dead = off.replace("levers:\n", "levers:\n  exchanges.forum.alarm: {from: 0.1, to: 0.9}\n")
    assert any("levers.exchanges.forum.alarm" in line for line in problems(place, dead))


def test_two_factors_must_not_turn_the_same_number(place: Path) -> None:
    text = GOOD.replace("port_call", "joint_exercise").replace(
        "uncertainties:\n", "uncertainties:\n  nations.ARL.transparency: {from: 0.2, to: 0.3}\n"
    )
    assert any("E1706" in line and "both turn nations.ARL.transparency" in line for line in problems(place, text))


def test_a_switch_of_a_kind_and_a_number_of_it_do_not_go_together(place: Path) -> None:
    text = GOOD.replace("port_call", "joint_exercise").replace(
        "uncertainties:\n",
        "uncertainties:\n  exchanges.joint_exercise: [on, off]\n  exchanges.joint_exercise.alarm: {from: 0, to: 1}\n",
    )
    assert any("E1706" in line and "both turn exchanges.joint_exercise.alarm" in line for line in problems(place, text))


NAMES = [
    ("openness:", "run:", "e.yaml:6:3: error E1716: levers.run", "the column 'run' of the tables"),
    ("openness:", "point:", "e.yaml:6:3: error E1716: levers.point", "the column 'point' of the tables"),
    ("openness:", "replicate:", "e.yaml:6:3: error E1716: levers.replicate", "the column 'replicate' of the tables"),
    ("openness:", "Arm:", "e.yaml:6:3: error E1716: levers.Arm", "the column 'arm' of the tables"),
    ("openness:", "error:", "e.yaml:6:3: error E1716: levers.error", "the column 'error' of the tables"),
    ("openness:", "tick:", "e.yaml:6:3: error E1716: levers.tick", "the column 'tick' of the tables"),
    ("openness:", "force:", "e.yaml:6:3: error E1716: levers.force", "the outcome 'force'"),
    ("openness:", "FORCE:", "e.yaml:6:3: error E1716: levers.FORCE", "the outcome 'force'"),
    ("openness:", "force.se:", "e.yaml:6:3: error E1716: levers.force.se", "the outcome 'force'"),
    ("openness:", "force.without.joint_exercise.se:", "e.yaml:6:3: error E1716: levers.force", "the outcome 'force'"),
    (
        "relations.ARL-BOR.dispute: [0.1, 0.5, 0.8]",
        "Openness: {path: relations.ARL-BOR.dispute, values: [0.1, 0.5, 0.8]}",
        "e.yaml:8:3: error E1716: uncertainties.Openness",
        "the factor 'openness'",
    ),
    ("[expected_disputes, force", "[force, force", "e.yaml:11:19: error E1716: outcomes.1", "the outcome 'force'"),
    ("[joint_exercise]", "[joint_exercise, joint_exercise]", "E1716: without.1", "the arm 'joint_exercise'"),
    (
        "analyse:",
        "trajectories: {metrics: [trust, trust]}\nanalyse:",
        "E1716: trajectories.metrics.1",
        "the metric 'trust'",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected", "found"), NAMES, ids=[new[:30] for _, new, _, _ in NAMES])
def test_names_that_would_share_a_column_are_refused(
    place: Path, old: str, new: str, expected: str, found: str
) -> None:
    text = GOOD.replace("port_call", "joint_exercise")
    assert old in text
    record = problems(place, text.replace(old, new, 1))
    assert any(expected in line and found in line for line in record), record


def test_an_outcome_that_is_not_asked_for_leaves_its_name_free(place: Path) -> None:
    good = GOOD.replace("port_call", "joint_exercise").replace("openness:", "war:").replace("trust.ARL-BOR, ", "")
    (place / "e.yaml").write_text(good, encoding="utf-8")
    assert [factor.name for factor in read("e.yaml").factors] == ["war", "relations.ARL-BOR.dispute"]


def test_a_length_of_less_than_a_tick_is_no_value_of_a_factor(place: Path) -> None:
    text = GOOD.replace("port_call", "joint_exercise").replace("set: {time.years: 1}\n", "")
    text = text.replace("path: nations.*.transparency, from: 0.1, to: 0.9", "path: time.years, from: 0.02, to: 3")
    record = problems(place, text)
    assert any("levers.openness: expected one tick at least" in line and "0.02 years" in line for line in record), (
        record
    )


def test_listed_points_name_every_factor(place: Path) -> None:
    text = GOOD.replace("port_call", "joint_exercise").replace(
        "{low_discrepancy: {points: 4}}",
        "{list: {points: [{openness: 0.5, relations.ARL-BOR.dispute: 0.5}, "
        "{opennes: 0.5, relations.ARL-BOR.dispute: 2}]}}",
    )
    record = problems(place, text)
    assert any("E1711: design.list.points.1.opennes" in line and "did you mean 'openness'" in line for line in record)
    assert any("design.list.points.1.openness: expected a value" in line for line in record)
    assert any("expected one of 0.1, 0.5, 0.8" in line for line in record)


def test_a_missing_file_names_the_nearest(place: Path) -> None:
    (place / "openness.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ScenarioError, match="did you mean 'openness"):
        read("opennes.yaml")
