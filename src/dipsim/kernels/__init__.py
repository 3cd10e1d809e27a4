"""Python functions to machine code: the compiler and the arithmetic it stands on; knows nothing of nations."""
