"""``dipsim export`` writes what other programs read, and says in one line what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from dipsim.cli.commands.export import NAMES
from dipsim.runs.exports.export import FORMS


def test_a_stored_result_becomes_a_network_in_time(dipsim: Any, place: Path, results: Path) -> None:
    said = dipsim("export", results, "--to", "gexf", "--out", "net.gexf")
    assert (said.code, said.out) == (0, "net.gexf\n")
    graph = nx.read_gexf(place / "net.gexf")
    assert len(graph.edges["ARL", "BOR"]["trust"]) == 3
    assert dipsim("export", results, "--to", "csv").out == "made_csv\n"
    assert (place / "made_csv" / "dyads.csv").is_file()
    assert tuple(FORMS) == NAMES


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--to", "gephi"), 2, "no form 'gephi'"),
        (("--to", "gexf", "--replicate", 9), 2, "expected a run from 0 to 3, found 9"),
        (("--to", "gexf", "--out", "taken"), 4, "taken: already exists"),
    ],
)
def test_what_cannot_be_is_told(
    dipsim: Any, place: Path, results: Path, arguments: tuple[Any, ...], code: int, told: str
) -> None:
    (place / "taken").write_text("mine", encoding="utf-8")
    said = dipsim("export", results, *arguments)
    assert said.code == code
    assert told in said.err
    assert len(said.err.splitlines()) == 1
    assert (place / "taken").read_text(encoding="utf-8") == "mine"


def test_a_scenario_is_no_result(dipsim: Any) -> None:
    said = dipsim("export", "two_blocs", "--to", "csv")
    assert (said.code, "expected a results folder, found 'two_blocs'" in said.err) == (2, True)
