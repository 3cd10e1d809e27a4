"""How equations and processes become machine code.

``kernel`` and ``linker`` need only llvmlite: where everything lies in the cache, numba is never imported. The rest is
what numba must be taught (``array_type``, ``block_type``, ``compiler``) and how the work is shared
(``parallel_compile``).
"""
