"""The published files that the rods read, with the columns that they need, and who publishes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import ENDINGS, read
from dipsim.scenario.yaml.problems import escape, listing

if TYPE_CHECKING:
    import pandas as pd


def _file(
    stem: str, name: str, title: str, years: tuple[str, ...], numbers: tuple[str, ...], texts: tuple[str, ...] = ()
) -> DataSet:
    """A data set as the rods read it: made-up states are welcome, regimes may be below 0."""
    return DataSet((stem,), name, title, "its publisher", years, numbers, texts, states=(), signed=("polity2",))


STATES = _file(
    "cow_states",
    "COW states",
    "Correlates of War, State System Membership",
    ("endyear",),
    ("ccode", "styear", "endyear"),
)
MAJORS = _file(
    "cow_majors", "COW majors", "Correlates of War, major powers", ("endyear",), ("ccode", "styear", "endyear")
)
ONSETS = _file(
    "gml_mid_ddydisps",
    "GML",
    "Gibler, Miller and Little, militarised interstate disputes, directed dyads",
    ("year",),
    ("dispnum", *PAIR, "year", "gmlmidonset", "sidea1", "orig1", "orig2", "hostlev", "mindur"),
)
ENDS = _file(
    "gml_mid_disps",
    "GML disputes",
    "Gibler, Miller and Little, militarised interstate disputes, disputes",
    ("styear",),
    ("dispnum", "styear", "outcome"),
)
BORDERS = _file(
    "cow_contdir",
    "COW contiguity",
    "Correlates of War, Direct Contiguity 3.2",
    ("enddate",),
    (*PAIR, "conttype"),
    ("stdate", "enddate"),
)
DISTANCES = _file(
    "cow_mindist",
    "CShapes 2.0",
    "least distance between territories, CShapes 2.0 as packaged in peacesciencer",
    ("year",),
    (*PAIR, "year", "mindist"),
)
PACTS = _file(
    "atop_alliance_undirected",
    "ATOP 5.1",
    "Alliance Treaty Obligations and Provisions 5.1, dyad-years",
    ("year",),
    (*PAIR, "year", "atop_defense"),
)
CAPABILITIES = _file(
    "cow_nmc",
    "NMC 7.0",
    "Correlates of War, National Material Capabilities 7.0",
    ("year",),
    ("ccode", "year", "cinc", "milex"),
)
REGIMES = _file(
    "cw_democracy",
    "Polity and V-Dem",
    "Polity2 and V-Dem polyarchy as packaged in isard",
    ("year",),
    ("ccode", "year", "polity2", "v2x_polyarchy"),
)
AGREEMENTS = _file(
    "DCAD_v1.0_main",
    "DCAD 1.0",
    "Kinne 2020, Defense Cooperation Agreement Dataset 1.0",
    ("signYear",),
    (*PAIR, "signYear", "endYearEstimate"),
)
EXERCISES = _file(
    "mme_v7_exercise_participants",
    "MME 7",
    "D'Orazio and Galambos, Multinational Military Exercises 7",
    ("year",),
    ("gwcode", "year"),
    ("MMEID",),
)
ARMS = _file(
    "sipri_tiv_bilateral",
    "SIPRI arms transfers",
    "SIPRI Arms Transfers Database, trend-indicator values",
    ("year",),
    ("supplier_cown", "recipient_cown", "year", "value"),
)
RIVALRIES = _file(
    "tss_rivalries",
    "TSS",
    "Thompson, Sakuwa and Suhas, strategic rivalries (coded with hindsight; description only)",
    ("end",),
    (*PAIR, "start", "end"),
)
SPENDING = _file(
    "sipri_milex_const2021",
    "SIPRI spending",
    "SIPRI Military Expenditure Database, constant 2021 USD",
    ("year",),
    ("year", "milex_const2021_usdm"),
    ("Country",),
)
NEEDED = (STATES, MAJORS, ONSETS, ENDS, BORDERS, DISTANCES, PACTS, CAPABILITIES, REGIMES)
WELCOME = (AGREEMENTS, EXERCISES, ARMS, RIVALRIES, SPENDING)


@dataclass
class Sources:
    """The files of a folder by the stem of their data set; tables are read once."""

    path: Path
    files: dict[str, Path]
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __contains__(self, data: DataSet) -> bool:
        return data.stem in self.files

    def table(self, data: DataSet) -> pd.DataFrame:
        """The used columns of a data set. PublishedError without the file, or where it is damaged."""
        if data.stem not in self.files:
            raise PublishedError(_missing(self.path, [data]))
        if data.stem not in self._tables:
            self._tables[data.stem], _ = read(self.files[data.stem], data)
        return self._tables[data.stem]

    def last(self, data: DataSet) -> int:
        """The last year with a row in a data set with a column ``year``."""
        return int(self.table(data)[data.years[0]].max())


def open_sources(path: Path) -> Sources:
    """The data sets in a folder.

    Raises PublishedError for no folder, and naming every needed data set that is missing with its publisher.
    """
    if not path.is_dir():
        what = "a file" if path.exists() else "nothing there"
        raise PublishedError(f"--data {escape(str(path), 200)}: expected a folder of published data, found {what}")
    names = sorted(file.name for file in path.iterdir() if file.is_file())
    files: dict[str, Path] = {}
    for data in (*NEEDED, *WELCOME):
        hits = [name for name in names if name.startswith(data.stem) and name.endswith(ENDINGS)]
        if len(hits) > 1:
            raise PublishedError(f"{path}: expected one file of {data.name}, found {listing(hits)}")
        if hits:
            files[data.stem] = path / hits[0]
    missing = [data for data in NEEDED if data.stem not in files]
    if missing:
        raise PublishedError(_missing(path, missing))
    return Sources(path, files)


def _missing(path: Path, missing: list[DataSet]) -> str:
    wanted = "; ".join(f"{data.stem}.csv ({data.title})" for data in missing)
    return f"--data {escape(str(path), 200)}: expected also {wanted}; download it from its publisher into the folder"
