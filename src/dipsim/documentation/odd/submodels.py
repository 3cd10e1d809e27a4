"""ODD section 7: every process with its equations and parameters, and every exchange kind in play with its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from dipsim.documentation import introspection
from dipsim.documentation.evidence import Driver, drivers, kinds_in_play
from dipsim.documentation.odd.page import Page, number, unit
from dipsim.model.parameters import NUMBERS
from dipsim.scenario.schema.exchange_kinds import Kind
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import escape


def submodels(page: Page, spec: Spec) -> None:
    """Write onto ``page`` the processes in the order of the tick, then the exchange kinds that ``spec`` uses."""
    page.section("Submodels")
    found = {driver.path: driver for driver in drivers(spec)}
    for module in introspection.submodels():
        _process(page, module, found)
    on = kinds_in_play(spec)
    page.section(f"Exchange kinds in play ({len(on)})", 2)
    page.say("What the numbers of a kind mean; those not given for a kind are 0 and stand for none:")
    used = {path.rpartition(".")[2] for path in found if path.startswith("exchanges.")}
    page.items(f"{entry.name} [{entry.unit}]: {entry.meaning}" for entry in NUMBERS if entry.name in used)
    for name, kind in on.items():
        _kind(page, name, kind, found)


def _process(page: Page, module: introspection.Submodel, found: dict[str, Driver]) -> None:
    belongs = f", part of {module.part_of}" if module.part_of else ""
    page.section(f"{module.name.replace('_', ' ').capitalize()}{belongs}", 2)
    page.doc(module.text or "No description.")
    if module.parameters:
        page.say("Parameters:")
        declared = [found[f"processes.{entry.name}"] for entry in module.parameters]
        page.items(map(_parameter, declared))
        _rivals(page, declared, "processes.")


def _parameter(driver: Driver) -> str:
    name = driver.path.removeprefix("processes.")
    return f"{name} = {number(driver.value)}{unit(driver.unit)}{_grade(driver)}: {driver.meaning}"


def _kind(page: Page, name: str, kind: Kind, found: dict[str, Driver]) -> None:
    page.section(f"{escape(kind.title)} ({name})", 3)
    scope = f", scope {kind.scope.replace('_', ' ')}" if kind.scope else ""
    page.say(f"Form {kind.form}, group {kind.group}{scope}. {escape(kind.about, 2000)}")
    prefix = f"exchanges.{name}."
    numbers = [driver for path, driver in found.items() if path.startswith(prefix)]
    message = (f"{one.path.removeprefix(prefix)} {number(one.value)}{unit(one.unit)}{_grade(one)}" for one in numbers)
    page.say(f"{'; '.join(message)}.")
    _rivals(page, numbers, prefix)


def _rivals(page: Page, numbers: Iterable[Driver], prefix: str) -> None:
    """The readings of studies that disagree."""
    others = [
        f"{one.path.removeprefix(prefix)} {number(value)} ({escape(source, 2000)})"
        for one in numbers
        for value, source in one.rivals
    ]
    if others:
        page.say(f"Rival readings: {'; '.join(others)}.")


def _grade(driver: Driver) -> str:
    return "" if driver.assumed else f" [{driver.grade}]"
