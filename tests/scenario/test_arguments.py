"""What is asked of a scenario is checked in one place, and the message says what was expected and found."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from dipsim.scenario import arguments
from dipsim.scenario.arguments import ArgumentError, UnknownName
from dipsim.scenario.load import load


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs")


@pytest.mark.parametrize("value", [-1, 1.5, True, "1", None, 2**32, np.float64(1.0)])
def test_numbers_that_are_refused(value: Any) -> None:
    with pytest.raises(ArgumentError, match="seed: expected a whole number from 0 to 4294967295, found"):
        arguments.whole("seed", value, 0, 2**32 - 1)


def test_whole_numbers_of_any_library() -> None:
    assert arguments.whole("seed", np.int64(7), 0, 9) == 7
    assert type(arguments.whole("seed", np.int64(7), 0, 9)) is int


def test_nations(spec: Any) -> None:
    arguments.nations(spec, "ARL", "DRA")
    with pytest.raises(UnknownName, match="name a nation by its code: ARL for Arland"):
        arguments.nations(spec, "Arland")
    with pytest.raises(UnknownName, match="name a nation by its code: ARL for arland"):
        arguments.nations(spec, "arland")
    with pytest.raises(UnknownName, match="no nation 'ARK'; did you mean 'ARL'"):
        arguments.nations(spec, "ARK")
    with pytest.raises(UnknownName, match="no nation 'XYZ'; there are ARL, BOR"):
        arguments.nations(spec, "XYZ")
    with pytest.raises(ArgumentError, match="expected two different nations"):
        arguments.nations(spec, "ARL", "ARL")


def test_months(spec: Any) -> None:
    assert arguments.month(spec, None) is None
    assert arguments.month(spec, "2030-01") == "2030-01"
    assert arguments.month(spec, datetime.date(2030, 5, 4)) == "2030-05"
    for wrong in (2035, "2035", "2035-13", "35-01"):
        with pytest.raises(ArgumentError, match="date: expected a month such as 2025-01, found"):
            arguments.month(spec, wrong)
    with pytest.raises(ArgumentError, match="expected a month from 2025-01 to 2045-01, found '2050-01'"):
        arguments.month(spec, "2050-01")


def test_an_unknown_name_is_a_sentence_and_a_key_error() -> None:
    problem = arguments.unknown("figure", "wy", ["why", "bill"])
    assert isinstance(problem, KeyError)
    assert str(problem) == "no figure 'wy'; did you mean 'why'?"
    assert str(arguments.unknown("figure", "zzz", ["a", "b"], "dipsim list")) == "no figure 'zzz'; see dipsim list"


def test_one_of() -> None:
    arguments.one_of("level", "war", ["force", "war"])
    with pytest.raises(UnknownName, match="no level 'peace'"):
        arguments.one_of("level", "peace", ["force", "war"])
