"""``dipsim sweep`` and ``dipsim replay`` as they are typed."""

# Also tests: cli/commands/replay.py, cli/sweep_actions.py, cli/sweep_progress.py

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = """\
dipsim: 1
experiment: Openness
scenario: tiny.yaml
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0.1, to: 0.9}
uncertainties:
  nations.BOR.revisionism: {from: 0, to: 1}
design: {low_discrepancy: {points: 64}}
outcomes: [expected_disputes, trust]
without: [joint_exercise]
analyse:
  - curves: {outcome: trust}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """Where the sweep that ``swept`` copies has its folder once it was made, and what it said."""
    return tmp_path_factory.mktemp("made") / "open", []


@pytest.fixture
def swept(made: tuple[Path, list[Any]], place: Path, dipsim: Callable[..., Any]) -> Any:
    """What the sweep said; its folder is made once and copied into the working folder of each test."""
    (place / "open.yaml").write_text(TEXT, encoding="utf-8")
    kept, said = made
    if said:
        shutil.copytree(kept, place / "results" / "open")
    else:
        said.append(dipsim("sweep", "open.yaml", "--workers", 1))
        shutil.copytree(place / "results" / "open", kept)
    return said[0]


def test_a_sweep_says_what_it_found_and_where(swept: Any, place: Path) -> None:
    assert swept.code == 0, swept.err
    assert "128 runs at 64 points" in swept.out
    assert "ean trust" in swept.out
    folder = place / "results" / "open"
    names = {path.name for path in folder.iterdir()}
    assert {"sweep.json", "design.parquet", "runs.parquet", "points.parquet", "findings.json", "manifest.json"} <= names
    assert list((folder / "figures").glob("1_curves_trust.png"))


def test_verbs(swept: Any, dipsim: Callable[..., Any], place: Path) -> None:
    assert "128 of 128 runs, 2 of 2 shards" in dipsim("sweep", "status", "results/open").out
    verified = dipsim("sweep", "verify", "results/open")
    assert "2 of 2 shards verify" in verified.out
    again = dipsim("sweep", "resume", "results/open", "--json")
    assert json.loads(again.out)["sweep_hash"] in verified.out
    shard = next((place / "results/open/shards").iterdir())
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    damaged = dipsim("sweep", "verify", "results/open")
    assert damaged.code == 7
    assert shard.name in damaged.err
    assert "dipsim sweep resume results/open" in damaged.err
    assert dipsim("sweep", "resume", "results/open").code == 0
    assert "2 of 2 shards verify" in dipsim("sweep", "verify", "results/open").out


def test_shares_are_merged_by_hand(place: Path, dipsim: Callable[..., Any], swept: Any) -> None:
    for share in ("1/2", "2/2"):
        said = dipsim("sweep", "open.yaml", "--shard", share, "--out", "parts", "--quiet")
        assert said.code == 0, said.err
        assert "dipsim sweep merge parts" in said.out
    merged = json.loads(dipsim("sweep", "merge", "parts", "--json").out)
    assert merged["sweep_hash"] in swept.out


def test_a_dry_run_writes_nothing(place: Path, dipsim: Callable[..., Any]) -> None:
    (place / "open.yaml").write_text(TEXT, encoding="utf-8")
    said = dipsim("sweep", "open.yaml", "--dry-run", "--replicates", 10)
    assert said.code == 0
    assert "64 points x 10 replicates x 2 arms = 1,280 runs" in said.out
    assert not (place / "results").exists()
    plan = json.loads(dipsim("sweep", "open.yaml", "--dry-run", "--json").out)
    assert plan["runs"] == 128


def test_check_knows_experiments(place: Path, dipsim: Callable[..., Any]) -> None:
    (place / "open.yaml").write_text(TEXT, encoding="utf-8")
    said = dipsim("check", "open.yaml")
    assert said.code == 0
    assert "open.yaml: valid" in said.out
    assert "128 runs" in said.out
    (place / "open.yaml").write_text(TEXT.replace("levers", "leverss"), encoding="utf-8")
    wrong = dipsim("check", "open.yaml", "--json-errors")
    assert wrong.code == 3
    assert json.loads(wrong.out)[0]["suggestion"] == "levers"


def test_a_job_array_is_written(place: Path, dipsim: Callable[..., Any]) -> None:
    (place / "open.yaml").write_text(TEXT, encoding="utf-8")
    said = dipsim("sweep", "open.yaml", "--slurm", 10, "--out", "far")
    assert "sbatch far/sweep.sbatch" in said.out
    script = (place / "far" / "sweep.sbatch").read_text(encoding="utf-8")
    assert "#SBATCH --array=1-2\n" in script, "no more jobs than shards"
    assert '--shard "$SLURM_ARRAY_TASK_ID/2"' in script


def test_a_sweep_over_draws_says_how_many_and_refuses_others(place: Path, dipsim: Callable[..., Any]) -> None:
    (place / "open.yaml").write_text(TEXT.replace("points: 64", "points: 16"), encoding="utf-8")
    asked = ("sweep", "open.yaml", "--replicates", 2, "--workers", 1, "--out", "drawn")
    said = dipsim(*asked, "--parameters", "prior:1:2")
    assert said.code == 0, said.err
    assert "each run uses one of 2 draws of prior:1:2: 64 runs and 32 settled starts, about" in said.err
    assert "Each run uses one of 2 draws of prior:1:2." in said.out
    dry = dipsim(*asked, "--parameters", "prior:1:2", "--dry-run")
    assert "each run uses one of 2 draws: 32 starts are settled" in dry.out
    other = dipsim(*asked, "--parameters", "prior:2:2")
    assert other.code == 4
    assert "its runs use draws prior:1:2" in other.err
    assert "give --parameters as it was; or choose another folder" in other.err
    assert dipsim(*asked).code == 4
    assert dipsim("sweep", "resume", "drawn").code == 0
    assert dipsim("sweep", "resume", "drawn", "--parameters", "prior:1:2").code == 2
    assert dipsim(*asked, "--parameters", "prior:1").code == 2


WRONG = [
    (("sweep", "opne.yaml"), 3, "opne.yaml:1:1: error E1001"),
    (("sweep", "resmue", "results/open"), 2, "did you mean 'resume'"),
    (("sweep", "resume"), 2, "needs the folder of a sweep"),
    (("sweep", "status", "."), 4, "not the folder of a sweep"),
    (("sweep", "status", "nowhere"), 4, "expected the folder of a sweep, found no such folder"),
    (("sweep", "open.yaml", "--budget", "soon"), 2, "expected a time such as 90s, 10m or 2h, found 'soon'"),
    (("sweep", "open.yaml", "--shard", "3/2"), 2, "expected I/N with I from 1 to N"),
    (("sweep", "open.yaml", "--seed", 2), 4, "seed is 1 there and 2 here"),
    (("sweep", "resume", "results/open", "--seed", 2), 2, "leave out --replicates"),
    (("replay", "results/open", 128), 2, "numbered from 0 to 127"),
]


def test_what_is_wrong_is_said(swept: Any, dipsim: Callable[..., Any]) -> None:
    for arguments, code, said in WRONG:
        found = dipsim(*arguments)
        assert found.code == code, found.err
        assert said in found.err
        assert "Traceback" not in found.err


def test_replay_shows_one_run(swept: Any, dipsim: Callable[..., Any], place: Path) -> None:
    import pandas as pd

    said = dipsim("replay", "results/open", 10)
    assert said.code == 0, said.err
    assert "Run 10: point 5 (openness 0." in said.out
    region = pd.read_parquet(place / "results" / "open-10" / "region.parquet")
    runs = pd.read_parquet(place / "results" / "open" / "runs.parquet").set_index("run")
    assert region[region["tick"] < 12]["trust"].mean() == pytest.approx(runs.loc[10, "trust"], abs=1e-14)
    assert (place / "results" / "open-10" / "report.html").exists()
    bare = dipsim("replay", "results/open", 11)
    assert "joint exercise" in bare.out
    refused = dipsim("verdict", "results/open-11")
    assert refused.code == 2
    assert "is a counterfactual run (without joint_exercise)" in refused.err
