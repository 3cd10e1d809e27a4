"""One screen of plain text, and no markup, escape code or letter of a name that breaks it."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dipsim.api import run
from dipsim.report import console, sentences
from dipsim.study.verdict import decision


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(result: Any, **options: Any) -> str:
    stream = io.StringIO()
    console.summary(result, stream=stream, **options)
    return stream.getvalue()


def test_fits_on_one_screen(result: Any) -> None:
    text = printed(result, folder="results/two_blocs")
    lines = text.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in text
    for part in (
        "Mean trust",
        "P(use of force)",
        "P(war)",
        "Tension",
        "Disputes per decade",
        "stabilises",
        "95 %",
        "Trust of",
        "results/two_blocs",
        "not a forecast",
    ):
        assert part in text
    assert text.count("Trust of") == 3
    assert decision.sentence(result.cooperation).split()[-1] in text


def test_hostile_names_are_printed_as_they_are(hostile: Any) -> None:
    text = printed(hostile)
    assert "{0} %s [/b]" in text
    assert max(map(len, text.splitlines())) <= 100
    assert len(text.splitlines()) <= 40


def test_colour_only_on_a_terminal_that_wants_it(result: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    console.summary(result, stream=stream)
    assert "\x1b[" in stream.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    console.summary(result, stream=stream)
    assert "\x1b[" not in stream.getvalue()


def test_letters_the_stream_cannot_write(hostile: Any) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    console.summary(hostile, stream=stream)
    stream.flush()
    assert b"not a forecast" in raw.getvalue()


def test_verdict_table(synthetic: Any) -> None:
    stream = io.StringIO()
    console.verdict_table(synthetic.rows(), stream)
    text = stream.getvalue()
    assert "-0.62 [-0.77, -0.47]" in text
    assert all(row.shown in text for row in synthetic.rows())
    assert {row.word for row in synthetic.rows()} == set(decision.WORDS)
    assert max(map(len, text.splitlines())) <= 120


def test_why_table_adds_up() -> None:
    stream = io.StringIO()
    accounts = pd.DataFrame(
        {
            "cause": ["baseline: trade", "forum", "visit", "hotline"],
            "value": [0.5, 1.0, 0.001, 0.001],
            "mean": [0.5, 0.8, 0.0, 0.0],
            "points": [0.12, 0.2, 0.0001, 0.0001],
        }
    )
    console.why_table(accounts, "Trust of A in B", stream)
    text = stream.getvalue()
    assert "baseline (trade)" in text
    assert "+1.50" in text
    assert "+1.30" in text
    assert "other causes (2)" in text, "what is too small to show is one row"
    assert "visit" not in text
    rows = [line.split() for line in text.splitlines()]
    assert sum(float(row[-3]) for row in rows[2:-1]) == pytest.approx(float(rows[-1][1])) == pytest.approx(82.0)


def test_bill_table_shows_the_largest(result: Any) -> None:
    stream = io.StringIO()
    console.bill_table(result.bill, "Third-party bill", most=2, stream=stream)
    assert f"{len(result.bill) - 2} smaller entries are left out." in stream.getvalue()


def test_without_tables_and_verdict() -> None:
    bare = SimpleNamespace(spec=None, manifest={}, tables={}, runs=0, cooperation=None)
    assert "No verdict" in printed(bare)


def test_a_region_of_two_nations_has_their_mean() -> None:
    """Protects the first screen of the smallest scenario, which printed a mean trust of 0 % beside a trust of 60 %."""
    result = run("two_nations", replicates=2, judge=False)
    line = next(line for line in printed(result).splitlines() if line.startswith("Mean trust"))
    dyads = result.dyads
    start, end = (sentences.percent(dyads[dyads["tick"] == tick]["trust"].mean()) for tick in (0, dyads["tick"].max()))
    assert f"{start} " in line
    assert f"{end} " in line
    assert start != "0 %"


def test_past_crises_are_called_so_on_the_screen() -> None:
    """Protects readers from 'uses of force +8.4' under a rise of trust: what was assumed before the start fades."""
    result = run("two_blocs", replicates=4, seed=1, judge=False)
    accounts = result.accounts.groupby(["truster", "trustee", "cause"], observed=True)["points"].sum() / 400
    past = accounts.xs("before the start: crises_force", level="cause")
    assert (past > 0).any()
    assert (past >= 0).all(), "what fades never takes trust away"
    (one, other), points = past.idxmax(), past.max()
    said = sentences.because(result, one, other, 40)
    assert f"past use of force (fading) {sentences.points(points)}" in said
