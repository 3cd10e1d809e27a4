"""Small versions of the campaigns on reliability, and what they cannot reach; docs/reliability.md has the full ones."""

# Also tests: sweeps/storage/folder.py

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from dipsim.runs.errors import VerificationError
from dipsim.sweeps import sweep
from dipsim.sweeps.experiment.load import read
from dipsim.sweeps.storage.folder import Folder

ROOT = Path(__file__).resolve().parents[2]
LONG = [pytest.mark.campaign]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc, mounts")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param("kills.py --kills 2 --small 2 --fresh 3 --seed 2", "2 kills", id="kills"),
        pytest.param("kills.py --kills 4 --small 0 2 --fresh 3 --seed 2", "4 kills", id="more kills", marks=LONG),
        pytest.param("run_kills.py --kills 1 --fresh 9 --seed 2", "1 kills", id="kill of a run"),
        pytest.param("run_kills.py --kills 2 --fresh 9 --seed 2", "2 kills", id="kills of a run", marks=LONG),
        pytest.param("disk_full.py --sizes 3 --nth 5 --errors ENOSPC", "refusals in 4 sweeps", id="disk", marks=LONG),
        pytest.param("corruption.py --count 20 --more 2", "24 damaged files", id="corruption", marks=LONG),
        pytest.param("races.py --rounds 1 --seed 3", "1 races of", id="races", marks=LONG),
    ],
)
def test_small_campaign(arguments: str, expected: str) -> None:
    script, *settings = arguments.split()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, str(ROOT / "campaigns" / script), *settings]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert expected in done.stdout, done.stdout + done.stderr
    assert "faults: 0" in done.stdout, done.stdout
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder(small_sweeps: ModuleType, tmp_path: Path) -> Folder:
    """The folder of a sweep that was begun, without shards."""
    return sweep.open_folder(read(small_sweeps.Small(64, 2, 1).write(tmp_path / "files", 1)), tmp_path / "swept")


def test_a_folder_whose_making_was_cut_off_is_gone_on_with(small_sweeps: ModuleType, folder: Folder) -> None:
    """After ``sweep.json`` everything can be made again; before it, unfinished files do not stand in the way."""
    (folder.path / "design.parquet").unlink()
    points, order = folder.design()
    assert not (folder.path / "design.parquet").exists(), "looking writes nothing"
    mended = folder.design(mend=True)
    assert (folder.path / "design.parquet").exists()
    assert all((mended[0][name] == points[name]).all() for name in points)
    assert (mended[1] == order).all()

    half = folder.path.parent / "half"
    half.mkdir()
    (half / ".sweep.json.host.1.ab.tmp").write_text("{", encoding="utf-8")
    assert sweep.open_folder(folder.experiment(), half).config == folder.config


def test_texts_in_the_setup_are_sealed(folder: Folder) -> None:
    """A changed scenario would be computed; the configuration's hash alone does not count its text."""
    file = folder.path / "sweep.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    record["scenario"] = record["scenario"].replace("burden: 0.03", "burden: 0.04")
    file.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(VerificationError, match="was changed after it was written"):
        Folder.open(folder.path)


def test_unfinished_files_of_others_are_left_until_they_are_old(folder: Folder) -> None:
    shards = folder.path / "shards"
    shards.mkdir()
    mine, other, old = (shards / f".00001.{'0' * 32}.parquet.{who}.tmp" for who in ("x.1.a", "elsewhere.2.b", "z.3.c"))
    for path in (mine, other, old):
        path.write_bytes(b"half")
    gone = time.time() - 2 * 86_400
    os.utime(old, (gone, gone))
    folder.clear()
    assert other.exists()
    assert not old.exists()
