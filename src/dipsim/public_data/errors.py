"""The error of published data that cannot be used."""

from __future__ import annotations

from dipsim.errors import RequestError


class PublishedError(RequestError):
    """A folder, file or code that cannot be used; the text says which, what was expected and what was found."""
