"""The error contract: exit codes, no traceback unless asked for, nothing left behind by a signal."""

# Also tests: __main__.py, _version.py, cli/null_check.py, cli/progress.py

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dipsim as package
from dipsim.cli import errors
from dipsim.cli.null_check import self_test
from dipsim.cli.progress import Bar
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.runs import engine
from dipsim.runs.batches.process_pool import NoWorkers, WorkerDied
from dipsim.study.verdict.decision import Effect

COMMAND = [sys.executable, "-c", "from dipsim.cli.app import main; main()"]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(package.__file__).resolve().parents[1])}


def test_version(dipsim: Any) -> None:
    assert dipsim("--version").out == f"dipsim {package.__version__}\n"


def test_alone_it_shows_the_help(dipsim: Any) -> None:
    said = dipsim()
    assert said.code == 0
    assert said.out == dipsim("--help").out
    assert "dipsim run two_blocs" in said.out


def test_every_help_is_light(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from dipsim.cli.app import run
        for name in ("run", "verdict", "why", "plot", "list", "check", "new"):
            assert run([name, "--help"]) == 0
        heavy = {"mesa", "pandas", "scipy", "matplotlib", "numba", "numpy", "pyarrow"}
        print("LOADED", sorted(heavy & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.endswith("LOADED []\n")
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_internal_error_asks_for_a_report(dipsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise ZeroDivisionError("one by\x1b[31m zero")

    monkeypatch.setattr(import_module("dipsim.scenario.load"), "load", fail)
    said = dipsim("check", "tiny.yaml")
    assert said.code == 70
    assert said.err.startswith("dipsim: internal error: ZeroDivisionError: one by\\u{1b}[31m zero\n")
    assert f"dipsim {package.__version__}, Python" in said.err
    assert "Traceback" not in said.err
    told = dipsim("check", "tiny.yaml", "--debug")
    assert told.code == 70
    assert "Traceback" in told.err
    assert "Traceback" not in dipsim("check", "tiny.yaml").err


def test_null_control_that_is_not_null_is_an_internal_error() -> None:
    for low, fine in ((0.0, True), (-1e-300, False)):
        effect = Effect(low, low, 0.0, 1.0)
        verdict = SimpleNamespace(null=SimpleNamespace(effects={"expected_disputes": effect}))
        if fine:
            self_test(verdict)
        else:
            with pytest.raises(errors.SelfTestError) as raised:
                self_test(verdict)
            assert errors.answer(raised.value)[0] == 70
    self_test(SimpleNamespace(null=None))
    self_test(None)


def test_damaged_results_are_not_read(dipsim: Any, place: Path, results: Path) -> None:
    shutil.copytree(results, place / "damaged")
    with (place / "damaged" / "region.parquet").open("r+b") as file:
        file.seek(100)
        byte = file.read(1)[0]
        file.seek(100)
        file.write(bytes([byte ^ 1]))
    said = dipsim("plot", "damaged")
    assert said.code == 7
    assert "region.parquet" in said.err
    assert dipsim("why", "damaged", "ARL", "BOR").code == 7


def test_a_deeply_nested_manifest_is_no_fault_of_dipsim(dipsim: Any, place: Path) -> None:
    (place / "made").mkdir()
    (place / "made" / "manifest.json").write_text("[" * 200_000)
    said = dipsim("verdict", "made")
    assert (said.code, "manifest.json: cannot be read" in said.err) == (7, True)


@pytest.mark.parametrize("command", ["check", "run", "verdict", "why", "plot", "sweep"])
def test_a_name_that_is_too_long_is_no_fault_of_the_disk(dipsim: Any, command: str) -> None:
    said = dipsim(command, "x" * 5000, *(("ARL", "BOR") if command == "why" else ()))
    assert said.code in (2, 3)
    assert len(said.err) < 800


def test_folder_without_results(dipsim: Any, place: Path) -> None:
    (place / "empty").mkdir()
    for arguments in (("plot", "empty"), ("why", "empty", "ARL", "BOR"), ("verdict", "empty")):
        said = dipsim(*arguments)
        assert said.code == 4
        assert "not a results folder of dipsim" in said.err


def test_too_big_a_plan_is_refused(dipsim: Any) -> None:
    said = dipsim("run", "tiny.yaml", "-n", 2**32 - 1, "--set", "time.years=200")
    assert said.code == 3
    assert "E1402" in said.err


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (KeyboardInterrupt(), 130),
        (errors.Terminated(), 143),
        (PermissionError(13, "Permission denied", "place"), 5),
        (BrokenPipeError(), 0),
        (MemoryError(), 5),
        (WorkerDied("a worker process was killed"), 5),
    ],
)
def test_codes(problem: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert errors.report(problem) == code
    assert "Traceback" not in capsys.readouterr().err


def test_out_of_memory_names_the_plan_and_what_takes_less(dipsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise MemoryError("Unable to allocate 5 GiB")

    monkeypatch.setattr(import_module("dipsim.runs.engine"), "_fill", fail)
    said = dipsim("run", "tiny.yaml", "-n", "40", "-w", "1", "--out", "made")
    assert said.code == 5
    assert "dipsim: error: out of memory: this process may use" in said.err
    assert "fewer --replicates or --record final" in said.err
    assert "  The plan was 40 runs of " in said.err
    assert "fault of dipsim" not in said.err


def test_without_a_home_everything_runs_with_a_note(tmp_path: Path, tiny: str) -> None:
    """What ``docker run --user 2000:0`` gives: no HOME, and no entry of the user in the password file."""
    (tmp_path / "tiny.yaml").write_text(tiny, encoding="utf-8")
    code = (
        "import os, pwd, sys\n"
        "def nobody(uid): raise KeyError(uid)\n"
        "pwd.getpwuid = nobody\n"
        "from dipsim.cli.app import run\n"
        "from dipsim.runs.engine import prepare_kernels\n"
        "from dipsim.runs import engine\n"
        "engine.warm_up = lambda runs: None\n"
        "prepare_kernels(print)\n"
        "sys.exit(run(['check', 'tiny.yaml']))\n"
    )
    homeless = {
        name: value for name, value in environment().items() if name not in ("HOME", "XDG_CACHE_HOME", "DIPSIM_CACHE")
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=homeless, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "valid" in done.stdout
    if not PLAIN:
        assert "no compile cache, Could not determine home directory" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_leave_nothing_behind(tmp_path: Path, tiny: str, number: signal.Signals, code: int) -> None:
    (tmp_path / "tiny.yaml").write_text(tiny, encoding="utf-8")
    arguments = ["run", "tiny.yaml", "-n", "100000", "-w", "1", "--out", "made/here"]

    def heard() -> None:  # a shell lets jobs in the background ignore SIGINT, and children inherit that
        signal.signal(number, signal.SIG_DFL)

    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, preexec_fn=heard
    ) as process:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("made/.here.*.tmp")) and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(number)
        said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == code
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["tiny.yaml"]


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    command = [*COMMAND, "list", "parameters", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_dropped_signals_stop_the_work_later(monkeypatch: pytest.MonkeyPatch) -> None:
    bar = Bar([("running", 10)], quiet=True)
    bar(5)
    monkeypatch.setattr(errors, "_wanted", errors.Terminated)
    with pytest.raises(errors.Terminated):
        bar(5)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_a_quiet_command_says_that_the_model_is_compiled_where_it_must_be(
    dipsim: Any, place: Path, tiny: str, option: str, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[None] = []
    monkeypatch.setattr(engine, "PLAIN", False)
    monkeypatch.setattr(engine, "is_compiled", lambda runs: compiled)
    monkeypatch.setattr(engine, "warm_up", lambda runs: warmed.append(None))
    monkeypatch.setattr(engine.cache, "healed", list)
    (place / "tiny.yaml").write_text(tiny, encoding="utf-8")
    said = dipsim("bill", "tiny.yaml", "-n", "2", option)
    assert said.code == 0
    assert len(warmed) == (not compiled)
    lines = said.err.splitlines()
    assert len(lines) == (not compiled)
    assert all(line.startswith("compiling the model once (about half a minute; ") for line in lines)


def test_a_quiet_bar_lets_by_only_a_note_of_a_long_wait(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar([("running", 10)], quiet=True)
    bar.note("done")
    bar.note(engine.LongWait("wait"))
    assert capsys.readouterr().err == "wait\n"


def test_a_warning_of_dipsim_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "showwarning", lambda *_, **__: print("usual", file=sys.stderr))
    errors.plain_warnings()
    warnings.showwarning(NoWorkers("no worker process"), NoWorkers, "workers.py", 1)
    warnings.showwarning(UserWarning("else"), UserWarning, "other.py", 1)
    assert capsys.readouterr().err == "dipsim: note: no worker process\nusual\n"
