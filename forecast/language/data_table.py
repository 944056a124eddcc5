"""A table of data as it was read, before its columns have types."""

from collections.abc import Callable
from dataclasses import dataclass

from forecast.language.source import Source


@dataclass(frozen=True, slots=True)
class DataTable:
    """Cells as texts, "" where they are empty. ``lines`` are the lines of the file on which rows stand, from 1."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


type LoadTable = Callable[[str, Source], DataTable | str]
"""Reads a table by its path, seen from the file that names it; a text says why it cannot be had."""
