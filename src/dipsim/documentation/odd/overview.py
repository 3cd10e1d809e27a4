"""ODD sections 1 to 3: purpose and patterns; entities, state variables and scales; process overview and scheduling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dipsim
from dipsim.documentation import introspection
from dipsim.documentation.evidence import kinds_in_play, unit_of
from dipsim.documentation.odd.page import Page, plain
from dipsim.model.parameters import DYAD, NATION, ORGANISATION, REGION_METRICS
from dipsim.model.state import trust_accounts
from dipsim.model.state.exchange_kind import FORMS
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.organisation import TYPES
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.yaml.problems import escape
from dipsim.study.verdict import decision


def purpose(page: Page, spec: Spec) -> None:
    """Write onto ``page`` what the model is for, what ``spec`` is about, and what it claims."""
    page.section("Purpose and patterns")
    page.section("Purpose", 2)
    about = " ".join((spec.about or f"The scenario '{spec.title}' does not say what it is about.").split())
    page.say(escape(about, 10_000))
    page.say((dipsim.__doc__ or "").split("\n\n")[0].replace("dipsim: ", "The model is "))
    page.doc(decision.__doc__ or "")
    page.say(f"The words: {', '.join(map(decision.shown, decision.WORDS))}.")
    page.section("Patterns", 2)
    if not spec.expect:
        page.say("The scenario makes no claim about its results that a run could miss ('expect:' is empty).")
        return
    page.say("Claims of the scenario about its own results, tested by 'dipsim check --run':")
    page.items(_claim(claim) for claim in spec.expect)


def _claim(claim: Any) -> str:
    """An expectation in words."""
    of = f" of {claim.relation[0]} in {claim.relation[1]}" if claim.relation else ""
    what = f"verdict of {claim.verdict}" if claim.verdict else str(claim.outcome).replace("_", " ") + of
    bounds = (("is", claim.is_), ("within", claim.within), ("above", claim.above), ("below", claim.below))
    statement = [
        f"{word} {value:g}" if isinstance(value, float) else f"{word} {value}"
        for word, value in bounds
        if value is not None
    ]
    with_ = ", ".join(f"{path}={value}" for path, value in claim.with_.items())
    return f"{what} {' '.join(statement)}{f' at {claim.at}' if claim.at else ''}{f' (with {with_})' if with_ else ''}"


def entities(page: Page, spec: Spec) -> None:
    """Write onto ``page`` the entities of ``spec``, their state variables, and the scales of time, money and space."""
    page.section("Entities, state variables and scales")
    page.section(f"Nations ({len(spec.nations)})", 2)
    page.say(", ".join(f"{code} {escape(nation.name)}" for code, nation in spec.nations.items()) + ".")
    page.say("Traits that a scenario sets:")
    page.items(_meanings(spec, (NATION[name] for name in TRAITS)))
    page.say("Stocks that move with them:")
    page.items(_meanings(spec, (quantity for quantity in NATION if quantity.name not in TRAITS)))
    page.section(f"Pairs of nations ({len(spec.nations) * (len(spec.nations) - 1) // 2})", 2)
    page.items(_meanings(spec, DYAD))
    page.section("Accounts of trust", 2)
    page.doc(trust_accounts.__doc__ or "")
    page.say(
        f"Baseline terms: {', '.join(trust_accounts.BASELINE)}. Fixed accounts: {', '.join(trust_accounts.FIXED)}."
    )
    accounts, kinds = len(trust_accounts.names(list(spec.kinds))), len(spec.kinds)
    page.say(
        f"Every nation keeps {accounts} accounts about every other: the fixed ones and three for each of {kinds} "
        "exchange kinds."
    )
    _organisations(page, spec)
    _kinds(page, spec)
    _scales(page, spec)


def _meanings(spec: Spec, quantities: Iterable[Quantity]) -> list[str]:
    return [f"{entry.name} [{unit_of(spec, entry)}]: {entry.meaning}" for entry in quantities]


def _organisations(page: Page, spec: Spec) -> None:
    page.section(f"Organisations ({len(spec.organisations)})", 2)
    message = ", ".join(f"{escape(one.name)} ({one.kind.replace('_', ' ')})" for one in spec.organisations)
    page.say(f"{message or 'None'}. Types that the model knows: {', '.join(TYPES).replace('_', ' ')}.")
    if spec.organisations:
        page.items(_meanings(spec, ORGANISATION))


def _kinds(page: Page, spec: Spec) -> None:
    on = kinds_in_play(spec)
    page.section(f"Exchange kinds in play ({len(on)})", 2)
    page.items(
        f"{form}: {', '.join(names)}"
        for form in FORMS
        if (names := [name for name, kind in on.items() if kind.form == form])
    )
    off = [name for name in spec.kinds if name not in on]
    if off:
        page.say(f"Switched off: {', '.join(off)}.")


def _scales(page: Page, spec: Spec) -> None:
    page.section("Scales", 2)
    time = spec.time
    page.items(
        (
            f"Time: {counted(time.ticks, 'tick')} of a {time.tick.replace('_', ' ')} "
            f"({time.years:g} years from {time.start}). Every rate is per year.",
            f"Money: {escape(spec.money.unit)}.",
            f"Space: {DYAD['proximity'].meaning}.",
            "Issues and their weights: "
            + (", ".join(f"{issue} {weight:g}" for issue, weight in spec.issues.items()) or "none")
            + ".",
            f"Region: {', '.join(entry.name for entry in REGION_METRICS)}.",
        )
    )


def process(page: Page, spec: Spec) -> None:
    """Write onto ``page`` the processes of a tick of ``spec``, from top to bottom."""
    page.section("Process overview and scheduling")
    page.doc(introspection.frame())
    page.say("In every tick, in this order:")
    titles = {module.name: module.title for module in introspection.submodels()}
    page.items((_step(step, titles) for step in introspection.schedule()), "1")


def _step(step: introspection.Step, titles: dict[str, str]) -> str:
    """A call of the tick: the remark beside it, and what its function, or its module of the same name, says."""
    same = step.module == step.function
    about = titles[step.module].partition(": ")[2] if same else step.about.split("\n\n")[0]
    remark = step.remark.lstrip("0123456789 ")
    parts = dict.fromkeys(f"{part[:1].upper()}{part[1:].rstrip('.')}" for part in (remark, about) if part)
    message = ". ".join(parts)
    return plain(f"{step.function}{'' if same or not step.module else f' ({step.module})'}: {message}.")
