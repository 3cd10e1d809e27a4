"""Does the simulated world look like the real one? Reports that hold runs against facts and data."""
