"""What evidence has taught, as people read it: each parameter before it and after it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from forecast.report.table import QuestionTable
from forecast.results.learnt import Learnt, Move
from forecast.results.summary import Summary

MOST_PARAMETERS = 40
BEFORE, AFTER = "before", "after"


def learnt_table(learnt: Learnt, epoch: int) -> Iterator[RenderableType]:
    """A row for each parameter before the evidence and after it; nothing where it informs none."""
    groups = [list(group) for _, group in groupby(learnt.moves, key=lambda move: id(move.after.question))]
    if not groups:
        return
    yield Text("")
    yield Text("Before the evidence and after it:")
    yield QuestionTable(tuple(s for group in groups[:MOST_PARAMETERS] for s in _paired(group)), epoch)
    if len(groups) > MOST_PARAMETERS:
        yield Text(f"and {len(groups) - MOST_PARAMETERS} more parameters", style="dim")


def _paired(moves: Sequence[Move]) -> Iterator[Summary]:
    asked = moves[0].after.question
    question = replace(asked, dims=(*asked.dims, ""), elements=(*asked.elements, (BEFORE, AFTER)))
    for move in moves:
        for when, summary in ((BEFORE, move.before), (AFTER, move.after)):
            if summary is not None:
                yield replace(summary, question=question, element=(*summary.element, when))
