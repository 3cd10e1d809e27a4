"""Why: the causes of trust, of crises, and of third parties' reactions."""
