"""A sweep is the same whoever computes it, and goes on when workers die."""

# Also tests: sweeps/execution/runner.py, sweeps/execution/slurm.py

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dipsim.cli import app
from dipsim.runs.errors import FolderError
from dipsim.sweeps import sweep
from dipsim.sweeps.execution import executors
from dipsim.sweeps.execution.runner import Conductor, Progress, share, work
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.storage.folder import Folder, whole_digest
from dipsim.sweeps.storage.merge import merge

HERE = Path(__file__).parents[1]
SOURCE = HERE.parents[1] / "src"
TEXT = """\
dipsim: 1
experiment: Who computes
scenario: two_nations
set: {time.years: 1}
levers:
  nations.ARL.transparency: {from: 0, to: 1}
uncertainties:
  nations.BOR.transparency: {from: 0, to: 1}
design: {latin_hypercube: {points: POINTS}}
replicates: 4
outcomes: [expected_disputes, trust]
"""
PATIENCE = 120.0  # seconds for a cluster to start on a busy machine


def make(points: int) -> Experiment:
    return parse(TEXT.replace("POINTS", str(points)), "e.yaml", None, None)


def conduct(path: Path, request: Experiment, opened: executors.Open = executors.inline, **how: Any) -> str:
    """The fingerprint of a sweep after computing what is missing."""
    folder = sweep.open_folder(request, path)
    Conductor(folder, request, opened, **how).run()
    return whole_digest(folder.done())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fingerprint of 512 points computed in this process."""
    return conduct(tmp_path_factory.mktemp("alone") / "swept", make(512))


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module of stand-ins for runs, importable in workers too."""
    monkeypatch.syspath_prepend(str(HERE))
    import sweep_hooks

    return sweep_hooks


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_of_this_machine(alone: str, tmp_path: Path, workers: int) -> None:
    assert conduct(tmp_path / "swept", make(512), executors.local(workers), workers=workers) == alone


@dataclass
class Cluster:
    """A Dask scheduler on this machine and its two workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def _whole(file: Path) -> bool:
    """Whether the scheduler has written all of its file."""
    try:
        return "address" in json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


@pytest.fixture(scope="module")
def start_cluster() -> Iterator[Callable[[Path], Cluster]]:
    """Starts a scheduler and two workers as processes of their own, ended with the tests."""
    pytest.importorskip("distributed")
    with ExitStack() as stack:

        def run(*arguments: object) -> subprocess.Popen[bytes]:
            path = os.pathsep.join([str(SOURCE), str(HERE)])
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *map(str, arguments)],
                env={**os.environ, "PYTHONPATH": path},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        def start(place: Path) -> Cluster:
            record, until = place / "scheduler.json", time.monotonic() + PATIENCE
            run("scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", record)
            common = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--local-directory", place)
            workers = [run("worker", "--scheduler-file", record, "--memory-limit", 0, *common) for _ in range(2)]
            while not _whole(record) and time.monotonic() < until:
                time.sleep(0.1)
            cluster = Cluster(json.loads(record.read_text(encoding="utf-8"))["address"], workers)
            while executors.cluster_size(cluster.address) < 2 and time.monotonic() < until:
                time.sleep(0.5)
            return cluster

        yield start


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_dask_with_a_worker_killed_and_a_resumed_half(
    alone: str, start_cluster: Callable[[Path], Cluster], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster, request = start_cluster(tmp_path), make(512)

    def kill_one(progress: Progress) -> None:
        if progress.shards_done >= 3 and cluster.workers[0].poll() is None:
            cluster.workers[0].kill()

    opened = executors.cluster(cluster.address)
    assert conduct(tmp_path / "killed", request, opened, workers=2, tell=kill_one) == alone
    assert cluster.workers[0].wait(timeout=60) == -signal.SIGKILL
    half = conduct(tmp_path / "half", request, only=share("1/2", 32))
    assert half != alone
    code = app.run(["sweep", "resume", str(tmp_path / "half"), "--cluster", cluster.address, "--json"])
    assert (code, json.loads(capsys.readouterr().out)["sweep_hash"]) == (0, alone)


@pytest.mark.skipif(os.name != "posix", reason="runs a script of the shell")
def test_the_script_for_slurm(alone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its tasks, run by hand in any order and one of them twice, make the whole sweep."""
    file, folder = tmp_path / "e.yaml", tmp_path / "a folder"
    file.write_text(TEXT.replace("POINTS", "512"), encoding="utf-8")
    assert app.run(["sweep", str(file), "--out", str(folder), "--slurm", "2"]) == 0
    assert "sbatch" in capsys.readouterr().out
    for task in ("2", "1", "2"):
        environment = {**os.environ, "PYTHONPATH": str(SOURCE), "SLURM_ARRAY_TASK_ID": task}
        subprocess.run(["sh", folder / "sweep.sbatch"], env=environment, check=True, capture_output=True, timeout=300)
    assert app.run(["sweep", "merge", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sweep_hash"] == alone


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "nowhere"])
def test_nobody_at_the_address(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    folder, begun = sweep.open_folder(make(16), tmp_path / "swept"), time.monotonic()
    code = app.run(["sweep", "resume", str(folder.path), "--cluster", address])
    assert code == 5
    assert f"{address}: no Dask scheduler answers at this address" in capsys.readouterr().err
    assert time.monotonic() - begun < 20.0
    assert folder.done() == {}


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_shard_that_kills_is_given_up_and_can_be_retried(hooks: Any, tmp_path: Path) -> None:
    """With 100 points of a Latin hypercube exactly one is above 0.99: its shard costs three workers, no other any."""
    request, path = make(100), tmp_path / "swept"
    whole = conduct(tmp_path / "whole", request, simulate=hooks.calm)
    folder = sweep.open_folder(request, path)
    progress = Conductor(folder, request, executors.local(1), simulate=hooks.poison).run()
    (shard,) = folder.failures()
    assert folder.failures()[shard] == "its worker died 3 times"
    assert sorted(folder.done()) == [one for one in range(folder.count) if one != shard]
    lost = progress.runs - progress.runs_done
    assert progress.failed == lost == 64
    manifest = merge(folder)
    failed = json.loads((path / "failed.json").read_text(encoding="utf-8"))
    assert manifest["failed"] == len(failed) == lost
    assert any(one["values"]["nations.ARL.transparency"] > hooks.DEADLY for one in failed)
    assert {(one["seed"], one["error"]) for one in failed} == {(1, "its worker died 3 times")}

    Conductor(sweep.open_folder(request, path), request, executors.inline, simulate=hooks.calm).run()
    assert whole_digest(folder.done()) != whole, "what was given up is left alone until it is asked for"
    folder.forget(shard)
    assert conduct(path, request, simulate=hooks.calm) == whole
    assert folder.failures() == {}


def test_runs_that_fail_lead_to_exit_6_and_can_be_retried(
    hooks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Runs that raise or give no number are recorded with point and draws, by the command line; the others are run."""
    file, path = tmp_path / "failing.yaml", tmp_path / "swept"
    file.write_text(TEXT.replace("POINTS", "100"), encoding="utf-8")
    monkeypatch.setattr("dipsim.sweeps.execution.shard.run", hooks.failing)
    assert app.run(["sweep", str(file), "--out", str(path), "--workers", "1", "--quiet"]) == 6
    assert f"80 runs failed; listed in {path}/failed.json" in capsys.readouterr().err
    failed = json.loads((path / "failed.json").read_text(encoding="utf-8"))
    assert len(failed) == 20 * 4
    for one in failed:
        transparency = one["values"]["nations.ARL.transparency"]
        assert one["error"].startswith("FloatingPointError: too open" if transparency > 0.9 else "not a finite number")
        assert transparency > 0.9 or transparency < 0.1
        assert one["seed"] == 1
    assert app.run(["sweep", "resume", str(path), "--quiet"]) == 6, "a failed run is a result, not a gap"
    monkeypatch.setattr("dipsim.sweeps.execution.shard.run", hooks.calm)
    assert app.run(["sweep", "retry", str(path), "--quiet"]) == 0
    assert json.loads((path / "failed.json").read_text(encoding="utf-8")) == []
    assert whole_digest(Folder.open(path).done()) == conduct(tmp_path / "whole", make(100), simulate=hooks.calm)


def test_a_shard_given_up_leads_to_exit_6(hooks: Any, tmp_path: Path) -> None:
    request = make(100)
    folder = sweep.open_folder(request, tmp_path / "swept")
    Conductor(folder, request, executors.inline, only=[0], simulate=hooks.calm).run()
    for shard in range(1, folder.count):
        folder.fail(shard, "its worker died 3 times")
    assert app.run(["sweep", "resume", str(folder.path), "--quiet"]) == 6


def test_a_worker_with_another_model_computes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = make(16)
    folder = sweep.open_folder(request, tmp_path / "swept")
    conductor = Conductor(folder, request, executors.inline, only=())
    conductor.run()
    with pytest.raises(FolderError, match=r"another model .* expected other"):
        work(conductor.job(0), "other", None)
    monkeypatch.setattr("dipsim.sweeps.storage.setup_record.model_hash", lambda: "another")
    monkeypatch.setattr("dipsim.runs.model_hash.model_hash", lambda: "another")
    with pytest.raises(FolderError, match=r"this is dipsim \S+ \(model another\).*to go on install dipsim") as caught:
        Conductor(Folder.open(folder.path), request, executors.inline).run()
    assert caught.value.exit_code == 4
