"""Files that are no scenarios, hostile text, and how problems are printed."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

import pytest

from dipsim.scenario import CODES, Problem, ScenarioError, load
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, nearest

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
