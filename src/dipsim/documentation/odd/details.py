"""ODD sections 5 and 6: the state before the first tick, and what enters the run from outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dipsim.documentation import introspection
from dipsim.documentation.evidence import Driver, drivers
from dipsim.documentation.odd.page import Page, number, unit
from dipsim.scenario.schema.events import Entry
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.timeline import plain_args
from dipsim.scenario.yaml.problems import escape

Places = dict[tuple[str, str], list[tuple[str, Driver]]]


def initialisation(page: Page, spec: Spec) -> None:
    """Write onto ``page`` how ``spec`` starts: its nations, relations and organisations."""
    page.section("Initialisation")
    found = {module.name: module for module in introspection.submodels()}
    page.doc(found["initial_state"].text)
    page.say(f"Accounts and stocks at the start: {spec.options.start}.")
    places = _by_place(spec, drivers(spec))
    page.section("Nations", 2)
    page.items(_nation(code, one, places) for code, one in spec.nations.items())
    if spec.relations:
        page.section("Relations", 2)
        page.items(_relation(one, places) for one in spec.relations)
    if spec.organisations:
        page.section("Organisations", 2)
        page.items(_organisation(one, places) for one in spec.organisations)


def _by_place(spec: Spec, found: Iterable[Driver]) -> Places:
    """The numbers of nations, relations and organisations by section and name, each with its path below the name."""
    places: Places = {}
    for driver in found:
        section, _, rest = driver.path.partition(".")
        if section in ("nations", "relations"):
            name = rest.partition(".")[0]
        elif section == "organisations":  # a name may hold a dot
            name = max((one.name for one in spec.organisations if rest.startswith(f"{one.name}.")), key=len)
        else:
            continue
        places.setdefault((section, name), []).append((rest[len(name) + 1 :], driver))
    return places


def _numbers_at(places: Places, section: str, name: str) -> str:
    """The numbers at a place: ``gdp 1200 bn USD 2023 [2], burden 0.025``."""
    return ", ".join(
        f"{path} {number(driver.value)}{unit(driver.unit)}{'' if driver.assumed else f' [{driver.grade}]'}"
        for path, driver in places.get((section, name), [])
    )


def _source(part: Any) -> str:
    return f" Source: {escape(part.source, 300)}." if part.source else ""


def _nation(code: str, one: Any, places: Places) -> str:
    words = [f"posture {one.posture}" if one.posture else "", f"language {one.language}" if one.language else ""]
    words += [f"standards {one.standards}" if one.standards else ""]
    statement = ", ".join(word for word in words if word)
    name = f"{code} {escape(one.name)}{f' ({escape(statement)})' if statement else ''}"
    return f"{name}: {_numbers_at(places, 'nations', code)}.{_source(one)}"


def _relation(one: Any, places: Places) -> str:
    pair = "-".join(sorted(one.between))
    bonds = [f"pact: {', '.join(one.pact)}" if one.pact else ""]
    bonds += [f"agreements: {', '.join(one.agreements)}" if one.agreements else "", "hotline" if one.hotline else ""]
    bonds += [f"in force: {', '.join(one.in_force)}" if one.in_force else ""]
    parts = [_numbers_at(places, "relations", pair), *bonds]
    return f"{pair}: {'; '.join(part for part in parts if part) or 'nothing beyond the defaults'}.{_source(one)}"


def _organisation(one: Any, places: Places) -> str:
    content = f", {one.content}" if one.content else ""
    numbers = _numbers_at(places, "organisations", one.name)
    message = f"; {numbers}" if numbers else ""
    name = f"{escape(one.name)} ({one.kind.replace('_', ' ')}{content})"
    return f"{name}: members {', '.join(one.members)}{message}.{_source(one)}"


def input_data(page: Page, spec: Spec) -> None:
    """Write onto ``page`` the timeline of ``spec`` and where its figures come from."""
    page.section("Input data")
    if spec.timeline:
        page.say("Dated entries of the timeline; nothing else enters the run from outside.")
        page.items(_entry(entry) for entry in spec.timeline)
    else:
        page.say("None: the scenario has no timeline, and nothing enters the run from outside.")
    if spec.sources:
        page.say("Sources that the scenario names:")
        page.items(escape(source, 400) for source in spec.sources)


def _entry(entry: Entry) -> str:
    if entry.at is not None:
        when = entry.at
    else:
        ends = (f" from {entry.from_}" if entry.from_ else "") + (f" until {entry.until}" if entry.until else "")
        when = f"every {entry.every}{ends}"
    args = ", ".join(f"{key} {_shown(value)}" for key, value in plain_args(entry.args).items())
    return f"{when}: {entry.event.replace('_', ' ')} ({args})"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, float) else escape(str(value))
