"""Child processes, the command line and plain scripts: no code comes from the current folder, no guard is needed."""

# Also tests: kernels/machine/child_process.py

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dipsim
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.machine import child_process

HOSTILE = ("pickle", "numpy", "numba", "typing", "__future__", "struct", "importlib", "signal", "yaml", "sitecustomize")
SOURCE = Path(dipsim.__file__).resolve().parents[1]


def plant(folder: Path, *more: str) -> Path:
    """Modules that leave a mark beside them when they are imported; returns the folder of the marks."""
    marks = folder.parent / "marks"
    marks.mkdir()
    for name in (*HOSTILE, *more):
        text = f"open({str(marks / name)!r}, 'w').close()\nraise ImportError('hostile {name}')\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return marks


@pytest.fixture(name="here")
def here_fixture(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def run(here: Path, *command: str, text: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a Python in the folder, where dipsim is found as if it were installed."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)} | more
    return subprocess.run(
        [sys.executable, *command], cwd=here, env=environment, input=text, capture_output=True, text=True, timeout=300
    )


def test_the_command_line_imports_nothing_from_the_current_folder(here: Path) -> None:
    marks = plant(here, "dipsim")
    script = Path(sys.executable).with_name("dipsim")
    if not script.exists():
        pytest.skip("the command is not installed")
    done = subprocess.run([script, "run", "two_nations", "-n", "2", "-w", "2", "--no-figures", "-q", "--out", "out"],
                          cwd=here, capture_output=True, text=True, timeout=300)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(os.listdir(marks)) == []


def test_python_m_dipsim_imports_nothing_from_the_current_folder(here: Path) -> None:
    """But for ``importlib`` and ``dipsim``, which Python needs before it comes to us: hence ``-P`` in scripts."""
    marks = plant(here)
    (here / "importlib.py").unlink()
    done = run(here, "-m", "dipsim", "check", "two_nations")
    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(marks)) == []


WORK = """
import sys
sys.path[:] = [place for place in sys.path if place not in ("", {here!r})]
import os, random
from dipsim.kernels.machine import limits
limits.cpus = lambda: 2
from dipsim.runs.batches.process_pool import processes
sys.path.insert(0, {first!r})
with processes(2) as pool:
    print(sorted({{pool.submit(random.Random, 1).result().random() for _ in range(4)}}))
    print(pool.submit(os.getcwd).result() == os.getcwd())
"""


@pytest.mark.parametrize("first", ["", ".", "here"])
def test_workers_import_nothing_from_the_current_folder(here: Path, first: str) -> None:
    marks = plant(here, "dipsim")
    first = str(here) if first == "here" else first
    done = run(here, "-c", WORK.format(here=str(here), first=first), PYTHONSAFEPATH="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[0.13436424411240122]\nTrue\n"
    assert sorted(os.listdir(marks)) == []


@pytest.mark.skipif(PLAIN, reason="plain mode compiles nothing")
def test_the_compile_helper_imports_nothing_from_the_current_folder(here: Path, tmp_path: Path) -> None:
    """With a cold cache a second process compiles; it takes dipsim from where this one has it, and its cache too."""
    marks = plant(here, "dipsim")
    code = (
        "import sys, time\n"
        "from dipsim.kernels.machine import limits\n"
        "limits.cpus = lambda: 2\n"
        "import dipsim.model.tick\n"
        "from dipsim.kernels.compiler import cache\n"
        "from dipsim.kernels.compiler import parallel_compile as share\n"
        "sys.path.insert(0, '')\n"
        "from dipsim.kernels.compiler.registry import KERNELS\n"
        "helper = share._start([kernel.variant(8) for kernel in KERNELS.values()])\n"
        "until = time.monotonic() + 120\n"
        "while helper.poll() is None and not list(cache.prepare().glob('*.kernel')) and time.monotonic() < until:\n"
        "    time.sleep(0.1)\n"
        "helper.kill()\n"
        "print(len(list(cache.prepare().glob('*.kernel'))) > 0)\n"
    )
    done = run(here, "-P", "-c", code, DIPSIM_CACHE=str(tmp_path / "cache"))
    assert done.stdout == "True\n", done.stderr
    assert sorted(os.listdir(marks)) == []


def test_only_places_that_do_not_depend_on_the_current_folder_are_trusted(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    link = here.parent / "link"
    link.symlink_to(here)
    place = str(here.parent)
    assert child_process.trusted(["", ".", "lib", str(here), str(link), place]) == [place]


def test_a_program_that_names_no_interpreter_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(FileNotFoundError, match="interpreter"):
        child_process.start("dipsim.runs.batches.worker", "run_worker")


SCRIPT = """
import dipsim
from dipsim.kernels.machine import child_process, limits

limits.cpus = lambda: 2
begun, start = [], child_process.start
child_process.start = lambda *what, **how: begun.append(what) or start(*what, **how)
result = dipsim.run("two_nations", replicates=96, seed=1, workers=2, judge=True, sets=["time.years=1"])
print(len(result.tables["region"]) > 0, len(begun) > 0)
"""
SWEEP = """
swept = dipsim.sweep("experiment.yaml", out="swept", workers=2)
print(swept.progress.runs_done, len(begun) > 2)
"""
EXPERIMENT = """
dipsim: 1
experiment: Small
scenario: two_nations
set: {time.years: 1}
levers: {nations.ARL.transparency: {from: 0, to: 1}}
design: {latin_hypercube: {points: 20}}
replicates: 16
outcomes: [trust]
"""


@pytest.mark.parametrize("how", ["file", "standard input", "notebook"])
def test_a_plain_script_needs_no_guard(here: Path, how: str) -> None:
    """``dipsim.run`` with workers, and in a file ``dipsim.sweep``, without ``if __name__ == "__main__"``."""
    (here / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    text = SCRIPT + (SWEEP if how == "file" else "")
    (here / "script.py").write_text(text, encoding="utf-8")
    notebook = f"import sys; del sys.modules['__main__'].__spec__; exec({text!r}, {{'__name__': '__main__'}})"
    done = {
        "file": lambda: run(here, "script.py"),
        "standard input": lambda: run(here, "-", text=text),
        "notebook": lambda: run(here, "-c", notebook),
    }[how]()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "True True\n" + ("320 True\n" if how == "file" else "")
