"""Indices of the arrays of the block, one type per axis, so that the type checker tells a nation from a run.

At run time each is ``int``. See ``kernels/numerics/units.py`` for what the type checker refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from dipsim.kernels.numerics.units import OfIndex, Unit, Whole

    class OfNation(OfIndex): ...

    class OfRun(OfIndex): ...

    class OfKind(OfIndex): ...

    class OfOrganisation(OfIndex): ...

    class OfInstrument(OfIndex): ...

    class OfAccount(OfIndex): ...

    class OfEvent(OfIndex): ...

    class OfMeeting(OfIndex): ...

    class OfAct(OfIndex): ...

    class OfRung(Unit): ...

    NationIndex: TypeAlias = OfNation | Whole
    RunIndex: TypeAlias = OfRun | Whole
    KindIndex: TypeAlias = OfKind | Whole
    OrganisationIndex: TypeAlias = OfOrganisation | Whole
    InstrumentIndex: TypeAlias = OfInstrument | Whole
    AccountIndex: TypeAlias = OfAccount | Whole
    EventIndex: TypeAlias = OfEvent | Whole
    MeetingIndex: TypeAlias = OfMeeting | Whole
    ActIndex: TypeAlias = OfAct | Whole
    Rung: TypeAlias = OfRung | float
else:
    NationIndex = int
    RunIndex = int
    KindIndex = int  # -1 where an entry of the log is of no kind
    OrganisationIndex = int
    InstrumentIndex = int  # row of ``standing``
    AccountIndex = int
    EventIndex = int  # row of ``dated``, -1 for an act that is not dated
    MeetingIndex = int
    ActIndex = int  # row of ``act``
    Rung = float  # of the hostility ladder: 0 none, then 2 threat to 5 war
