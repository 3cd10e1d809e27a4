"""The figures of a sweep: one for each finding, drawn by the file of its method."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from dipsim.sweeps.analyse import Finding
from dipsim.sweeps.swept import Swept
from dipsim.view.style import save


def draw(swept: Swept, findings: Sequence[Finding], folder: Path) -> list[Path]:
    """Write the figure of every finding into a folder; returns the PNG files."""
    written: list[Path] = []
    for number, finding in enumerate(findings, 1):
        module = f"dipsim.view.plots.sweep_{finding.method}"
        if find_spec(module) is None:
            continue
        figure = import_module(module).draw(swept, finding)
        name = f"{number}_{finding.method}_{finding.outcome}".replace(".", "_")
        written += [path for path in save(figure, folder, name) if path.suffix == ".png"]
    return written
