"""The data sets that can be read: the name a file begins with, the columns it must have, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DataSet:
    """A published data set: ``stem`` begins the name of its file, ``numbers`` and ``texts`` are the columns used.

    ``name`` is short, for the source of a figure; ``title`` gives authors and version, for the list of sources.
    ``year`` names the columns whose largest value is the last year known.
    """

    stem: str
    name: str
    title: str
    year: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...] = ()

    @property
    def is_of_pairs(self) -> bool:
        """Whether a row is about two states by their numbers."""
        return set(PAIR) <= set(self.numbers)

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.texts, *self.numbers)


PAIR = ("ccode1", "ccode2")

GDP = DataSet(
    "cw_gdppop",
    "cw_gdppop",
    "simulated GDP of Fariss and others 2022, anchored on Penn World Table 10.0, as packaged in isard",
    ("year",),
    ("ccode", "year", "pwtrgdp"),
)
SPENDING = DataSet(
    "sipri_milex_const2021",
    "SIPRI",
    "SIPRI Military Expenditure Database, constant 2021 USD",
    ("year",),
    ("year", "milex_const2021_usdm"),
    ("Country",),
)
CAPABILITIES = DataSet(
    "cow_nmc",
    "NMC 7.0",
    "Correlates of War, National Material Capabilities 7.0, milex in current USD",
    ("year",),
    ("ccode", "year", "milex"),
)
DEMOCRACY = DataSet(
    "cw_democracy",
    "V-Dem",
    "V-Dem polyarchy (v2x_polyarchy) as packaged in isard",
    ("year",),
    ("ccode", "year", "v2x_polyarchy"),
)
VOTES = DataSet(
    "unvoting_idealpoints",
    "UN ideal points",
    "Bailey, Strezhnev and Voeten, UN General Assembly ideal points",
    ("Year",),
    ("Year", "idealpoint"),
    ("CountryAbb",),
)
DISTANCE = DataSet(
    "cow_mindist",
    "CShapes 2.0",
    "least distance between territories, CShapes 2.0 as packaged in peacesciencer (cow_mindist)",
    ("year",),
    (*PAIR, "year", "mindist"),
)
CONTIGUITY = DataSet(
    "cow_contdir",
    "COW contiguity",
    "Correlates of War, Direct Contiguity 3.2",
    ("enddate",),
    (*PAIR, "conttype"),
    ("stdate", "enddate"),
)
ALLIANCES = DataSet(
    "atop5_1_member_level",
    "ATOP 5.1",
    "Alliance Treaty Obligations and Provisions 5.1, members",
    ("yrent", "yrexit"),
    ("atopid", "member", "yrent", "yrexit", "defense", "offense", "neutral", "nonagg", "consul"),
)
AGREEMENTS = DataSet(
    "DCAD_v1.0_main",
    "DCAD 1.0",
    "Kinne 2020, Defense Cooperation Agreement Dataset 1.0",
    ("signYear", "endYearEstimate"),
    (*PAIR, "signYear", "endYearEstimate"),
    ("type", "category1"),
)
DISPUTES = DataSet(
    "gml_mid_ddydisps",
    "GML",
    "Gibler, Miller and Little, militarised interstate disputes, directed dyads",
    ("year",),
    ("dispnum", *PAIR, "year", "gmlmidonset"),
)
RIVALRIES = DataSet(
    "tss_rivalries",
    "TSS",
    "Thompson, Sakuwa and Suhas, strategic rivalries",
    ("end",),
    (*PAIR, "start", "end"),
)
ARMS = DataSet(
    "sipri_tiv_bilateral",
    "Arms transfers (TIV)",
    "SIPRI Arms Transfers Database, trend-indicator values by supplier and recipient",
    ("year",),
    ("supplier_cown", "recipient_cown", "year", "value"),
)

EVERY = (
    GDP,
    SPENDING,
    CAPABILITIES,
    DEMOCRACY,
    VOTES,
    DISTANCE,
    CONTIGUITY,
    ALLIANCES,
    AGREEMENTS,
    DISPUTES,
    RIVALRIES,
    ARMS,
)
