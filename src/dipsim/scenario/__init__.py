"""Scenario files: from strict YAML with places to a checked, complete and frozen Spec."""

from __future__ import annotations

from dipsim.scenario.codes import CODES
from dipsim.scenario.load import load, vary
from dipsim.scenario.problems import Problem, ScenarioError
from dipsim.scenario.schema import Spec, json_schema

__all__ = ["CODES", "Problem", "ScenarioError", "Spec", "json_schema", "load", "vary"]
