"""A block of runs: every array that the tick reads or writes, with the run as the last axis.

``n`` nations, ``R`` runs, ``C`` kinds, ``A`` accounts, ``O`` organisations, ``S`` standing kinds, ``E`` dated events.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats3: TypeAlias = Floats  # with three axes, and below with four, as compiled kernels need to know
Floats4: TypeAlias = Floats
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
NOTHING: Floats = np.zeros((0, 0))
NO_BYTES: NDArray[np.uint8] = np.zeros((0, 0), dtype=np.uint8)


class Block(NamedTuple):
    """All arrays of a block of runs; kernels change them in place."""

    dt: float  # years per tick
    per_year: int  # ticks per year
    key: Words  # [2, R] seed and replicate
    ids: Words  # [n] key of each nation
    org_ids: Words  # [O]
    slots: Words  # [decision]
    kind_slots: Words  # [C, decision]
    issue_slots: Words  # [Q]
    nat: Floats  # [NATION, n, R]
    dyad: Floats  # [DYAD, n, n, R]
    base: Floats  # [baseline term, n, n, R]
    acc: Floats  # [A, n, n, R] accounts, log-odds
    up: Floats  # [A, n, n, R] evidence for trust in this tick
    down: Floats  # [A, n, n, R] evidence against
    touched: NDArray[np.uint8]  # [A, n, n] whether any run wrote evidence of an act or event
    held: NDArray[np.uint8]  # [A, rows of ``vector_helpers.grid``] whether a kind's account may be other than 0 there
    keep: Floats  # [A, R] what an account keeps in a tick
    gain: Floats  # [A, R] (1 - e^-x) / x
    cap: Floats  # [A, R]
    par: Floats  # [PARAMETERS, R]
    kind: Floats  # [NUMBERS, C, R]
    form: Ints  # [C]
    scope: Ints  # [C] index of the scope, -1 for none
    position: Floats  # [Q, n, R]
    salience: Floats  # [Q, n, R] weight of the issue times salience
    org: Floats  # [ORGANISATION, O, R]
    org_type: Ints  # [O]
    org_kind: Ints  # [O] the kind that switches it off, -1 for none
    member: Floats  # [O, n, R]
    meeting_org: Ints  # [meeting]
    meeting_kind: Ints  # [meeting]
    meeting_rate: Floats  # [meeting, R]
    standing_row: Ints  # [C] row of a standing kind, else -1
    standing_kind: Ints  # [S]
    standing: Floats  # [S, n, n, R] years left, 0 = not in force
    hollow: Floats  # [S, n, n, R] 1 for an instrument that is only paid for (cost-only control)
    hidden: Floats  # [C, n, n, R] scale of acts not yet discovered
    dated: Ints  # [E, DATED columns]
    dated_size: Floats  # [E, 4, R] scale, notified, hidden, contracted value; below 0 where the kind decides
    dated_party: NDArray[np.uint8]  # [E, n]
    glob: Floats  # [MEASURES, R]
    row: Floats  # [4, R] scratch; with a single run [4, n n]
    due: Floats  # [6, some] scratch, evidence that waits to be settled
    due_at: Ints  # [2, some] scratch, its account and element
    work: Floats  # [n, R] scratch
    near: Ints  # [n] scratch, a list of nations
    next: Floats  # [n, R] scratch
    around: Floats  # [3, n, R] the largest and the second largest threat a nation sees, how many agreements it has
    ground: Floats  # [term, R] scratch, what third parties mean for the wishes of two nations
    draw: Floats  # [6, C R and some] scratch, the draws of two nations, a column per kind and run
    draw_key: Words  # [3, C R and some] seed, replicate and slot of these draws
    candidate: Ints  # [2, C R and some] scratch, kind and run of those draws that may bring an act
    listed: Ints  # [C] the kinds that are drawn for two nations
    lined: Ints  # [2] how many of them: those of one side only, all
    claim: Floats  # [CLAIM fields, capacity, R]
    claims: Ints  # [R]
    act: Floats  # [ACT fields, capacity, R]
    acts: Ints  # [R]
    served: Floats  # [C, R] acts served in the tick
    done: Floats  # [C, n, n, R] acts served since the recorder last looked
    bill: Floats  # [2, C, n, n, R] alarm and reassurance since then; empty when not recorded
    log: Floats  # [LOG fields, capacity, R] events of the tick; empty when not recorded
    logged: Ints  # [R]
    # the same memory with dyads (and runs) in one axis, put there by ``pointer_table.wrap``
    dyad_flat: Floats = NOTHING  # [DYAD, n n R]
    base_flat: Floats = NOTHING  # [baseline term, n n R]
    acc_flat: Floats = NOTHING  # [A, n n R]
    touched_flat: NDArray[np.uint8] = NO_BYTES  # [A, n n]
    up_flat: Floats = NOTHING  # [A, n n R]
    down_flat: Floats = NOTHING  # [A, n n R]


# element type and number of axes of every array, for the compiler
ARRAYS: dict[str, tuple[str, int]] = {
    "key": ("uint64", 2),
    "ids": ("uint64", 1),
    "org_ids": ("uint64", 1),
    "slots": ("uint64", 1),
    "kind_slots": ("uint64", 2),
    "issue_slots": ("uint64", 1),
    "nat": ("float64", 3),
    "dyad": ("float64", 4),
    "base": ("float64", 4),
    "acc": ("float64", 4),
    "up": ("float64", 4),
    "down": ("float64", 4),
    "touched": ("uint8", 3),
    "held": ("uint8", 2),
    "keep": ("float64", 2),
    "gain": ("float64", 2),
    "cap": ("float64", 2),
    "par": ("float64", 2),
    "kind": ("float64", 3),
    "form": ("int64", 1),
    "scope": ("int64", 1),
    "position": ("float64", 3),
    "salience": ("float64", 3),
    "org": ("float64", 3),
    "org_type": ("int64", 1),
    "org_kind": ("int64", 1),
    "member": ("float64", 3),
    "meeting_org": ("int64", 1),
    "meeting_kind": ("int64", 1),
    "meeting_rate": ("float64", 2),
    "standing_row": ("int64", 1),
    "standing_kind": ("int64", 1),
    "standing": ("float64", 4),
    "hollow": ("float64", 4),
    "hidden": ("float64", 4),
    "dated": ("int64", 2),
    "dated_size": ("float64", 3),
    "dated_party": ("uint8", 2),
    "glob": ("float64", 2),
    "row": ("float64", 2),
    "due": ("float64", 2),
    "due_at": ("int64", 2),
    "work": ("float64", 2),
    "near": ("int64", 1),
    "next": ("float64", 2),
    "around": ("float64", 3),
    "ground": ("float64", 2),
    "draw": ("float64", 2),
    "draw_key": ("uint64", 2),
    "candidate": ("int64", 2),
    "listed": ("int64", 1),
    "lined": ("int64", 1),
    "claim": ("float64", 3),
    "claims": ("int64", 1),
    "act": ("float64", 3),
    "acts": ("int64", 1),
    "served": ("float64", 2),
    "done": ("float64", 4),
    "bill": ("float64", 5),
    "log": ("float64", 3),
    "logged": ("int64", 1),
    "dyad_flat": ("float64", 2),
    "base_flat": ("float64", 2),
    "acc_flat": ("float64", 2),
    "touched_flat": ("uint8", 2),
    "up_flat": ("float64", 2),
    "down_flat": ("float64", 2),
}
SCALARS: dict[str, type] = {"dt": np.float64, "per_year": np.int64}

# columns of ``dated``
(D_TICK, D_EVENT, D_KIND, D_FIRST, D_SECOND, D_ORG, D_ROW) = range(7)
# kinds of dated events
EVENTS = (
    "act",
    "end",
    "government_change",
    "disaster",
    "power_shock",
    "technology_shock",
    "join",
    "leave",
    "lift",
    "dispute",
    "change",
)
(
    E_ACT,
    E_END,
    E_GOVERNMENT,
    E_DISASTER,
    E_POWER,
    E_TECHNOLOGY,
    E_JOIN,
    E_LEAVE,
    E_LIFT,
    E_DISPUTE,
    E_CHANGE,
) = range(len(EVENTS))

# fields of a claim and of an act
(C_VALUE, C_ORDER, C_KIND, C_FIRST, C_SECOND, C_COUNT, C_EVENT, C_GAIN, C_GAIN_OTHER) = range(9)
(A_KIND, A_FIRST, A_SECOND, A_SCALE, A_NOTIFIED, A_HIDDEN, A_ORDER) = range(7)

# events that are written down for the recorded runs
LOG = (
    "act",
    "hidden_act",
    "unaffordable",
    "refused_licence",
    "delayed_licence",
    "diverted",
    "discovered",
    "mishap",
    "leaked",
    "signed",
    "renewed",
    "lapsed",
    "breached",
    "revoked",
    "admitted",
    "cheated",
    "government_change",
    "disaster",
    "power_shock",
    "technology_shock",
    "joined_organisation",
    "left_organisation",
    "imposed",
    "followed",
    "lifted",
    "dispute",
    "climbed",
    "settled",
    "won",
    "honoured",
    "abandoned",
    "changed",
    "ended",
    "stake",
)
(
    L_ACT,
    L_HIDDEN_ACT,
    L_UNAFFORDABLE,
    L_REFUSED,
    L_DELAYED,
    L_DIVERTED,
    L_DISCOVERED,
    L_MISHAP,
    L_LEAKED,
    L_SIGNED,
    L_RENEWED,
    L_LAPSED,
    L_BREACHED,
    L_REVOKED,
    L_ADMITTED,
    L_CHEATED,
    L_GOVERNMENT,
    L_DISASTER,
    L_POWER,
    L_TECHNOLOGY,
    L_JOINED,
    L_LEFT,
    L_IMPOSED,
    L_FOLLOWED,
    L_LIFTED,
    L_DISPUTE,
    L_CLIMBED,
    L_SETTLED,
    L_WON,
    L_HONOURED,
    L_ABANDONED,
    L_CHANGED,
    L_ENDED,
    L_STAKE,
) = range(len(LOG))
(F_EVENT, F_KIND, F_FIRST, F_SECOND, F_VALUE) = range(5)
