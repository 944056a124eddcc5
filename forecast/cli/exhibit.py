"""How a finding of `forecast doctor` looks."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from forecast.cli.examination import Finding
from forecast.report.inert import one_line


def finding_line(finding: Finding) -> RenderableType:
    """Whether it works, what it is, and what was found; below it what to do."""
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(width=6)
    row.add_column(width=11)
    row.add_column(overflow="fold")
    state = Text("ok", style="green") if finding.works else Text("broken", style="bold red")
    detail = Text(one_line(finding.detail))
    if finding.advice:
        detail.append(f"\n{one_line(finding.advice)}", style="bold")
    row.add_row(state, Text(finding.subject, style="bold"), detail)
    return row
