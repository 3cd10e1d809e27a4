"""A folder of published files: which are recognised, and what is refused by file and row."""

# Also tests: public_data/scenarios/facts.py, public_data/scenarios/layout.py, public_data/scenarios/sets.py,
#   public_data/scenarios/write.py

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dipsim.public_data import PublishedError, open_folder, readers
from dipsim.public_data.readers import EVERY
from dipsim.public_data.scenarios.write import filled

from .conftest import TINY


def test_tiny_files_cover_every_data_set(tiny: Path) -> None:
    assert len(open_folder(tiny).files) == len(EVERY) == len(TINY)


def spoilt(name: str, content: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for old in folder.glob(f"{name.split('.')[0]}*"):
            old.unlink()
        (folder / name).write_bytes(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoilt("cow_nmc.csv", b"code,yr\n1,2\n"), "expected the columns ccode, year, milex, found code, yr"),
        (
            spoilt("cow_nmc.csv", b"ccode,year,milex\n385,2019,1\n380,2019,much\n"),
            "column milex: expected numbers, found 'much' in row 2",
        ),
        (spoilt("cow_nmc.csv", b""), "cow_nmc.csv: cannot be read"),
        (spoilt("cow_nmc.csv", b"ccode,year,milex\n\xff\xfe,1,2\n"), "cow_nmc.csv: cannot be read"),
        (spoilt("cow_nmc.csv.gz", b"not packed"), "cow_nmc.csv.gz: cannot be read"),
        (spoilt("cow_nmc.csv.gz", gzip.compress(b"ccode,year,milex\n" + bytes(range(256)))[:100]), "cannot be read"),
        (spoilt("cow_mindist.parquet", b"PAR1 not"), "cow_mindist.parquet: cannot be read"),
        (
            lambda folder: (folder / "cow_nmc_2.csv").write_text("x"),
            "one file of NMC 7.0, found cow_nmc.csv or cow_nmc_2.csv",
        ),
    ],
)
def test_file_that_is_not_as_published(tiny: Path, spoil: Callable[[Path], Any], said: str) -> None:
    spoil(tiny)
    with pytest.raises(PublishedError) as caught:
        filled("North", ["NOR", "SWE", "FIN"], tiny, 2019)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        (
            "cw_gdppop.csv",
            "ccode,year,pwtrgdp\n339,1985,8100\n345,1985,95000\n339,1985,99000\n",
            "cw_gdppop.csv: expected one row of ccode 339, year 1985, found rows 1 and 3",
        ),
        (
            "cow_mindist.csv",
            "ccode1,ccode2,year,mindist\n380,385,2019,0\n380,385,2019,7\n",
            "cow_mindist.csv: expected one row of ccode1 380, ccode2 385, year 2019, found rows 1 and 2",
        ),
        (
            "cow_mindist.csv",
            "ccode1,ccode2,year,mindist\n380,385,2018,0\n380,385,2019,-3\n",
            "column mindist: expected numbers of at least 0, or -9, -88 and the like for missing, found '-3' in row 2",
        ),
    ],
)
def test_impossible_rows_are_refused_by_row(tmp_path: Path, name: str, rows: str, said: str) -> None:
    (tmp_path / name).write_text(rows, encoding="utf-8")
    with pytest.raises(PublishedError) as caught:
        filled("North", ["NOR", "SWE"], tmp_path, 2019)
    assert said in str(caught.value)


@pytest.mark.parametrize("code", [-9, -99, -88])
def test_codes_for_missing_are_missing(tmp_path: Path, code: int) -> None:
    (tmp_path / "cow_mindist.csv").write_text(f"ccode1,ccode2,year,mindist\n339,345,1985,{code}\n", encoding="utf-8")
    made = filled("B", ["YUG", "ALB"], tmp_path, 1985)
    assert "proximity: 0.3        # assumed: no distance in the data" in made.text
    assert "distance:" not in made.text.split("relations:")[1]


def test_polity_below_its_scale_is_missing_but_minus_seven_is_a_regime(tmp_path: Path) -> None:
    rows = "ccode,year,v2x_polyarchy,polity2\n339,1985,0.1,-7\n345,1985,0.2,-88\n"
    (tmp_path / "cw_democracy.csv").write_text(rows, encoding="utf-8")
    table = readers.democracy.read(open_folder(tmp_path)).set_index("ccode")
    assert table.loc[339, "polity"] == -7.0
    assert table["polity"].isna().tolist() == [False, True]


def test_a_missing_file_says_what_to_get_and_from_whom(tiny: Path) -> None:
    (tiny / "gml_mid_ddydisps.csv").unlink()
    with pytest.raises(PublishedError) as caught:
        readers.disputes.read(open_folder(tiny))
    assert "expected a file gml_mid_ddydisps*" in str(caught.value)
    assert "get it from the R package peacesciencer" in str(caught.value)


@pytest.mark.parametrize(
    ("usual", "published", "columns"),
    [
        ("atop5_1_member_level.csv", "atop5_1m.csv", {}),
        ("DCAD_v1.0_main.csv", "DCAD-v1.0-main.csv", {}),
        ("mme_v7_exercise_participants.csv", "mme-v7-long.csv", {}),
        ("sipri_tiv_bilateral.csv", "sipri-exports-processed.csv", {}),
        ("cow_nmc.csv", "NMC-70-abridged.csv", {}),
        ("cw_democracy.csv", "V-Dem-CY-Core-v13.csv", {"ccode": "COWcode", "polity2": "e_polity2"}),
        (
            "cow_contdir.csv",
            "contdir.csv",
            {"ccode1": "statelno", "ccode2": "statehno", "stdate": "begin", "enddate": "end"},
        ),
    ],
)
def test_the_publishers_own_files_read_the_same(
    tiny: Path, usual: str, published: str, columns: dict[str, str]
) -> None:
    before = filled("North", ["NOR", "SWE", "FIN"], tiny, 2019).text
    header, _, rows = (tiny / usual).read_text(encoding="utf-8").partition("\n")
    named = ",".join(columns.get(name, name) for name in header.split(","))
    (tiny / usual).unlink()
    (tiny / published).write_text(f"{named}\n{rows}", encoding="utf-8")
    after = filled("North", ["NOR", "SWE", "FIN"], tiny, 2019).text
    assert after == before.replace(usual, published)


@pytest.mark.parametrize("data", EVERY, ids=lambda data: data.stem)
def test_every_data_set_says_where_it_is_found(data: Any) -> None:
    assert data.origin
    assert data.title
    assert set(data.key) <= set(data.columns)
    assert set(data.optional) <= set(data.columns)
