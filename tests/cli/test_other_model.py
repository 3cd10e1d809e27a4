"""Results answer only under the model that made them, unless --anyway, which marks what comes out."""

# Also tests: cli/commands/rivals.py, cli/commands/warn.py, runs/other_model.py

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import dipsim as package
from dipsim import api
from dipsim.runs.errors import FolderError

OTHER = "f" * 32
QUESTIONS = [
    ("why", "ARL", "BOR"),
    ("verdict",),
    ("bill",),
    ("crisis",),
    ("cause",),
    ("rivals",),
    ("warn",),
    ("flip", "nations.ARL.transparency"),
    ("compare", "--for", "ARL"),
    ("map",),
]
SWEEP = """\
dipsim: 1
experiment: Openness
scenario: tiny.yaml
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0.1, to: 0.9}
design: {low_discrepancy: {points: 64}}
outcomes: [trust]
"""


@pytest.fixture
def made(results: Path) -> str:
    """The hash of the model that made ``results``."""
    return str(api.load(results).manifest["model"])


@pytest.fixture
def another(monkeypatch: pytest.MonkeyPatch, made: str) -> None:
    """Another model than the one that made ``results``."""
    for module in ("model_hash", "engine"):
        monkeypatch.setattr(f"dipsim.runs.{module}.model_hash", lambda: OTHER)
    monkeypatch.setattr("dipsim.sweeps.storage.setup_record.model_hash", lambda: OTHER)
    monkeypatch.setattr("dipsim.sweeps.execution.runner.model_hash", lambda: OTHER)


def test_the_manifest_names_the_model(made: str) -> None:
    assert len(made) == 32


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_every_question_of_a_folder_is_refused(
    question: tuple[str, ...], results: Path, dipsim: Any, made: str, another: None
) -> None:
    said = dipsim(question[0], results, *question[1:])
    assert said.code == 4, said.err
    assert made in said.err
    assert OTHER in said.err
    assert f"install dipsim {package.__version__}" in said.err
    assert "--anyway" in said.err
    assert said.out == ""


def test_reading_asks_no_model(results: Path, dipsim: Any, another: None, tmp_path: Path) -> None:
    assert dipsim("plot", results, "trust_matrix", "--out", tmp_path / "figures").code == 0
    assert api.load(results).cooperation is not None


@pytest.mark.parametrize(
    "question", [("why", "ARL", "BOR"), ("verdict", "cooperation"), ("rivals",), ("bill",)], ids=lambda one: one[0]
)
def test_anyway_marks_screen_json_and_figure(
    question: tuple[str, ...], results: Path, dipsim: Any, made: str, another: None, place: Path
) -> None:
    verb, *more = question
    said = dipsim(verb, results, *more, "--anyway")
    assert said.code == 0, said.err
    assert said.out.startswith("ANOTHER MODEL: the folder was made with")
    assert made in said.out.splitlines()[0]
    figures = () if verb == "rivals" else ("--out", "drawn")
    answer = json.loads(dipsim(verb, results, *more, "--anyway", "--json", *figures).out)
    assert answer["other_model"]["made_with"]["model"] == made
    assert answer["other_model"]["asked_with"]["model"] == OTHER


def test_a_figure_and_a_report_say_it(results: Path) -> None:
    from dipsim.report import result_view, style
    from dipsim.report.html import result_page

    result = api.load(results)
    both = {"made_with": {"dipsim": "1", "model": "a"}, "asked_with": {"dipsim": "1", "model": "b"}}
    assert "ANOTHER MODEL" not in style.footer(result) + result_page.page(result)
    result.manifest["other_model"] = both
    assert style.footer(result).startswith("ANOTHER MODEL")
    assert result_view.ending(result)[-1].startswith("ANOTHER MODEL")
    assert "ANOTHER MODEL: the folder was made with dipsim 1 (model a)" in result_page.page(result)


def test_other_defaults_are_another_model_too(
    results: Path, dipsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model is the same, but this version completes the scenario in another way."""
    from dipsim.runs.storage import manifest as manifests

    shutil.copytree(results, tmp_path / "old")
    path = tmp_path / "old" / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8")) | {"config_hash": "0" * 16}
    path.write_text(manifests.text(said), encoding="utf-8")
    refused = dipsim("verdict", tmp_path / "old")
    assert refused.code == 4
    assert "configuration " + "0" * 16 in refused.err


def test_a_folder_of_before_that_names_no_model_is_refused(results: Path, dipsim: Any, tmp_path: Path) -> None:
    from dipsim.runs.storage import manifest as manifests

    shutil.copytree(results, tmp_path / "old")
    path = tmp_path / "old" / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["model"]
    path.write_text(manifests.text(said), encoding="utf-8")
    refused = dipsim("why", tmp_path / "old", "ARL", "BOR")
    assert refused.code == 4
    assert "model unknown" in refused.err
    assert dipsim("why", tmp_path / "old", "ARL", "BOR", "--anyway").code == 0


def test_a_sweep_is_gone_on_with_and_replayed_under_its_model_only(
    place: Path, dipsim: Any, made: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    (place / "open.yaml").write_text(SWEEP, encoding="utf-8")
    assert dipsim("sweep", "open.yaml", "--workers", 1, "--quiet", "--out", "swept").code == 0
    manifest = json.loads((place / "swept" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["model"] == made
    before = {path: path.read_bytes() for path in (place / "swept").rglob("*") if path.is_file()}
    request.getfixturevalue("another")
    for command in (("sweep", "resume", "swept"), ("sweep", "open.yaml", "--out", "swept"), ("replay", "swept", 3)):
        said = dipsim(*command)
        assert said.code == 4, said.err
        assert made in said.err
        assert OTHER in said.err
        assert f"install dipsim {package.__version__}" in said.err
    assert {path: path.read_bytes() for path in (place / "swept").rglob("*") if path.is_file()} == before
    with pytest.raises(FolderError, match="anyway=True"):
        api.replay("swept", 3)
    said = dipsim("replay", "swept", 3, "--anyway", "--out", "again")
    assert said.code == 0, said.err
    assert said.out.startswith("ANOTHER MODEL")
    assert "ANOTHER MODEL" in (place / "again" / "report.html").read_text(encoding="utf-8")
    assert api.load(place / "again").manifest["other_model"]["made_with"]["model"] == made
    assert dipsim("sweep", "merge", "swept", "--quiet").code == 0, "merging computes nothing"
    assert json.loads((place / "swept" / "manifest.json").read_text(encoding="utf-8"))["model"] == made
