"""A result answers the same whether it is in memory or loaded back."""

# Also tests: runs/errors.py

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dipsim.runs import result as results
from dipsim.runs.errors import FolderError
from dipsim.runs.result import Result, Tables, connect, load
from dipsim.runs.storage.content_hash import tables_hash
from dipsim.runs.storage.schemas import TABLES
from dipsim.runs.storage.writer import Memory, Writer


class Spec:
    """As much of a scenario as a result asks for."""

    text = "dipsim: 1\ntitle: Two blocs\n"


class Verdict:
    """As much of a verdict as a result asks for."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def as_dict(self) -> dict[str, Any]:
        return self.data


@pytest.fixture
def result(frames: Any, about: dict[str, Any]) -> Result:
    memory = Memory("crowns of 1990")
    for name, frame in frames(range(4)).items():
        memory.append(name, frame)
    return Result(Spec(), memory.commit(about), Tables(memory.frame))


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """An upper layer that answers, under the name ``upper``."""
    upper = types.ModuleType("upper")
    upper.asked = []  # type: ignore[attr-defined]
    upper.summary = lambda result: upper.asked.append(("summary", result))  # type: ignore[attr-defined]
    upper.plot = lambda result, name, **options: (name, options)  # type: ignore[attr-defined]
    upper.Verdict = Verdict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "upper", upper)
    monkeypatch.setattr(results, "_above", {})
    connect(summary="upper:summary", plot="upper:plot", verdict="upper:Verdict")
    return upper


def test_save_and_load_give_the_same_result(tmp_path: Path, result: Result) -> None:
    assert result.save(tmp_path / "out", csv=True) == tmp_path / "out"
    back = load(tmp_path / "out")
    assert back.manifest == result.manifest
    assert back.folder == result.folder == tmp_path / "out"
    assert list(back.tables) == list(TABLES)
    assert len(back.tables) == 10
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(back, name), getattr(result, name), check_exact=True)
    assert tables_hash(back.tables) == back.manifest["tables_hash"] == tables_hash(result.tables)
    assert back.manifest["money"] == "crowns of 1990"
    assert (back.runs, back.detail_runs, back.title) == (4, [0], "Two blocs")
    assert (tmp_path / "out" / "region.csv").read_text().startswith("run,tick,date,trust")


def test_loaded_result_can_be_saved_elsewhere_and_over_itself(tmp_path: Path, result: Result) -> None:
    result.save(tmp_path / "one")
    back = load(tmp_path / "one")
    back.save(tmp_path / "two")
    back.save(tmp_path / "two", overwrite=True)
    two = load(tmp_path / "two")
    assert {**two.manifest, "created": "", "seal": ""} == {**result.manifest, "created": "", "seal": ""}
    with pytest.raises(FolderError):
        two.save(tmp_path / "one")


def test_scenario_comes_back_from_the_folder(tmp_path: Path, result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = types.ModuleType("dipsim.scenario.load")
    loader.load = lambda path, sets, text: ("loaded", text)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dipsim.scenario.load", loader)
    result.save(tmp_path / "out")
    assert load(tmp_path / "out").spec == ("loaded", Spec.text)


def test_verdict_of_cooperation_is_kept(tmp_path: Path, result: Result, connected: types.ModuleType) -> None:
    assert result.cooperation is None
    result.cooperation = Verdict({"word": "mixed"})
    result.save(tmp_path / "out")
    assert load(tmp_path / "out").cooperation.data == {"word": "mixed"}


def test_upper_layers_answer(result: Result, connected: types.ModuleType) -> None:
    result.summary()
    assert connected.asked == [("summary", result)]
    assert result.plot("trust", dpi=80) == ("trust", {"dpi": 80})
    assert result.plot() == (None, {})


def test_question_without_answer_says_so(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_above", {})
    with pytest.raises(RuntimeError, match="'plot'"):
        result.plot()


def test_shown_in_one_line_and_in_a_notebook(tmp_path: Path, result: Result) -> None:
    result.manifest["title"] = "<script>alert(1)</script>"
    assert repr(result).count("\n") == 0
    assert "4 runs of 30 ticks, seed 7" in repr(result)
    shown = result._repr_html_()
    assert "<script>" not in shown
    assert "mean trust 0." in shown
    assert len(shown) < 400
    result.save(tmp_path / "out")
    assert str(tmp_path / "out") in repr(result)


def test_unknown_tables_and_folders_are_named(tmp_path: Path, result: Result) -> None:
    with pytest.raises(KeyError, match="there are region"):
        result.tables["regions"]
    with pytest.raises(FolderError, match="no such folder"):
        load(tmp_path / "nowhere")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("")
    with pytest.raises(FolderError, match=r"cat\.jpg") as refused:
        load(tmp_path / "photos")
    assert refused.value.exit_code == 4


def test_tables_without_rows_are_there(tmp_path: Path, about: dict[str, Any]) -> None:
    with Writer(tmp_path / "out") as writer:
        writer.commit(about, {})
    back = load(tmp_path / "out")
    assert all(len(frame) == 0 for frame in back.tables.values())
    assert list(back.bill.columns) == ["run", "kind", "observer", "initiator", "alarm", "reassurance", "points"]
    assert back.manifest["tables_hash"] == tables_hash({}) == Memory().commit(about)["tables_hash"]
    assert "at the end" not in back._repr_html_()


def test_tables_are_read_when_asked_for(tmp_path: Path, result: Result) -> None:
    result.save(tmp_path / "out")
    back = load(tmp_path / "out")
    assert back.region is back.region
    (tmp_path / "out" / "bill.parquet").unlink()
    with pytest.raises(FileNotFoundError):
        _ = back.bill


def test_importing_results_imports_nothing_heavy() -> None:
    heavy = {"pandas", "pyarrow", "scipy", "matplotlib"}
    code = f"import sys, dipsim.runs.result; print(sorted({heavy} & set(sys.modules)))"
    path = str(Path(results.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": path}, check=True
    )
    assert done.stdout.strip() == "[]"
