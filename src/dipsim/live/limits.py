"""How much one page may ask of this machine, in one place."""

from __future__ import annotations

from typing import Final

NATIONS: Final = 40
"""A matrix of more cannot be read on a page; runs of more are for ``dipsim run``."""
STEPS: Final = 240
"""Ticks in one request."""
REPLICATES: Final = 200
"""Pairs of runs of one comparison."""
WORK: Final = 2e8
"""Replicates times ticks times nations squared of one comparison: about a minute on one core."""
CHANGES: Final = 60
"""Numbers that are turned at once."""
SESSIONS: Final = 8
IDLE: Final = 30 * 60.0
"""Seconds after which a session that is not used is forgotten."""
LIFE: Final = 12 * 3600.0
"""Seconds after which any session is forgotten."""
BODY: Final = 16 * 1024
"""Bytes of a request."""
SCENARIO: Final = 1024 * 1024
"""Bytes of a request that brings a scenario."""
AT_ONCE: Final = 2
"""Requests that compute at a time; others wait."""
