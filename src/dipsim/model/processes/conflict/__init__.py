"""Incidents, disputes, escalation and war."""
