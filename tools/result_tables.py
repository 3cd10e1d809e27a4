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
