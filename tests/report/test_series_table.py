"""Tables of what changes over time."""

from io import StringIO

from rich.console import Console

import forecast
from forecast.report.series_table import series_tables


def test_what_is_nothing_but_rounding_is_shown_as_0() -> None:
    text = (
        "time 2026 to 2030 by 1 year\nx ~ 1 to 2\n"
        "question grown = x * (year(t) - 2026) + 1e-17 * x\nquestion small = 1e-17 * x * (year(t) - 2025)"
    )
    answer = forecast.load(text).run(draws=1_000)
    console = Console(width=100, record=True, file=StringIO())
    for table in series_tables(answer.series, answer.epoch):
        console.print(table)
    rows = [line.split() for line in console.export_text().splitlines() if "median" in line]
    assert rows[0][1] == "0"
    # What is small throughout is no rounding.
    assert "e-17" in rows[1][1]
