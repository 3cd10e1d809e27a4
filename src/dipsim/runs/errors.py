"""What can go wrong with a folder of results; ``exit_code`` is what the command line ends with."""

from __future__ import annotations

from dipsim.errors import FOLDER, SCENARIO, STORAGE, VERIFICATION, DipsimError


class ResultsError(DipsimError):
    """A results folder could not be written or read."""


class FolderError(ResultsError):
    """The folder is not a results folder of dipsim, or holds results that nobody asked to replace."""

    exit_code = FOLDER


class StorageError(ResultsError):
    """The disk refused: full, read-only, no permission, no such parent."""

    exit_code = STORAGE


class VerificationError(ResultsError):
    """Stored results differ from what was written."""

    exit_code = VERIFICATION


class UnsettledStart(ResultsError):
    """Accounts and stocks of a scenario find no rest at the start."""

    exit_code = SCENARIO
