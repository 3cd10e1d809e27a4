"""Reference pages from code: Python, commands, codes of problems, parameters, exchange kinds."""

from __future__ import annotations

import math
from collections.abc import Iterator

import dipsim
from dipsim.cli import app
from dipsim.documentation import kind_examples, lists
from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.yaml.codes import CODES
from docs_site.files import cell, table

GROUPS = {  # the start of a code: what the problem is about
    "E10": "The file and its text",
    "E11": "Single values",
    "E12": "Names, and what they refer to",
    "E13": "Base scenarios, overrides and data files",
    "E14": "What a run takes",
    "E15": "The catalogue",
    "E17": "Experiments",
    "W16": "Doubts: valid, and hardly meant",
}
ASKED = ("run", "load", "load_scenario", "check", "list", "describe", "new", "plot", "export", "sweep", "replay")


def pages() -> dict[str, str]:
    """Every page of this module by its path in the source, without ``.md``."""
    return {
        "reference/python": python(),
        "reference/commands": commands(),
        "reference/codes": codes(),
        "reference/parameters": parameters(),
        "reference/kinds": kinds(),
    }


def python() -> str:
    """Public functions and the classes that they give back, from their docstrings."""
    questions = [name for name in dipsim.PUBLIC if name not in ASKED]
    lines = [
        "# Python",
        "",
        "Every function of `import dipsim`, and what a run gives back. Each example is a test.",
        "",
    ]
    for title, names in (("Runs, scenarios and files", ASKED), ("Questions", questions)):
        lines += [f"## {title}", ""]
        for name in names:
            lines += [f"### `{name}`", "", "```{eval-rst}", f".. autofunction:: dipsim.{name}", "```", ""]
    lines += ["## A result", "", "```{eval-rst}", ".. autoclass:: dipsim.runs.result.Result", "   :members:", "```", ""]
    lines += ["## A run as a Mesa model", "", "```{eval-rst}"]
    lines += [".. autoclass:: dipsim.runs.mesa_adapter.DiplomacyModel", "   :members:", "```", ""]
    return "\n".join(lines)


def commands() -> str:
    """Every command with its arguments and options, as its parser has them."""
    lines = [
        "# Commands",
        "",
        "`dipsim COMMAND --help` says the same on the screen. `-h` and `--debug` go with each.",
        "",
    ]
    lines += [table(["command", "what it does"], _overview()), ""]
    for name, text in app.listed().items():
        command = app.load(name)
        context = command.make_context(name, [], resilient_parsing=True)
        usage = " ".join(command.get_usage(context).partition(": ")[2].split())
        lines += [f"## `{name}`", "", *text.split("\n"), ""]
        lines += ["```text", usage.replace(name, f"dipsim {name}", 1), "```", ""]
        rows = [_record(one, context) for one in command.get_params(context)]
        lines += [table(["argument or option", "meaning"], [row for row in rows if row is not None]), ""]
    return "\n".join(lines)


def _overview() -> Iterator[tuple[str, str]]:
    for name, text in app.listed().items():
        yield f"[`{name}`](#{name})", text.split("\n\n")[0].replace("\n", " ")


def _record(parameter: object, context: object) -> tuple[str, str] | None:
    """One line of the help of a command; None for what is hidden."""
    record = parameter.get_help_record(context)  # type: ignore[attr-defined]
    return None if record is None else (f"`{record[0].strip()}`", _plain(record[1]))


def _plain(text: str) -> str:
    """Text for a table in which stars, brackets and angle brackets mean themselves."""
    return "".join(f"\\{sign}" if sign in "*[]<>_" else sign for sign in text)


def codes() -> str:
    """Every code of a problem of a scenario or experiment, with the rule that it stands for."""
    lines = ["# Codes of problems", ""]
    if strange := [code for code in CODES if not code.startswith(tuple(GROUPS))]:
        raise ValueError(f"GROUPS: expected a group for every code, found none for {', '.join(strange)}")
    lines += ["`dipsim check` names every problem with file, line, column and one of these codes, what was expected,"]
    lines += ["what was found and, where one is near, a suggestion. A code that begins with W is a doubt: the file is"]
    lines += ["valid. `dipsim check --json-errors` prints them as JSON.", ""]
    for start, title in GROUPS.items():
        rows = [(f"`{code}`", _plain(rule)) for code, rule in CODES.items() if code.startswith(start)]
        lines += [f"## {title}", "", table(["code", "rule"], rows), ""]
    return "\n".join(lines)


def parameters() -> str:
    """Every number that a scenario may set, by process, and every metric that is recorded."""
    lines = ["# Parameters", ""]
    lines += ["Every number that a scenario may set, with its default, its bounds and where it comes from. Grades: 1"]
    lines += [
        "replicated, 2 contested, 3 a single study, 4 assumed. `--set processes.NAME=VALUE` changes one for a run,"
    ]
    lines += ["`nations.CODE.TRAIT=VALUE` a trait of a nation (`*` is every nation). The equations are in"]
    lines += ["[the model](../model.md).", ""]
    lines += ["## Traits of a nation", "", _quantities(map(NATION.__getitem__, TRAITS)), ""]
    lines += ["## Organisations", "", _quantities(ORGANISATION), "", "## Numbers of an exchange kind", ""]
    lines += [
        "Defaults of a kind that does not give them; [each kind](kinds.md) has its own.",
        "",
        _quantities(NUMBERS),
        "",
    ]
    for process in dict.fromkeys(one.name.partition(".")[0] for one in PARAMETERS):
        own = [one for one in PARAMETERS if one.name.partition(".")[0] == process]
        lines += [f"## Process {process.replace('_', ' ')}", "", _quantities(own), ""]
    lines += ["## Metrics of the region", "", "Recorded at every tick; see [the tables](../tables.md).", ""]
    lines += [table(["metric", "meaning", "unit"], ((f"`{q.name}`", q.meaning, q.unit) for q in REGION_METRICS))]
    return "\n".join(lines)


def _quantities(entries: object) -> str:
    """A table of declared numbers."""
    rows = [
        (f"`{q.name}`", _plain(q.meaning), q.unit, _default(q), _bounds(q.low, q.high), _plain(_source(q)), q.grade)
        for q in entries  # type: ignore[attr-defined]
    ]
    return table(["name", "meaning", "unit", "default", "bounds", "source", "grade"], rows)


def _default(quantity: Quantity) -> str:
    return "to be given" if quantity.default is None else cell(float(quantity.default))


def _source(quantity: Quantity) -> str:
    rivals = (f"{cell(float(value))}: {source}" for value, source in quantity.rivals)
    return "; ".join([quantity.source, *rivals])


def _bounds(low: float, high: float) -> str:
    return "none" if math.isinf(low) and math.isinf(high) else f"{low:.10g} to {high:.10g}"


def kinds() -> str:
    """Every exchange kind: what it is, how it is written, its numbers and their sources."""
    lines = ["# Exchange kinds", "", "What nations exchange, from the catalogue: one file a kind."]
    lines += ["[Your own kind](../tutorial/5_your_own_exchange_kind.md) is a few lines in a scenario.", ""]
    for group in dict.fromkeys(kind_examples.group(name) for name in catalogue()):
        lines += [f"## {group.capitalize()}", ""]
        for name in catalogue():
            if kind_examples.group(name) == group:
                lines += _kind(name)
    return "\n".join(lines)


def _kind(name: str) -> Iterator[str]:
    entry, known = catalogue()[name], lists.kind(name)
    yield from (f"### {entry.title}", "", f"`{name}`. {entry.about}", "")
    yield from (f"Form *{kind_examples.form(name)}*: {kind_examples.FORMS[kind_examples.form(name)]}.", "")
    if entry.optional:
        yield from ("Only in a scenario that names it.", "")
    yield from ("```yaml", f"{kind_examples.section(name)}:", *kind_examples.example(name).split("\n"), "```", "")
    head = ["number", "value", "unit", "bounds", "meaning", "source", "grade"]
    yield table(head, ([_value(key, row[key]) for key in head] for row in known["numbers"]))
    yield ""


def _value(key: str, value: object) -> str:
    """A cell of the table of a kind."""
    return _bounds(*value) if key == "bounds" else _plain(cell(value))  # type: ignore[misc]
