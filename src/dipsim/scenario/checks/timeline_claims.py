"""What the time, the timeline and the expectations must agree on with the rest: dates, parties, forms and names."""

from __future__ import annotations

from dipsim.model.state.events import DatedEvent
from dipsim.model.state.exchange_kind import FORMS
from dipsim.scenario.checks.references import Names
from dipsim.scenario.schema import exchange_kinds
from dipsim.scenario.schema.events import EVENTS, OUTCOMES, WHEN, WORDS
from dipsim.scenario.schema.parts import TICKS_PER_YEAR, Time
from dipsim.scenario.world.timeline import date_of, tick_of, whole_years
from dipsim.scenario.yaml import scalars
from dipsim.scenario.yaml.nodes import Mapping, Node, Scalar, Steps, child, dotted, mapping, place, sequence
from dipsim.scenario.yaml.problems import listing, nearest, quoted
from dipsim.scenario.yaml.scalars import Refusal

SIDED = ("directed", "incident", "measure")
MOST_YEARS, MOST_CLAIMS = 200, 1000
PARTIES = {form: "from and to" if form in SIDED else "between" for form in FORMS}


def check_time(names: Names) -> frozenset[Steps]:
    """Report, with ``names``, what is wrong in time, timeline and expect; returns the paths that the schema need not
    report again."""
    skip: set[Steps] = set()
    _length(names)
    for number, entry in enumerate(sequence(names.tree, "timeline")):
        if isinstance(entry, Mapping):
            _when(names, entry, ("timeline", number))
            skip |= _event(names, entry, ("timeline", number))
    claims = sequence(names.tree, "expect")
    if len(claims) > MOST_CLAIMS:
        names.report.add(claims.mark, "E1114", "expect", f"at most {MOST_CLAIMS:,} expectations", f"{len(claims):,}")
        return frozenset(skip)
    for number, claim in enumerate(claims):
        if isinstance(claim, Mapping):
            _claim(names, claim, ("expect", number))
    return frozenset(skip)


def _time(names: Names) -> Time | None:
    """The time of the scenario, or ``None`` where it is not well said and the schema reports it."""
    time = mapping(names.tree, "time")
    tick = time.get("tick", "month")
    try:
        start = scalars.date(time["start"]) if "start" in time else "2025-01"
        node = _years(names)
        years = scalars.number(node) if node is not None else 20.0
    except Refusal:
        return None
    if tick not in TICKS_PER_YEAR or not 0 < years <= MOST_YEARS:
        return None
    return Time.model_construct(start=start, years=years, tick=str(tick))


def _years(names: Names) -> Node | None:
    years = child(mapping(names.tree, "time"), "years")
    return years.get("value") if isinstance(years, Mapping) else years


def _length(names: Names) -> None:
    """Report a time of no tick, and one that is no whole number of ticks."""
    time, node = _time(names), _years(names)
    if time is None or node is None:
        return
    whole = abs(time.years * time.per_year - time.ticks) < 1e-9
    each = f"{time.dt:.4g} years each"
    if time.ticks == 0:
        names.report.add(node.mark, "E1117", "time.years", f"one tick at least ({each})", f"{time.years:g} years")
    elif not whole:
        found = f"{time.years:g} years; {time.ticks} are run, to {date_of(time.ticks, time)}"
        names.report.add(node.mark, "W1608", "time.years", f"a whole number of ticks ({each})", found)


def _date(names: Names, node: Node | None, path: Steps, last: bool = False, moved: bool = True) -> int | None:
    """Months of a date after checking that it is inside the time; ``last`` allows the end itself.

    With ``moved`` a date between two ticks is warned of: the model goes on at the nearest tick.
    """
    time = _time(names)
    if node is None or time is None:
        return None
    try:
        month = scalars.months(scalars.date(node))
    except Refusal:
        return None  # the schema reports it
    where = dotted(names.tree, path)
    begin = scalars.months(time.start)
    end = begin + 12 * whole_years(time).years  # money for the acts of a year is set aside when it begins
    if month < begin:
        names.report.add(node.mark, "E1213", where, "a date from the start on", quoted(node))
    elif month > end or (month == end and not last):
        names.report.add(node.mark, "W1607", where, "a date before the end", quoted(node))
    elif moved and (run := date_of(tick_of(month, time), time)) != str(node):
        expected = f"a month in which a tick begins (a tick is a {time.tick}, the first begins in {time.start})"
        names.report.add(node.mark, "W1609", where, expected, f"{quoted(node)}, for which {run} is taken")
    return month


def _when(names: Names, entry: Mapping, path: Steps) -> None:
    where = dotted(names.tree, path)
    if ("at" in entry) == ("every" in entry):
        found = "both" if "at" in entry else "neither"
        names.report.add(entry.mark, "E1214", where, "at or every", found)
    for key in ("from", "until"):
        if key in entry and "every" not in entry:
            names.report.add(entry.key_mark(key), "E1214", f"{where}.{key}", f"{key} only beside every", "it alone")
    _date(names, entry.get("at"), (*path, "at"))
    begin = _date(names, entry.get("from"), (*path, "from"))
    end = _date(names, entry.get("until"), (*path, "until"), last=True, moved=False)
    if begin is not None and end is not None and end <= begin:
        names.report.add(entry["until"].mark, "E1213", f"{where}.until", "a date after from", quoted(entry["until"]))


def _event(names: Names, entry: Mapping, path: Steps) -> set[Steps]:
    found = [key for key in entry if key not in WHEN]
    if len(found) != 1:
        given = ", ".join(quoted(key) for key in found[:5]) or "none"
        mark = entry.key_mark(found[1]) if found else entry.mark
        names.report.add(mark, "E1214", dotted(names.tree, path), "one event", given)
    skip: set[Steps] = set()
    for key in found:
        if key in EVENTS:
            _own_event(names, key, entry[key], (*path, key))
        elif key not in names.kinds:
            known = [*WHEN, *EVENTS, *names.kinds]
            where, near = dotted(names.tree, (*path, key)), nearest(key, known)
            names.report.add(entry.key_mark(key), "E1202", where, "an event or an exchange kind", quoted(key), near)
            skip.add((*path, key))
        else:
            _act(names, key, entry[key], (*path, key))
    return skip


def _own_event(names: Names, event: str, node: Node, path: Steps) -> None:
    """Report what the keys of a dated event name that is not in the scenario."""
    keys = DatedEvent[event.upper()].keys
    if list(keys.values()) == ["nation"] and isinstance(node, Scalar):
        names.nation(node, *path)
    sides = {key: sort for key, sort in keys.items() if key in ("from", "to") and sort == "nation"}
    for key, sort in keys.items():
        if key in sides:
            continue
        if sort in ("nation", "nation, optional"):
            names.nation(child(node, key), *path, key)
        elif sort == "pair":
            names.different(sequence(node, key), *path, key)
        elif sort == "organisation":
            names.known(child(node, key), names.organisations, "E1204", "an organisation of the scenario", *path, key)
        elif sort == "kind in force":
            _kind_in_force(names, child(node, key), (*path, key))
        elif sort == "traits" and isinstance(node, Mapping) and set(node) <= set(keys):
            names.report.add(node.mark, "E1102", dotted(names.tree, path), "a trait to change", "none")
    if sides:
        _two_sides(names, node, path, between=False)


def _kind_in_force(names: Names, kind: Node | None, path: Steps) -> None:
    if names.kind(kind, *path):
        form = exchange_kinds.form_of(names.tree, str(kind))
        if form and form not in ("standing", "measure"):
            mark, where = place(names.tree, path), dotted(names.tree, path)
            names.report.add(mark, "E1216", where, "a kind that is in force", f"form {form}")


def _act(names: Names, kind: str, node: Node, path: Steps) -> None:
    if not isinstance(node, Mapping):
        return
    form = exchange_kinds.form_of(names.tree, kind)
    between, sides = "between" in node, "from" in node or "to" in node
    where = dotted(names.tree, path)
    if form == "group":
        names.report.add(node.mark, "E1222", where, "an organisation of that kind", "an act of a kind of form group")
        return
    if "value" in node and "tiv" in node:
        names.report.add(node.key_mark("tiv"), "E1214", f"{where}.tiv", "value or tiv", "both")
    expected = PARTIES.get(form, "")
    if expected and (between == sides or between != (expected == "between")):
        found = "both" if between and sides else "between" if between else "from and to" if sides else "none"
        names.report.add(node.mark, "E1215", where, f"{expected} (form {form})", found)
    names.different(sequence(node, "between"), *path, "between")
    if sides:
        _two_sides(names, node, path, between)


def _two_sides(names: Names, node: Node, path: Steps, between: bool) -> None:
    giver, receiver = child(node, "from"), child(node, "to")
    names.nation(giver, *path, "from")
    names.nation(receiver, *path, "to")
    where = dotted(names.tree, path)
    if isinstance(giver, Scalar) and isinstance(receiver, Scalar) and giver == receiver:
        names.report.add(receiver.mark, "E1210", where, "different nations", f"{quoted(receiver)} twice")
    elif not between and (giver is None or receiver is None) and isinstance(node, Mapping):
        names.report.add(node.mark, "E1215", where, "from and to", "one of them")


def _claim(names: Names, claim: Mapping, path: Steps) -> None:
    where = dotted(names.tree, path)
    if ("verdict" in claim) == ("outcome" in claim):
        found = "both" if "verdict" in claim else "neither"
        names.report.add(claim.mark, "E1220", where, "verdict or outcome", found)
    verdict = claim.get("verdict")
    if verdict != "cooperation":
        names.kind(verdict, *path, "verdict")
    names.different(sequence(claim, "relation"), *path, "relation")
    _date(names, claim.get("at"), (*path, "at"), last=True)
    statement = claim.get("is")
    if statement is not None and not _is_judgement(statement):
        return  # the schema reports it
    if "verdict" in claim and (statement not in WORDS or {"within", "above", "below", "relation", "at"} & set(claim)):
        names.report.add(claim.mark, "E1220", where, f"is: {listing(WORDS)}, and no number", "something else")
    if "outcome" in claim and "verdict" not in claim:
        number = (
            statement is not None
            and statement not in WORDS
            and "within" in claim
            and not {"above", "below"} & set(claim)
        )
        bounds = statement is None and "within" not in claim and bool({"above", "below"} & set(claim))
        if not number and not bounds:
            names.report.add(claim.mark, "E1220", where, "is and within, or above or below", "something else")
        if "relation" in claim and claim["outcome"] in OUTCOMES and claim["outcome"] != "trust":
            names.report.add(
                claim.key_mark("relation"),
                "E1220",
                f"{where}.relation",
                "relation only beside outcome: trust",
                "it here",
            )


def _is_judgement(node: Node) -> bool:
    try:
        return node in WORDS or scalars.number(node) is not None
    except Refusal:
        return False
