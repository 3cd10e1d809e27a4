"""The sorts of values a scenario holds, as annotations for pydantic: ``Annotated[str, Choice(("month", "year"))]``.

Each sort checks a node of the tree with its own strict grammar and describes itself in the JSON schema.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from dipsim.scenario.yaml import scalars
from dipsim.scenario.yaml.problems import listing, nearest
from dipsim.scenario.yaml.scalars import Refusal, describe


@dataclass(frozen=True)
class Evidence:
    """Where a number comes from, how good that is (1 best to 4 assumed), bounds to keep, and rival readings."""

    source: str
    grade: int
    low: float
    high: float
    year: int | None = None
    rivals: tuple[tuple[float, str], ...] = ()


@dataclass
class Context:
    """What validation needs besides the tree: the money unit, and a place to note sourced numbers by node."""

    per_billion: float = 1.0
    sourced: dict[int, Evidence] = field(default_factory=dict)


def custom(refusal: Refusal) -> PydanticCustomError:
    """The refusal as pydantic knows it; ``validate`` turns it into a Problem."""
    return PydanticCustomError(refusal.code, "refused", dict(vars(refusal)))


class Sort(ABC):
    """Base of the sorts."""

    @abstractmethod
    def check(self, node: Any, context: Context) -> Any:
        """The value of ``node``, with ``context`` (unit of money and the like) where it depends on more. Raises
        Refusal."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """The JSON schema of such values."""

    def _run(self, node: Any, info: ValidationInfo) -> Any:
        context = info.context if isinstance(info.context, Context) else Context()
        try:
            return self.check(node, context)
        except Refusal as refusal:
            raise custom(refusal) from None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._run)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.describe()


@dataclass(frozen=True)
class Whole(Sort):
    """A whole number within bounds."""

    low: int
    high: int

    def check(self, node: Any, context: Context) -> int:
        """The whole number in ``node`` within its bounds; ``context`` is not used. Raises Refusal."""
        expected = f"a whole number between {self.low} and {self.high}"
        value = scalars.whole(node, expected)
        if not self.low <= value <= self.high:
            raise Refusal("E1106", expected, describe(node))
        return value

    def describe(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Text(Sort):
    """Text of one to ``longest`` characters after NFC; plain or quoted, it stays text."""

    longest: int = 80
    pattern: str = ""
    words: str = "text"

    def check(self, node: Any, context: Context) -> str:
        """The text in ``node``, not empty and not too long; ``context`` is not used. Raises Refusal."""
        if not isinstance(node, str):
            raise Refusal("E1103", self.words, describe(node))
        if not node.strip():
            raise Refusal("E1113", self.words, describe(node))
        if len(node) > self.longest:
            raise Refusal("E1112", f"at most {self.longest} characters", f"{len(node)} characters")
        if self.pattern and not re.fullmatch(self.pattern, node):
            raise Refusal("E1111", self.words, describe(node))
        return str(node)

    def describe(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return schema | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


@dataclass(frozen=True)
class Choice(Sort):
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, node: Any, context: Context) -> str:
        """The word in ``node``, one of those allowed; ``context`` is not used. Raises Refusal, which suggests the
        nearest."""
        if not isinstance(node, str):
            raise Refusal("E1103", listing(self.words), describe(node))
        if node not in self.words:
            raise Refusal("E1109", listing(self.words), describe(node), nearest(str(node), self.words))
        return str(node)

    def describe(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Version(Sort):
    """The version of the file format."""

    known: int

    def check(self, node: Any, context: Context) -> int:
        """The version of the file format in ``node``, which must be the known one; ``context`` is not used. Raises
        Refusal."""
        expected = f"version {self.known}"
        value = scalars.whole(node, expected)
        if value != self.known:
            raise Refusal("E1116", expected, describe(node), str(self.known))
        return value

    def describe(self) -> dict[str, Any]:
        return {"const": self.known}


class Flag(Sort):
    """true or false."""

    def check(self, node: Any, context: Context) -> bool:
        """The truth value in ``node``, true or false; ``context`` is not used. Raises Refusal."""
        return scalars.truth(node)

    def describe(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Date(Sort):
    """A month, YYYY-MM."""

    def check(self, node: Any, context: Context) -> str:
        """The month in ``node``, as YYYY-MM; ``context`` is not used. Raises Refusal."""
        return scalars.date(node)

    def describe(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


class Plain(Sort):
    """Any text, number or truth value, kept as it was written; for overrides."""

    def check(self, node: Any, context: Context) -> str:
        """The number, word or text in ``node`` as text; ``context`` is not used. Raises Refusal."""
        if not isinstance(node, str) or not node:
            raise Refusal("E1103", "a number, word or text", describe(node))
        return str(node)

    def describe(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}
