"""Codes are those of real states, in the year of the scenario; invented nations have none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dipsim.runs.exports import country_codes as module
from dipsim.runs.exports.country_codes import country_codes
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.load import load


def table(year: int = 2020, **names: str) -> Any:
    """Codes by nation."""
    found = country_codes({code: SimpleNamespace(name=name) for code, name in names.items()}, year)
    return found.set_index("nation")


@pytest.fixture(autouse=True)
def library() -> None:
    pytest.importorskip("pycountry", reason="pycountry is not installed: pip install 'dipsim[codes]'")


def test_norway_is_nor_and_numbers_keep_their_zeros() -> None:
    found = table(NOR="Norway", AFG="Afghanistan", NAM="Namibia")
    assert found["iso3"].to_dict() == {"NOR": "NOR", "AFG": "AFG", "NAM": "NAM"}
    assert found["iso_numeric"].to_dict() == {"NOR": "578", "AFG": "004", "NAM": "516"}
    assert found["cow"].to_dict() == {"NOR": 385, "AFG": 700, "NAM": 565}
    assert set(found.columns) & {"iso2", "alpha_2"} == set()


@pytest.mark.parametrize(("year", "number"), [(1985, 260), (1990, 255), (2020, 255)])
def test_germany_has_the_number_of_the_year(year: int, number: int) -> None:
    assert table(year, DEU="Germany")["cow"].to_list() == [number]


def test_names_of_today_and_of_data_sets_are_known() -> None:
    found = table(
        RUS="Russia", KOR="South Korea", VNM="Viet Nam", TUR="Turkey", GBR="United Kingdom", XKX="Kosovo", TWN="Taiwan"
    )
    assert found["iso3"].to_list() == ["GBR", "KOR", "RUS", "TUR", "TWN", "VNM", "XKX"]
    assert found["cow"].to_list() == [200, 732, 365, 640, 713, 816, 347]
    assert table(1980, SUN="Soviet Union").loc["SUN", ["iso3", "cow"]].to_list() == ["SUN", 365]


def test_an_invented_nation_with_the_code_of_a_state_has_none() -> None:
    found = table(EST="Estmark", ARL="Arland")
    assert found[["iso3", "iso_numeric", "cow", "cow_abbreviation"]].isna().all(axis=None)


def test_a_state_under_another_code_is_known_by_its_name() -> None:
    assert table(DE="Germany").loc["DE", ["iso3", "cow"]].to_list() == ["DEU", 255]


@pytest.mark.parametrize("name", ["nato_eastern_flank", "south_china_sea", "france_egypt", "us_south_korea"])
def test_every_nation_of_the_real_regions_is_found(name: str) -> None:
    spec = load(name)
    found = country_codes(spec.nations, int(spec.time.start[:4]))
    assert found["iso3"].to_list() == sorted(spec.nations)
    assert found["cow"].notna().all()
    assert isinstance(found["cow"].dtype, pd.Int64Dtype)


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ArgumentError, match=r"expected pycountry, not installed; pip install 'dipsim\[codes\]'"):
        country_codes({}, 2020)
