"""The compiler knows which rows of an array cannot overlap, so that loops over few runs are vectorised as well."""

from __future__ import annotations

from typing import Any

import pytest

import dipsim.model.entry_points  # noqa: F401  # declares every kernel
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.compiler.registry import KERNELS
from dipsim.model.state import dyads

pytestmark = pytest.mark.skipif(PLAIN, reason="plain mode compiles nothing")
KERNEL = "dipsim.model.processes."


def code_of(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The optimised code of a kernel, as text."""
    from dipsim.kernels.compiler import compiler

    found: list[Any] = []
    compile_function = compiler._compile

    def keep(*given: Any, **named: Any) -> Any:
        found.append(compile_function(*given, **named))
        return found[-1]

    monkeypatch.setattr(compiler, "_compile", keep)
    compiler.compile_kernel(KERNELS[KERNEL + name].variant(8))
    return str(found[-1].library._final_module)


@pytest.mark.parametrize("name", ["perception.hostility.hostilities", "partners.habits.age_habits"])
def test_no_loop_compares_addresses_before_it_starts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "vector.memcheck" not in code_of(name, monkeypatch)


def test_a_row_named_through_its_module_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of("perception.hostility.hostilities", monkeypatch)
    for row in (dyads.LOGIT, dyads.HOSTILITY, dyads.SUSPICION):
        assert f'"dipsim.dyad.{row}"' in code
