"""Sessions are few, secret and short-lived."""

from __future__ import annotations

import pytest

from dipsim.live import limits
from dipsim.live.sessions import SessionLost, Sessions
from dipsim.scenario.load import load


def test_sessions_are_few_and_the_one_unused_longest_gives_way():
    now = [0.0]
    kept = Sessions(load("two_nations"), 1, 0, clock=lambda: now[0])
    names = []
    for _ in range(limits.SESSIONS):
        now[0] += 1
        names.append(kept.new())
    assert len(set(names)) == len(kept) == limits.SESSIONS
    now[0] += 1
    with kept.use(names[0]) as session:
        session.step(1)
    newest = kept.new()
    assert len(kept) == limits.SESSIONS
    for name in (names[0], newest):
        with kept.use(name):
            pass
    with pytest.raises(SessionLost, match="load the page again"), kept.use(names[1]):
        pass


@pytest.mark.parametrize(
    ("step", "times"), [(limits.IDLE + 1, 1), (limits.IDLE - 1, int(limits.LIFE / limits.IDLE) + 2)]
)
def test_sessions_end_unused_and_of_age(step, times):
    now = [0.0]
    kept = Sessions(load("two_nations"), 1, 0, clock=lambda: now[0])
    name = kept.new()

    def used_again():
        for _ in range(times):
            now[0] += step
            with kept.use(name):
                pass

    with pytest.raises(SessionLost):
        used_again()
    assert len(kept) == 0


def test_a_session_is_found_by_its_whole_name_only():
    kept = Sessions(load("two_nations"), 1, 0)
    name = kept.new()
    for wrong in ("", name[:-1], name + "a", "../" + name):
        with pytest.raises(SessionLost), kept.use(wrong):
            pass
