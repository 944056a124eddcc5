"""Reading tables of data: CSV with any usual delimiter, JSON, and Parquet where pyarrow is installed."""

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, cast

from forecast.language.data_table import DataTable

MAX_BYTES = 64_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
DELIMITERS = ",;\t|"
SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".parquet")


class DataFileError(Exception):
    """A table could not be read. The message is a clause for the user."""


def read_table(path: Path, shown: str) -> DataTable:
    """The table in a file. Raises DataFileError."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataFileError(f"it has {size / 1e6:,.0f} MB, and a table has at most {MAX_BYTES / 1e6:.0f} MB")
        data = path.read_bytes()
    except OSError as problem:
        raise DataFileError(f"it could not be read: {problem.strerror or problem}") from None
    match path.suffix.lower():
        case ".parquet":
            table = _of_records(_parquet(path), shown)
        case ".json":
            table = _of_records(_json(_text(data)), shown)
        case _:
            table = _csv(_text(data), shown)
    if len(table.rows) > MAX_ROWS:
        raise DataFileError(f"it has {len(table.rows):,} rows, and a table has at most {MAX_ROWS:,}")
    if len(table.header) > MAX_COLUMNS:
        raise DataFileError(f"it has {len(table.header):,} columns, and a table has at most {MAX_COLUMNS:,}")
    return table


def _text(data: bytes) -> str:
    if b"\0" in data[:8192]:
        raise DataFileError("it is not a text file; a table is CSV or JSON in UTF-8, or Parquet")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise DataFileError(f"it is not UTF-8 text: a wrong byte on line {line}; save it as UTF-8") from None


def _csv(text: str, shown: str) -> DataTable:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    delimiter = max(DELIMITERS, key=first.count)
    lines = _without_comments(text)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    rows: list[tuple[str, ...]] = []
    places: list[int] = []
    header: tuple[str, ...] | None = None
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row)
            if not any(cells):
                continue
            if header is None:
                header = cells
                continue
            if len(cells) != len(header):
                raise DataFileError(
                    f"line {reader.line_num} has {len(cells)} cells, and its first line names {len(header)} columns"
                )
            rows.append(cells)
            places.append(reader.line_num)
    except csv.Error as problem:
        raise DataFileError(f"line {reader.line_num}: {problem}") from None
    if header is None:
        raise DataFileError("it is empty")
    _check_header(header)
    return DataTable(shown, header, tuple(rows), tuple(places))


def _without_comments(text: str) -> Iterable[str]:
    """The lines of a text, those before the header that are comments left empty so that the others keep their numbers."""
    begun = False
    for line in StringIO(text, newline=""):
        if not begun and line.lstrip().startswith("#"):
            yield "\n"
            continue
        begun = begun or bool(line.strip())
        yield line


def _check_header(header: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for name in header:
        if name and name in seen:
            raise DataFileError(f"two of its columns are called {name!r}")
        seen.add(name)


def _json(text: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise DataFileError(f"it is no JSON: {problem}") from None
    if isinstance(found, dict) and all(isinstance(column, list) for column in cast(dict[str, Any], found).values()):
        columns = cast(dict[str, list[Any]], found)
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise DataFileError("its columns have different lengths")
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if isinstance(found, list) and all(isinstance(row, dict) for row in cast(list[Any], found)):
        return cast(list[Mapping[str, Any]], found)
    raise DataFileError("it is neither a list of rows with names nor a table of columns")


def _parquet(path: Path) -> list[Mapping[str, Any]]:
    try:
        from pyarrow import parquet  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise DataFileError(
            "Parquet needs pyarrow, which is not installed: `pip install pyarrow`, or save it as CSV"
        ) from None
    try:
        return parquet.read_table(path).to_pylist()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    except Exception as problem:
        raise DataFileError(f"it is no Parquet file: {problem}") from None


def _of_records(records: list[Mapping[str, Any]], shown: str) -> DataTable:
    header = tuple(dict.fromkeys(str(name) for record in records for name in record))
    rows = tuple(tuple(_cell(record.get(name)) for name in header) for record in records)
    return DataTable(shown, header, rows, tuple(range(1, len(rows) + 1)))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return "" if value != value else repr(value)  # noqa: PLR0124 - NaN
        case _:
            return str(value)
