"""The recognition report: what an expert on a region checks before believing a counterfactual about it.

``watch`` runs a scenario and counts, ``groups`` sorts dyads into allies, rivals and neighbours. ``threats``,
``disputes``, ``cooperation`` and ``course`` hold the checks, ``record`` those against real disputes; ``report`` puts
them together, ``known`` compares them with the breaches that are listed already.
"""
