"""One package per part of the tick, one file per process. The parameters of all are declared first, in one order."""

import dipsim.model.parameters  # noqa: F401
