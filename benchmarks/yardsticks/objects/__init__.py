"""The model of ``docs/model.md`` as nations that are objects: a Mesa model written from the page alone."""

from .luck import FreeLuck, Luck
from .region import Region

__all__ = ["FreeLuck", "Luck", "Region"]
