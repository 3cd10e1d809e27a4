"""Memory for arrays: where it begins, and that it is taken only when it is written."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE, PAGE = 64, 4096  # bytes of a line of the cache and of a page of memory


def zeros_on_lines(shape: tuple[int, ...], dtype: str, place: int) -> NDArray[Any]:
    """Zeros of this ``shape`` and ``dtype`` that begin where a line of the processor's cache does, so that no vector
    lies across two lines.

    The ``place`` of the array among others decides with which line of a page it begins, lest all compete for the same
    part of the cache. The system gives the memory out when it is first written."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.zeros(size + PAGE, dtype=np.uint8)
    start = -memory.ctypes.data % LINE + place * LINE % (PAGE - LINE)
    return memory[start : start + size].view(dtype).reshape(shape)
