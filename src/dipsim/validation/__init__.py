"""Does the simulated world look like the real one? Recognition, patterns and a hindcast, on data and runs alike."""
