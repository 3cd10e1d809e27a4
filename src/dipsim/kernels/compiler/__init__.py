"""How equations and processes become machine code.

``kernels`` and ``machine`` need only llvmlite: where everything lies in the cache, numba is never imported. The rest is
what numba must be taught (``fields``, ``block``, ``compiler``) and how the work is shared (``share``).
"""
