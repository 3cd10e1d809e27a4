"""Habits: an act that two have done is decided on anew a year later, and so becomes a programme of years.

``habit`` [kind with a habit, i, j, run] holds the years left until the two decide, 0 where there is no habit; of what
two do alike at the smaller place first. It starts at 1 with every act of two that came up by itself and was paid.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, logistic
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import PerYear, Ratio, Share, Tick
from dipsim.model.processes.exchange.utility import SHARPNESS, W_GAINS, utility_net_of_rival_gain
from dipsim.model.processes.partners.claims import claim_of_two
from dipsim.model.processes.partners.two_wishes import first_wish, other_wish, willing
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream

HABIT = PARAMETERS.add(
    "diplomacy.habit", 0.0, (0, 3), meaning="what having done it last year adds to the wish to do it again"
)
NOTHING_LEFT = 1e-9  # years that count as none
DUE = -1.0  # in ``habit``: the two decide in this tick


@equation
def chance_again(again: Share, sharpness: Ratio, habit: Ratio, own: Ratio, other: Ratio, willingness: Share) -> Share:
    """Chance that two do again what they did a year ago, 0 to 1 (E58): ``again``, the most, times the chance that
    both want it, from their wishes ``own`` and ``other``, each raised by ``habit``, with the ``sharpness`` of
    choice, times the ``willingness`` of both (0 to 1)."""
    return again * logistic(sharpness * (own + habit)) * logistic(sharpness * (other + habit)) * willingness


@equation
def rate_with_habit(rate: PerYear, chance: Share) -> PerYear:
    """Acts per year where ``rate`` come up and each is done again a year later, unless another came in between.

    x = rate + x e^-rate chance: an act is followed by none for a year with probability e^-rate.
    """
    return rate / (1.0 - chance * exp(-rate)) if rate > 0.0 else 0.0


@equation
def in_habit(rate: PerYear, chance: Share) -> Share:
    """Share of the time within a year of the last act: (1 - e^-rate) / (1 - chance e^-rate)."""
    return (1.0 - exp(-rate)) / (1.0 - chance * exp(-rate)) if rate > 0.0 else 0.0


@process
def age_habits(b: Block) -> None:
    """Let one tick pass for every habit in the block ``b`` (E58), and mark in ``habit_due`` which pairs decide on one
    now in some run."""
    habit, due, runs = b.habit_flat, b.habit_due_flat, b.nat.shape[2]
    for h in range(habit.shape[0]):
        for y in range(due.shape[1]):
            over = 0
            for x in range(y * runs, (y + 1) * runs):
                left = habit[h, x]
                ends = left > 0.0 and left - b.dt <= NOTHING_LEFT
                habit[h, x] = DUE if ends else (left - b.dt if left > 0.0 else left)
                over += 1 if ends else 0
            due[h, y] = 1 if over > 0 else 0


@equation
def decides(b: Block, i: NationIndex, j: NationIndex) -> bool:
    """Whether ``i`` and ``j`` decide on a habit now in some run of the block ``b``, as ``age_habits`` found."""
    found = False
    for h in range(b.habit.shape[0]):
        found = found or b.habit_due[h, i, j] > 0
    return found


@process
def decide_again(b: Block, tick: Tick, i: NationIndex, j: NationIndex, second: bool) -> None:
    """Decide in ``tick`` on every habit of ``i`` with ``j`` whose year is over, in every run of the block ``b``
    (E58); ``second`` is whether i was the second of the pair in the survey."""
    for c in range(b.form.size):
        h = b.habit_row[c]
        if h >= 0 and b.habit_due[h, i, j] > 0:
            for r in range(b.nat.shape[2]):
                if b.habit[h, i, j, r] == DUE:
                    b.habit[h, i, j, r] = 0.0
                    if b.kind[exchange_kind.MODE, c, r] > 0.0:
                        ask_again(b, tick, c, i, j, r, second)


@process
def ask_again(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, second: bool) -> None:
    """Claim one act of kind ``c`` of ``i`` with ``j`` if the draw of the year says so, in ``tick`` of run ``r`` of
    the block ``b``; ``second`` is whether i was the second of the pair in the survey."""
    wish_ij, wish_ji = first_wish(b, c, i, j, r, second), other_wish(b, c, i, j, r, second)
    own = utility_net_of_rival_gain(wish_ij, wish_ji, b.par[W_GAINS, r])
    its = utility_net_of_rival_gain(wish_ji, wish_ij, b.par[W_GAINS, r])
    u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[j], b.kind_stream_ids[c, KindStream.AGAIN])
    if u < again_of(b, c, i, j, r, own, its):
        claim_of_two(b, r, c, i, j, 1, own, its)


@equation
def again_of(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, own: Ratio, its: Ratio) -> Share:
    """Chance that ``i`` and ``j`` do an act of kind ``c`` again (E58), from their wishes ``own`` and ``its``
    (without unit), in run ``r`` of the block ``b``."""
    again = b.kind[exchange_kind.AGAIN, c, r]
    return chance_again(again, b.par[SHARPNESS, r], b.par[HABIT, r], own, its, willing(b, i, j, r))


@process
def start_habits(b: Block, before: Tick) -> None:
    """Draw which habits of the block ``b`` there are at the start, and when they are decided on; ``habit`` holds the
    chance of each. ``before`` is the tick of draws that are made before the first one."""
    for c in range(b.form.size):
        h = b.habit_row[c]
        if h >= 0:
            for i in range(b.nat.shape[1]):
                for q in neighbours(b, i):
                    j = b.neighbour[q]
                    for r in range(b.nat.shape[2]):
                        chance = b.habit[h, i, j, r]
                        if chance > 0.0:
                            slot = b.kind_stream_ids[c, KindStream.AGAIN]
                            u = uniform(b.key[0, r], b.key[1, r], before, b.ids[i], b.ids[j], slot)
                            b.habit[h, i, j, r] = u / chance if u < chance else 0.0
