"""Sweeps: an experiment file, its points, the shards that hold their runs, and what they mean."""
