"""Single possible worlds in words."""

from collections.abc import Iterator, Sequence
from math import isfinite, isnan, nan

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from forecast.report.inert import one_line
from forecast.report.number import format_estimate, format_horizon, format_number, shown_unit
from forecast.report.series_table import nice_ticks
from forecast.results.estimate import Estimate
from forecast.results.question import Question
from forecast.results.world import Place, Told, World, Worlds, estimate_of

MOST_EVENTS = 40
MOST_INPUTS = 14
"""The most unusual ones; the others are counted."""
MOST_OVER_TIME = 12
MOST_DATES = 5
MISSING = "no value"
ALONE = 0.02
"""Share of worlds with just the same value from which that share is told in the place of how many have less."""
UNUSUAL = 0.8
"""From here on an event is said to be early or late: 9 in 10 worlds have it later, or earlier."""
MONTH = 0.05
"""Years of error by which a date is written to the month."""
_STEPS = (
    (0.99, "exceptionally", "99 in 100"),
    (0.95, "very", "19 in 20"),
    (0.9, "", "9 in 10"),
    (0.75, "rather", "3 in 4"),
)


def told(found: Worlds) -> RenderableType:
    """Each world under its number."""
    parts: list[RenderableType] = []
    for position, world in enumerate(found.worlds):
        parts += [Text("")] if position else []
        parts += _world(world, found)
    return Group(*parts)


def place_in_words(place: Place, kind: str) -> str:
    """How usual a value is: ``high: 9 in 10 worlds have less``, ``early: 3 in 4 worlds have it later``; "" where nobody knows."""
    if isnan(place.less):
        return ""
    if kind in ("boolean", "category") or place.equal >= ALONE:
        return "as in every world" if place.equal == 1 else f"as in {_percent(place.equal)} of worlds"
    below, above = place.less + place.equal / 2, 1 - place.less - place.equal / 2
    words = (
        ("late", "have it earlier", "early", "have it later")
        if kind == "date"
        else ("high", "have less", "low", "have more")
    )
    for bound, degree, share in _STEPS:
        for reached, name, they in ((below, *words[:2]), (above, *words[2:])):
            if reached >= bound:
                return f"{degree} {name}: {share} worlds {they}".strip()
    return "in the middle half"


def unusual(told: Told) -> float:
    """How far from the middle a value lies: 0 to 1."""
    if told.place is None or isnan(told.place.less):
        return 0.0
    if told.question.kind in ("boolean", "category") or told.place.equal >= ALONE:
        return 1 - told.place.equal
    return abs(2 * (told.place.less + told.place.equal / 2) - 1)


def _world(world: World, found: Worlds) -> Iterator[RenderableType]:
    head = Text(one_line(found.model) or "forecast", style="bold")
    head.append(f"  world {world.draw:,} of seed {found.seed}", style="not bold dim")
    yield head
    if world.events:
        yield from _headed("What happens", _events(world, found.epoch))
    if world.inputs:
        yield from _headed("Because", _inputs(world, found.epoch))
    if any(not answer.question.ticks for answer in world.answers):
        yield from _headed("Answers", _answers(world, found.epoch))
    changing = _changing(world)
    if changing:
        yield from _headed("Over time", _over_time(changing, found.epoch))


def _changing(world: World) -> list[Told]:
    """What changes over time; a quantity that a question asks for as it is, is told once."""
    found = [answer for answer in world.answers if answer.question.ticks]
    # As texts, for a missing value is not equal to itself.
    asked = {str(answer.values) for answer in found}
    return [*found, *(each for each in world.over_time if str(each.values) not in asked)]


def _headed(title: str, content: RenderableType) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(title, style="bold")
    yield content


def _grid(columns: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False, show_edge=False)
    table.add_column("", width=0)
    for _ in range(columns):
        table.add_column("", overflow="fold")
    return table


def _events(world: World, epoch: int) -> RenderableType:
    table = _grid(2)
    for event in world.events[:MOST_EVENTS]:
        text = Text(_name(event))
        if (event.place is not None and unusual(event) >= UNUSUAL) or not _has_date(event):
            text.append(f"  {_place(event)}".rstrip(), style="dim")
        if event.question.doc and not event.question.doc.isspace():
            text.append(f"  {one_line(event.question.doc)}", style="dim")
        table.add_row("", Text(_when(event, epoch), style="bold"), text)
    if len(world.events) > MOST_EVENTS:
        table.add_row("", "", Text(f"and {len(world.events) - MOST_EVENTS} more", style="dim"))
    return table


def _has_date(event: Told) -> bool:
    return isfinite(estimate_of(event.question, event.value).value)


def _when(event: Told, epoch: int) -> str:
    horizon = event.question.horizon
    if estimate_of(event.question, event.value).unreached and horizon is not None:
        return f"not by {format_horizon(horizon, epoch)}"
    return "no date" if isnan(event.value) else _value(event.question, event.value, epoch)


def _place(told: Told) -> str:
    return "" if told.place is None else place_in_words(told.place, told.question.kind)


def _inputs(world: World, epoch: int) -> RenderableType:
    chosen = sorted(world.inputs, key=unusual, reverse=True)[:MOST_INPUTS]
    table = _grid(3)
    for each in (each for each in world.inputs if each in chosen):
        value = Text(_value(each.question, each.value, epoch), style="bold")
        table.add_row("", Text(_name(each)), value, Text(_place(each), style="dim"))
    if len(world.inputs) > MOST_INPUTS:
        rest = len(world.inputs) - MOST_INPUTS
        table.add_row("", Text(f"and {rest} more, nearer to the middle", style="dim"))
    return table


def _answers(world: World, epoch: int) -> RenderableType:
    table = _grid(3)
    for answer in world.answers:
        if answer.question.ticks:
            continue
        value = Text(_value(answer.question, answer.value, epoch), style="bold")
        note = _place(answer)
        given = answer.question.given
        if given is not None and answer.holds is not True:
            # Its distribution is that of other worlds.
            note = f"not asked here: {one_line(given.text)} does not hold"
            value.stylize("dim not bold")
        elif given is not None:
            note = f"given {one_line(given.text)}, which holds here"
        table.add_row("", Text(_name(answer)), value, Text(note, style="dim"))
    return table


def _over_time(changing: Sequence[Told], epoch: int) -> RenderableType:
    ticks = changing[0].question.ticks
    places = nice_ticks(ticks, epoch, MOST_DATES)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column("", width=0)
    table.add_column("")
    for place in places:
        table.add_column(format_horizon(ticks[place], epoch), justify="right")
    for each in changing[:MOST_OVER_TIME]:
        question = each.question
        known = sorted(value for value in each.values if not isnan(value))
        unit, scale = shown_unit(question, known[len(known) // 2] if known else nan)
        name = Text(_name(each))
        if unit not in ("", "%", "x"):
            name.append(" per year" if question.kind == "growth" else f" {one_line(unit)}", style="dim")
        cells = [_value(question, each.values[place], epoch, (unit, scale)) for place in places]
        table.add_row("", name, *map(Text, cells))
    if len(changing) > MOST_OVER_TIME:
        table.add_row("", Text(f"and {len(changing) - MOST_OVER_TIME} more", style="dim"))
    return table


def _name(told: Told) -> str:
    name = one_line(told.question.name)
    return f"{name}[{one_line(', '.join(told.element))}]" if told.element else name


def _value(question: Question, value: float, epoch: int, unit: tuple[str, float] | None = None) -> str:
    """A value to three digits, a date to the month; with its unit where none is given."""
    if isnan(value):
        return MISSING
    match question.kind:
        case "boolean":
            return "yes" if value == 1.0 else "no"
        case "category":
            return one_line(question.categories[int(value)])
        case "date":
            return format_estimate(_rounded(estimate_of(question, value), MONTH), question, epoch=epoch)
        case "growth":
            text = format_estimate(Estimate(value, 0.0005), question, epoch=epoch)
            return text if unit is not None else f"{text}/year"
        case "duration" | "number":
            name, scale = shown_unit(question, value) if unit is None else unit
            text = _measured(question, value, epoch, name, scale)
            wordless = unit is not None or name in ("", "%", "x")
            return text if wordless or not isfinite(estimate_of(question, value).value) else f"{text} {one_line(name)}"


def _measured(question: Question, value: float, epoch: int, unit: str, scale: float) -> str:
    shown = value / scale
    if abs(shown) < 1e15 and shown == round(shown):
        # A count is written as one.
        return format_number(shown) + (unit if unit in ("%", "x") else "")
    estimate = _rounded(estimate_of(question, value), abs(value) * 1e-9)
    return format_estimate(estimate, question, epoch=epoch, scale=scale, unit=unit)


def _rounded(estimate: Estimate, error: float) -> Estimate:
    return estimate if estimate.unreached else Estimate(estimate.value, error, nan, nan)


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f}%" if 1 <= percent <= 99 or percent in (0, 100) else f"{percent:.1f}%"
