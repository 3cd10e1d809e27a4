"""One result on every processor? The same runs as code for SSE2, AVX2 and AVX-512 and without a compiler: one hash?

    python campaigns/bits.py                  # about five minutes of one core, nearly all of it compiling
    python campaigns/bits.py --only SSE2 AVX2 # some of the settings

Each setting compiles the whole engine anew, in a process and a compile cache of its own, for a processor that
``NUMBA_CPU_NAME`` and ``NUMBA_CPU_FEATURES`` name, and runs it here. What is hashed: every table of a run that records
everything, and every array of numbers that a block is left with. That the settings really are different code is shown
by the vector registers in the assembly of the kernels (xmm 128, ymm 256, zmm 512 bits); the test is void otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONG = {"two_blocs": ("two_blocs", ()), "all kinds": ("two_blocs", ("catalogue=full",))}
YEARS, REPLICATES, BLOCKS = 2, 8, (1, 8)
SHORT = {"two_nations": 10, "two_blocs": 3}  # scenario: ticks that plain mode runs too


@dataclass(frozen=True)
class Setting:
    """A processor to compile for: its name for LLVM, its features, the widest register that its code must use."""

    cpu: str
    features: str
    widest: str
    needs: str = ""  # flag of the processor here without which the code cannot run


WIDE = "+avx512f,+avx512dq,+avx512bw,+avx512vl,+avx512cd"
SETTINGS = {
    "SSE2": Setting("x86-64", "", "xmm"),
    "AVX2": Setting("haswell", "", "ymm", "avx2"),
    "AVX-512": Setting("skylake-avx512", f"{WIDE},-prefer-256-bit", "zmm", "avx512vl"),
    "as found": Setting("", "", ""),
    "plain": Setting("", "", ""),
}


def hash_of(parts: list[bytes]) -> str:
    return hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest()


def arrays_of(scenario: str, sets: tuple[str, ...], ticks: int, runs: int) -> str:
    """Hash of every array of numbers in a block after ``ticks``, and of what was recorded of each tick."""
    import numpy as np

    from dipsim.kernels.compiler.pointer_table import contents
    from dipsim.model import tick
    from dipsim.model.parameters import REGION_METRICS
    from dipsim.model.state.nation import RECORDED
    from dipsim.runs.batches.block_builder import make
    from dipsim.scenario.load import load
    from dipsim.scenario.world.build import build

    world = build(load(scenario, sets))
    b = make([world], 1, list(range(runs)))
    n, kinds = len(world.codes), len(world.kinds)
    shapes = ((len(REGION_METRICS), runs), (kinds, runs), (len(RECORDED), n, runs))
    seen = [np.zeros((ticks, *shape)) for shape in shapes]
    tick.advance(b, 0, *seen)
    fields = contents(b).values()
    return hash_of([x.tobytes() for x in (*fields, *seen) if isinstance(x, np.ndarray)])


def tables_of(scenario: str, sets: tuple[str, ...], block: int) -> str:
    """Hash of all tables of a run that records everything."""
    from dipsim.runs.engine import Request, run
    from dipsim.scenario.load import load

    request = Request(load(scenario, (*sets, f"time.years={YEARS}")), REPLICATES, 1, 1, "all", block)
    return str(run(request)[0].manifest["tables_hash"])


def count_registers() -> Counter[str]:
    """A count of the vector registers in what is compiled from now on; it grows with every kernel."""
    import dipsim.model.entry_points  # noqa: F401  # the compiler wants to know the block first
    from dipsim.kernels.compiler import compiler

    machine = compiler.CODEGEN._tm
    emit, found = machine.emit_object, Counter[str]()

    def counted(module: Any) -> bytes:
        text = machine.emit_assembly(module.clone())
        found.update(re.findall(r"%([xyz]mm)\d", text))
        found["fused"] += len(re.findall(r"\bvfn?m(?:add|sub)\d", text))
        return bytes(emit(module))

    machine.emit_object = counted
    return found


def child(plain: bool) -> dict[str, Any]:
    """What one setting gives: hashes by run, and the registers of its code."""
    found = Counter[str]()
    if not plain:
        found = count_registers()
    runs = {f"{name}, {ticks} ticks": arrays_of(name, (), ticks, 8) for name, ticks in SHORT.items()}
    if not plain:
        for name, (scenario, sets) in LONG.items():
            for block in BLOCKS:
                runs[f"{name}, block {block}"] = arrays_of(scenario, sets, 12 * YEARS, block)
                runs[f"{name}, tables, block {block}"] = tables_of(scenario, sets, block)
    return {"runs": runs, "registers": dict(found)}


def measure(name: str) -> dict[str, Any]:
    """Run one setting in a fresh process with an empty compile cache."""
    setting = SETTINGS[name]
    with tempfile.TemporaryDirectory() as folder:
        more = {"DIPSIM_CACHE": folder, "DIPSIM_CHILD": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        more |= {"DIPSIM_PLAIN": "1"} if name == "plain" else {}
        more |= {"NUMBA_CPU_NAME": setting.cpu, "NUMBA_CPU_FEATURES": setting.features} if setting.cpu else {}
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("NUMBA_CPU", "DIPSIM"))}
        command = [sys.executable, str(Path(__file__).resolve()), "--child", name]
        done = subprocess.run(command, env=environment | more, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def judge(found: dict[str, dict[str, Any]]) -> list[str]:
    """What is wrong: hashes that differ, between settings or between blocks, and code that is not what it should be."""
    wrong = []
    for run in sorted({run for result in found.values() for run in result["runs"]}):
        hashes = {name: result["runs"][run] for name, result in found.items() if run in result["runs"]}
        if len(set(hashes.values())) > 1:
            wrong.append(f"{run}: {hashes}")
    for name, result in found.items():
        tables = {run: value for run, value in result["runs"].items() if "tables" in run}
        wrong += [
            f"{name}, {key}: blocks differ"
            for key in LONG
            if len({v for r, v in tables.items() if r.startswith(key)}) > 1
        ]
        registers, widest = result["registers"], SETTINGS[name].widest
        wider = [width for width in ("xmm", "ymm", "zmm") if width > widest and registers.get(width)]
        if widest and (wider or not registers.get(widest)):
            wrong.append(f"{name} is void: its code uses {registers}")
        if registers.get("fused"):
            wrong.append(f"{name}: {registers['fused']} fused multiply-adds")
    return wrong


def hashes(result: dict[str, Any]) -> list[str]:
    """One hash for the short runs, which plain mode has too, and one for the long ones."""
    short = [value for run, value in result["runs"].items() if run.endswith("ticks")]
    long = [value for run, value in result["runs"].items() if not run.endswith("ticks")]
    return [hash_of([value.encode() for value in part]) if part else "" for part in (short, long)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SETTINGS, default=list(SETTINGS))
    parser.add_argument("--child", choices=SETTINGS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(child(asked.child == "plain")))
        return
    flags = Path("/proc/cpuinfo").read_text().split() if Path("/proc/cpuinfo").exists() else []
    found = {}
    print(
        "| code | compiled for | xmm | ymm | zmm | fused | short runs | long runs |\n|---|---|---|---|---|---|---|---|"
    )
    for name in asked.only:
        setting = SETTINGS[name]
        if setting.needs and setting.needs not in flags:
            print(f"| {name} | {setting.cpu}: this processor cannot run it | | | | | | |")
            continue
        found[name] = result = measure(name)
        used = [f"{result['registers'].get(width, 0):,}" for width in ("xmm", "ymm", "zmm", "fused")]
        machine = setting.cpu or ("no processor" if name == "plain" else "this processor")
        print("|", " | ".join([name, machine, *used, *hashes(result)]), "|", flush=True)
    wrong = judge(found)
    print(
        "\n" + ("\n".join(wrong) if wrong else "Every run has one hash in all settings, every table one in all blocks.")
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
