"""A session: one region as a visitor has set it, the run that is shown, and the run beside it on the same draws.

Beside the run stands the region with nothing stopped and nobody played by hand, where something is; where only numbers
are turned, the region as the scenario has it. So the difference between the two lines is what the visitor changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dipsim.live import limits
from dipsim.live.desk import Desk
from dipsim.live.difference import difference
from dipsim.live.frames import Plain, frame, names_of, region, standing
from dipsim.live.sliders import as_rows, sliders
from dipsim.model.state import dyads
from dipsim.runs.stepwise.seat import Seat
from dipsim.runs.stepwise.stepwise_run import StepwiseRun
from dipsim.scenario.arguments import ArgumentError, one_of, whole
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.events import Entry
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.timeline import dates, whole_years
from dipsim.scenario.yaml.nodes import Mapping, child
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report
from dipsim.scenario.yaml.scalars import months

PAGE = "scenario"  # what a scenario is called that came from a browser


def opened(text: str) -> Spec:
    """The scenario in ``text``; it must be in one piece, since a page reads no other file. Raises ScenarioError,
    ArgumentError."""
    tree = compose(text, PAGE, Report())
    if isinstance(tree, Mapping) and ("base" in tree or isinstance(child(tree, "relations"), Mapping)):
        raise ArgumentError(
            "expected a scenario in one piece, found one that reads another file (base or relations.from); "
            "open it with dipsim view FILE"
        )
    return load(PAGE, text=text)


class Session:
    """A region that is run on the page. All of it raises ScenarioError or ArgumentError for what cannot be."""

    def __init__(self, base: Spec, seed: int = 1, replicate: int = 0) -> None:
        if len(base.nations) > limits.NATIONS:
            raise ArgumentError(
                f"expected a region of at most {limits.NATIONS} nations, found {len(base.nations)}; use dipsim run"
            )
        self.base, self.seed, self.replicate = base, seed, replicate
        self.sets: dict[str, float] = {}
        self.off: list[str] = list(base.options.stopped)
        self.desk: Desk | None = None
        self.played: list[Entry] = []
        self.turned = sliders(base)
        self._start()

    def opening(self, frames: Sequence[Plain] = ()) -> Plain:
        """Everything the page needs to draw itself; ``frames`` are the months so far, which the page keeps and the
        session does not."""
        return {"scene": region(self.spec, self.run.world), **self._settings(), **self._now(frames)}

    def sliders(self) -> list[Plain]:
        """What can be turned."""
        return as_rows(self.turned)

    def step(self, count: Any) -> Plain:
        """Run ``count`` ticks, or as many as are left. Raises ArgumentError while a seat is taken: a seat goes month by
        month."""
        many = whole("count", count, 1, limits.STEPS)
        if self.desk is not None:
            raise ArgumentError("a seat goes month by month: decide, or leave the seat")
        return self._now(self._run_on(min(many, self.run.world.ticks - self.run.tick)))

    def reset(self) -> Plain:
        """Back to the first month; what was decided in a seat is forgotten."""
        self.played = []
        self._start()
        return self.opening()

    def change(self, sets: Any, off: Any) -> Plain:
        """Set the numbers in ``sets`` (path to value), switch off the kinds in ``off``, and run again up to the present
        month.

        A change that is refused (ArgumentError, ScenarioError) leaves everything as it was.
        """
        if self.desk is not None:
            raise ArgumentError("the region is fixed while a seat is taken; leave the seat to change it")
        chosen, stopped = self._numbers(sets), self._kinds(off)
        before, tick = (self.sets, self.off), self.run.tick
        self.sets, self.off = chosen, stopped
        try:
            self._start()
        except Exception:
            self.sets, self.off = before
            raise
        return self.opening(self._run_on(tick))

    def take_seat(self, code: Any) -> Plain:
        """Play the nation ``code`` from the first month on; ``None`` leaves the seat. The run begins anew."""
        if code is not None:
            one_of("nation", code, self.base.nations)
        seated = self.desk
        self.desk = None if code is None else Desk(str(code))
        self.played = []
        try:
            self._start()
        except Exception:
            self.desk = seated
            raise
        return self.opening()

    def decide(self, tick: Any, accept: Any) -> Plain:
        """Let the month ``tick`` pass with the proposals numbered in ``accept`` and one's own that were agreed to."""
        entries = self._seated(tick).decided(accept)
        self.played += entries
        return self._now(self._run_on(1, entries))

    def ask(self, tick: Any, kind: Any, other: Any, receives: Any) -> Plain:
        """In the month ``tick``, propose an act of this ``kind`` to the nation ``other``, which answers at once;
        ``receives``: the seat is the receiving side."""
        self._seated(tick).ask(str(kind), str(other), receives is True)
        return self._now([])

    def foresee(self, tick: Any, number: Any) -> Plain:
        """What the model foresees within a year of proposal ``number`` of the month ``tick``."""
        return self._seated(tick).foresee(number)

    def compare(self, replicates: Any) -> Plain:
        """``replicates`` paired runs with and without what is switched off; all nations act by themselves."""
        return difference(self.free, self.off, replicates, self.seed)

    def save(self) -> Plain:
        """The region as a scenario: numbers, what is stopped, and what was played, over the months that were played."""
        spec, told = self.spec, ""
        if self.desk is not None:
            told = f"Played in the seat of {self.desk.code}: {counted(self.run.tick, 'tick')}. "
            spec = _as_long_as(spec, max(self.run.tick, 1), self.played)
        if self.desk is not None or self.sets or self.off:
            spec = spec.model_copy(update={"expect": ()})  # what was expected of another region
        told += f"Made on the live page; it shows seed {self.seed}, run {self.replicate}."
        spec = spec.model_copy(update={"about": f"{spec.about or ''} {told}".strip()[:10_000]})
        return {"text": _with_kinds(spec).text, "name": "played.yaml" if self.desk else "region.yaml"}

    def _start(self) -> None:
        """Both runs before the first month."""
        own = [] if self.desk is None else [self.desk.code]
        others = [code for code in self.base.options.by_hand if code not in own]
        free = vary(self.base, {**self.sets, "options.stopped": "[]", "options.by_hand": _list(others)})
        changes = {"options.stopped": _list(self.off), "options.by_hand": _list([*others, *own])}
        spec = vary(free, changes) if self.off or self.desk else free
        run = StepwiseRun(spec, self.seed, self.replicate)
        beside = free if self.off or self.desk else self.base if self.sets else None
        twin = None if beside is None else StepwiseRun(beside, self.seed, self.replicate)
        if self.desk is not None and twin is not None:
            self.desk.sit(Seat(run, self.desk.code, twin.world.dyad[dyads.WILLINGNESS]))
        self.free, self.spec, self.run, self.twin = free, spec, run, twin
        self.names = names_of(spec, run.world)

    def _run_on(self, count: int, entries: Sequence[Entry] = ()) -> list[Plain]:
        """Frames of the ticks that come."""
        new = []
        for number in range(count):
            step = self.run.step(() if number else entries)
            new.append(frame(step, self.run, self.names, None if self.twin is None else self.twin.step()))
        return new

    def _now(self, frames: Sequence[Plain]) -> Plain:
        """New frames and how things stand."""
        found: Plain = {"frames": list(frames), "now": standing(self.run.look()), "tick": self.run.tick}
        found |= {"date": self.run.date(), "running": self.run.running}
        if self.twin is not None:
            found["twin"] = standing(self.twin.look())
        found["desk"] = None if self.desk is None else self.desk.shown()
        return found

    def _settings(self) -> Plain:
        return {"sets": self.sets, "off": self.off, "seed": self.seed, "replicate": self.replicate}

    def _seated(self, tick: Any) -> Desk:
        if self.desk is None:
            raise ArgumentError("no nation's seat is taken; take one first")
        if tick != self.run.tick:
            raise ArgumentError(
                f"this was decided about tick {tick!r}, but tick {self.run.tick} comes next; look again"
            )
        return self.desk

    def _numbers(self, sets: Any) -> dict[str, float]:
        """Numbers to be turned, by paths of sliders, within their bounds."""
        if not isinstance(sets, dict) or len(sets) > limits.CHANGES:
            raise ArgumentError(f"expected at most {limits.CHANGES} numbers by path")
        for path, value in sets.items():
            one_of("number", path, self.turned)
            slider = self.turned[path]
            fits = isinstance(value, int | float) and not isinstance(value, bool)
            if not fits or not slider.low <= value <= slider.high:
                raise ArgumentError(
                    f"{path}: expected a number from {slider.low:g} to {slider.high:g}, found {value!r}"
                )
        return {path: float(value) for path, value in sets.items()}

    def _kinds(self, off: Any) -> list[str]:
        if not isinstance(off, list):
            raise ArgumentError("expected a list of kinds that are switched off")
        known = [name for name, kind in self.base.kinds.items() if not kind.is_off]
        for name in off:
            one_of("kind", name, known)
        return sorted(set(off))


def _as_long_as(spec: Spec, ticks: int, played: Sequence[Entry]) -> Spec:
    """The scenario over its first ticks, with what was played and without dates of later years.

    Dates later in the last year stay: money for them was set aside when it began.
    """
    time = spec.time.model_copy(update={"years": ticks / spec.time.per_year})
    to_year_end = whole_years(time)
    end = months(time.start) + to_year_end.years * 12
    kept = [
        entry if entry.until is None or months(entry.until) <= end else entry.model_copy(update={"until": None})
        for entry in spec.timeline
        if dates(entry, to_year_end)
    ]
    return spec.model_copy(update={"timeline": (*kept, *played), "time": time})


def _with_kinds(spec: Spec) -> Spec:
    """The scenario as it is read again. A kind that only a date named which is gone now is named by itself."""
    found = load(PAGE, text=spec.text)
    lost = [name for name in spec.kinds if name not in found.kinds]
    return load(PAGE, [f"exchanges.{name}=on" for name in lost], spec.text) if lost else found


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(words)}]"
