"""Scenario files: from strict YAML with places to a checked, complete and frozen Spec."""

from __future__ import annotations

from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.spec import Spec, json_schema
from dipsim.scenario.yaml.codes import CODES
from dipsim.scenario.yaml.problems import Problem, ScenarioError

__all__ = ["CODES", "Problem", "ScenarioError", "Spec", "json_schema", "load", "vary"]
