"""``dipsim bill``: whom acts of others alarm, whom they reassure, by how much, and what is left for the region."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.checks import targets_of
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.study_command import Study, heading, study_command

ORDER = 3.1
READING = """\
Points of trust of third parties: trust with what they hold because of it minus trust without, by alarm, by \
reassurance and by both (with 95 % interval); mean of all relations of the region and of year ends. EST/ARL: trust of \
EST in ARL."""
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES",
        help="Exchange kinds, or other targets of 'dipsim verdict', such as timeline.0 (default: every kind).",
        show_default=False,
    ),
]


@study_command(figure=True)
def command(study: Study, names: Names = None) -> None:
    """Show the third-party bill: which third parties acts alarm, and which they reassure.

    One line for each exchange kind or target, with 95 % intervals."""
    from dipsim.study.attribution.bill import bill

    requested = targets_of(study.spec, names or [])
    arms = 1 + sum(name not in study.spec.kinds for name in requested)
    with study.running(("adding up the bill", arms * study.replicates)) as settings:
        found = bill(study.spec, requested or None, **settings)
    study.draw("bill", bill=found)
    study.show(found, _print)


def _print(found: Any) -> None:
    print_prose(f"{heading(found)}\n")
    columns = ("what", "points of trust", "by alarm", "by reassurance", "most alarmed", "most reassured")
    lines = list(found.lines) + ([found.whole] if found.whole not in found.lines else [])
    print_table(columns, [_row(line) for line in lines])
    print_prose(f"\n{READING}")


def _row(line: Any) -> tuple[str, ...]:
    """One line of the table."""
    points, whole = line.whole.points, line.whole
    who = []
    for entry in (line.worst(), line.best()):
        felt = entry is not None and abs(entry.points.mean) >= 0.05
        who.append(f"{entry.observer}/{entry.initiator} {entry.points.mean:+.1f}" if felt else "")
    sums = (f"{points.mean:+.2f} ({points.low:+.2f}, {points.high:+.2f})", f"{whole.alarm_points.mean:+.2f}")
    return line.title, *sums, f"{whole.reassurance_points.mean:+.2f}", *who
