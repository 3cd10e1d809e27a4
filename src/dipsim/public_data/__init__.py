"""Published data sets in their published formats, and scenarios filled from them (``dipsim new --data FOLDER``).

Nothing of these data sets travels with dipsim but a table of codes and names; the user keeps the files in a folder of
their own. The package lies beside ``scenario`` because it reads tables with pandas and Parquet with pyarrow, which
``scenario`` does without. ``catalogue`` names the data sets and their columns, ``files`` reads them, ``states`` has
the codes of nations, ``prices`` turns money of one year into money of another, ``figures`` is a number with its
source, ``nations``, ``pairs`` and ``treaties`` hold the formulas, ``write`` makes the text.
"""

from __future__ import annotations
