"""The figures there are: one file each in `dipsim.report.figures`, found by walking the folder."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from dipsim.report import figures, style
from dipsim.report.drawing import Gallery, resize
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.arguments import ArgumentError, nations, unknown
from dipsim.scenario.schema.spec import Spec

Size = str | tuple[float, float]


def available() -> dict[str, Any]:
    """Modules of all figures by NAME, in the order in which they are read (ORDER, then NAME)."""
    found = [import_module(f"{figures.__name__}.{entry.name}") for entry in pkgutil.iter_modules(figures.__path__)]
    found.sort(key=lambda module: (module.ORDER, module.NAME))
    return {module.NAME: module for module in found}


def usual() -> list[str]:
    """Names of the figures that every result has; the others belong to a question and are drawn when it is asked."""
    return [name for name, module in available().items() if not getattr(module, "ASKED", False)]


def figure(result: Outcome, name: str, *, size: Size | None = None, **options: Any) -> Figure:
    """The figure called ``name`` of ``result``; its ``size`` is "slide", "column", "page" or inches wide and high.

    ``dyads``, for the figures that have it, are the relations to draw: a pair of codes, or several pairs. UnknownName
    for a figure or a nation that is not there, ArgumentError for an option that the figure does not have.
    """
    found = available()
    if name not in found:
        raise unknown("figure", name, found)
    _check_options(name, found[name].figure, options)
    if "dyads" in options and options["dyads"] is not None:
        options["dyads"] = pairs(result, options["dyads"])
    if size is None:
        return found[name].figure(result, **options)  # type: ignore[no-any-return]
    wanted = shapes.inches(size)
    sheet = shapes.sheet(wanted)
    with shapes.on(sheet):
        return resize(found[name].figure(result, **options), wanted, sheet.factor)


def _check_options(name: str, draw: Any, options: Mapping[str, Any]) -> None:
    known = [option for option in inspect.signature(draw).parameters if option != "result"]
    for option in options:
        if option not in known:
            raise ArgumentError(f"{name}: no option '{option}'; it has {', '.join([*known, 'size', 'ax'])}")


def pairs(result: Outcome, given: Any) -> list[tuple[str, str]]:
    """Relations of ``result`` from ``given``, a pair of codes or several pairs. Raises ArgumentError for anything else
    or an unknown nation."""
    listed = list(given)
    listed = [tuple(listed)] if len(listed) == 2 and all(isinstance(code, str) for code in listed) else listed
    for pair in listed:
        if isinstance(pair, str) or len(pair) != 2:
            raise ArgumentError(f"dyads: expected pairs of codes such as [('ARL', 'BOR')], found {given!r}")
        if isinstance(result.spec, Spec):
            nations(result.spec, *pair)
    return [(str(one), str(other)) for one, other in listed]


def plot(result: Outcome, name: str | None = None, *, ax: Any = None, **options: Any) -> Any:
    """The figure called ``name`` of ``result``, or without a name all usual figures as a gallery.

    With ``ax`` the main panel is drawn into these axes of matplotlib, which come back. ArgumentError for a figure that
    belongs to a question, as long as its answer is not given.
    """
    if name is None:
        return Gallery({each: figure(result, each, **options) for each in usual()})
    found = available()
    if name not in found:
        raise unknown("figure", name, usual(), "dipsim.list('figures')")
    module = found[name]
    if ax is not None:
        return _into(result, name, module, ax, options)
    waits = getattr(module, "ASKED", False) and not getattr(module, "ALONE", False)
    if waits and not options.keys() & inspect.signature(module.figure).parameters.keys():
        question = f"dipsim.{getattr(module, 'QUESTION', name.partition('_')[0])}"
        raise ArgumentError(f"the figure {name} shows an answer; ask {question}(...) and draw that with dipsim.plot")
    return figure(result, name, **options)


def _into(result: Outcome, name: str, module: Any, axes: Any, options: dict[str, Any]) -> Any:
    """The main panel of a figure in axes of the caller."""
    if not hasattr(module, "panel"):
        able = ", ".join(each for each, other in available().items() if hasattr(other, "panel"))
        raise ArgumentError(f"{name}: cannot be drawn into given axes; {able} can")
    if options.get("dyads") is not None:
        options = {**options, "dyads": pairs(result, options["dyads"])}
    module.panel(result, axes, **options)
    return axes


def draw(
    result: Outcome, folder: Path | str, names: Sequence[str] | None = None, size: Size | None = None
) -> list[Path]:
    """Write the figures ``names`` of ``result`` (by default all usual ones) as PNG and SVG into ``folder``; returns the
    paths.

    A ``size`` is added to the names of the files, as in ``why_column.png``.
    """
    written: list[Path] = []
    for name in usual() if names is None else names:
        ending = "" if size is None else f"_{size}" if isinstance(size, str) else f"_{size[0]:g}x{size[1]:g}"
        written += style.save(figure(result, name, size=size), Path(folder), f"{name}{ending}")
    return written
