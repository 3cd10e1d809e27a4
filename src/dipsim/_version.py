"""The version of dipsim, for everything that names it."""

__version__ = "0.1.0"
