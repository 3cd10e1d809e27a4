"""Command lines on pages are accepted by the program; a stale one, and stale output, is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest
import stale_pages

OUTPUT = "```console\n$ dipsim --version\ndipsim 0\n```\n"


@pytest.mark.parametrize("path", stale_pages.pages(), ids=stale_pages.named)
def test_every_command_line_is_accepted(path: Path) -> None:
    assert stale_pages.wrong_lines(path.read_text(encoding="utf-8")) == []


def test_many_command_lines_are_found() -> None:
    assert sum(len(list(stale_pages.lines(page.read_text(encoding="utf-8")))) for page in stale_pages.pages()) > 150


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Run `dipsim vedict two_blocs`.", "No such command"),
        ("    dipsim verdict two_blocs --replicate 4   # an option that is gone\n", "No such option"),
        ("    dipsim run SCENARIO --no-such-thing\n", "No such option"),
        ("$ dipsim run two_blocs \\\n    --replicates many\n", "valid integer"),
        ("`dipsim verdict two_blocs --set nations.*.openness=0.1`", "E1"),
    ],
)
def test_a_stale_command_line_is_noticed(page: str, said: str) -> None:
    (problem,) = stale_pages.wrong_lines(page)
    assert said in problem


def test_what_is_right_is_let_by() -> None:
    page = (
        "`dipsim verdict two_blocs joint_exercise --set nations.*.transparency=0.1`, `dipsim why SCENARIO A B [--at]`"
    )
    assert stale_pages.wrong_lines(page) == []


def test_stale_output_is_noticed_and_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(OUTPUT, encoding="utf-8")
    assert len(stale_pages.output(page, write=False)) == 1
    assert page.read_text(encoding="utf-8") == OUTPUT
    stale_pages.output(page, write=True)
    assert stale_pages.output(page, write=False) == []


def test_slow_pages_exist() -> None:
    assert set(stale_pages.SLOW) <= {stale_pages.named(path) for path in stale_pages.pages()}
