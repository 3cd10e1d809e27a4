"""From tables to figures of a scenario, each with its source, or with the word ``assumed`` and the reason."""
