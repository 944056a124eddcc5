"""Whether a matrix of correlations is one that random numbers can have."""

from collections.abc import Sequence
from math import sqrt
from operator import mul

SMALLEST_PIVOT = 1e-6
"""What is left of a variance; less of it is lost where a program is run with 32 bits."""

type Matrix = Sequence[Sequence[float]]


def indefinite_row(matrix: Matrix) -> int | None:
    """The first row with which a symmetric matrix is no longer positive definite; None where it is throughout.

    By Cholesky's factorisation, row by row.
    """
    factor: list[list[float]] = []
    for i, row in enumerate(matrix):
        made: list[float] = []
        for j in range(i):
            made.append((row[j] - sum(map(mul, made, factor[j]))) / factor[j][j])
        pivot = row[i] - sum(map(mul, made, made))
        if not pivot > SMALLEST_PIVOT:
            return i
        factor.append([*made, sqrt(pivot)])
    return None


def contradiction(matrix: Matrix, most: int) -> tuple[int, ...]:
    """Rows that cannot go together, as few as leaving out one by one leaves; empty for a positive definite matrix.

    Where more than `most` rows hang together, they are given as they are.
    """
    last = indefinite_row(matrix)
    if last is None:
        return ()
    rows = _connected(matrix, last)
    if len(rows) > most:
        return tuple(rows)
    for row in list(rows):
        fewer = [other for other in rows if other != row]
        if indefinite_row([[matrix[i][j] for j in fewer] for i in fewer]) is not None:
            rows = fewer
    return tuple(rows)


def _connected(matrix: Matrix, last: int) -> list[int]:
    """The rows up to `last` that correlations connect with it."""
    found = {last}
    waiting = [last]
    while waiting:
        row = waiting.pop()
        new = {other for other in range(last + 1) if matrix[row][other] and other not in found}
        found |= new
        waiting += new
    return sorted(found)
