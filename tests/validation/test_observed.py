"""Dyad-years from published files: made-up ones with known answers, and known figures of the real ones."""

# Also tests: validation/evidence.py, validation/facts/channels.py, validation/facts/classes.py,
#   validation/facts/evidence_view.py, validation/facts/history.py, validation/facts/ladder.py,
#   validation/facts/networks.py, validation/facts/onset.py, validation/facts/regressions.py,
#   validation/facts/spending.py, validation/sources.py

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.validation import facts
from dipsim.validation.evidence import DISPUTE, DYAD_YEAR, Evidence, with_history
from dipsim.validation.facts.regressions import adjusted, third_party_everywhere
from dipsim.validation.observed import observed
from dipsim.validation.sources import open_sources


def test_every_pair_has_a_row_for_every_year(decade: Evidence) -> None:
    found = decade
    assert list(found.dyads) == list(DYAD_YEAR)
    assert list(found.disputes) == list(DISPUTE)
    assert len(found.dyads) == 10 * 14 * 13 // 2
    assert found.dyads.groupby(["first", "second"]).size().eq(10).all()
    assert len(found.same_region().dyads) == 10 * (6 + 45)


def test_what_is_between_two_states_comes_from_the_files(decade: Evidence) -> None:
    table = decade.dyads.set_index(["first", "second", "year"]).sort_index()
    assert table.loc[(200, 205)]["onset"].tolist() == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert table.loc[(200, 205)]["begun_forth"].sum() == 3
    assert table.loc[(200, 205)]["begun_back"].sum() == 0
    assert table.loc[(200, 205)]["level"].max() == 4
    assert table["land"].groupby(level=[0, 1]).max().sum() == 9
    assert table.loc[(200, 211)]["pact"].all()
    assert table["pact"].sum() == 10
    assert table.loc[(205, 212)]["dca"].tolist() == [0] * 4 + [1] * 6
    assert table.loc[(205, 212)]["signed"].sum() == 1
    assert (table.loc[(220, 230)]["exercise"] == 1).all()
    assert table["exercise"].sum() == 30
    assert table.loc[(212, 225)]["arms_back"].sum() == 90
    assert table["arms_forth"].sum() == 0
    assert table.loc[(2, 20)]["democratic"].all()
    assert table["democratic"].sum() == 60
    assert table.loc[(200, 310)]["distance"].eq(800).all()
    assert table["major"].sum() == 130


def test_the_directed_table_has_each_pair_twice_with_its_own_acts(decade: Evidence) -> None:
    directed = decade.directed()
    assert len(directed) == 2 * len(decade.dyads)
    by = directed.groupby(["from", "to"])
    assert by["begun"].sum()[200, 205] == 3
    assert by["begun"].sum()[205, 200] == 0
    assert by["arms"].sum()[225, 212] == 90
    assert by["arms"].sum()[212, 225] == 0


def test_history_counts_the_years_before_the_window(decade: Evidence) -> None:
    table = with_history(decade).set_index(["first", "second", "year"])
    assert table.loc[(200, 205, 1981)]["past"] == 3  # 1973, 1976, 1979
    assert table.loc[(200, 205, 1981)]["since"] == -1
    assert table.loc[(200, 205, 1984)]["since"] == 1
    assert table.loc[(200, 210)]["past"].sum() == 0


def test_facts_of_the_made_up_folder_are_known(eighteen_years: Evidence) -> None:
    found = facts.measure(eighteen_years)
    onsets, near = 5 * 6, 9 * 18
    assert found["onset.land"] == pytest.approx(1e4 * onsets / near)
    assert found["onset.other"] == 0
    assert found["contiguity.share"] == 1
    assert found["again.after_onset"] == 0
    assert found["hazard.1_2"] == pytest.approx(1e4 * 0.5, rel=0.2)
    assert found["concentration.ever"] == pytest.approx(5 / 51)
    assert found["ladder.force"] == 1
    assert found["length.mean"] == 30
    assert found["initiator.stronger"] == 0
    assert found["joiners.share"] == 0
    assert found["pact.kept"] == 1
    assert found["exercise.again"] == 1
    assert found["repeat.new"] == 0
    assert found["repeat.rank"] == pytest.approx(1)


def test_joiners_are_onsets_without_originators(folder: Path) -> None:
    file = folder / "gml_mid_ddydisps.csv"
    joined = "9999,210,212,1985,1,1,1,0,0,1,5,30,40\n9999,212,210,1985,1,1,0,1,1,0,5,30,40\n"
    file.write_text(file.read_text(encoding="utf-8") + joined, encoding="utf-8")
    found = observed(open_sources(folder), 1981, 1990)
    row = found.dyads.set_index(["first", "second", "year"]).loc[(210, 212, 1985)]
    assert (row["onset"], row["originators"], row["begun_forth"]) == (1, 0, 0)
    measured = facts.measure(found)
    assert measured["joiners.war"] == 1
    assert measured["joiners.force"] == 0


def test_a_missing_file_says_what_to_download(folder: Path) -> None:
    (folder / "cow_nmc.csv").unlink()
    with pytest.raises(PublishedError, match="National Material Capabilities"):
        open_sources(folder)


def test_a_file_without_a_column_that_the_rods_need_is_named(folder: Path) -> None:
    file = folder / "gml_mid_ddydisps.csv"
    head, rest = file.read_text(encoding="utf-8").split("\n", 1)
    file.write_text(head.replace("orig1", "other") + "\n" + rest, encoding="utf-8")
    with pytest.raises(PublishedError, match=r"gml_mid_ddydisps.csv: expected figures of originator1"):
        observed(open_sources(folder), 1981, 1990)


def test_years_beyond_the_disputes_are_refused(sources: Folder) -> None:
    with pytest.raises(PublishedError, match="end by 2003"):
        observed(sources, 1981, 2004)


def test_years_before_agreements_say_so(sources: Folder) -> None:
    found = observed(sources, 1970, 1990)
    assert any("dca: known from 1984 on" in note for note in found.notes)


def test_years_before_a_file_begins_are_not_years_without(sources: Folder) -> None:
    found = facts.measure(observed(sources, 1970, 1989))
    later = facts.measure(observed(sources, 1980, 1989))
    assert found["exercise.density"] == later["exercise.density"] > 0
    assert found["diffusion.early"] != found["diffusion.early"]
    assert found["diffusion.late"] == pytest.approx(2 / 6)


def test_known_figures_of_the_real_data(real_data: Path) -> None:
    data = observed(open_sources(real_data), 1981, 2000)
    seen = facts.view(data)
    found = facts.measure(data, seen)
    known = {
        "onset.land": 680, "onset.other": 36.6, "contiguity.ratio": 18.6, "again.after_onset": 0.210,
        "again.after_none": 0.0073, "concentration.ever": 0.060, "concentration.top": 0.350,
        "clustering.dispersion": 3.57, "clustering.memory": 0.743, "democracy.all": 0.395, "pact.land": 0.635,
        "dca.land": 0.560, "exercise.again": 0.659, "joiners.share": 0.168,
    }  # fmt: skip
    assert {name: found[name] for name in known} == pytest.approx(known, rel=0.01)
    logit = adjusted(seen.table)
    assert logit["adjusted.pact"].value == pytest.approx(0.83, abs=0.02)
    assert logit["adjusted.capability"].value == pytest.approx(0.92, abs=0.01)
    third = third_party_everywhere(seen, data)
    assert 1 < third["third.all"].low < 1.35 < third["third.all"].high
    assert third["third.friends"].low < 1
