"""What users call around a run: what there is to choose from, a new scenario, its description, a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dipsim.api import run
from dipsim.runs.new_scenario import NewScenario
from dipsim.runs.new_scenario import write as write_new
from dipsim.runs.result import Result
from dipsim.runs.settings import Scenario, result_of, spec_of
from dipsim.scenario import arguments
from dipsim.scenario.arguments import ArgumentError


def listing(what: str = "scenarios", name: str | None = None) -> Any:
    """What there is to choose from. Raises ArgumentError for an unknown list or kind.

    Parameters
    ----------
    what : str
        "scenarios", "kinds", "figures", "postures" or "parameters".
    name : str, optional
        One exchange kind, to be shown in full.

    Returns
    -------
    pandas.DataFrame or dict
        A row for each; of one kind everything that is known of it, with an example of how it is written.

    Examples
    --------
    >>> "two_blocs" in set(dipsim.list()["scenario"])
    True
    >>> print(dipsim.list("kinds", "hotline")["example"])
      - at: 2026-03
        hotline: {between: [ARL, BOR]}
    """
    import pandas as pd

    from dipsim.documentation import lists

    if name is not None:
        if what != "kinds":
            raise ArgumentError(f"name: only an exchange kind can be named, found '{name}' of {what}")
        return lists.kind(name)
    arguments.one_of("list", what, lists.COLUMNS)
    if what != "figures":
        return pd.DataFrame(getattr(lists, what)())
    from dipsim.report.figure_registry import available, usual

    return pd.DataFrame([{"figure": each, "title": available()[each].TITLE} for each in usual()])


def describe(scenario: Scenario, sets: Sequence[str] = ()) -> str:
    """Describe a scenario as the ODD protocol asks, in Markdown.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    sets : sequence of str
        Changes to the scenario, each as "PATH=VALUE".

    Returns
    -------
    str
        The page.

    Examples
    --------
    >>> print(dipsim.describe("two_nations").split("\\n")[0])
    ODD: Two nations
    """
    from dipsim.documentation import odd

    return odd.text(spec_of(scenario, sets))


def new(
    title: str | None = None,
    nations: str | Sequence[str] | None = None,
    *,
    out: str | Path | None = None,
    data: str | Path | None = None,
    year: int | None = None,
    region: str | None = None,
    states_at: int | None = None,
    fictional: bool = False,
) -> Path:
    """Write a scenario to start from; an existing file is never touched.

    Parameters
    ----------
    title : str, optional
        Title of the scenario; the file is named after it unless ``out`` names one.
    nations : str or sequence of str, optional
        Codes, as "NOR,SWE,FIN" or a list. Codes of states give names, capitals and land borders, with money left empty;
        other codes give a sketch of invented nations, and so does ``fictional`` for any.
    out : path, optional
        The file to write.
    data : path, optional
        Folder of published data to fill the scenario from, with figures of ``year``.
    year, states_at : int, optional
        Year of the figures, and the year at whose end the states exist and the scenario begins.
    region : str, optional
        Every state of a region, with ``data`` and ``year``.
    fictional : bool
        Invented nations, even where the codes are those of states.

    Returns
    -------
    Path
        The file. Where money is empty, loading it names every number that is missing.

    Examples
    --------
    >>> path = dipsim.new("Aegean", ["GRC", "TUR"])
    >>> path.name
    'aegean.yaml'
    >>> dipsim.check(path)
    Traceback (most recent call last):
        ...
    dipsim.scenario.yaml.problems.ScenarioError: aegean.yaml:21:9: error E1104: nations.GRC.gdp: expected ...
    """
    place = None if data is None else Path(data)
    request = NewScenario(title, nations, region, place, year, states_at, fictional=fictional)
    return write_new(request, None if out is None else Path(out)).path


def plot(what: Any, name: str | None = None, **look: Any) -> Any:
    """Draw a figure of a result, of an answer, or of a scenario that is run for it.

    Parameters
    ----------
    what : Result, str, Path, Spec or the answer of a question
        A result or its folder; a scenario, which is run; or what ``verdict``, ``flip``, ``map``, ``flip_over_draws``,
        ``map_over_draws``, ``bill``, ``compare`` or ``crisis`` gave back.
    name : str, optional
        The figure, one of ``dipsim.list("figures")``; without it all usual figures, as a gallery that a notebook shows.
        An answer has a figure of its own.
    **look
        ``size`` ("slide", "column", "page", or inches wide and high), ``ax`` (axes of matplotlib to draw the main panel
        into), ``dyads`` (relations to draw, as pairs of codes) and what the figure has of its own.

    Returns
    -------
    Figure, Gallery or the axes of ``ax``

    Examples
    --------
    >>> result = dipsim.run("two_nations", replicates=2, judge=False)
    >>> dipsim.plot(result, "trust_trajectories", size=(6, 4)).get_size_inches().tolist()
    [6.0, 4.0]
    """
    from dipsim.report import figure_registry
    from dipsim.report.answer_figures import of_answer

    answer = of_answer(what)
    if answer is not None:
        about, own, given = answer
        return figure_registry.plot(about, name or own, **given, **look)
    stored = result_of(what)
    result = run(what, judge=name in (None, "verdict")) if stored is None else stored
    return figure_registry.plot(result, name, **look)


def write_report(
    result: Result | str | Path,
    other: Result | str | Path | None = None,
    *,
    out: str | Path | None = None,
    overwrite: bool = False,
) -> Path:
    """Write the page of a result, or one that puts two results side by side.

    Raises ArgumentError for what is no result, FolderError for a file that is there already.

    Parameters
    ----------
    result : Result, str or Path
        A result or its folder.
    other : Result, str or Path, optional
        A second one: metrics and trust of every relation are compared, run by run where the seeds are equal.
    out : str or Path, optional
        The file to write; ``report.html`` in the folder of the result, or a file of both names here, unless given.
    overwrite : bool
        Replace a file that is there.

    Returns
    -------
    Path
        The page, one file that needs nothing else.

    Examples
    --------
    >>> made = dipsim.run("two_nations", replicates=2, judge=False, sets="time.years=1")
    >>> dipsim.write_report(made, out="page.html").name
    'page.html'
    """
    from dipsim.report import stored

    found = []
    for name, given in (("result", result), ("other", other)):
        one = None if given is None else result_of(given)
        if given is not None and one is None:
            raise ArgumentError(f"{name}: expected a result or a results folder, found {given!r}")
        found.append(one)
    first, second = found
    if first is None or (first.folder is None and second is None and out is None):
        raise ArgumentError("out: expected a file, as the result has no folder")
    return stored.write_page(first, second, out=None if out is None else Path(out), overwrite=overwrite)
