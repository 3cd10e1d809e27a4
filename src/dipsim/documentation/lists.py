"""What there is to choose from, as rows: scenarios, kinds, postures, parameters, priors, and one kind in full."""

from __future__ import annotations

from typing import Any

from dipsim.documentation.kind_examples import FORMS, example, form, group, section
from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.scenario.arguments import unknown
from dipsim.scenario.draws.priors import not_drawn
from dipsim.scenario.draws.priors import priors as declared_priors
from dipsim.scenario.load import load
from dipsim.scenario.locate import names
from dipsim.scenario.postures import describe_postures
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.spec import processes_model

Rows = list[dict[str, Any]]
COLUMNS = {  # of each list, for a table on a screen
    "scenarios": ("scenario", "nations", "years", "title"),
    "kinds": ("kind", "form", "group", "about"),
    "figures": ("figure", "title"),
    "postures": ("posture", "about"),
    "parameters": ("name", "default", "unit", "meaning"),
    "priors": ("number", "default", "prior", "source"),
}


def scenarios() -> Rows:
    """The shipped scenarios."""
    specs = {name: load(name) for name in names()}
    return [
        {"scenario": name, "nations": len(spec.nations), "years": spec.time.years, "title": spec.title}
        for name, spec in specs.items()
    ]


def kinds() -> Rows:
    """The exchange kinds of the catalogue."""
    return [
        {
            "kind": name,
            "form": form(name),
            "group": group(name),
            "about": entry.about,
            "optional": entry.optional,
            "title": entry.title,
        }
        for name, entry in catalogue().items()
    ]


def postures() -> Rows:
    """The named sets of traits that a nation may start from."""
    return [{"posture": name, "about": about} for name, about in describe_postures().items()]


def parameters() -> Rows:
    """The parameters of processes, as they are set by ``processes.NAME=VALUE``."""
    processes_model()  # declares them
    return [dict(vars(entry)) for entry in PARAMETERS]


def priors() -> Rows:
    """What each uncertain number may be, those that are not drawn with the reason, parameters before kinds."""
    drawn = [
        {"number": one.path, "default": one.default, "prior": one.words, "source": one.source, "study": one.study}
        for one in declared_priors().values()
    ]
    kept = [{"number": path, "default": "", "prior": "not drawn", "source": why} for path, why in not_drawn().items()]
    return [*drawn, *kept]


def kind(name: str) -> dict[str, Any]:
    """The kind ``name`` in full: what it is, how it is written, and its numbers with their evidence. Raises
    UnknownName."""
    entries = catalogue()
    if name not in entries:
        raise unknown("exchange kind", name, entries, "dipsim list kinds")
    entry = entries[name]
    numbers = [
        {
            "number": number,
            "value": figure.value,
            "unit": NUMBERS[number].unit,
            "meaning": NUMBERS[number].meaning,
            "bounds": list(figure.bounds),
            "grade": figure.grade,
            "source": figure.source,
            "rivals": [rival.model_dump() for rival in figure.rivals],
        }
        for number, figure in entry.numbers.items()
    ]
    own = {"kind": name, "title": entry.title, "about": entry.about, "form": form(name), "group": group(name)}
    how = {"parties": FORMS[form(name)], "section": section(name), "example": example(name)}
    return {**own, "like": entry.like, "optional": entry.optional, **how, "numbers": numbers}
