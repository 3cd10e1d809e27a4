"""Published data sets in their published formats, and scenarios filled from them (``dipsim new --data FOLDER``).

Nothing of these data sets travels with dipsim but a table of codes and names; the user keeps the files in a folder of
their own. The package lies beside ``scenario`` because it reads tables with pandas and Parquet with pyarrow, which
``scenario`` does without.

``files`` opens a folder and checks its tables, ``states`` says who is who, ``readers`` has a tidy table of every data
set, ``formulas`` turns them into figures with sources, ``scenarios`` writes scenarios and the five regional sets.
"""

from __future__ import annotations

from dipsim.public_data import readers, states
from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.opening import open_folder
from dipsim.public_data.scenarios.sets import RegionalSet, regional_set, regional_sets
from dipsim.public_data.states import regions

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
