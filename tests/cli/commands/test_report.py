"""``dipsim report``: one page anew, two side by side; answers of questions are on the page; ``diff`` has a figure."""

# Also tests: cli/commands/diff.py, report/figures/diff.py, report/answer_figures.py

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dipsim.cli import app


@pytest.fixture(scope="module")
def made(tiny: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ``a`` and ``b``, two results of one seed, are made once."""
    place = tmp_path_factory.mktemp("made")
    (place / "tiny.yaml").write_text(tiny, encoding="utf-8")
    changed = ("--no-figures", "--set", "nations.ARL.gdp=500")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert app.run(["run", "tiny.yaml", "-n", "3", "--out", "a", "-q"]) == 0
        assert app.run(["run", "tiny.yaml", "-n", "3", "--out", "b", "-q", *changed]) == 0
    return place


@pytest.fixture
def folders(made: Path, place: Path) -> tuple[Path, Path]:
    """Copies of the two results in the working folder."""
    return shutil.copytree(made / "a", place / "a"), shutil.copytree(made / "b", place / "b")


def test_one_page_goes_into_its_folder_and_two_beside(folders: tuple[Path, Path], dipsim: Any, place: Path) -> None:
    assert dipsim("report", "b", "-q").out.strip() == "b/report.html"
    assert "Tiny" in (folders[1] / "report.html").read_text(encoding="utf-8")
    assert dipsim("report", "a", "b", "-q").out.strip() == "a-and-b.html"
    page = (place / "a-and-b.html").read_text(encoding="utf-8")
    assert "nations.ARL.gdp" in page
    assert "B beside A" in page
    again = dipsim("report", "a", "b", "-q")
    assert again.code == 4
    assert "--overwrite" in again.err
    assert dipsim("report", "a", "b", "-q", "--overwrite").code == 0
    sealed = dipsim("report", "a", "b", "--out", "a/scenario.yaml", "--overwrite", "-q")
    assert sealed.code == 4
    assert dipsim("report", "nothing").code == 2


def test_answers_are_kept_in_the_folder_that_was_asked(folders: tuple[Path, Path], dipsim: Any) -> None:
    first = folders[0]
    assert dipsim("verdict", "a", "joint_exercise", "-q").code == 0
    assert dipsim("recognise", "a", "-n", 3, "-q").code == 0
    page = (first / "report.html").read_text(encoding="utf-8")
    assert "Asked: dipsim verdict joint_exercise; 3 replicates, seed 1." in page
    assert "Asked: dipsim recognise; 3 replicates" in page
    assert dipsim("verdict", "a", "-q", "--set", "nations.ARL.gdp=1").code == 0
    assert "answers.json" in {path.name for path in first.iterdir()}
    assert (first / "report.html").read_text(encoding="utf-8") == page, "an answer about another scenario is not kept"


def test_a_folder_that_cannot_be_written_still_answers(
    folders: tuple[Path, Path], dipsim: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dipsim.report import stored
    from dipsim.runs.errors import StorageError

    def refuse(*_: object) -> None:
        raise StorageError("a: read-only")

    monkeypatch.setattr(stored, "keep_answer", refuse)
    said = dipsim("verdict", "a", "joint_exercise", "-q")
    assert said.code == 0
    assert "Joint exercise" in said.out
    assert "not kept" in said.err


def test_diff_draws_its_figure(dipsim: Any, place: Path) -> None:
    said = dipsim("diff", "tiny.yaml", "tiny.yaml", "--set", "nations.ARL.gdp=500", "-n", 4, "--out", "drawn", "-q")
    assert said.code == 0
    assert {path.name for path in (place / "drawn").iterdir()} == {"diff.png", "diff.svg"}


def test_a_diff_can_be_drawn_in_python(place: Path) -> None:
    import dipsim as library

    found = library.diff("tiny.yaml", "tiny.yaml", replicates=4, sets="nations.ARL.gdp=500")
    drawn = library.plot(found)
    told = " ".join(text.get_text() for text in drawn.findobj(lambda part: hasattr(part, "get_text")))
    assert "second scenario" in told
    assert "Chance of war" in told
