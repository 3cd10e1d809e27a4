"""The experiment file: factors, design, outcomes, analyses."""
