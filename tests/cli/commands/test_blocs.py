"""``dipsim blocs``: of a scenario and of a matrix in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_blocs_of_a_scenario_and_of_a_file(dipsim: Callable[..., Any], place: Path) -> None:
    said = dipsim("blocs", "tiny.yaml", "-n", 4, "--year", 0, "-q")
    assert said.code == 0
    assert "ARL against BOR" in said.out, "they distrust each other and have a claim"
    data = json.loads(dipsim("blocs", "tiny.yaml", "-n", 4, "--year", 0, "--json").out)
    assert data["landscape"]["minima"][0]["sides"] == [["ARL"], ["BOR"]]
    (place / "m.csv").write_text("name,size,A,B,C\nA,1,0,1,-1\nB,1,1,0,-1\nC,1,-1,-1,0\n", encoding="utf-8")
    said = dipsim("blocs", "m.csv")
    assert said.out.startswith("The deepest two blocs are A, B against C (energy -4)")


def test_blocs_says_what_is_wrong(dipsim: Callable[..., Any], place: Path) -> None:
    assert dipsim("blocs", "none.csv").code == 5
    assert dipsim("blocs", "none").code == 3
    (place / "m.csv").write_text("name,size,A,B\nA,1,0,x\nB,1,1,0\n", encoding="utf-8")
    said = dipsim("blocs", "m.csv")
    assert said.code == 2
    assert "m.csv:2: expected a number, found 'x'" in said.err
    said = dipsim("blocs", "tiny.yaml", "-q", "--year", 9)
    assert said.code == 2
    assert "year: expected a whole number from 0 to 2, found 9" in said.err
