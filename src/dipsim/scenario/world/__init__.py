"""From a checked scenario to arrays: the world before the first tick."""
