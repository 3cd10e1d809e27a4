"""Published data sets in their published formats, and scenarios filled from them (``dipsim new --data FOLDER``).

Nothing of these data sets travels with dipsim but a table of codes and names; the user keeps the files in a folder of
their own. The package lies beside ``scenario`` because it reads tables with pandas and Parquet with pyarrow, which
``scenario`` does without.

``files`` opens a folder, ``readers`` has a tidy table of every data set, ``states``, ``codes`` and ``regions`` say who
is who; ``nations``, ``geography``, ``conflict``, ``cooperation``, ``treaties`` and ``upkeep`` hold the formulas,
``pairs`` and ``facts`` bring them together, ``write`` makes the text, ``sets`` the five regions of a year.
"""

from __future__ import annotations

from dipsim.public_data import readers, regions, states
from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files import Folder, open_folder
from dipsim.public_data.sets import RegionalSet, regional_set, regional_sets

__all__ = [
    "Folder",
    "PublishedError",
    "RegionalSet",
    "open_folder",
    "readers",
    "regional_set",
    "regional_sets",
    "regions",
    "states",
]
