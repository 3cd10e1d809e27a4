"""A run that was stopped is completed by the same command, with the same bits, and says so until then."""

# Also tests: report/stored.py

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dipsim import api
from dipsim.cli import app
from dipsim.runs.result import Unfinished, load
from dipsim.runs.storage import derived

RUN = ("run", "tiny.yaml", "-n", 4, "-s", 7, "--csv")


def hashes(folder: Path) -> dict[str, Any]:
    manifest = load(folder).manifest
    return {"tables": manifest["tables_hash"], **manifest["files"]}


@pytest.fixture(scope="module")
def whole(tiny: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Hashes of the run that nothing stopped."""
    place = tmp_path_factory.mktemp("whole")
    (place / "tiny.yaml").write_text(tiny, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert app.run([*map(str, RUN), "--out", "whole", "--quiet"]) == 0
    return hashes(place / "whole")


@pytest.fixture
def stopped(dipsim: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A run that is stopped when it has put that many sets of derived files in place."""

    def stop(after: int, folder: str = "out", arguments: tuple[object, ...] = RUN) -> Path:
        done = 0

        def derive(*args: Any, **how: Any) -> Any:
            nonlocal done
            if done == after:
                raise KeyboardInterrupt
            done += 1
            return derived.derive(*args, **how)

        with monkeypatch.context() as patch:
            for module in ("dipsim.api", "dipsim.report.stored"):
                patch.setattr(f"{module}.derive", derive)
            said = dipsim(*arguments, "--out", folder)
        assert said.code == 130
        assert "To go on, give the same command again" in said.err
        return place / folder

    return stop


@pytest.mark.parametrize(("after", "missing"), [(0, ["verdict", "figures"]), (1, ["figures"])])
def test_what_is_missing_is_added_with_the_same_bits(
    dipsim: Any, whole: dict[str, Any], stopped: Any, after: int, missing: list[str]
) -> None:
    folder = stopped(after)
    with pytest.warns(Unfinished, match=f"unfinished, without {', '.join(missing)}; to complete it, give the"):
        half = api.load(folder)
    assert half.missing == missing
    assert "unfinished: without " + missing[-1] in repr(half).replace(f"{missing[0]}, ", "")
    assert (half.cooperation is None) == ("verdict" in missing)
    tables = {path: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    said = dipsim(*RUN, "--out", "out")
    assert said.code == 0, said.err
    assert f"what is missing is added: {', '.join(missing)}" in said.err
    assert hashes(folder) == whole
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.parquet")} == tables, "no table is made again"
    assert api.load(folder).missing == []


def test_questions_of_an_unfinished_folder_say_so(dipsim: Any, stopped: Any) -> None:
    folder = stopped(0)
    said = dipsim("why", folder, "ARL", "BOR")
    assert said.code == 0
    assert "is unfinished, without verdict, figures" in said.err
    assert "is unfinished" in dipsim("plot", folder, "trust_matrix").err


def test_a_whole_run_is_not_run_again(dipsim: Any, place: Path) -> None:
    assert dipsim(*RUN, "--out", "out", "--no-figures").code == 0
    before = {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*")}
    again = dipsim(*RUN, "--out", "out", "--no-figures", "--json")
    assert again.code == 0
    assert {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*")} == before
    assert "nothing was computed" in dipsim(*RUN, "--out", "out", "--no-figures").err
    for other in (("-s", 8), ("-n", 5), ("--record", "all"), ("--set", "nations.ARL.transparency=0.5")):
        said = dipsim(*RUN, "--out", "out", "--no-figures", *other)
        assert said.code == 4, other
        assert "--overwrite" in said.err


def test_another_model_does_not_complete_it(dipsim: Any, stopped: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stopped(0)
    monkeypatch.setattr("dipsim.runs.engine.model_hash", lambda: "f" * 32)
    said = dipsim(*RUN, "--out", folder)
    assert said.code == 4
    assert load(folder, lambda _: None).manifest["model"] in said.err


def test_python_completes_it_too(place: Path, stopped: Any) -> None:
    folder = stopped(0)
    result = api.run("tiny.yaml", replicates=4, seed=7, out=folder)
    assert result.cooperation is not None
    with pytest.warns(Unfinished, match="without figures"):
        assert api.load(folder).cooperation.as_dict() == result.cooperation.as_dict()
    assert api.run("tiny.yaml", replicates=4, seed=7, out=folder, figures=True).missing == []
    assert (folder / "report.html").exists()


def test_what_a_killed_process_left_is_removed(dipsim: Any, place: Path, stopped: Any) -> None:
    from dipsim.runs.storage.atomic_folder import hidden

    folder = stopped(0)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (folder / "figures").mkdir()
    left = [hidden(folder), hidden(folder / "derived")]
    left = [path.with_name(path.name.replace(f".{os.getpid()}.", f".{gone.pid}.")) for path in left]
    for path in left:
        path.mkdir()
    (folder / "figures" / ".verdict.png.tmp").write_bytes(b"half")
    assert dipsim(*RUN, "--out", "out").code == 0
    assert [*place.glob(".out*"), *folder.rglob(".*")] == []
