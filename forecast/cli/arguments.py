"""Arguments that several commands take."""

from typing import Annotated

from cyclopts import Parameter

Files = Annotated[str, Parameter(name="FILE", help="Model files (.fcst); - is the standard input.")]
File = Annotated[str, Parameter(name="FILE", help="The model file (.fcst); - is the standard input.")]
AsOf = Annotated[
    str | None,
    Parameter(
        show_default=False,
        help="Another day for the file's `as_of`: rows of data and evidence that were not known by then are hidden.",
    ),
]
Csv = Annotated[
    bool, Parameter(name="--csv", help="Print a table for machines, a row for each answer, and nothing else.")
]
Draws = Annotated[
    str, Parameter(name=["--draws", "-n"], help="How many possible worlds to draw: 100000, 1e6, 100k, 1M.")
]
Seed = Annotated[str, Parameter(help="Another seed gives other draws; the same one the same draws.")]
Json = Annotated[bool, Parameter(name="--json", help="Print data for machines, and nothing else.")]
