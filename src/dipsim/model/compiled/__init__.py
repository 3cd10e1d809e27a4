"""How equations and processes become machine code. Needs numba; nothing here is imported in plain mode."""
