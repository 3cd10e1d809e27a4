"""Dollars of one year in dollars of 2023, the money of dipsim.

One index for all: the US consumer price index for all urban consumers, annual average, 1982-84 = 100 (Bureau of Labor
Statistics, CPI-U, US city average, not seasonally adjusted; read in copies that agree). One index keeps shares of GDP
what they are; a GDP deflator would give slightly smaller sums.
"""

from __future__ import annotations

BASE = 2023  # the year of dipsim's money
FIRST, LAST = 1946, 2023
_FORTIES = (19.5, 22.3, 24.1, 23.8)
_FIFTIES = (24.1, 26.0, 26.5, 26.7, 26.9, 26.8, 27.2, 28.1, 28.9, 29.1)
_SIXTIES = (29.6, 29.9, 30.2, 30.6, 31.0, 31.5, 32.4, 33.4, 34.8, 36.7)
_SEVENTIES = (38.8, 40.5, 41.8, 44.4, 49.3, 53.8, 56.9, 60.6, 65.2)
_EARLY = (72.6, 82.4, 90.9, 96.5, 99.6, 103.9, 107.6, 109.6, 113.6, 118.3, 124.0, 130.7, 136.2, 140.3, 144.5)
_MIDDLE = (148.2, 152.4, 156.9, 160.5, 163.0, 166.6, 172.2, 177.1, 179.9, 184.0, 188.9, 195.3, 201.6, 207.342, 215.303)
_LATE = (214.537, 218.056, 224.939, 229.594, 232.957, 236.736, 237.017, 240.007, 245.120, 251.107, 255.657, 258.811)
_LAST = (270.970, 292.655, 304.702)
INDEX = dict(enumerate((*_FORTIES, *_FIFTIES, *_SIXTIES, *_SEVENTIES, *_EARLY, *_MIDDLE, *_LATE, *_LAST), FIRST))


def factor(year: int) -> float:
    """Dollars of 2023 for a dollar of ``year``. KeyError outside 1946 to 2023.

    >>> round(factor(2021), 4), factor(2023)
    (1.1245, 1.0)
    """
    return INDEX[BASE] / INDEX[year]
