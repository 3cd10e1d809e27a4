"""Files that are no scenarios, hostile text, and how problems are printed."""

# Also tests: scenario/relations_csv.py, scenario/yaml/nodes.py, scenario/yaml/parser.py

from __future__ import annotations

import importlib
import os
import pickle
import time
from pathlib import Path

import pytest

from dipsim.scenario.load import load
from dipsim.scenario.yaml.codes import CODES
from dipsim.scenario.yaml.nodes import Mark
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import COMPARED, MOST, Problem, Report, ScenarioError, nearest

GOOD = "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 1}\n"


def first(path: Path | str, **more: str) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        load(path, **more)  # type: ignore[arg-type]
    return caught.value.problems[0]


def test_folder_pipe_and_device_are_refused_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    assert first(tmp_path).code in ("E1001", "E1002")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        assert first(tmp_path / "pipe.yaml").code == "E1002"
    if os.path.exists("/dev/zero"):
        assert first("/dev/zero").code == "E1002"
    assert time.monotonic() - started < 5


def test_unknown_name_gets_the_nearest_shipped_one() -> None:
    problem = first("two_block")
    assert (problem.code, problem.suggestion) == ("E1001", "two_blocs")
    assert first("no/such\0file").code == "E1001"


def test_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    wanted = load("a.yaml", text=GOOD).hash
    for number, data in enumerate(
        (b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), GOOD[:-1].encode())
    ):
        file = tmp_path / f"{number}.yaml"
        file.write_bytes(data)
        assert load(file).hash == wanted


def test_lone_surrogates_are_refused() -> None:
    assert first("a.yaml", text=GOOD.replace("T", "\ud800")).code == "E1005"
    with pytest.raises(ScenarioError):
        load("a.yaml", text=GOOD.replace("title: T", 'title: "\\ud800"'))


def test_too_many_values_stop_the_composer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dipsim.scenario.yaml.parser.MAX_NODES", 100)
    report = Report()
    assert compose("[" + "1, " * 200 + "]", "a.yaml", report) is None
    assert report.problems[0].code == "E1019"


def test_all_problems_come_at_once_and_twenty_are_printed() -> None:
    text = GOOD + "relations:\n" + "".join(f"  - {{between: [ARL, X{n}], proximity: 2}}\n" for n in range(10, 40))
    with pytest.raises(ScenarioError) as caught:
        load("a.yaml", text=text)
    assert len(caught.value.problems) == 60
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 40 more problems (60 in all)"
    places = [(p.line, p.column) for p in caught.value.problems]
    assert places == sorted(places)


def test_text_of_the_file_is_escaped_in_messages() -> None:
    problem = first("a.yaml", text=GOOD + 'time: {tick: "[red]{0} %s"}\n')
    assert problem.code == "E1109"
    assert "[red]{0} %s" in str(problem)
    line = str(Problem("a\x1b.yaml", 1, 1, "E1109", "x\u202ey", "a word", "'z'"))
    assert line == "a\\u{1b}.yaml:1:1: error E1109: x\\u{202e}y: expected a word, found 'z'"


def test_problem_line_is_exact() -> None:
    problem = first("my.yaml", text=GOOD.replace("gdp", "gpd"))
    assert str(problem) == "my.yaml:4:8: error E1102: nations.ARL.gdp: expected the key 'gdp', found nothing"
    second = Problem("my.yaml", 4, 9, "E1101", "nations.ARL.gpd", "a known key", "'gpd'", "gdp")
    assert str(second) == (
        "my.yaml:4:9: error E1101: nations.ARL.gpd: expected a known key, found 'gpd' (did you mean 'gdp'?)"
    )
    assert second.as_dict()["meaning"] == CODES["E1101"]


def test_errors_and_specs_travel_between_processes() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("a.yaml", text="")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    spec = load("two_blocs")
    assert pickle.loads(pickle.dumps(spec)).hash == spec.hash


def test_codes_are_told_apart_and_known() -> None:
    assert all(code[0] in "EW" and code[1:].isdigit() and len(code) == 5 for code in CODES)
    assert len(set(CODES.values())) == len(CODES)
    with pytest.raises(KeyError):
        Report().add(Problem("f", 1, 1, "E1001", "", "", "") and ("f", 1, 1), "E9999", "", "", "")  # type: ignore[arg-type]


def test_nearest_word() -> None:
    assert nearest("trasparency", ["transparency", "offence"]) == "transparency"
    assert nearest("xyz", ["transparency"]) == ""


def test_reading_stops_at_so_many_errors() -> None:
    """Protects against minutes of looking for near names: nothing is looked at after the last error that is kept."""
    rows = "".join(f"  - {{between: [X{n}, Y{n}]}}\n" for n in range(20_000))
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load("a.yaml", text=GOOD + "relations:\n" + rows)
    assert time.process_time() - start < 10
    assert (len(caught.value.problems), caught.value.stopped) == (MOST, True)
    assert str(caught.value).endswith(f"... and {MOST - 20} more problems (reading stopped at {MOST})")


def test_warnings_beyond_those_kept_hide_no_error() -> None:
    report = Report()
    for line in range(MOST + 50):
        report.add(Mark("a.yaml", line, 1), "W1601", "", "", "")
    report.add(Mark("a.yaml", 1, 1), "E1101", "", "", "")
    assert len(report.warnings) == MOST
    with pytest.raises(ScenarioError):
        report.stop()


def test_nothing_near_is_looked_for_among_too_many_names() -> None:
    assert nearest("Bordonia", ["Bordonai"]) == "Bordonai"
    assert nearest("Bordonia", ["Bordonai", *map(str, range(COMPARED))]) == ""


def expectations(count: int, different: int) -> str:
    claims = (f"  - {{outcome: war, above: 0, with: {{nations.ARL.gdp: {2 + n % different}}}}}\n" for n in range(count))
    return GOOD + "expect:\n" + "".join(claims)


def test_equal_overrides_of_expectations_are_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loader = importlib.import_module("dipsim.scenario.load")

    tried, build = [], loader._build
    monkeypatch.setattr(loader, "_build", lambda *a, **how: tried.append(how) or build(*a, **how))
    assert len(load("a.yaml", text=expectations(1000, 3)).expect) == 1000
    assert tried == [{}, *[{"claims": False}] * 3]


@pytest.mark.parametrize(("count", "different"), [(1001, 1), (150, 101)])
def test_expectations_have_a_limit(count: int, different: int) -> None:
    problem = first("a.yaml", text=expectations(count, different))
    assert problem.code == "E1114"
    assert problem.path.startswith("expect")


def test_exchange_kinds_have_a_limit() -> None:
    many = "exchanges:\n" + "".join(f"  k{n}: {{like: forum}}\n" for n in range(501))
    assert first("a.yaml", text=GOOD + many).code == "E1114"


@pytest.mark.parametrize("name", ["loop", "x" * 5000])
@pytest.mark.parametrize(
    ("key", "ending", "code"), [("base: {}", ".yaml", "E1301"), ("relations: {{from: {}}}", ".csv", "E1309")]
)
def test_names_that_cannot_be_followed_are_refused_at_their_place(
    tmp_path: Path, name: str, key: str, ending: str, code: str
) -> None:
    """Protects against links in a circle and names that no file can have."""
    (tmp_path / f"loop{ending}").symlink_to(f"loop{ending}")
    (tmp_path / "a.yaml").write_text(GOOD + key.format(name + ending) + "\n", encoding="utf-8")
    problem = first(tmp_path / "a.yaml")
    assert problem.code == code
    assert "cannot be followed" in problem.found


def test_a_scenario_that_is_a_link_in_a_circle_or_has_too_long_a_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert first(tmp_path / "loop.yaml").code == "E1001"
    assert first("x" * 5000).code == "E1001"
