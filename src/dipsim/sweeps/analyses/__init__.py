"""What a sweep means: one method per file, found by walking the folder."""

from dipsim.sweeps.analyses.finding import Finding, Incomplete, NotFor, methods

__all__ = ["Finding", "Incomplete", "NotFor", "methods"]
