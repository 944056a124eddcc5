"""`data`: tables of measurements, as quantities over their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isnan, nan

from forecast.language.data_table import DataTable, LoadTable
from forecast.language.semantics import cells, errors
from forecast.language.semantics.annotations import stated
from forecast.language.semantics.literals import BOOLEAN, DATE, bare
from forecast.language.semantics.logic import condition
from forecast.language.semantics.model import Index, Node, Role
from forecast.language.semantics.ranges import range_of
from forecast.language.semantics.row_conditions import truth
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Values
from forecast.language.syntax import tree
from forecast.language.types.catalogue import parse_unit
from forecast.language.types.kind import PLAIN, Category, Kind, Number, Type

READERS = ("csv", "json", "parquet")
ROW = "row"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its values: a tuple for each row of the table, of one value but for a wide one."""

    declared: tree.Column
    name: str
    kind: Kind
    unit: str
    values: tuple[tuple[float, ...], ...]
    wide: str = ""


def define_data(statement: tree.Data, load: LoadTable, context: Context) -> dict[str, Node] | None:
    """The columns of a table as nodes; indexes that it declares go into the scope. None after an error."""
    table = _table(statement, load, context)
    if table is None:
        return None
    columns = [entry for entry in statement.entries if isinstance(entry, tree.Column)]
    read = [_column(column, table, statement, context) for column in columns]
    if any(column is None for column in read):
        return None
    found = [column for column in read if column is not None]
    kept = _kept_rows(statement, table, found, context)
    if kept is None:
        return None
    placing = _placing(statement, table, found, kept, context)
    if placing is None:
        return None
    dims, places = placing
    return {node.name: node for node in (_node(column, statement, dims, places, context) for column in found)}


# --- the file ---------------------------------------------------------------------------------------------------------------


def _table(statement: tree.Data, load: LoadTable, context: Context) -> DataTable | None:
    reader = bare(statement.reader)
    path = None
    if isinstance(reader, tree.Call) and isinstance(reader.function, tree.Name) and reader.function.id in READERS:
        given = [argument.value for argument in reader.arguments if argument.key is None]
        if len(given) == len(reader.arguments) == 1 and isinstance(given[0], tree.Text):
            path = given[0]
    if path is None:
        context.findings.add(errors.data_reader(statement.reader.span))
        return None
    table = load(path.value, statement.span.source)
    if isinstance(table, str):
        context.findings.add(errors.data_unreadable(path.span, path.value, table))
        return None
    if not table.rows:
        context.findings.add(errors.data_without_rows(path.span, path.value))
        return None
    return table


def _position(header: str, table: DataTable, place: tree.Column, context: Context) -> int | None:
    if header in table.header:
        return table.header.index(header)
    span = place.target.name.span if place.header is None else place.header.span
    context.findings.add(errors.no_such_column(span, header, table.name, table.header))
    return None


# --- columns ----------------------------------------------------------------------------------------------------------------


def _column(column: tree.Column, table: DataTable, statement: tree.Data, context: Context) -> _Column | None:
    name = column.target.name.id
    if column.first is not None and column.last is not None:
        return _wide(column, column.first, column.last, table, context)
    place = _position(name if column.header is None else column.header.value, table, column, context)
    if place is None:
        return None
    texts = [row[place] for row in table.rows]
    if column.annotation.text in ("category", "text"):
        kind = _category(name, texts, statement, column, context)
        reading = None if kind is None else (kind, "", cells.label(kind.labels, name))
    else:
        reading = _reading(column, context)
    if reading is None:
        return None
    values = cells.read_cells(texts, reading[2])
    if isinstance(values, cells.WrongCell):
        _report(values, column, table, context)
        return None
    return _Column(column, name, reading[0], reading[1], tuple((value,) for value in values))


def _wide(column: tree.Column, first: tree.Name, last: tree.Name, table: DataTable, context: Context) -> _Column | None:
    """`X[col] : number = columns x2 to x25`: neighbouring columns as a dimension."""
    ends: list[int] = []
    for name in (first, last):
        if name.id not in table.header:
            context.findings.add(errors.no_such_column(name.span, name.id, table.name, table.header))
            return None
        ends.append(table.header.index(name.id))
    reading = _reading(column, context)
    if reading is None:
        return None
    headers = table.header[ends[0] : ends[1] + 1]
    if len(column.target.indexes) != 1 or not headers:
        context.findings.add(errors.wide_column(column.span))
        return None
    index = bare(column.target.indexes[0])
    if not isinstance(index, tree.Name):
        context.findings.add(errors.wide_column(column.span))
        return None
    known = context.scope.indexes.get(index.id)
    if known is None:
        context.scope.indexes[index.id] = Index(index.id, headers, index.span)
    elif known.labels != headers:
        context.findings.add(errors.index_differs(index.span, index.id, known.labels, headers))
        return None
    rows: list[tuple[float, ...]] = []
    for place in range(ends[0], ends[1] + 1):
        values = cells.read_cells([row[place] for row in table.rows], reading[2])
        if isinstance(values, cells.WrongCell):
            _report(values, column, table, context, table.header[place])
            return None
        rows.append(values)
    return _Column(column, column.target.name.id, reading[0], reading[1], tuple(zip(*rows, strict=True)), index.id)


def _reading(column: tree.Column, context: Context) -> tuple[Kind, str, cells.Reader] | None:
    """The kind of a column, its unit, and how its cells are read."""
    text = column.annotation.text
    match text:
        case "integer":
            return PLAIN, "", cells.whole
        case "boolean":
            return BOOLEAN, "", cells.truth
        case "date":
            return DATE, "", cells.date(context.scope.epoch)
        case _:
            found = stated(column.annotation, context)
    if found is None:
        return None
    kind, unit = found
    if isinstance(kind, Category):
        return kind, "", cells.label(kind.labels, kind.index or text)
    if not isinstance(kind, Number):
        context.findings.add(errors.column_type(column.annotation.span, text))
        return None
    if not unit:
        return kind, unit, cells.number(1.0, share=kind == PLAIN)
    return kind, unit, cells.number(parse_unit(unit, context.scope.catalogue).factor, share=kind == PLAIN)


def _category(
    name: str, texts: Sequence[str], statement: tree.Data, column: tree.Column, context: Context
) -> Category | None:
    """A column of texts; one of categories makes an index of its name."""
    index = _prefix(statement) + name
    labels = tuple(dict.fromkeys(text for text in texts if text.lower() not in cells.EMPTY))
    if column.annotation.text == "text":
        return Category(labels)
    known = context.scope.indexes.get(index)
    if known is not None and known.labels != labels:
        context.findings.add(errors.index_differs(column.target.name.span, index, known.labels, labels))
        return None
    if index in context.scope.declared and known is None:
        context.findings.add(errors.duplicate_name(column.target.name.span, index, context.scope.declared[index]))
        return None
    context.scope.indexes.setdefault(index, Index(index, labels, column.target.name.span))
    return Category(labels, index)


def _prefix(statement: tree.Data) -> str:
    """How the names begin of the file that a statement comes from."""
    return statement.name.id[: statement.name.id.rfind(".") + 1]


def _report(wrong: cells.WrongCell, column: tree.Column, table: DataTable, context: Context, header: str = "") -> None:
    name = header or (column.target.name.id if column.header is None else column.header.value)
    context.findings.add(
        errors.wrong_cell(
            column.annotation.span,
            name,
            text=wrong.text,
            wanted=wrong.wanted,
            table=table.name,
            line=table.lines[wrong.row],
        )
    )


# --- rows -------------------------------------------------------------------------------------------------------------------


def _kept_rows(
    statement: tree.Data, table: DataTable, columns: Sequence[_Column], context: Context
) -> Sequence[int] | None:
    """The rows that conditions keep and that were known at `as_of`."""
    rows = list(range(len(table.rows)))
    dates = [column for column in columns if column.kind == DATE and not column.wide]
    marked = [column for column in dates if column.declared.known]
    if len(dates) > 1 and len(marked) != 1 and context.scope.as_of is not None:
        context.findings.add(errors.which_is_known(dates[1].declared.span, [column.name for column in dates]))
        return None
    known = (marked or dates)[:1]
    as_of = context.scope.as_of
    if known and as_of is not None:
        last = cells.earliest_day(as_of)
        values = known[0].values
        rows = [row for row in rows if isnan(values[row][0]) or cells.earliest_day(values[row][0]) <= last]
    for where in (entry for entry in statement.entries if isinstance(entry, tree.Where)):
        rows = _where(where, table, columns, rows, context)
        if rows is None:
            return None
    if not rows:
        context.findings.add(errors.no_rows_left(statement.name.span, len(table.rows)))
        return None
    return rows


def _where(
    where: tree.Where, table: DataTable, columns: Sequence[_Column], rows: Sequence[int], context: Context
) -> list[int] | None:
    """The rows for which a condition on their columns holds."""
    index = Index(ROW, tuple(map(str, range(len(table.rows)))), where.span)
    scope = replace(context.scope, indexes={**context.scope.indexes, ROW: index}, nodes=dict(context.scope.nodes))
    bindings = {
        column.name: Values(tuple(value for (value,) in column.values), Type(column.kind, (ROW,)), column.declared.span)
        for column in columns
        if not column.wide
    }
    inside = replace(context, scope=scope, bindings={**context.bindings, **bindings})
    before = context.findings.added
    test = condition(where.condition, inside, "what follows `where`")
    if test is None:
        if context.findings.added == before:
            # A name that is declared, and is nothing yet.
            context.findings.add(errors.where_not_constant(where.condition.span))
        return None
    found: list[int] = []
    for row in rows:
        holds = truth(test, row, ROW, scope)
        if holds is None:
            context.findings.add(errors.where_not_constant(where.condition.span))
            return None
        if holds == 1:
            found.append(row)
    return found


def _placing(
    statement: tree.Data, table: DataTable, columns: Sequence[_Column], rows: Sequence[int], context: Context
) -> tuple[tuple[str, ...], Mapping[tuple[int, ...], int]] | None:
    """The indexes of a table, and which row stands at which elements."""
    entries = [entry for entry in statement.entries if isinstance(entry, tree.DataIndex)]
    if len(entries) != 1 and statement.incomplete:
        return None
    if len(entries) != 1:
        context.findings.add(errors.data_index(statement.name.span, statement.name.id, len(entries)))
        return None
    names = entries[0].names
    labels: list[list[str]] = []
    for name in names:
        own = next((column for column in columns if column.name == name.span.text), None)
        header = name.span.text if own is None or own.declared.header is None else own.declared.header.value
        if header in table.header:
            place = table.header.index(header)
            labels.append([table.rows[row][place] for row in rows])
        elif len(names) == 1:
            labels.append([str(number + 1) for number in range(len(rows))])
        else:
            context.findings.add(errors.no_such_column(name.span, header, table.name, table.header))
            return None
    positions: list[dict[str, int]] = []
    for name, found in zip(names, labels, strict=True):
        known = context.scope.indexes.get(name.id)
        distinct = tuple(dict.fromkeys(found))
        if known is None:
            known = context.scope.indexes[name.id] = Index(name.id, distinct, name.span)
        strange = [label for label in distinct if label not in known.labels]
        if strange:
            context.findings.add(errors.index_differs(name.span, name.id, known.labels, strange))
            return None
        positions.append({label: position for position, label in enumerate(known.labels)})
    places: dict[tuple[int, ...], int] = {}
    for number, row in enumerate(rows):
        key = tuple(position[found[number]] for position, found in zip(positions, labels, strict=True))
        if key in places:
            shown = ", ".join(found[number] for found in labels)
            context.findings.add(
                errors.duplicate_row(names[0].span, shown, table.name, (table.lines[places[key]], table.lines[row]))
            )
            return None
        places[key] = row
    return tuple(name.id for name in names), places


def _node(
    column: _Column,
    statement: tree.Data,
    dims: tuple[str, ...],
    places: Mapping[tuple[int, ...], int],
    context: Context,
) -> Node:
    """A column along the indexes of its table, NaN where a combination has no row."""
    scope = context.scope
    own = (*dims, column.wide) if column.wide else dims
    ordered = scope.ordered(own)
    sizes = [range(len(scope.indexes[dim].labels)) for dim in ordered]
    values: list[float] = []
    for position in product(*sizes):
        at = dict(zip(ordered, position, strict=True))
        row = places.get(tuple(at[dim] for dim in dims))
        values.append(nan if row is None else column.values[row][at[column.wide] if column.wide else 0])
    name = f"{statement.name.id}.{column.name}"
    term = Values(tuple(values), Type(column.kind, ordered), column.declared.span)
    scope.ranges[name] = range_of(term, scope.ranges)
    return Node(
        name,
        Role.DATA,
        term.type,
        term,
        column.unit,
        column.declared.target.name.span,
        column.declared.span,
        statement.doc,
    )
