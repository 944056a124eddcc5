"""Room for the recursion of those who walk expressions."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

MAX_DEPTH = 250
"""Operations inside one another, those of the functions that are called included. The parser allows 200 in one text."""


@contextmanager
def room_for_depth() -> Generator[None]:
    """As deep as an expression may be, with the handful of Python frames that each of its levels takes."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 40 * MAX_DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
