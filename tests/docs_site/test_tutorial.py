"""Every command, Python block, output and claim of the tutorial is run and compared with what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs_site import tutorial
from docs_site.tutorial import PAGES, Session, follow, matches, play, shortened

PAGE = """\
```{code-block} yaml
:caption: a.yaml

x: 1
```

```console
$ dipsim --version
dipsim 0
```

```python
print(1 + 1)
```

```text
2
```

<!-- holds: "3" in out -->
"""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_happens(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", tutorial.COLUMNS)
    page, session = follow(path, tmp_path)
    assert session.problems == [], "or: PYTHONPATH=tools python -m docs_site.tutorial --write"
    assert page == path.read_text(encoding="utf-8")
    assert "```console\n$ dipsim" in page


def test_there_are_five_steps() -> None:
    assert [int(path.stem[0]) for path in PAGES] == [1, 2, 3, 4, 5]


def test_what_differs_is_noticed(tmp_path: Path) -> None:
    session = Session(tmp_path)
    page = play(PAGE, session)
    assert (tmp_path / "a.yaml").read_text() == "x: 1\n"
    assert "dipsim 0\n" not in page
    assert len(session.problems) == 2
    assert "told:\ndipsim 0\n" in session.problems[0]
    assert session.problems[1].startswith('the text says: "3" in out')


def test_a_claim_about_a_number_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    session = Session(tmp_path)
    play('<!-- holds: numbers(r"trust ([0-9]+)", out)[0] > 0 -->', session)
    assert len(session.problems) == 1


def test_only_commands_of_dipsim_are_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected a command line of dipsim, found 'ls'"):
        play("```console\n$ ls\n```\n", Session(tmp_path))


def test_dots_stand_for_any_lines() -> None:
    assert matches("a\n...\n", "a\nb\nc\n")
    assert matches("...\nc\n", "a\nb\nc\n")
    assert not matches("a\n...\nd\n", "a\nb\nc\n")
    assert not matches("a\n", "a\nb\n")
    assert shortened("a\n...\nc\n", "1\n2\n3\n4\n") == "1\n...\n4\n"
