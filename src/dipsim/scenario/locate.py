"""Where scenarios are found: those shipped with dipsim by name, others by path."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dipsim.scenario.yaml.nodes import Mark
from dipsim.scenario.yaml.problems import Problem, Report, ScenarioError, nearest, quoted

_INSTALLED = Path(__file__).resolve().parent.parent / "scenarios"
_CHECKOUT = Path(__file__).resolve().parents[3] / "scenarios"


def folder() -> Path:
    """The folder of shipped scenarios: inside the package when installed, at the top of a checkout otherwise."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def names() -> list[str]:
    """Names of the shipped scenarios, sorted."""
    return sorted(path.stem for path in folder().glob("*.yaml"))


def shipped(name: str) -> Path | None:
    """The file of a shipped scenario, or ``None`` when there is none of that name."""
    return folder() / f"{name}.yaml" if name in names() else None


def find(path_or_name: str | Path) -> tuple[Path, str]:
    """The file that ``path_or_name`` means, and the name under which messages mention it.

    A shipped name wins over a file of the same name without a suffix. ScenarioError (E1001) with the nearest shipped
    name when there is neither.
    """
    text = str(path_or_name)
    known = shipped(text)
    if known is not None:
        return known, known.name
    path = Path(path_or_name)
    with suppress(OSError, ValueError):  # a name that is too long, links that lead in a circle
        if "\0" not in text and (path.exists() or path.is_symlink()):
            return path, text
    stem = path.stem if path.suffix in (".yaml", ".yml") else text
    expected = "a file, or the name of a shipped scenario"
    raise ScenarioError([Problem(text, 1, 1, "E1001", "", expected, quoted(text), nearest(stem, names()))])


def inside(text: str, home: Path, mark: Mark, path: str, code: str, report: Report) -> Path | None:
    """The file that ``text`` names, in the folder ``home`` or below it. Reports at ``mark`` and ``path``: E1302 for a
    file outside, ``code`` for a missing one; ``report`` collects them."""
    try:
        root = home.resolve()
        target = (root / text).resolve()
        there = target.exists()
    except (OSError, RuntimeError, ValueError) as error:  # a name that is too long, links that lead in a circle
        found = f"{quoted(text)}, which cannot be followed ({quoted(getattr(error, 'strerror', None) or error)})"
        report.add(mark, code, path, "a file that exists", found)
        return None
    if "\\" in text or ":" in text or Path(text).is_absolute() or not target.is_relative_to(root):
        report.add(mark, "E1302", path, "a file in the folder of the scenario", quoted(text))
        return None
    if not there:
        near = nearest(text, [*(p.name for p in root.glob("*.*") if p.suffix in (".yaml", ".yml", ".csv")), *names()])
        report.add(mark, code, path, "a file that exists", quoted(text), near)
        return None
    return target
