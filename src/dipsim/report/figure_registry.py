"""The figures there are: one file each in `dipsim.report.figures`, found by walking the folder."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from dipsim.report import figures, style
from dipsim.report.result_view import Outcome


def available() -> dict[str, Any]:
    """Modules of all figures by NAME, in the order in which they are read (ORDER, then NAME)."""
    found = [import_module(f"{figures.__name__}.{entry.name}") for entry in pkgutil.iter_modules(figures.__path__)]
    found.sort(key=lambda module: (module.ORDER, module.NAME))
    return {module.NAME: module for module in found}


def usual() -> list[str]:
    """Names of the figures that every result has; the others belong to a question and are drawn when it is asked."""
    return [name for name, module in available().items() if not getattr(module, "ASKED", False)]


def figure(result: Outcome, name: str, **options: Any) -> Figure:
    """The figure called ``name``; KeyError names those there are."""
    found = available()
    if name not in found:
        raise KeyError(f"no figure is called {name!r}; there are {', '.join(found)}")
    drawn: Figure = found[name].figure(result, **options)
    return drawn


def plot(result: Outcome, name: str | None = None, **options: Any) -> Any:
    """The figure called ``name``, or without a name all usual figures as a dictionary."""
    if name is not None:
        return figure(result, name, **options)
    return {each: figure(result, each) for each in usual()}


def draw(result: Outcome, folder: Path | str, names: Sequence[str] | None = None) -> list[Path]:
    """Write the named figures (default all usual ones) as PNG and SVG into ``folder``; returns the paths."""
    written: list[Path] = []
    for name in usual() if names is None else names:
        written += style.save(figure(result, name), Path(folder), name)
    return written
