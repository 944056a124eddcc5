"""How far answers move when steps are halved, as a table."""

from collections.abc import Iterator
from math import isfinite, isinf

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from forecast.language.types.calendar import format_date
from forecast.report.inert import one_line
from forecast.report.number import format_estimate, format_number, shown_unit
from forecast.results.convergence import Convergence, Move


def convergence_table(found: Convergence) -> RenderableType:
    """A row for each answer, and a sentence on what it comes to."""
    steps = "1 step" if found.steps == 1 else f"{found.steps} steps"
    head = Text.assemble(
        (one_line(found.model), "bold"),
        (f"  {steps} in a tick against {2 * found.steps}, {found.draws:,} draws, seed {found.seed}", "dim"),
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("")
    for name in ("answer", "moves by", "standard errors", "9 in 10 draws move within"):
        table.add_column(name, justify="right", overflow="fold")
    for move in found.moves:
        table.add_row(*_row(move, found.epoch))
    return Group(head, Text(""), table, Text(""), Text(_verdict(found.moves)))


def _row(move: Move, epoch: int) -> Iterator[Text]:
    unit, scale = move.unit
    yield Text(_name(move, epoch))
    yield Text(_answer(move, epoch))
    yield Text(_amount(move.shift / scale, unit))
    errors = move.standard_errors
    yield Text("–" if isinf(errors) else format_number(errors, 0.01), style="" if abs(errors) < 1 else "bold")
    changing = " of draws change" if unit == "%" else ""
    yield Text(f"{_amount(move.nearly_all / scale, unit)}{changing}")


def _name(move: Move, epoch: int) -> str:
    element = f"[{', '.join(move.element)}]" if move.element else ""
    label = f" = {move.label}" if move.label else ""
    when = f" at {format_date(move.time, epoch)}" if move.time is not None else ""
    return one_line(f"{move.question.name}{element}{label}{when}")


def _answer(move: Move, epoch: int) -> str:
    if move.statistic != "median":
        return f"{format_number(100 * move.value.value, 100 * move.value.mcse)}%"
    unit, scale = shown_unit(move.question, move.value.value)
    text = format_estimate(move.value, move.question, epoch=epoch, scale=scale, unit=unit)
    return f"{text} {unit}" if unit not in ("", "%", "x") else text


def _amount(value: float, unit: str) -> str:
    if not isfinite(value):
        return "endlessly"
    if value == 0:
        return "0"
    text = f"{value:.2g}" if 1e-4 <= abs(value) < 1e5 else f"{value:.1e}"
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()


def _verdict(moves: tuple[Move, ...]) -> str:
    far = [move for move in moves if abs(move.standard_errors) >= 1]
    if not far:
        return "No answer moves by a standard error: the steps are short enough for this many draws."
    names = ", ".join(dict.fromkeys(one_line(move.question.name) for move in far))
    return f"Moved by a standard error or more: {names}. More draws do not mend that; a clock with shorter ticks does."
