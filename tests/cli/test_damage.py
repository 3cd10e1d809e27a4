"""Any file of a results folder or of a sweep that is edited, cut, emptied or has a flipped bit is named with exit 7."""

# Also tests: sweeps/storage/sealed_setup.py, sweeps/storage/setup_record.py

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dipsim import api
from dipsim.cli import app
from dipsim.runs.errors import VerificationError


def flipped(data: bytes) -> bytes:
    """The same bytes but for one bit in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit flipped": flipped,
    "cut": lambda data: data[: 2 * len(data) // 3],
    "empty": lambda data: b"",
    "longer": lambda data: data + b" ",
}
QUESTIONS = (("why", "ARL", "BOR"), ("verdict",), ("plot",), ("bill",), ("crisis",), ("rivals",), ("warn",))
SWEEP = """\
dipsim: 1
experiment: Openness
scenario: tiny.yaml
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0.1, to: 0.9}
design: {low_discrepancy: {points: 64}}
outcomes: [trust]
trajectories: {every: 6, metrics: [trust]}
analyse: [{curves: {outcome: trust}}]
"""


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def damaged(folder: Path, name: str, sort: str) -> Iterator[None]:
    """The file damaged, then as it was."""
    path = folder / name
    good = path.read_bytes()
    path.write_bytes(DAMAGES[sort](good))
    yield
    path.write_bytes(good)


@pytest.fixture(scope="module")
def whole(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder with everything in it, CSV too."""
    folder = tmp_path_factory.mktemp("damage") / "whole"
    scenario = results.parent / "tiny.yaml"
    assert app.run(["run", str(scenario), "-n", "4", "-s", "7", "--out", str(folder), "--quiet", "--csv"]) == 0
    return folder


def test_every_file_of_a_results_folder_is_sealed(whole: Path) -> None:
    listed = set(api.load(whole).manifest["files"])
    assert listed == set(files(whole)) - {"manifest.json"}
    assert {"verdict.json", "report.html", "region.csv", "figures/verdict.png", "scenario.yaml"} <= listed


def test_every_damage_of_every_file_is_named(whole: Path) -> None:
    for name in files(whole):
        for sort in DAMAGES:
            for _ in damaged(whole, name, sort):
                with pytest.raises(VerificationError, match=Path(name).name) as problem:
                    api.load(whole)
                assert problem.value.exit_code == 7, (name, sort)
    api.load(whole)


def test_every_command_on_the_folder_names_it(whole: Path, dipsim: Any) -> None:
    """Another damage for each file in turn, every question on each sort of file."""
    sorts = list(DAMAGES)
    for number, name in enumerate(files(whole)):
        asked = QUESTIONS if name in ("verdict.json", "region.parquet", "report.html") else QUESTIONS[number % 7 :][:1]
        for _ in damaged(whole, name, sorts[number % len(sorts)]):
            for verb, *more in asked:
                said = dipsim(verb, whole, *more)
                assert said.code == 7, (name, verb, said.err)
                assert Path(name).name in said.err
                assert len(said.err.splitlines()) == 1


def test_the_same_run_names_it_too(whole: Path, results: Path, dipsim: Any) -> None:
    for name in ("verdict.json", "figures/verdict.svg", "dyads.parquet", "manifest.json"):
        for _ in damaged(whole, name, "one bit flipped"):
            said = dipsim("run", results.parent / "tiny.yaml", "-n", 4, "-s", 7, "--out", whole)
            assert (said.code, Path(name).name in said.err) == (7, True), said.err


def test_an_edited_word_of_the_verdict_is_named(whole: Path) -> None:
    loaded = api.load(whole)
    path = whole / "verdict.json"
    good = path.read_bytes()
    said = json.loads(good)
    said["rows"][0]["word"] = "escalates"
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(VerificationError, match=r"verdict\.json: differs"):
        api.load(whole)
    with pytest.raises(VerificationError, match=r"verdict\.json: differs"):
        _ = loaded.cooperation  # read after loading, and checked again
    path.write_bytes(good)


def test_a_verdict_that_nobody_listed_is_not_used(results: Path, tmp_path: Path, dipsim: Any) -> None:
    scenario = results.parent / "tiny.yaml"
    api.run(scenario, replicates=2, out=tmp_path / "bare", judge=False)
    shutil.copy(results / "verdict.json", tmp_path / "bare")
    said: list[str] = []
    assert api.load(tmp_path / "bare", said.append).cooperation is None
    assert "verdict.json not listed in manifest.json, so not used" in said[0]
    assert "verdict.json not listed" in dipsim("plot", tmp_path / "bare", "trust_matrix").err


def test_no_command_writes_over_a_sealed_figure(whole: Path, dipsim: Any) -> None:
    before = (whole / "figures" / "verdict.png").read_bytes()
    said = dipsim("verdict", whole, "-n", 2, "--out", whole / "figures", "--quiet")
    assert said.code == 4
    assert "part of the results" in said.err
    assert (whole / "figures" / "verdict.png").read_bytes() == before
    assert dipsim("plot", whole, "trust_matrix", "--out", whole / "figures").code == 0
    api.load(whole)


@pytest.fixture(scope="module")
def swept(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep, with a shard that was given up written beside."""
    place = tmp_path_factory.mktemp("swept")
    shutil.copy(results.parent / "tiny.yaml", place)
    (place / "open.yaml").write_text(SWEEP, encoding="utf-8")
    assert app.run(["sweep", str(place / "open.yaml"), "--workers", "1", "--quiet", "--out", str(place / "made")]) == 0
    return place / "made"


def test_every_damage_of_every_file_of_a_sweep_is_named(swept: Path, dipsim: Any) -> None:
    names = files(swept)
    wanted = {"sweep.json", "design.parquet", "runs.parquet", "points.parquet", "trajectories.parquet", "manifest.json"}
    assert wanted | {"failed.json", "findings.json", "report.html", "figures/1_curves_trust.svg"} <= set(names)
    for number, name in enumerate(names):
        for place, sort in enumerate(DAMAGES):
            commands: list[tuple[object, ...]] = [("sweep", "verify", swept)]
            if place == number % len(DAMAGES):  # the other commands on one damage of each file, another in turn
                commands.append(("sweep", "status", swept))
                commands += [] if name.startswith("shards") else [("replay", swept, 3, "--out", "again")]
            for _ in damaged(swept, name, sort):
                for command in commands:
                    said = dipsim(*command)
                    assert said.code == 7, (name, sort, command, said.err)
                    assert Path(name).name in said.err, (name, sort, command)
    assert dipsim("sweep", "verify", swept).code == 0


def test_what_is_made_from_the_shards_is_made_anew(swept: Path, dipsim: Any) -> None:
    before = {name: (swept / name).read_bytes() for name in files(swept) if name != "manifest.json"}
    for name in before:
        if name != "sweep.json" and not name.startswith("shards"):
            (swept / name).write_bytes(DAMAGES["cut"](before[name]))
    said = dipsim("sweep", "resume", swept)
    assert said.code == 0, said.err
    assert "runs.parquet: differs from what was written; it is made anew" in said.err
    assert {name: (swept / name).read_bytes() for name in files(swept) if name != "manifest.json"} == before
    assert dipsim("sweep", "verify", swept).code == 0


def test_a_damaged_note_of_a_shard_that_was_given_up_is_named(swept: Path, dipsim: Any) -> None:
    from dipsim.sweeps.storage.folder import Folder

    folder = Folder.open(swept)
    folder.fail(0, "its worker died 3 times")
    note = swept / "failed" / "00000.json"
    assert folder.failures() == {0: "its worker died 3 times"}
    for data in (b"[]", b"{}", b"[" * 200_000, note.read_bytes().replace(b"3 times", b"4 times"), b""):
        note.write_bytes(data)
        assert folder.failures() == {}
        said = dipsim("sweep", "verify", swept)
        assert (said.code, "00000.json" in said.err) == (7, True)
    note.unlink()


@pytest.mark.parametrize("data", [b"[" * 200_000, b"{}", b"[]", b"\xff", b"7"])
def test_a_broken_setup_of_a_sweep_is_named(swept: Path, dipsim: Any, data: bytes) -> None:
    good = (swept / "sweep.json").read_bytes()
    (swept / "sweep.json").write_bytes(data)
    for verb in ("status", "verify", "resume", "merge", "retry"):
        said = dipsim("sweep", verb, swept)
        assert (said.code, "sweep.json" in said.err) == (7, True), said.err
    (swept / "sweep.json").write_bytes(good)


def test_a_setup_without_its_seal_or_a_field_is_named(swept: Path, dipsim: Any) -> None:
    from dipsim.sweeps.storage import sealed_setup, setup_record

    path = swept / "sweep.json"
    good = path.read_bytes()
    said = json.loads(good)
    bare = {key: value for key, value in said.items() if key != "seal"}
    less = {key: value for key, value in bare.items() if key != "shards"}
    less["config_hash"] = setup_record.config_hash(less)
    for data in (json.dumps(bare).encode(), sealed_setup.seal(less)):
        path.write_bytes(data)
        assert dipsim("sweep", "status", swept).code == 7
    path.write_bytes(good)


def test_questions_of_a_sweep_say_what_it_is(swept: Path, dipsim: Any) -> None:
    for verb, *more in QUESTIONS:
        said = dipsim(verb, swept, *more)
        assert said.code == 4, said.err
        assert "of a sweep" in said.err
