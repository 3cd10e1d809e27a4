"""One file per process. Whichever is imported first, all are declared in the order of the tick: rows hang on it."""

import dipsim.model.tick  # noqa: F401
