"""Scenario files: from strict YAML with places to a checked, complete and frozen Spec."""
