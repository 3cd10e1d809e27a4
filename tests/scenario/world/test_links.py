"""Who is linked at the start, who may come to be, and what is stored of whom."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.pair_array import SPECIAL
from dipsim.model.state import dyads
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build

CODES = ("AA", "BB", "CC", "DD")
HERE = {"AA": [0, 0], "BB": [0, 5], "CC": [60, 60], "DD": [-60, 90]}  # degrees; AA and BB are in reach of each other


def world(**file: Any) -> World:
    """Four nations of which nothing else is said but what ``file`` says."""
    head = {"dipsim": 1, "title": "T", "time": {"start": "2025-01", "years": 2}}
    nations = {code: {"gdp": 1000.0} for code in CODES}
    return build(load("x.yaml", (), json.dumps(head | {"nations": nations} | file)))


def linked(of: World) -> set[str]:
    """Pairs that are linked at the start, in letters."""
    return _named(of.dyad[dyads.LINK] > 0.0)


def stored(of: World) -> set[str]:
    """Pairs of which something is kept."""
    return _named(of.link >= SPECIAL)


def _named(flags: Any) -> set[str]:
    assert (flags == flags.T).all()
    assert not np.diag(flags).any()
    return {CODES[i][0] + CODES[j][0] for i, j in np.argwhere(np.triu(flags))}


def body(kind: str, members: list[str], **more: Any) -> dict[str, Any]:
    return {"name": "Body", "kind": kind, "members": members} | more


def test_nobody_is_linked_of_whom_nothing_is_said() -> None:
    found = world()
    assert linked(found) == stored(found) == set()


def test_listed_pairs_are_linked_though_nothing_lies_between_them() -> None:
    found = world(relations=[{"between": ["AA", "BB"]}, {"between": ["DD", "BB"], "proximity": 0}])
    assert linked(found) == stored(found) == {"AB", "BD"}


def test_pairs_in_contact_or_in_reach_are_linked() -> None:
    near = {code: {"gdp": 1000.0, "location": place} for code, place in HERE.items()}
    found = world(nations=near, relations=[{"between": ["CC", "DD"], "proximity": 0.4}])
    assert {"AB", "CD"} <= linked(found)
    reach = found.dyad[dyads.REACH] + found.dyad[dyads.REACH].T + found.dyad[dyads.PROXIMITY]
    assert linked(found) == stored(found) == _named(reach > 0.0)


@pytest.mark.parametrize("kind", ["alliance", "council", "arms_control"])
def test_members_of_a_body_that_binds_them_are_linked(kind: str) -> None:
    found = world(organisations=[body(kind, ["AA", "BB", "DD"])])
    assert linked(found) == stored(found) == {"AB", "AD", "BD"}
    assert found.org_links.tolist() == [1]


@pytest.mark.parametrize("kind", ["forum", "control_regime"])
def test_mere_membership_links_nobody(kind: str) -> None:
    found = world(organisations=[body(kind, ["AA", "BB", "DD"], admission=5)])
    assert linked(found) == stored(found) == set()
    assert found.org_links.tolist() == [0]


def test_a_forum_that_meets_or_holds_acts_links_its_members() -> None:
    for more in ({"meets": 4}, {"holds": {"joint_exercise": 1}}):
        found = world(organisations=[body("forum", ["AA", "CC"], **more)])
        assert linked(found) == stored(found) == {"AC"}
        assert found.org_links.tolist() == [1]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"joint_exercise": {"between": ["AA", "BB"]}}, {"AB"}),
        ({"joint_exercise": {"between": ["AA", "BB", "CC"]}}, {"AB", "AC", "BC"}),
        ({"arms_transfer": {"from": "CC", "to": "AA"}}, {"AC"}),
        ({"military_incident": {"from": "CC", "to": "AA"}}, {"AC"}),
        ({"dispute": {"between": ["BB", "DD"], "to": 0.5}}, {"BD"}),
        ({"disaster": {"nation": "BB", "size": 1}}, set()),
        ({"government_change": "BB"}, set()),
    ],
)
def test_an_entry_of_the_timeline_links_whom_it_names_together(entry: Any, expected: set[str]) -> None:
    found = world(timeline=[{"at": "2025-05", **entry}])
    assert linked(found) == stored(found) == expected


def test_an_instrument_in_force_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the clause by itself: whatever way an instrument came into force, its pair is linked."""
    from dipsim.scenario.world import links

    dyad, standing = np.zeros((len(dyads.DYAD), 4, 4)), np.zeros((2, 4, 4))
    standing[1, 2, 0] = 3.0
    nobody = links.Ties(*(np.zeros((0, 4)), np.zeros(0, bool), np.zeros(0), np.zeros((0, 7), int), np.zeros((0, 4))))
    assert _named(links.mark_linked(dyad, standing, nobody)) == {"AC"}
    assert _named(dyad[dyads.LINK] > 0.0) == {"AC"}


def test_who_joins_by_the_timeline_is_stored_from_the_start_but_not_linked() -> None:
    join = {"at": "2025-05", "join": {"nation": "CC", "organisation": "Body"}}
    found = world(organisations=[body("alliance", ["AA", "BB"])], timeline=[join])
    assert linked(found) == {"AB"}
    assert stored(found) == {"AB", "AC", "BC"}
    found = world(organisations=[body("forum", ["AA", "BB"])], timeline=[join])
    assert stored(found) == set()


def test_whoever_is_linked_to_a_member_may_be_admitted_and_so_may_its_partners() -> None:
    """Protects the closure: a member to be brings those within reach of it, and so on; nobody else is stored."""
    chain = [{"between": ["BB", "CC"]}]
    closed = world(organisations=[body("alliance", ["AA", "BB"])], relations=chain)
    assert stored(closed) == linked(closed) == {"AB", "BC"}
    open_ = world(organisations=[body("alliance", ["AA", "BB"], admission=1)], relations=chain)
    assert linked(open_) == {"AB", "BC"}
    assert stored(open_) == {"AB", "BC", "AC"}
    longer = world(
        organisations=[body("alliance", ["AA", "BB"], admission=1)], relations=[*chain, {"between": ["CC", "DD"]}]
    )
    assert stored(longer) == {"AB", "BC", "AC", "AD", "BD", "CD"}


def test_one_body_s_members_to_be_may_open_another() -> None:
    """Protects links that come of links: who is linked by joining one body may apply to the next."""
    bodies = [body("alliance", ["AA", "BB"]), body("alliance", ["CC", "DD"], admission=1) | {"name": "Other"}]
    join = {"at": "2025-05", "join": {"nation": "CC", "organisation": "Body"}}
    found = world(organisations=bodies, timeline=[join])
    assert linked(found) == {"AB", "CD"}
    assert stored(found) == {"AB", "AC", "BC", "CD", "AD", "BD"}, "AA and BB, linked to CC from May on, may apply"
