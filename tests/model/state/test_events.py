"""Dated events are declared once: the schema, the checks and the rows of the timeline follow."""

# Also tests: scenario/schema/events.py

from __future__ import annotations

import pytest

from dipsim.model.state.events import DatedEvent
from dipsim.scenario.schema.events import EVENTS, SORTS, Entry


@pytest.mark.parametrize("event", [event for event in DatedEvent if event is not DatedEvent.ACT])
def test_an_event_has_its_keys_in_the_schema(event: DatedEvent) -> None:
    name = event.name.lower()
    assert name in EVENTS
    assert name in Entry.model_fields
    assert set(event.keys.values()) <= {*SORTS, "traits"}
    assert event.title
    assert event.meaning.endswith(".")


def test_every_sort_is_used() -> None:
    used = {sort for event in DatedEvent for sort in event.keys.values()}
    assert set(SORTS) <= used
