"""Tables of data. The examples read a `table.csv` with the columns system, p50, lab and seen."""

from forecast.language.diagnostics.catalogue.entry import mistake

_END = "x ~ 1 to 5\nquestion q = x"
_GOOD = f'data d = csv("table.csv") {{\n    index system\n    p50 : minutes\n}}\n{_END}'


def _table(entries: str, *, before: str = "", end: str = _END, file: str = "table.csv") -> str:
    return f'{before}data d = csv("{file}") {{\n    {entries}\n}}\n{end}'


RULES = (
    mistake(
        "data-reader",
        "What a table is read from is not one file.",
        "A table of data is read from a file by its path from the folder of the model: `csv` for text with any usual delimiter, "
        "`json` for a list of rows, `parquet` where pyarrow is installed.",
        bad='data d = read("table.csv") {\n    index system\n}\n' + _END,
        good=_GOOD,
    ),
    mistake(
        "data-unreadable",
        "The file of a table cannot be read.",
        "The path is seen from the folder of the model file, and must not lead out of it. A table has a first line with the "
        "names of its columns, the same number of cells on each line, 64 MB and 100,000 rows at most, and is UTF-8 or Parquet.",
        bad=_table("index system", file="tabel.csv"),
        good=_GOOD,
    ),
    mistake(
        "data-without-rows",
        "A table has no rows.",
        "There is nothing below its first line, or `where` and the day up to which things are known leave nothing. A row whose "
        "date lies after `as_of` was not known then and counts as not there.",
        bad=_table("index system\n    seen : date", before="as_of 2020-01-01\n"),
        good=_table("index system\n    seen : date", before="as_of 2026-01-01\n"),
    ),
    mistake(
        "no-such-column",
        "A column is named that the table does not have.",
        'A column has the name that the first line of the file gives it, or another one: `p50 : minutes from "p50 (min)"`.',
        bad=_table("index system\n    p5 : minutes"),
        good=_GOOD,
    ),
    mistake(
        "wrong-cell",
        "A cell of a table is not of the type of its column.",
        "All cells of a column have one type. An empty cell, or one with NA, is missing and allowed.",
        bad=_table("index system\n    lab : minutes"),
        good=_GOOD,
    ),
    mistake(
        "column-type",
        "The type of a column is none that a column can have.",
        "A column is an amount of some unit, a `number`, an `integer`, a `boolean`, a `date`, a `text`, a `category` (whose "
        "values become the elements of an index of its name), or an element of an index that there is.",
        bad=_table("index system\n    p50 : growth"),
        good=_GOOD,
    ),
    mistake(
        "data-index",
        "A table does not say what tells its rows apart.",
        "`index system` takes the cells of a column as the names of the rows, `index lab, year` those of two columns, and "
        "`index row` numbers them.",
        bad=_table("p50 : minutes"),
        good=_GOOD,
    ),
    mistake(
        "duplicate-row",
        "Two rows of a table have the same name.",
        "What `index` names has to tell rows apart. Where one column does not, several may: `index lab, year`; else number the "
        "rows with `index row`.",
        bad=_table('index kind\n    kind : text from "all"'),
        good=_table('index row\n    kind : text from "all"'),
    ),
    mistake(
        "index-differs",
        "A table has elements that its index does not have.",
        "An index that is declared has the elements that are declared, and a table along it can have fewer of them, not others.",
        bad=_table("index system\n    p50 : minutes", before="index system = a, c\n"),
        good=_table("index system\n    p50 : minutes", before="index system = a, b\n"),
    ),
    mistake(
        "wide-column",
        "Several columns are read as one quantity whose index is not named.",
        "Neighbouring columns become a dimension, and that needs an index: `X[col] : number = columns x2 to x25`.",
        bad=_table("index system\n    y : number = columns p50 to p50"),
        good=_table("index system\n    y[col] : number = columns p50 to p50"),
    ),
    mistake(
        "which-is-known",
        "A table has several columns of dates, and none is marked as the one from which a row was known.",
        "A model with an `as_of` hides the rows that became known later. With one column of dates it is that; with several, one "
        "is marked with `known`.",
        bad=_table('index system\n    seen : date\n    again : date from "seen"', before="as_of 2026-01-01\n"),
        good=_table('index system\n    seen : date known\n    again : date from "seen"', before="as_of 2026-01-01\n"),
    ),
    mistake(
        "where-not-constant",
        "Which rows of a table are kept depends on something uncertain.",
        "How many rows there are is the same in every possible world. `where` compares columns of the table with each other and "
        "with written values.",
        bad=_table("index system\n    p50 : minutes\n    where p50 > x"),
        good=_table("index system\n    p50 : minutes\n    where p50 > 1 minute"),
    ),
    mistake(
        "table-as-value",
        "The name of a table stands where a value should.",
        "A table has columns, and each of them is a quantity: `d.p50`.",
        bad=_table("index system\n    p50 : minutes", end="question q = d"),
        good=_table("index system\n    p50 : minutes", end="question q = max(d.p50 over system)"),
    ),
    mistake(
        "empty-cells",
        "A column is used whose empty cells nothing fills.",
        "What is observed may have empty cells: they have not been seen. Elsewhere an empty cell is a value that nobody knows; "
        "`observe d.p50 ~ …` makes it an unknown with that distribution, and `where not missing(p50)` leaves its row out.",
        bad=_table("index system\n    gap : minutes", end="question q = max(d.gap over system)"),
        good=_table(
            "index system\n    gap : minutes\n    where not missing(gap)", end="question q = max(d.gap over system)"
        ),
    ),
    mistake(
        "empty-cells-unknown",
        "A column with empty cells is observed with a distribution that they cannot be drawn from.",
        "The empty cells of a column that is observed are unknowns with the distribution that is stated for the others. That is "
        "one distribution for each cell, and not several by cases.",
        bad=_table(
            "index system\n    gap : number",
            end="x ~ 1 to 5\nobserve d.gap ~ if x > 2 then normal(x, 1) else normal(x, 2)\nquestion q = x",
        ),
        good=_table(
            "index system\n    gap : number",
            end="x ~ 1 to 5\nobserve d.gap ~ normal(x, if x > 2 then 1 else 2)\nquestion q = x",
        ),
    ),
)
