"""The ten tidy tables of a result: every column with its type, unit and meaning, declared once.

Units and meanings travel in the metadata of the Parquet fields. Money columns name the scenario's own unit of money.
Metrics of the region take unit and meaning from ``dipsim.model.state.region_metrics``, where they are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dipsim.model.parameters import REGION_METRICS

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["int32", "float64", "bool", "date", "text", "category"]
MONEY = "billions of constant 2023 USD"


@dataclass(frozen=True)
class Column:
    """One column: ``category`` is text with few values, ``{money}`` in the unit stands for the unit of money.

    ``missing`` says whether a cell may be empty; a float may always be (NaN).
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    missing: bool = False


@dataclass(frozen=True)
class Table:
    """A table: columns that are always there, and a rule for those whose names depend on the scenario."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    more: Callable[[str], Column | None] = lambda _: None

    def arrange(self, names: Iterable[str]) -> list[Column]:
        """The columns for a frame with columns ``names``, in stored order: the fixed ones, then the others by name.

        Raises ValueError naming every column that is missing, unknown or there twice.
        """
        found = list(names)
        fixed = [column.name for column in self.columns]
        extra = {name: self.more(name) for name in sorted(set(found) - set(fixed))}
        wrong = [f"missing {name}" for name in fixed if name not in found]
        wrong += [f"unknown {name}" for name, column in extra.items() if column is None]
        wrong += [f"twice {name}" for name in sorted(set(found)) if found.count(name) > 1]
        if wrong:
            raise ValueError(f"table {self.name}: columns {', '.join(wrong)}")
        return [*self.columns, *(column for column in extra.values() if column is not None)]

    def schema(self, names: Iterable[str], money: str = MONEY) -> pa.Schema:
        """The Arrow schema for the columns ``names``, with unit and meaning on each field; amounts in units of
        ``money``."""
        import pyarrow as pa

        types = {"int32": pa.int32(), "float64": pa.float64(), "bool": pa.bool_(), "date": pa.timestamp("ms")}
        fields = [
            pa.field(
                column.name,
                types.get(column.kind, pa.string()),
                nullable=column.missing or column.kind == "float64",
                metadata={"unit": column.unit.replace("{money}", money), "meaning": column.meaning},
            )
            for column in self.arrange(names)
        ]
        return pa.schema(fields, metadata={"dipsim.table": self.name, "dipsim.meaning": self.meaning})

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError when the table cannot have one."""
        found = next((column for column in self.columns if column.name == name), None) or self.more(name)
        if found is None:
            raise KeyError(f"table {self.name} has no column {name}")
        return found


RUN = Column("run", "int32", "1", "number of the replicate, from 0")
TICK = Column("tick", "int32", "tick", "number of the tick, from 0")
DATE = Column("date", "date", "day", "first day of the month in which the tick begins")
YEAR = Column("year", "int32", "year", "calendar year")
TRUSTER = Column("truster", "category", "nation", "code of the nation whose view it is")
TRUSTEE = Column("trustee", "category", "nation", "code of the nation that is viewed")
INITIATOR = Column("initiator", "category", "nation", "code of the nation that acts")
TARGET = Column("target", "category", "nation", "code of the nation towards which it acts")

COUNTS = frozenset({"rung", "observed_disputes", "joiners", "force", "wars", "acts"})
REGION = (
    "trust", "distrust", "tension", "burden", "agreements", "rung", "observed_disputes", "joiners", "force", "wars",
    "spending", "polarisation", "expected_disputes", "expected_force",
    "acts",
)  # fmt: skip


def _measure(name: str) -> Column:
    """The column of a declared metric of the region."""
    entry = REGION_METRICS[name]
    unit = "{money}" if entry.money else entry.unit
    return Column(name, "int32" if name in COUNTS else "float64", unit, entry.meaning)


def _region_more(name: str) -> Column | None:
    """Acts of one kind, ``acts_<kind>``, and any further declared metric."""
    if name.startswith("acts_") and name != "acts_":
        return Column(name, "int32", "acts", f"acts of kind {name.removeprefix('acts_')} served in the tick")
    return _measure(name) if name in REGION_METRICS else None


_DYAD = (
    RUN,
    TICK,
    DATE,
    TRUSTER,
    TRUSTEE,
    Column("trust", "float64", "probability", "belief that the other is trustworthy, 0 to 1"),
    Column("threat", "float64", "1", "danger H: the perceived threat that help leaves, 0 to 2"),
    Column("menace", "float64", "1", "perceived threat without any help, 0 to 2"),
    Column("rung", "int32", "rung", "rung of the pair on the hostility ladder, 0 to 5"),
    Column("interoperability", "float64", "1", "interoperability of the pair, 0 to 1"),
    Column("channel", "float64", "1", "quality of the pair's channels, 0 to 1"),
    Column("dispute", "float64", "1", "stake of the pair's open issue, 0 to 1"),
    Column("in_force", "int32", "instruments", "agreements and pacts of the pair in force"),
    Column("relevant", "bool", "1", "whether the two are in reach or share an organisation; means count these"),
)
KIND = Column("kind", "category", "kind", "kind of exchange")
OBSERVER = Column("observer", "category", "nation", "code of the nation that watched")

_ALL = (
    Table(
        "region",
        "metrics of the whole region, one row per run and tick",
        (RUN, TICK, DATE, *map(_measure, REGION)),
        _region_more,
    ),
    Table(
        "nations",
        "one row per run, tick and nation",
        (
            RUN,
            TICK,
            DATE,
            Column("nation", "category", "nation", "code of the nation"),
            Column("gdp", "float64", "{money} per year", "gross domestic product"),
            Column("capability", "float64", "{money}", "M, depreciated stock of military spending"),
            Column("spending", "float64", "{money} per year", "military spending"),
            Column("purse", "float64", "{money}", "diplomacy purse: what is left of the year's grant"),
            Column("insight", "float64", "1", "stock of shared intelligence, 0 to 1"),
            Column("technology", "float64", "1", "military technology, 1 is the frontier"),
            Column("emerging", "float64", "1", "share of capability that is emerging technology"),
            Column("shipped", "float64", "{money}", "goods delivered to others so far"),
        ),
    ),
    Table(
        "dyads",
        "one row per run, year and directed dyad: all runs, at the first tick of each year and at the end",
        _DYAD,
    ),
    Table("dyads_detail", "one row per detailed run, tick and directed dyad", _DYAD),
    Table(
        "exchanges",
        "acts served, one row per run, year, kind and directed dyad",
        (
            RUN,
            YEAR,
            KIND,
            INITIATOR,
            TARGET,
            Column("count", "int32", "acts", "acts served in the year"),
        ),
    ),
    Table(
        "events",
        "what happened in the detailed runs, one row each",
        (
            RUN,
            TICK,
            DATE,
            Column("event", "category", "1", "what happened"),
            Column("kind", "category", "kind", "kind of exchange, where there is one", missing=True),
            Column("initiator", "category", "nation", "nation that acted, where there is one", missing=True),
            Column("target", "category", "nation", "nation it befell, where there is one", missing=True),
            Column("value", "float64", "depends on the event", "size: scale of an act, rung of a dispute, and so on"),
        ),
    ),
    Table(
        "accounts",
        "the causes of trust at the start and at the end, one row per run, directed dyad and cause with any; each "
        "column of a run and dyad adds up: to the log-odds of trust at the start, at the end, to the change of trust",
        (
            RUN,
            TRUSTER,
            TRUSTEE,
            Column("cause", "category", "cause", "account, baseline term, or what is assumed before the start"),
            Column("start", "float64", "log-odds", "what the cause contributes to trust at the start"),
            Column("end", "float64", "log-odds", "what it contributes at the end"),
            Column("points", "float64", "points of trust", "its share of the change of trust from start to end"),
        ),
    ),
    Table(
        "ledger",
        "the causes of trust year by year, one row per detailed run, tick, directed dyad and cause with any; the "
        "values of a run, tick and dyad add up to the log-odds of trust",
        (
            RUN,
            TICK,
            DATE,
            TRUSTER,
            TRUSTEE,
            Column("cause", "category", "cause", "account, or baseline term where it begins with 'baseline: '"),
            Column("value", "float64", "log-odds", "what the cause contributes to trust"),
        ),
    ),
    Table(
        "bill",
        "third-party bill: trust of those who watched in those who acted, with what they hold because of it minus "
        "trust without, mean of year ends; one row per run, kind, observer and initiator with any",
        (
            RUN,
            Column("kind", "category", "kind", "kind of exchange, or 'together' for all acts at once"),
            OBSERVER,
            INITIATOR,
            Column("alarm", "float64", "points of trust", "by what it holds against the initiator, 0 or negative"),
            Column("reassurance", "float64", "points of trust", "by what it holds for the initiator, 0 or positive"),
            Column("points", "float64", "points of trust", "by both"),
        ),
    ),
    Table(
        "bill_detail",
        "evidence that acts of others wrote into the ledgers of those who watched, before caps and decay; one row per "
        "detailed run, year, kind, observer and initiator with any",
        (
            RUN,
            YEAR,
            KIND,
            OBSERVER,
            INITIATOR,
            Column("alarm", "float64", "log-odds", "evidence of alarm, negative"),
            Column("reassurance", "float64", "log-odds", "evidence of reassurance, positive"),
        ),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
