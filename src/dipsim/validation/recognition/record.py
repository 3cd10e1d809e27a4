"""The region against the record: real disputes of each pair, and rivals as historians code them (for printing only)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.opening import open_folder
from dipsim.public_data.readers import disputes, rivalries
from dipsim.public_data.states.state_table import states
from dipsim.validation.recognition.cooperation import DATA, rates
from dipsim.validation.recognition.disputes import SHOWN, rank_correlation
from dipsim.validation.recognition.finding import Section, finding, setting
from dipsim.validation.recognition.groups import Region

FIRST, LAST = 1981, 2000  # years of the record
DECADES = (LAST - FIRST + 1) / 10.0


@dataclass(frozen=True)
class Record:
    """Real disputes begun by each pair in 1981 to 2000, and rivals then, both [n, n] and symmetric."""

    disputes: NDArray[np.float64]
    rivals: NDArray[np.bool_]


def read_record(path: Path, codes: list[str]) -> Record:
    """Read disputes (GML MIDs) and rivalries (Thompson and others) of the nations ``codes`` from the folder ``path``.

    A file of rivalries may be missing; then nobody is a rival. PublishedError for a nation that is no state of the
    data, a folder without the file of disputes, or a file that cannot be read.
    """
    known = states()
    strange = [code for code in codes if code not in known]
    if strange:
        raise PublishedError(
            f"--data: expected nations with codes of real states such as NOR, found {', '.join(strange)}"
        )
    numbers = [known[code].ccode for code in codes]
    folder = open_folder(path)
    return Record(_disputes(folder, numbers), _rivals(folder, numbers))


def _disputes(folder: Folder, numbers: list[int]) -> NDArray[np.float64]:
    table = disputes.read(folder)
    table = table[table["onset"] & table["year"].between(FIRST, LAST)]
    table = table[table["ccode1"].isin(numbers) & table["ccode2"].isin(numbers)]
    begun = {(int(n), frozenset((int(a), int(b)))) for n, a, b in table[["dispnum", "ccode1", "ccode2"]].to_numpy()}
    counts = np.zeros((len(numbers),) * 2)
    for _, two in begun:
        a, b = (numbers.index(number) for number in sorted(two))
        counts[a, b] += 1
        counts[b, a] += 1
    return counts


def _rivals(folder: Folder, numbers: list[int]) -> NDArray[np.bool_]:
    found = np.zeros((len(numbers),) * 2, dtype=bool)
    if rivalries.DATA in folder:
        table = rivalries.read(folder)
        table = table[(table["first"] <= LAST) & (table["last"] >= FIRST)]
        table = table[table["ccode1"].isin(numbers) & table["ccode2"].isin(numbers)]
        for one, other in table[["ccode1", "ccode2"]].to_numpy(dtype=int):
            a, b = numbers.index(one), numbers.index(other)
            found[a, b] = found[b, a] = True
    return found


def against_record(region: Region, record: Record) -> Section:
    """Rank correlation of disputes in ``region`` and in the ``record`` of real ones over relevant pairs, and
    disputes where the record has none."""
    i, j = region.pairs
    near = region.relevant[i, j]
    i, j = i[near], j[near]
    rates_, real = region.quarrels[i, j], record.disputes[i, j] / DECADES
    enough = region.seen.begun.sum() >= setting("fewest_disputes") and real.any()
    total, order = rates_.sum(), np.argsort(-np.abs(rates_ - real), kind="stable")
    outside = rates_[real == 0].sum() / total if enough and total else np.nan
    return Section(
        "record",
        "Quarrels against the record of 1981 to 2000",
        (
            finding("record_order", rank_correlation(rates_, real) if enough else np.nan),
            finding("without_record", outside),
        ),
        ("pair", "disputes a decade", "in the record", "stake in the scenario"),
        tuple(
            (
                region.pair_name(i[p], j[p]),
                f"{rates_[p]:.2f}",
                f"{real[p]:.1f}",
                f"{region.stake[i[p], j[p]]:.2g}",
            )
            for p in order
        ),
        "The pairs that are farthest off. Real disputes count whoever began or joined them. The stake of the scenario "
        f"alone, without a run, has a rank correlation of {rank_correlation(region.stake[i, j], real):.2f} with them.",
        SHOWN,
    )


def coded_rivals(region: Region, record: Record) -> Section:
    """Cooperation in ``region`` of rivals as the ``record`` codes them (Thompson and others): for reading only,
    since the coding knows the outcome."""
    i, j = region.pairs
    pledge = region.seen.pledge[:-1]
    allied = (pledge[:, i, j] > 0.0) | (pledge[:, j, i] > 0.0)
    rivals = np.broadcast_to(record.rivals[i, j][None, :, None], allied.shape)
    classes = np.where(rivals, np.where(allied, 1, 2), 0)
    found, sizes = rates(region, classes, 3)
    names = {1: "allies and rivals", 2: "rivals without a pact"}
    return Section(
        "coded_rivals",
        "Cooperation of rivals as historians code them",
        (),
        ("class of pair", "pair-years a run", "exercise", "agreement", "arms deal", "dispute"),
        tuple(
            (
                names[c],
                f"{sizes[c] / region.seen.runs:.0f}",
                *(f"{100 * found[c, q]:.1f} % / {100 * DATA[c][q]:.1f} %" for q in range(4)),
            )
            for c in names
            if sizes[c] > 0
        ),
        f"Rivals at any time in {FIRST} to {LAST}; with the data behind the stroke. Nothing is judged by this coding.",
    )
