"""Numbers and names of states in other data sets as the Correlates of War number that stood for the state that year.

Data sets use numbers of their own (Gleditsch and Ward keep 260 for Germany after 1990), carry one number through
(255 for West Germany before 1990), or give a name alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dipsim.public_data.states.state_table import states

if TYPE_CHECKING:
    import pandas as pd

# number as found, and the one it stands for up to a last year, or from a first year on
UNTIL = {255: (260, 1954, 1989), 679: (678, 1926, 1989), 316: (315, 1945, 1992)}
SINCE = {260: (255, 1990), 678: (679, 1990), 340: (345, 0)}


def in_year(ccodes: pd.Series[Any], years: pd.Series[Any]) -> pd.Series[Any]:
    """The numbers that stood for these states in these years.

    Args:
        ccodes: Numbers of Correlates of War or of Gleditsch and Ward.
        years: The year of each.

    Returns:
        Correlates of War numbers: West Germany for Germany up to 1989 and the reverse after, North Yemen and Yemen
        likewise, Czechoslovakia for Czechia up to 1992, Yugoslavia's number for Serbia's.
    """
    found = ccodes.copy()
    for number, (then, first, last) in UNTIL.items():
        found = found.mask((ccodes == number) & (years >= first) & (years <= last), then)
    for number, (now, first) in SINCE.items():
        found = found.mask((ccodes == number) & (years >= first), now)
    return found


def by_name(names: pd.Series[Any]) -> pd.Series[Any]:
    """Correlates of War numbers of states by any of their names, letter case aside; NaN for an unknown name."""
    return names.str.strip().str.casefold().map(_named()).astype("float64")


@lru_cache(maxsize=1)
def _named() -> dict[str, int]:
    """Number by name. A name that two numbers share belongs to the state whose own name or abbreviation it is."""
    found: dict[str, int] = {}
    for one in states().values():
        for word in one.words:
            found.setdefault(word, one.ccode)
    found |= {one.name.casefold(): one.ccode for one in states().values()}
    return found


def ordered(table: pd.DataFrame, first: str = "ccode1", second: str = "ccode2") -> pd.DataFrame:
    """``table`` with the lower state number of each pair in the column ``first`` and the other in ``second``, as int64;
    pairs of one state with itself are left out."""
    table = table[table[first] != table[second]].copy()
    low, high = table[[first, second]].min(axis=1), table[[first, second]].max(axis=1)
    table[first], table[second] = low.astype("int64"), high.astype("int64")
    return table


def whole(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table with these columns as int64."""
    return table.astype(dict.fromkeys(columns, "int64"))


def tidy(table: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """The table sorted by its keys, rows numbered from 0."""
    return table.sort_values(list(keys), kind="stable").reset_index(drop=True)
