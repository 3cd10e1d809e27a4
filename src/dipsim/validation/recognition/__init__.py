"""The recognition report: what an expert on a region checks before believing a counterfactual about it.

``watch`` runs a scenario and counts, ``groups`` sorts dyads into allies, rivals and neighbours, one module each holds the
checks of one subject, ``report`` puts them together, ``record`` reads real disputes, ``known`` compares with the breaches
that are listed already.
"""
