"""The arrays that the tick reads or writes, declared once: a block of runs, with the run as the last axis.

The block, what the compiler knows of it, its allocation, the arrays of a world and the estimate of memory all follow
from ``ARRAYS``.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sized
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler import schema
from dipsim.kernels.numerics.units import Years
from dipsim.model.state import scratch
from dipsim.model.state.events import DatedField, DatedSize, LogField
from dipsim.model.state.quantities import DYAD, NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS, rows_text
from dipsim.model.state.random_streams import DECISIONS, KIND_DECISIONS
from dipsim.model.state.trust_accounts import BASELINE

Floats = NDArray[np.float64]
Floats3: TypeAlias = Floats  # with three axes, and below with four, as compiled kernels need to know
Floats4: TypeAlias = Floats
Axis = str | Sized  # what is counted, or the declared rows
ROOM = ("claim", "act", "log entry")  # axes with room for more than is ever used; memory is taken only where it is
SETTLING = ("settling kind", "settling stock", "settling count", "settling account")  # only while a start is sought
LANE, SHARED = "lane", "shared"
LANES = (1, 8)  # numbers of runs that kernels are compiled for; 8 doubles fill a vector of 512 bits


class ArrayField(NamedTuple):
    """An array of the block.

    ``given`` says where it comes from: "lane" from the world of each run, "shared" from the world, alike for all runs,
    "" when it starts at 0. ``apart`` says that the rows of its first axis are written by name only, so that the
    compiler may take accesses to different rows as independent.
    """

    name: str
    dtype: str
    axes: tuple[Axis, ...]
    meaning: str
    given: str = ""
    apart: bool = False

    @property
    def pair_axis(self) -> int:
        """Which axis is that of the pairs, -1 for none."""
        return self.axes.index(PAIR) if PAIR in self.axes else -1

    @property
    def of_runs(self) -> int:
        """Runs in a block from which on the last axis is as long as the block has runs, 0 for never."""
        last = self.axes[-1]
        return {"run": 1, "column": 2}.get(last, 0) if isinstance(last, str) else 0

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Lengths of the axes, from the sizes of what is counted."""
        return tuple(sizes[axis] if isinstance(axis, str) else len(axis) for axis in self.axes)


PAIR = "pair"  # an axis of linked directed dyads, indexed by two nations: see ``model.links``
PAIRS = (PAIR, "run")
ARRAYS = (
    ArrayField("key", "uint64", (scratch.KeyPart, "run"), "seed and replicate"),
    ArrayField("ids", "uint64", ("nation",), "key of each nation", SHARED),
    ArrayField("org_ids", "uint64", ("organisation",), "key of each organisation", SHARED),
    ArrayField("link", "int64", ("nation", "nation"), "place of a directed dyad in the axis of pairs", SHARED),
    ArrayField("neighbours_from", "int64", ("bound",), "where those of a nation begin in ``neighbour``", SHARED),
    ArrayField("neighbours_after", "int64", ("nation",), "where those begin that come after the nation", SHARED),
    ArrayField("neighbour", "int64", ("linked dyad",), "the nations linked to each, in their order", SHARED),
    ArrayField("stream_ids", "uint64", (DECISIONS,), "random stream of each decision", SHARED),
    ArrayField("kind_stream_ids", "uint64", ("kind", KIND_DECISIONS), "random stream of each kind's decisions", SHARED),
    ArrayField("issue_stream_ids", "uint64", ("issue",), "random stream of shifts on each issue", SHARED),
    ArrayField("nat", "float64", (NATION, "nation", "run"), "traits and stocks of nations", LANE, True),
    ArrayField("dyad", "float64", (DYAD, *PAIRS), "directed dyads", LANE, True),
    ArrayField("base", "float64", (BASELINE, *PAIRS), "baseline of trust, log-odds", "", True),
    ArrayField("accounts", "float64", ("account", *PAIRS), "trust accounts, log-odds"),
    ArrayField("evidence_for", "float64", ("account", *PAIRS), "evidence for trust in this tick, log-odds"),
    ArrayField("evidence_against", "float64", ("account", *PAIRS), "evidence against trust in this tick, log-odds"),
    ArrayField("touched", "uint8", ("account", PAIR), "1 where any run wrote evidence of an act"),
    ArrayField("accounts_in_use", "uint8", ("account", "grid row"), "1 where an account may be other than 0"),
    ArrayField("used", "int64", ("grid row", "account"), "accounts of kinds that are in use, in their order"),
    ArrayField("used_count", "int64", ("grid row",), "how many"),
    ArrayField("retention", "float64", ("account", "run"), "what an account keeps in a tick"),
    ArrayField("evidence_scale", "float64", ("account", "run"), "correction of evidence for the tick, (1 - e^-x) / x"),
    ArrayField("account_cap", "float64", ("account", "run"), "cap of an account, log-odds"),
    ArrayField("par", "float64", (PARAMETERS, "run"), "parameters of processes", LANE),
    ArrayField("kind", "float64", (NUMBERS, "kind", "run"), "numbers of exchange kinds", LANE),
    ArrayField("form", "int64", ("kind",), "form of each kind", SHARED),
    ArrayField("scope", "int64", ("kind",), "scope of each kind, -1 for none", SHARED),
    ArrayField("position", "float64", ("issue", "nation", "run"), "positions on issues, -1 to 1", LANE),
    ArrayField("salience", "float64", ("issue", "nation", "run"), "weight of the issue times salience", LANE),
    ArrayField("org", "float64", (ORGANISATION, "organisation", "run"), "numbers of organisations", LANE),
    ArrayField("org_type", "int64", ("organisation",), "type of each organisation", SHARED),
    ArrayField("org_links", "int64", ("organisation",), "1 where its members are linked", SHARED),
    ArrayField("org_kind", "int64", ("organisation",), "the kind that switches it off, -1 for none", SHARED),
    ArrayField("member", "float64", ("organisation", "nation", "run"), "1 for a member", LANE),
    ArrayField("meeting_org", "int64", ("meeting",), "organisation that holds it", SHARED),
    ArrayField("meeting_kind", "int64", ("meeting",), "kind of act", SHARED),
    ArrayField("meeting_rate", "float64", ("meeting", "run"), "meetings per year", LANE),
    ArrayField("standing_row", "int64", ("kind",), "row in ``standing``, -1 where it is no instrument", SHARED),
    ArrayField("standing_kind", "int64", ("instrument",), "kind of each row of ``standing``"),
    ArrayField("standing", "float64", ("instrument", *PAIRS), "years left in force, 0 when not in force", LANE),
    ArrayField("hollow", "float64", ("instrument", *PAIRS), "1 for an instrument that is only paid for"),
    ArrayField("hidden", "float64", ("kind that hides", *PAIRS), "scale of acts not yet discovered"),
    ArrayField("licensed_row", "int64", ("kind",), "row in ``waiting``, -1 where no licence is needed"),
    ArrayField("waiting", "float64", ("licensed kind", *PAIRS), "scale of requests to i that wait for a licence"),
    ArrayField("waiting_order", "float64", ("licensed kind", *PAIRS), "contracted value of what waits"),
    ArrayField("habit_row", "int64", ("kind",), "row in ``habit``, -1 where nobody does it out of habit"),
    ArrayField("habit", "float64", ("kind with a habit", *PAIRS), "years left until two decide to do it again"),
    ArrayField("habit_due", "uint8", ("kind with a habit", PAIR), "1 where two decide on it in some run"),
    ArrayField("tried", "float64", ("kind", "nation", "run"), "1 for a kind that a nation did since it last learnt"),
    ArrayField("learnt", "float64", ("kind", "nation", "run"), "what experience adds to the wish for a kind of act"),
    ArrayField("dated", "int64", ("event", DatedField), "dated events", SHARED),
    ArrayField("dated_size", "float64", ("event", DatedSize, "run"), "numbers of dated events", LANE),
    ArrayField("dated_party", "uint8", ("event", "nation"), "1 for a named party", SHARED),
    ArrayField("metrics", "float64", (REGION_METRICS, "run"), "metrics of the region", "", True),
    ArrayField("row", "float64", (scratch.ScratchRow, "column"), "scratch", "", True),
    ArrayField("due", "float64", (scratch.DueRow, "waiting"), "scratch: evidence to be applied", "", True),
    ArrayField("due_at", "int64", (scratch.DuePlace, "waiting"), "scratch: its account and element"),
    ArrayField("work", "float64", ("nation", "run"), "scratch"),
    ArrayField("nation_list", "int64", ("nation",), "scratch: a list of nations"),
    ArrayField("listed_accounts", "int64", ("account",), "scratch: accounts of a pair that hold or get evidence"),
    ArrayField("accounts_before", "float64", ("account",), "scratch: what they held"),
    ArrayField("work_2", "float64", ("nation", "run"), "scratch"),
    ArrayField(
        "nation_summary", "float64", (scratch.NationSummary, "nation", "run"), "largest threats, agreements", "", True
    ),
    ArrayField(
        "third_party_terms",
        "float64",
        (scratch.ThirdPartyTerm, "run"),
        "scratch: third parties of two nations",
        "",
        True,
    ),
    ArrayField("draw", "float64", (scratch.DrawRow, "draw"), "scratch: draws of two nations", "", True),
    ArrayField("draw_key", "uint64", (scratch.DrawKey, "draw"), "scratch: keys of these draws"),
    ArrayField("candidate", "int64", (scratch.CandidateRow, "draw"), "scratch: draws that may bring an act"),
    ArrayField("drawn_kinds", "int64", ("kind",), "scratch: kinds that are drawn for two nations"),
    ArrayField("drawn_kind_counts", "int64", (scratch.ListLength,), "scratch: how many of them"),
    ArrayField("claim", "float64", (scratch.ClaimField, "claim", "run"), "acts that come up in the tick"),
    ArrayField("claims", "int64", ("run",), "how many"),
    ArrayField("act", "float64", (scratch.ActField, "act", "run"), "acts that are served in the tick"),
    ArrayField("acts", "int64", ("run",), "how many"),
    ArrayField("served", "float64", ("kind", "run"), "acts served in the tick"),
    ArrayField("done", "float64", ("kind", *PAIRS), "acts served since they were recorded"),
    ArrayField("bill", "float64", ("bill part", "kind", *PAIRS), "alarm and reassurance since they were recorded"),
    ArrayField("given_trust", "float64", PAIRS, "trust at the start, below 0 where it is not given"),
    ArrayField("expected_rate", "float64", ("settling kind", *PAIRS), "scratch of the settled start: acts per year"),
    ArrayField("stock_gain", "float64", ("settling stock", *PAIRS), "the same: gains of stocks of pairs, and paces"),
    ArrayField("nation_gain", "float64", ("settling count", "nation", "run"), "the same: gains of stocks of nations"),
    ArrayField("account_pace", "float64", ("settling account", *PAIRS), "the same: paces of the fixed accounts"),
    ArrayField("log", "float64", (LogField, "log entry", "run"), "events of the tick"),
    ArrayField("logged", "int64", ("run",), "how many"),
)
NUMBERS_OF_BLOCK = {"dt": "float64", "per_year": "int64"}  # years per tick, ticks per year
FLAT = "_flat"  # ends the name of an array that is a view of another, with pairs (and runs) in one axis
OF_ALL_PAIRS = ("dyad", "base", "accounts", "touched", "evidence_for", "evidence_against", "habit", "habit_due")
FLAT_VIEWS = tuple(name + FLAT for name in OF_ALL_PAIRS)

_fields = [*NUMBERS_OF_BLOCK, *(array.name for array in ARRAYS), *FLAT_VIEWS]
_of_names: Any = namedtuple
if TYPE_CHECKING:

    class Block(tuple[Any, ...]):
        """A block of runs. Its arrays follow from ``ARRAYS``, which the type checker does not read."""

        dt: Years
        per_year: int

        def __new__(cls, **fields: Any) -> Block: ...
        def __getattr__(self, name: str) -> Any: ...
else:
    Block = _of_names("Block", _fields, defaults=[np.zeros((0, 0))] * len(FLAT_VIEWS), module=__name__)


def _known_to_compiler() -> dict[str, schema.ArraySchema]:
    known = {
        array.name: schema.ArraySchema(
            array.dtype,
            len(array.axes),
            _rows(array) if array.apart else None,
            pair_axis=array.pair_axis,
            of_runs=array.of_runs,
        )
        for array in ARRAYS
    }
    return known | {
        name: schema.ArraySchema(one.dtype, 2, one.rows, name.removesuffix(FLAT))
        for name in FLAT_VIEWS
        if (one := known[name.removesuffix(FLAT)])
    }


def _rows(array: ArrayField) -> Sized:
    """The declared rows of the first axis."""
    first = array.axes[0]
    assert not isinstance(first, str), f"{array.name}: rows that are told apart must be declared"
    return first


def _baked() -> str:
    """The rows of all tables and of the random decisions, which compiled kernels hold as constants."""
    return f"{rows_text()} {DECISIONS}"


schema.declare(
    schema.BlockSchema(
        Block,
        NUMBERS_OF_BLOCK,
        _known_to_compiler(),
        "dipsim.model.entry_points",
        _baked,
        table="link",
        compiled_for=LANES,
    )
)


def bytes_of_a_run(sizes: Mapping[str, int]) -> int:
    """Bytes of all arrays that each run of a block has of its own, for axes of these ``sizes``; room that is not
    used is left out."""
    own = [
        array for array in ARRAYS if "run" in array.axes and not set(ROOM) & {a for a in array.axes if type(a) is str}
    ]
    return sum(np.dtype(array.dtype).itemsize * int(np.prod(array.shape({**sizes, "run": 1}))) for array in own)
