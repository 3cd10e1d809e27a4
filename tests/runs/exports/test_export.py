"""``dipsim.export``: each form is written whole, for programs that read it, and nothing is replaced unasked."""

# Also tests: runs/exports/spreadsheet.py

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import dipsim
from dipsim.runs.errors import FolderError
from dipsim.runs.exports import spreadsheet
from dipsim.runs.exports.export import FORMS
from dipsim.scenario.arguments import ArgumentError, UnknownName

EVIL = ["=1+1", "+2", "-3", "@SUM(A1)", "\t=4", "\r=5", 'a,"b"\n=c', "Arland"]


@pytest.fixture(scope="module")
def result() -> Any:
    return dipsim.run("two_nations", replicates=2, judge=False, sets=("time.years=2",))


def test_csv_is_what_excel_expects(result: Any, tmp_path: Path) -> None:
    folder = dipsim.export(result, "csv", tmp_path / "tables")
    raw = (folder / "region.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfrun,tick,date,trust,")
    assert raw.splitlines()[1].startswith(b"0,0,2025-01-01,")
    for name in ("region", "dyads", "events"):
        frame = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", parse_dates=["date"])
        wanted = result.tables[name].reset_index(drop=True)
        assert list(frame.columns) == list(wanted.columns)
        numbers = wanted.select_dtypes("number").columns
        pd.testing.assert_frame_equal(frame[numbers], wanted[numbers], check_dtype=False, rtol=1e-15)
        assert (frame["date"] == wanted["date"]).all()


def test_no_cell_is_a_formula() -> None:
    frame = pd.DataFrame({"name": EVIL, "value": [-1.5] * len(EVIL)}).astype({"name": "category"})
    lines = pd.read_csv(pd.io.common.BytesIO(spreadsheet.csv_text(frame)), encoding="utf-8-sig")
    assert [name[0] for name in lines["name"]] == ["'"] * 6 + ["a", "A"]
    assert lines["value"].to_list() == [-1.5] * len(EVIL)
    assert frame["name"].to_list() == EVIL


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(result: Any, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    frame = pd.DataFrame({"name": [name.replace("\r", "").replace("\t", "") for name in EVIL]})
    made = tmp_path / "evil.xlsx"
    made.write_bytes(spreadsheet.workbook({"t": frame}))
    cells = [cell for row in openpyxl.load_workbook(made)["t"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    path = dipsim.export(result, "xlsx", tmp_path / "all.xlsx")
    sheets = pd.read_excel(path, sheet_name=None)
    assert set(sheets) == {name for name, table in result.tables.items() if len(table)}
    assert sheets["region"]["trust"].to_list() == pytest.approx(result.region["trust"].to_list())
    assert sheets["region"]["date"].iloc[0] == pd.Timestamp("2025-01-01")


def test_a_table_too_long_for_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    monkeypatch.setattr(spreadsheet, "LARGEST", 3)
    with pytest.raises(ArgumentError, match=r"at most 2 rows, found t \(3 rows\); use --to csv"):
        spreadsheet.workbook({"t": pd.DataFrame({"a": [1, 2, 3]})})


def test_codes_are_a_table_of_their_own() -> None:
    pytest.importorskip("pycountry", reason="pycountry is not installed: pip install 'dipsim[codes]'")
    spec = SimpleNamespace(time=SimpleNamespace(start="2020-01"), nations={"NOR": SimpleNamespace(name="Norway")})
    found = spreadsheet.tables_of(SimpleNamespace(tables={}, spec=spec), codes=True)  # type: ignore[arg-type]
    assert found["country_codes"]["cow"].to_list() == [385]


def test_nothing_is_replaced_unasked_and_wrong_wishes_are_told(result: Any, tmp_path: Path) -> None:
    assert dipsim.export(result, "graphml", tmp_path / "new" / "net.graphml").is_file()
    with pytest.raises(FolderError, match="already exists; name another with --out, or add --overwrite"):
        dipsim.export(result, "graphml", tmp_path / "new" / "net.graphml")
    assert dipsim.export(result, "graphml", tmp_path / "new" / "net.graphml", overwrite=True).is_file()
    with pytest.raises(FolderError, match="expected a new or empty folder"):
        dipsim.export(result, "csv", tmp_path / "new")
    with pytest.raises(FolderError, match=r"expected a file such as .*network\.gexf"):
        dipsim.export(result, "gexf", tmp_path)
    with pytest.raises(UnknownName, match="no form 'gefx'; did you mean 'gexf'"):
        dipsim.export(result, "gefx")
    with pytest.raises(ArgumentError, match="only for gexf and graphml"):
        dipsim.export(result, "csv", replicate=0)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["net.graphml"]


def test_results_keep_what_they_sealed(result: Any, tmp_path: Path) -> None:
    kept = result.save(tmp_path / "kept")
    with pytest.raises(FolderError, match="is part of the results"):
        dipsim.export(kept, "gexf", kept / "region.parquet", overwrite=True)
    assert set(FORMS) == {"gexf", "graphml", "csv", "xlsx"}
