"""The campaign on bits can count the registers of compiled code before anything else of the engine is read."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"


def test_registers_are_counted_in_a_fresh_process() -> None:
    """Protects `make campaign-bits`: the compiler wants to know the block of the model before it is asked for code."""
    code = (
        "import bits; found = bits.count_registers(); from dipsim.kernels.compiler.compiler import compile_kernel;"
        "from dipsim.kernels.compiler.registry import KERNELS;"
        "compile_kernel(KERNELS['dipsim.model.processes.domestic.coherence.lines'].variant(8));"
        "print(sum(found.values()) > 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CAMPAIGNS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    if platform.machine() == "x86_64":  # elsewhere registers have other names
        assert done.stdout.strip() == "True"
