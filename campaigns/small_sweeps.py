"""Small sweeps for the campaigns on reliability: their files, how they are started, and what they left behind."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dipsim.cli import app

SOURCE = Path(__file__).resolve().parents[1] / "src"
MARK = "DIPSIM_CAMPAIGN"  # in the environment of every process that a campaign starts
SCENARIO = """\
dipsim: 1
title: Two neighbours
time: {start: 2025-01, years: 2}
nations:
  ARL: {name: Arland, gdp: 900, burden: 0.03, transparency: 0.4}
  BOR: {name: Borovia, gdp: 700, burden: 0.03, transparency: 0.4}
relations:
  - {between: [ARL, BOR], proximity: 1, dispute: 0.6, trust: 0.3}
timeline:
  - {every: quarter, joint_exercise: {between: [ARL, BOR]}}
"""
EXPERIMENT = """\
dipsim: 1
experiment: Small sweep
scenario: scenario.yaml
levers:
  nations.ARL.transparency: {{from: 0.1, to: 0.9}}
uncertainties:
  nations.BOR.transparency: {{from: 0.1, to: 0.9}}
design: {{low_discrepancy: {{points: {points}}}}}
replicates: {replicates}
seed: {seed}
outcomes: [expected_disputes, force, trust]
{more}
"""


@dataclass(frozen=True)
class Small:
    """A sweep that takes seconds: its size, the workers that compute it, and more lines of its file."""

    points: int
    replicates: int
    workers: int
    more: str = ""

    def write(self, place: Path, seed: int) -> Path:
        """Write scenario and experiment into a new folder; returns the experiment's file."""
        place.mkdir(parents=True)
        (place / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
        text = EXPERIMENT.format(points=self.points, replicates=self.replicates, seed=seed, more=self.more)
        (place / "experiment.yaml").write_text(text, encoding="utf-8")
        return place / "experiment.yaml"


SMALL = (
    Small(256, 8, 1),  # so short that it is computed in the process itself
    Small(1024, 4, 1),  # one worker process
    Small(256, 8, 2, "without: [joint_exercise]"),
    Small(256, 16, 2, "trajectories: {every: 6, metrics: [trust]}"),
)


def start(*arguments: object, mark: str = "1", **how: Any) -> subprocess.Popen[str]:
    """Start the command line; standard error can be read from the process."""
    path = os.pathsep.join([str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "dipsim", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path, MARK: mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **how,
    )


class Forked:
    """The command line in a copy of this process, as ``start`` would start it but with every import done (POSIX)."""

    def __init__(self, *arguments: object, mark: str = "1") -> None:
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self.returncode: int | None = None
        self.pid = os.fork()
        if not self.pid:
            self._be([str(argument) for argument in arguments], mark)

    def _be(self, arguments: list[str], mark: str) -> None:
        code = 70
        try:
            for stream in (1, 2):
                os.dup2(self.log.fileno(), stream)
            os.environ[MARK] = mark
            sys.argv = ["dipsim", *arguments]
            app.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def communicate(self, timeout: float = 1e9) -> tuple[str, str]:
        """Wait for its end; what it wrote stands for standard error. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("dipsim", timeout)
            time.sleep(0.01)
        self.log.seek(0)
        with self.log:
            return "", self.log.read()

    def kill(self) -> None:
        """Kill it at once."""
        os.kill(self.pid, signal.SIGKILL)


def command(*arguments: object) -> tuple[int, str, str]:
    """The command line, in this process: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = app.run([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def call(*arguments: object, mark: str = "1") -> tuple[int, str, str]:
    """Run the command line to its end: exit code, standard output, standard error."""
    with start(*arguments, mark=mark) as process:
        out, err = process.communicate()
    return process.returncode, out, err


def fingerprint(folder: Path) -> tuple[str, str]:
    """The fingerprint of a merged sweep, and one of every value of its table of runs."""
    import pyarrow.parquet as pq

    from dipsim.sweeps.execution.shard import digest

    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return str(said["sweep_hash"]), digest(pq.read_table(folder / "runs.parquet"))


def finished(folder: Path) -> dict[str, str]:
    """Names of the finished shards with a hash of their bytes."""
    found = (folder / "shards").glob("[0-9]*.parquet")
    return {path.name: hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in found}


def unfinished(folder: Path) -> list[str]:
    """Names of files that somebody began to write."""
    return sorted(path.name for path in folder.rglob(".*.tmp*"))


def marked(mark: str) -> list[int]:
    """The processes that run and that were started, at any remove, with this mark in their environment (Linux)."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            alive = (place / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if alive and wanted in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
        except OSError:
            continue
    return found


def workers(mark: str) -> list[int]:
    """Those of them that compute shards."""
    return [pid for pid in marked(mark) if b"dipsim.runs.batches.worker" in command_of(pid)]


def command_of(pid: int) -> bytes:
    """The command line of a process, its parts apart by zeros; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_for_none(mark: str, seconds: float) -> float:
    """Wait until no process with the mark runs; returns how long that took, infinite when it took too long."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if not marked(mark):
            return time.monotonic() - begun
        time.sleep(0.02)
    return float("inf")
