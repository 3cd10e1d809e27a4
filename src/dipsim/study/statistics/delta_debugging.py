"""Delta debugging: the smallest sets that still do it, one step at a time.

ddmin: Zeller and Hildebrandt 2002, "Simplifying and isolating failure-inducing input", IEEE Transactions on Software
Engineering 28. Many sets are asked about at once, as one block of runs answers for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Prevents = Callable[[Sequence[frozenset[int]]], list[bool]]


def minimal(start: Sequence[int], prevents: Prevents) -> list[int]:
    """A 1-minimal set out of ``start``, which prevents: it does too, and no set with one of them fewer does.

    ``prevents`` answers for many sets at once; nothing prevents nothing.
    """
    found, parts = list(start), 2
    while len(found) > 1:
        parts = min(parts, len(found))
        cuts = [found[len(found) * p // parts : len(found) * (p + 1) // parts] for p in range(parts)]
        rests = [[x for x in found if x not in set(cut)] for cut in cuts] if parts > 2 else []
        tries = cuts + rests
        hits = [at for at, hit in enumerate(prevents([frozenset(each) for each in tries])) if hit]
        if hits:
            found, parts = tries[hits[0]], 2 if hits[0] < len(cuts) else max(parts - 1, 2)
        elif parts == len(found):
            break
        else:
            parts *= 2
    return found


def starts(groups: Sequence[Sequence[int]], prevents: Prevents) -> list[int]:
    """Where to start from: everything in ``groups``, else a group of which all together pass ``prevents``, else a
    single thing that does.

    Empty where none of these prevents; a mixed set that does is then missed, as striking can also make things worse.
    """
    every = [x for group in groups for x in group]
    for tries in ([every], list(groups), [[x] for x in every]):
        known = [each for each in tries if each]
        hits = [each for each, hit in zip(known, prevents([frozenset(each) for each in known]), strict=True) if hit]
        if hits:
            return list(hits[0])
    return []
