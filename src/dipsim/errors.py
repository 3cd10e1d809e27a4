"""What can go wrong, as one tree of exceptions; each knows the exit code with which the command line ends.

    try:
        result = dipsim.run("mine.yaml")
    except dipsim.errors.DipsimError as problem:
        sys.exit(problem.exit_code)

| exit code | what happened |
|---|---|
| 0 | done, all runs valid |
| 2 | the command or call asks for something that does not exist or cannot be |
| 3 | the scenario is invalid, or too big to run (nothing was written) |
| 4 | the folder or file belongs to something else, or holds results that nobody asked to replace |
| 5 | the machine refuses: disk full, no permission, read-only, out of memory, a worker process killed |
| 6 | finished, but some runs failed or an expectation is not met |
| 7 | stored results differ from what was written |
| 70 | internal error, or the self-test of a verdict failed |
| 130, 143 | interrupted, terminated |

The children stand where what they are about is: ``ScenarioError`` in ``dipsim.scenario``, ``ResultsError`` in
``dipsim.runs``, and so on. Those that a wrong argument causes are also ValueErrors, as Python has it.
"""

from __future__ import annotations

from typing import ClassVar

DONE, USAGE, SCENARIO, FOLDER, STORAGE, PARTLY, VERIFICATION = 0, 2, 3, 4, 5, 6, 7
INTERNAL, INTERRUPTED, TERMINATED = 70, 130, 143


class DipsimError(Exception):
    """Anything that dipsim refuses or cannot do; the message says what was expected, what was found and what to do."""

    exit_code: ClassVar[int] = INTERNAL


class RequestError(DipsimError, ValueError):
    """Something is asked for that does not exist or cannot be."""

    exit_code = USAGE
