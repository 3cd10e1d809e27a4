"""ODD section 4, the design concepts, each filled from the tables and the docstrings that it is about."""

from __future__ import annotations

from dipsim.documentation import introspection
from dipsim.documentation.evidence import kinds_in_play
from dipsim.documentation.odd.page import Page, plain
from dipsim.model.parameters import DYAD, NATION, PARAMETERS, REGION_METRICS
from dipsim.model.state import nation, random_streams
from dipsim.model.state.events import LOG
from dipsim.model.state.quantities import Table
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import escape

PRINCIPLES = ("ledger", "perception", "arming", "onset", "war")


def concepts(page: Page, spec: Spec) -> None:
    """Write the design concepts of ``spec`` onto ``page``, in the order of the protocol."""
    page.section("Design concepts")
    found = {module.name: module for module in introspection.submodels()}
    page.section("Basic principles", 2)
    page.items(plain(found[name].title) for name in PRINCIPLES)
    page.section("Emergence", 2)
    page.say("Computed from what nations do, never set: " + _meanings(REGION_METRICS, REGION_METRICS.names()))
    dated = len(spec.timeline)
    page.say(
        f"Set from outside: the start (section 5) and {dated} dated {'entry' if dated == 1 else 'entries'} (section 6)."
    )
    page.section("Adaptation", 2)
    page.doc(found["utility"].text)
    page.doc(found["licensing"].text)
    page.section("Objectives", 2)
    page.say("What a nation weighs: " + _meanings(PARAMETERS, [entry.name for entry in found["utility"].parameters]))
    page.section("Learning", 2)
    page.say(plain(found["ledger"].title) + ". " + _meanings(NATION, ["adaptability"]))
    page.section("Prediction", 2)
    page.say(_meanings(NATION, ["foresight"]) + " " + _meanings(DYAD, ["help_defence", "help_offence"]))
    page.section("Sensing", 2)
    page.doc(found["perception"].text)
    page.say("What clears or clouds the view: " + _meanings(NATION, ["transparency", "coherence", "insight"]))
    page.say("Of a pair: " + _meanings(DYAD, ["channel", "notice", "error"]))
    page.section("Interaction", 2)
    reactions = plain(found["third_party_reactions"].title)
    page.say(f"By exchange: {', '.join(kinds_in_play(spec)) or 'no kind is in play'}. {reactions}.")
    _stochasticity(page)
    _collectives(page, spec)
    page.section("Observation", 2)
    page.say(
        f"Recorded of the region each tick: {', '.join(REGION_METRICS.names())}. Of nations: "
        f"{', '.join(NATION.entries[row].name for row in nation.RECORDED)}. Events: {', '.join(LOG).replace('_', ' ')}."
    )


def _meanings(table: Table, names: list[str]) -> str:
    return "; ".join(f"{name.rpartition('.')[2]} ({table[name].meaning})" for name in names) + "."


def _stochasticity(page: Page) -> None:
    page.section("Stochasticity", 2)
    page.doc(random_streams.__doc__ or "")
    fixed = [name for name in random_streams.DECISIONS if "/jump/" not in name]
    jumps = len(random_streams.DECISIONS) - len(fixed)
    page.say(
        f"Drawn for each exchange kind: {', '.join(random_streams.KIND_DECISIONS)}. "
        f"Drawn otherwise: {', '.join(fixed)}, and up to {jumps} steps of a dispute in a tick."
    )


def _collectives(page: Page, spec: Spec) -> None:
    page.section("Collectives", 2)
    if not spec.organisations:
        page.say("The scenario has no organisation.")
        return
    page.items(
        f"{escape(one.name)} ({one.kind.replace('_', ' ')}): {', '.join(one.members)}" for one in spec.organisations
    )
