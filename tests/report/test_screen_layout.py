"""Tables fit the screen or become blocks; nothing is cut, at any width."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.text import Text

from dipsim.report import console, screen_layout
from dipsim.report.screen_layout import Rows, columns, filled, prose, show

HEADS = ("what", "disputes per decade", "most alarmed")
ROWS = [("Joint exercise of A and B", "-0.0179 [-0.0251, -0.0106]", "FEL/BOR -11.5"), ("Forum", "0", "")]


def shown(content: Any, width: int) -> str:
    stream = io.StringIO()
    show(content, stream, width)
    return stream.getvalue()


@pytest.mark.parametrize("width", [30, 60, 80, 120])
def test_every_cell_is_there_at_every_width(width: int) -> None:
    text = shown(Rows(HEADS, ROWS), width)
    assert max(map(len, text.splitlines())) <= width
    assert "\u2026" not in text
    assert set(text.replace(";", " ").split()) >= {word for row in ROWS for cell in row for word in cell.split()}
    assert "-0.0179 [-0.0251, -0.0106]" in " ".join(text.split())


def test_a_row_becomes_a_block_only_where_the_table_does_not_fit() -> None:
    assert shown(Rows(HEADS, ROWS), 80).startswith("what ")
    narrow = shown(Rows(HEADS, ROWS), 50)
    assert narrow.splitlines() == [
        "Joint exercise of A and B",
        "  disputes per decade -0.0179 [-0.0251, -0.0106];",
        "  most alarmed FEL/BOR -11.5",
        "Forum",
        "  disputes per decade 0",
    ]


def test_the_last_column_wraps_before_rows_become_blocks() -> None:
    rows = Rows(("kind", "about"), [("forum", "word " * 20)], left=2, wraps={1})
    lines = shown(rows, 50).splitlines()
    assert lines[0].split() == ["kind", "about"]
    assert len(lines) > 2
    assert all(line.startswith(("forum", "       ")) for line in lines[1:])


def test_a_heading_of_two_cells() -> None:
    rows = Rows(("a", "b", "c"), [(Text("Forum"), "stabilises", "x" * 40)], heading=2)
    assert shown(rows, 44).splitlines() == ["Forum: stabilises", "  c " + "x" * 40]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_verdict_says_everything_at_every_width(synthetic: Any, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    console.verdict_table(synthetic.rows(), stream)
    text = stream.getvalue()
    assert max(map(len, text.splitlines())) <= width
    flat = " ".join(text.split())
    for row in synthetic.rows():
        assert row.title in flat
        assert row.shown in flat
    assert "-0.62 [-0.77, -0.47]" in flat
    assert "trust" in flat
    assert "\u2026" not in flat


def test_names_that_steer_a_terminal_are_cleaned() -> None:
    assert "\x1b" not in shown(Rows(("a",), [("\x1b[2J evil",)]), 40)


def test_running_text_is_indented_like_its_first_line() -> None:
    assert filled("  - one two three", 9).split("\n") == ["  - one", "  two", "  three"]
    assert filled("a rise of 97 %", 12) == "a rise of\n97 %"
    assert filled("short", 80) == "short"


def test_prose_keeps_lines_and_fills_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = io.StringIO()
    prose("one\n\n" + "word " * 8, stream)
    assert stream.getvalue() == "one\n\nword word word word\nword word word word\n"
    monkeypatch.delenv("COLUMNS")
    pipe = io.StringIO()
    prose("word " * 80, pipe)
    assert pipe.getvalue() == "word " * 80 + "\n"


def test_width_of_a_pipe_and_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert columns(io.StringIO()) == 100
    terminal: Any = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(screen_layout.shutil, "get_terminal_size", lambda fallback: SimpleNamespace(columns=64))
    assert columns(terminal) == 64
    assert columns(terminal, 40) == 40
