"""What the speed of the engine is held against: a floor, the same in NumPy over a batch of runs, and in objects."""
