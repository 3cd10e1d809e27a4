"""Two lines of YAML for each exchange kind: how an act of it, or an organisation of it, is written in a scenario."""

from __future__ import annotations

from dipsim.model.state.organisation import KIND_OF
from dipsim.scenario.checks.timeline_claims import PARTIES
from dipsim.scenario.schema.catalogue import Entry, catalogue

SECTIONS = {"group": "organisations"}  # of a form that is not dated
WHEN = {"standing": "at: 2026-03", "measure": "at: 2026-03", "incident": "at: 2026-03"}  # others: every year
FORMS = {  # what a form means for whoever writes a scenario
    "pair": "two nations, or more that meet: between",
    "directed": "one gives, the other receives: from, to",
    "many": "any number of nations meet: between; organisations hold it too",
    "hosted": "the first invites the others: between",
    "standing": "in force from its date until it ends: between",
    "measure": "one imposes it on the other, in force until it is lifted: from, to",
    "incident": "one does it to the other: from, to",
    "group": "a standing group of members, an organisation of that kind",
}


def form(name: str) -> str:
    """The form of the kind ``name``, its own or that of the kind it is like."""
    return _field(name, "form")


def group(name: str) -> str:
    """The group of the kind ``name``, its own or that of the kind it is like."""
    return _field(name, "group")


def _field(name: str, key: str) -> str:
    entry: Entry = catalogue()[name]
    found: str | None = getattr(entry, key)
    return found or (_field(entry.like, key) if entry.like else "")


def section(name: str) -> str:
    """The section of a scenario file in which a kind called ``name`` is written."""
    return SECTIONS.get(form(name), "timeline")


def example(name: str) -> str:
    """Two lines of YAML that use the kind ``name``, with the nations ARL, BOR and CEL.

    >>> print(example("joint_exercise"))
      - every: year
        joint_exercise: {between: [ARL, BOR]}
    """
    sort = form(name)
    if sort == "group":
        organisation = next(kind for kind, of in KIND_OF.items() if of == name)
        head = f"name: {catalogue()[name].title}, kind: {organisation}"
        return f"  - {{{head},\n     members: [ARL, BOR]}}"
    parties = "from: ARL, to: BOR"
    if PARTIES[sort] == "between":
        parties = "between: [ARL, BOR, CEL]" if sort in ("many", "hosted") else "between: [ARL, BOR]"
    return f"  - {WHEN.get(sort, 'every: year')}\n    {name}: {{{parties}}}"


def markdown() -> str:
    """Every kind with its meaning and its example, by group, as the page on scenarios shows them."""
    lines: list[str] = []
    for sort in dict.fromkeys(group(name) for name in catalogue()):
        lines += [f"### {sort.capitalize()}", ""]
        for name in catalogue():
            if group(name) == sort:
                entry = catalogue()[name]
                named = " Only in a scenario that names it." if entry.optional else ""
                lines += [f"**{entry.title}** (`{name}`). {entry.about}{named}", "", "```yaml", f"{section(name)}:"]
                lines += [*example(name).split("\n"), "```", ""]
    return "\n".join(lines)
