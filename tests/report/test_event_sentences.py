"""Every event of the log has a sentence, names and rungs are in it, and acts of a kind are told once."""

from __future__ import annotations

import pytest

from dipsim.model.state.events import LOG
from dipsim.report.event_sentences import CONFLICT, ORGANISATION, RUNGS, TREATIES, Names, tell

NAMES = Names(["Arland", "Borovia", "<b>"], ["ARL", "BOR", "CEL"], ["Forum"], {"joint_exercise": "Joint exercise"})


@pytest.mark.parametrize("name", [name for name in LOG if not name.endswith("act")])
def test_every_event_has_a_sentence(name):
    (found,) = tell([(name, "joint_exercise", 0, 0 if name in ORGANISATION else 1, 2.0)], NAMES)
    assert "Arland" in found.sentence
    assert found.sentence[0].isupper()
    assert "{" not in found.sentence
    assert ("Forum" in found.sentence) == (name in ORGANISATION)


def test_names_of_groups_are_events():
    assert {*CONFLICT, *TREATIES, *ORGANISATION} <= set(LOG)


def test_rungs_and_parties():
    (found,) = tell([("climbed", None, 1, 0, 4.0)], NAMES)
    assert found.sentence == "The dispute of Borovia and Arland climbs: use of force"
    assert (found.sort, found.parties) == ("conflict", ("ARL", "BOR"))
    assert RUNGS == ("no dispute", "dispute without action", "threat", "display of force", "use of force", "war")


def test_acts_of_a_kind_are_told_together():
    acts = [
        ("act", "joint_exercise", 0, 1, 0.7),
        ("act", "joint_exercise", 0, 2, 0.7),
        ("act", "joint_exercise", 1, 2, 0.7),
    ]
    assert [one.sentence for one in tell(acts, NAMES)] == ["Joint exercise: Arland, Borovia and <b>"]
    assert [one.sentence for one in tell(acts[:2], NAMES)] == ["Joint exercise: Arland and Borovia; Arland and <b>"]
