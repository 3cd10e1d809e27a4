"""One run is a run, and the Philippines' trust is theirs."""

from __future__ import annotations

import pytest

from dipsim.scenario.wording import counted, ordinal, possessive


@pytest.mark.parametrize(("number", "text"), [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1200, "1,200 runs")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "run") == text


def test_plural_of_its_own() -> None:
    assert counted(1, "treaty", "treaties") == "1 treaty"
    assert counted(3, "treaty", "treaties") == "3 treaties"


def test_ordinal() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th")
    ]


def test_possessive() -> None:
    assert possessive("United States") == "United States'"
    assert possessive("Viet Nam") == "Viet Nam's"
