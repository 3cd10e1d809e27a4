"""The third-party bill (E85 to E87): who watches an act is alarmed by one party, or reassured by another."""

from __future__ import annotations

from typing import Any


def charge_bill(view: Any, kind: Any, scale: float, seen: float, notification: float) -> None:
    """Charge an act of ``view.me`` with ``view.other`` at everybody else."""
    bill = view.me.model.par.bill
    allied = bill.allied if view.tie.cover_defence > 0.0 else 1.0
    strength = kind.alarm * scale * seen * (1.0 - kind.defensive) * allied
    comfort = kind.reassurance * scale * seen * bill.kappa_reassured
    for one in (view, view.back):
        _charge_party(one, kind.account, strength, comfort, max(one.me.transparency, notification))


def _charge_party(party: Any, account: int, strength: float, comfort: float, shown: float) -> None:
    """What all others make of the part that ``party.me`` has in the act."""
    me, j = party.me, party.other.index
    i = me.index
    bill = me.model.par.bill
    own, helping = bill.kappa_own, bill.kappa_helping
    for out in me.others:
        k = out.other
        if k.index == j:
            continue
        tie = out.tie
        if strength:
            felt = own * k.suspicion[i] + helping * k.suspicion[j]
            if felt:
                out.back.note(account + 1, -strength * (1.0 - max(shown, out.notice, tie.forum)) * felt)
        if comfort and tie.proximity and tie.alignment > 0.0:
            out.back.note(account + 2, comfort * tie.proximity * k.trust[i] * tie.alignment)
