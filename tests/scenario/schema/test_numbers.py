"""The strict grammar of scalars: what is a number, a truth value and a date, and what is suggested instead."""

# Also tests: scenario/yaml/scalars.py

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipsim.scenario.yaml.nodes import Mark, Scalar
from dipsim.scenario.yaml.scalars import Refusal, date, months, number, truth, whole

HERE = Mark("x", 1, 1)

GOOD = {
    "0": 0.0, "7": 7.0, "-3": -3.0, "+0.8": 0.8, "0.5": 0.5, ".5": 0.5, "5.": 5.0, "1e9": 1e9, "1E+9": 1e9,
    "1.5e-3": 0.0015, "-0": 0.0, "2.5e2": 250.0, "9007199254740992": 2.0**53,
}  # fmt: skip

BAD = [
    ("", "E1104", ""), ("abc", "E1104", ""),
    ("1 000", "E1104", ""), ("1_000", "E1104", "1000"), ("0123", "E1104", "123"),
    ("-007", "E1104", "-7"), ("1:30", "E1104", "90"), ("12:30:45", "E1104", "45045"), ("1,5", "E1104", "1.5"),
    ("1,000", "E1104", "1000"), ("1,234,567.5", "E1104", "1234567.5"), ("3 bn", "E1104", "3"), ("10km", "E1104", "10"),
    ("5%", "E1104", "0.05"), ("0x1F", "E1104", "31"), ("0o17", "E1104", "15"), ("\u22125", "E1104", "-5"),
    ("\uff15", "E1104", "5"), ("\u0665", "E1104", "5"), ("1e", "E1104", "1"),
    ("--1", "E1104", ""), ("1.2.3", "E1104", ""),
    (".", "E1104", ""), ("true", "E1104", ""), ("~", "E1104", ""), (".inf", "E1105", ""), ("-.inf", "E1105", ""),
    ("inf", "E1105", ""), ("nan", "E1105", ""), (".NaN", "E1105", ""), ("1e400", "E1105", ""), ("-1e400", "E1105", ""),
    ("1e-320", "E1105", "0"), ("1e-400", "E1105", "0"), ("123456789012345678901", "E1107", ""),
    ("9007199254740993", "E1107", "9007199254740992"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), GOOD.items())
def test_numbers_that_are_read(text: str, value: float) -> None:
    read = number(Scalar(text, HERE))
    assert read == value
    assert math.copysign(1, read) > 0 or value < 0  # no minus zero


@pytest.mark.parametrize(("text", "code", "suggestion"), BAD)
def test_numbers_that_are_refused(text: str, code: str, suggestion: str) -> None:
    with pytest.raises(Refusal) as caught:
        number(Scalar(text, HERE))
    assert (caught.value.code, caught.value.suggestion) == (code, suggestion)


@given(st.floats(min_value=-1e15, max_value=1e15))
def test_every_float_is_read_back(value: float) -> None:
    if value != 0 and abs(value) < 1e-300:
        return
    assert number(Scalar(repr(value), HERE)) == value


def read(text: str) -> float | str:
    """The number that the text spells, or the code of its refusal."""
    try:
        return number(Scalar(text, HERE))
    except Refusal as refusal:
        return refusal.code


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    found = read(text)
    assert found in ("E1104", "E1105", "E1107") or math.isfinite(float(found))


def test_quoted_numbers_are_text() -> None:
    with pytest.raises(Refusal) as caught:
        number(Scalar("5", HERE, quoted=True))
    assert (caught.value.code, caught.value.suggestion) == ("E1104", "5")


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", "true"), ("on", "true"), ("True", "true"), ("no", "false"), ("x", "")]
)
def test_only_true_and_false_are_truth_values(text: str, meant: str) -> None:
    assert truth(Scalar("true", HERE)) is True
    assert truth(Scalar("false", HERE)) is False
    with pytest.raises(Refusal) as caught:
        truth(Scalar(text, HERE))
    assert caught.value.suggestion == meant


def test_whole_numbers_and_dates() -> None:
    assert whole(Scalar("1e3", HERE)) == 1000
    assert months(date(Scalar("2025-03", HERE))) == 2025 * 12 + 2
    for text, meant in (
        ("2025", "2025-01"),
        ("2025-3", "2025-03"),
        ("2025-03-15", "2025-03"),
        ("2025-00", ""),
        ("soon", ""),
    ):
        with pytest.raises(Refusal) as caught:
            date(Scalar(text, HERE))
        assert caught.value.suggestion == meant
