"""Codes of real states in other data sets: ISO 3166 from pycountry, Correlates of War numbers of the year."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import pandas as pd

from dipsim.public_data.states.state_table import State, at_end_of, states
from dipsim.scenario.arguments import ArgumentError

COLUMNS = ("nation", "name", "iso3", "iso_numeric", "cow", "cow_abbreviation")
USED_BY_MANY = {"XKX": "Kosovo"}  # codes that ISO 3166 leaves to its users
MISSING = "codes: expected pycountry, not installed; pip install 'dipsim[codes]' brings it"


def country_codes(nations: Mapping[str, Any], year: int) -> pd.DataFrame:
    """Codes of the nations that are real states, one row per nation; cells are empty for invented nations.

    A nation is a state when its name is one of the names of that state, and its code is no code of another state: an
    invented nation whose code happens to be EST is not Estonia.

    Parameters
    ----------
    nations : mapping
        Nations by code, each with a ``name``.
    year : int
        The Correlates of War number is the one that holds in this year: 260 for West Germany up to 1989, 255 for
        Germany since.

    Returns
    -------
    pandas.DataFrame
        Columns ``nation``, ``name``, ``iso3`` (ISO 3166-1 alpha-3), ``iso_numeric`` (three digits), ``cow`` (number),
        ``cow_abbreviation``. There is no alpha-2 code: NO of Norway and NA of Namibia are misread as "no", "missing".

    Raises
    ------
    ArgumentError
        pycountry is not installed.
    """
    if find_spec("pycountry") is None:
        raise ArgumentError(MISSING)
    rows = [_row(code, str(getattr(nation, "name", None) or code), year) for code, nation in sorted(nations.items())]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"cow": "Int64"})


def _row(code: str, name: str, year: int) -> tuple[Any, ...]:
    country = _country(code, name)
    then = _state(code, name, year)
    numeric = None if country is None else country.numeric
    iso = country.alpha_3 if country is not None else code if USED_BY_MANY.get(code) == name else None
    return code, name, iso, numeric, None if then is None else then.ccode, None if then is None else then.abbreviation


def _country(code: str, name: str) -> Any:
    """The country of ISO 3166, of today or withdrawn, that has this code and this name; else the one of this name."""
    import pycountry

    own = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(alpha_3=code)
    if own is not None:
        return own if _fits(code, name, own) else None
    for found in (*pycountry.countries, *pycountry.historic_countries):
        if name.casefold() in _names(found):
            return found
    return None


def _fits(code: str, name: str, country: Any) -> bool:
    """Whether a name is one of those of a country, in ISO 3166 or in the table of states."""
    known = states().get(code)
    return name.casefold() in _names(country) | (known.words if known is not None else frozenset())


def _names(country: Any) -> set[str]:
    parts = ("name", "common_name", "official_name")
    return {str(getattr(country, part)).casefold() for part in parts if hasattr(country, part)}


def _state(code: str, name: str, year: int) -> State | None:
    """The member of the Correlates of War state system that a nation stands for in a year."""
    from dipsim.public_data.errors import PublishedError

    own = states().get(code)
    if own is None:
        named = [one for one in states().values() if name.casefold() in one.words and one.exists(year)]
        return named[0] if len(named) == 1 else None
    country = _country(code, name)
    if country is None and name.casefold() not in own.words:
        return None
    try:
        return at_end_of(code, year)[0]
    except PublishedError:
        return None
