"""No input makes the loader crash: it returns a scenario or a list of problems with places."""

# Also tests: scenario/locate.py, scenario/yaml/read_text.py

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dipsim.scenario import locate
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Scenario, Spec
from dipsim.scenario.yaml.problems import Problem, Report, ScenarioError
from dipsim.scenario.yaml.read_text import clean

SHIPPED = [(locate.folder() / f"{name}.yaml").read_text(encoding="utf-8") for name in ("two_blocs", "two_nations")]
WORDS = ["nations", "relations", "between", "trust", "exchanges", "off", "every", "expect", "with", "ARL", "like"]
SIGNS = ["{}", "[]", "'", ":", "-", "&a", "*a", "!!x", "<<:", "%Y", "---", "0x1", "1e999", ".nan", "~"]
PIECES = st.sampled_from([*WORDS, *SIGNS, '"', "\n", "\t", "  ", ": ", "- ", "---\n"])
SECTIONS = st.sampled_from(sorted(set(Scenario.model_fields) - {"dipsim"}))
STRICT = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def problems_of(text: str, sets: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """What is wrong with a scenario; nothing when it loads."""
    try:
        assert isinstance(load("fuzz.yaml", sets, text), Spec)
    except ScenarioError as error:
        return error.problems
    return ()


def try_load(text: str, sets: tuple[str, ...] = ()) -> None:
    """Load without a crash; every problem has a place and can be printed."""
    for problem in problems_of(text, sets):
        assert problem.line >= 1
        assert problem.column >= 1
        assert str(problem).isprintable()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A shipped scenario with a few places cut, doubled or replaced."""
    text = draw(st.sampled_from(SHIPPED))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 40)))
        text = text[:at] + draw(st.one_of(PIECES, st.text(max_size=8), st.just(text[at:end] * 2))) + text[end:]
    return text


@st.composite
def reshaped(draw: st.DrawFn) -> str:
    """A scenario whose lines are dropped, repeated and moved."""
    lines = draw(st.sampled_from(SHIPPED)).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        row, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        lines[row : row + draw(st.integers(0, 2))] = [lines[other]]
    return "".join(lines)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), PIECES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.text(max_size=6), PIECES), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(damaged())
@STRICT
def test_damaged_scenarios(text: str) -> None:
    try_load(text)


@given(reshaped())
@STRICT
def test_reshaped_scenarios(text: str) -> None:
    try_load(text)


@given(st.dictionaries(SECTIONS, values, max_size=6))
@STRICT
def test_any_tree_in_any_section(tree: dict[str, object]) -> None:
    import yaml

    text = yaml.safe_dump(
        {"dipsim": 1, "title": "T", "nations": {"ARL": {"gdp": 1}, "BOR": {"gdp": 2}}} | tree, allow_unicode=True
    )
    try_load(text)


@given(
    st.lists(
        st.builds(
            "{}={}".format,
            st.lists(st.one_of(st.text(max_size=6), PIECES, st.just("*"), st.just("0")), max_size=5).map(".".join),
            st.text(max_size=8),
        ),
        max_size=3,
    )
)
@STRICT
def test_any_override(sets: list[str]) -> None:
    try_load(SHIPPED[1], tuple(sets))


@given(st.text(max_size=200))
@STRICT
def test_any_text(text: str) -> None:
    try_load(text)


@given(st.binary(max_size=200))
@STRICT
def test_any_bytes(data: bytes) -> None:
    report = Report()
    assert isinstance(clean(data, "f", report), str) != bool(report.problems)


def test_hostile_text_is_refused_quickly(tmp_path: Path) -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    for text in (
        bomb,
        "{" * 100_000,
        "? " * 50_000,
        "- " * 50_000,
        "[" * 3_000_000,
        "a: |\n" + " x\n" * 100_000,
        "'" * 100_001,
    ):
        try_load(text)
