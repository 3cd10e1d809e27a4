"""Breaches that are known: the starting point, against which every later change of the model is held."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dipsim.public_data.states.state_table import states
from dipsim.scenario import locate
from dipsim.scenario.load import load
from dipsim.validation.recognition.finding import BREACH, Finding, tolerances
from dipsim.validation.recognition.report import Report

FILE = Path(__file__).with_name("known_breaches.yaml")
REPLICATES, SEED = 100, 1  # the runs behind the listed values
HEAD = f"""\
# Breaches of the tolerances in the shipped scenarios of real nations: the values of {REPLICATES} runs from seed {SEED}.
#
# A test fails when a breach appears that is not listed, when a listed one is gone, and when one moves by more than the
# `moves` of its tolerance. Written by `make campaign-recognise`; the reason for a change belongs into the changelog.
"""


@lru_cache(maxsize=1)
def known_breaches() -> dict[str, dict[str, float]]:
    """The listed value of every known breach, by scenario and check, in the unit of the check."""
    found: dict[str, dict[str, float]] = yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}
    return found


def real_regions() -> list[str]:
    """Names of the shipped scenarios of real nations: every nation has the code of a state."""
    known = states()
    return [name for name in locate.names() if set(load(name).nations) <= set(known)]


def differences(report: Report, known: dict[str, float]) -> list[str]:
    """What differs between a report and the breaches listed for its scenario, one sentence each.

    ``known`` has the listed value by check. A check without cases is no breach; one that the report does not hold, such
    as those that need data, is not compared.
    """
    return [text for found in report.findings if (text := _difference(found, found.check, known.get(found.check)))]


def _difference(found: Finding, check: str, listed: float | None) -> str:
    if found.verdict != BREACH:
        gone = f"{check}: listed as a breach of {listed} and is none any more; remove it from the list"
        return "" if listed is None else gone
    if listed is None:
        return f"{check}: a new breach, {found.found} where {found.tolerance.range} is expected"
    if abs(found.value - listed) > found.tolerance.moves:
        return f"{check}: the breach moved from {listed:g} to {found.value:g}, by more than {found.tolerance.moves:g}"
    return ""


def listing(reports: dict[str, Report]) -> str:
    """The text of ``known_breaches.yaml`` for the reports by name of the scenario.

    What is listed of checks that a report does not hold, such as those that need data, stays.
    """
    lines: list[str] = []
    for name, report in reports.items():
        values: dict[str, Any] = {found.check: _number(found) for found in report.breaches}
        held = {found.check for found in report.findings}
        values |= {check: value for check, value in known_breaches().get(name, {}).items() if check not in held}
        lines += [f"{name}:" if values else f"{name}: {{}}"]
        lines += [f"  {check}: {values[check]}" for check in tolerances() if check in values]
    return HEAD + "\n" + "\n".join(lines) + "\n"


def _number(found: Finding) -> Any:
    return int(found.value) if found.tolerance.unit == "cases" else float(f"{found.value:.4g}")
