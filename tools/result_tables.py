"""Write ``docs/tables.md`` from the declarations of the tables of a result: ``python tools/result_tables.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from dipsim.model.parameters import REGION_METRICS
from dipsim.runs.storage.schemas import REGION, TABLES, Column

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tables.md"
TEXT = """\
# The tables of a result

Written by `python tools/result_tables.py` from the declarations in `src/dipsim/runs/storage/schemas.py`.

A results folder of `dipsim run` holds these tables as Parquet files, with `--csv` also for spreadsheets. In Python each
is an attribute of the result: `dipsim.load("results/two_blocs").dyads`. Unit and meaning of a column are also in the
metadata of its Parquet field.

* Of **all runs**: `region` and `nations` at every tick, `dyads` year by year, `exchanges`, `accounts` and `bill`.
* Of the **detailed runs** (`result.detail_runs`, eight at evenly spaced quantiles of mean trust): `dyads_detail` at
  every tick, `events`, `ledger` and `bill_detail`. With `--record all` these hold all runs; with `--record final` there
  are only `region` and `nations`, one row per run.

No run stands twice in a table, so a plain `groupby` is right. Dates are timestamps. Text of few values is `category`.

```python
r = dipsim.load("results/two_blocs")
r.dyads.groupby("date").trust.mean()  # over all runs
r.dyads.query("tick == tick.max()").groupby(["truster", "trustee"], observed=True).trust.mean()
r.accounts.groupby(["truster", "trustee", "cause"], observed=True).points.sum() / r.runs  # why trust changed
r.bill.query("kind == 'together'").groupby(["observer", "initiator"], observed=True).points.sum() / r.runs
```

## For other programs

    dipsim export results/two_blocs --to gexf               # the network over time, for Gephi
    dipsim export results/two_blocs --to gexf --replicate 3   # one run; at every tick where it is kept in detail
    dipsim export results/two_blocs --to graphml            # for yEd, Cytoscape and igraph
    dipsim export results/two_blocs --to csv                # a folder of tables that Excel opens by a double click
    dipsim export results/two_blocs --to xlsx               # one workbook; needs pip install 'dipsim[sheets]'
    dipsim export results/nato --to gexf --codes            # with codes of real states; needs 'dipsim[codes]'

In Python: `dipsim.export(result, "gexf", "network.gexf")`. Numbers are means over runs unless a replicate is named.

* **GEXF** is dynamic: every number of a nation (`gdp`, `capability`, `spending`) and of a relation (`trust`, `threat`,
  `rung`, `in_force`) is a series of values, each with the day it begins and the day it ends. A relation has *spells*:
  the time in which the two are relevant to each other; one that never is stays out. `weight` is trust at the end. In
  Gephi, turn on the time line below the graph.
* **GraphML** has no time of its own, so each date is an attribute: `trust_2025_01_01`. yEd, Cytoscape, igraph and
  networkx read it.
* **CSV** is UTF-8 with a byte order mark, one header row, ISO dates and a decimal point. A text that begins with `=`,
  `+`, `-`, `@`, a tab or a line break gets a `'` in front, so that no name becomes a formula. The files of
  `dipsim run --csv` have no byte order mark.
* **Codes** are ISO 3166-1 alpha-3 and the number (pycountry), and the Correlates of War number and abbreviation of the
  year in which the scenario starts: 260 for West Germany up to 1989, 255 for Germany since. A nation is a state when
  its name is one of that state's and its code is not that of another one; invented nations have empty cells. There is
  no alpha-2 code: some readers take `NO` of Norway for "no", and `NA` of Namibia for a missing value. Other data sets
  may use other numbers: Gleditsch and Ward keep 260 for Germany after 1990.
"""


def page() -> str:
    """The page as the code has it now."""
    parts = [TEXT]
    for table in TABLES.values():
        meaning = table.meaning[:1].upper() + table.meaning[1:]
        columns = [*table.columns]
        if table.name == "region":
            columns += [table.column(name) for name in REGION_METRICS.names() if name not in REGION]
            columns.append(Column("acts_KIND", "int32", "acts", "acts of that kind served in the tick"))
        lines = [f"\n## `{table.name}`\n", f"{meaning}.\n", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for column in columns:
            unit = column.unit.replace("{money}", "money of the scenario")
            lines.append(f"| `{column.name}` | {column.kind} | {unit} | {column.meaning} |")
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write("wrote docs/tables.md\n")
