"""Attributes of stored arrays: of what kind their values are, and in which unit people read them."""

from forecast.results.beyond import BEYOND
from forecast.results.question import Expectation, Question

type Attributes = dict[str, str | float | int]


def attributes(output: str, asked: Question | Expectation | None, epoch: int) -> Attributes:
    """What a reader of an output's values has to know; of one that no question describes its name alone."""
    found: Attributes = {"output": output}
    if asked is None:
        return found
    if isinstance(asked, Expectation):
        return {**found, "kind": "boolean", "long_name": asked.text, "convention": "1 true, 0 false, NaN missing"}
    found["kind"] = asked.kind
    found["long_name"] = asked.title or asked.text or asked.name
    match asked.kind:
        case "date":
            found["unit"] = "years of 365.2425 days since the epoch"
            found["epoch_ordinal"] = epoch
            found["convention"] = f"+inf is never, {_beyond(asked)}NaN missing"
        case "duration":
            found.update(unit=asked.unit or "years", scale=asked.scale)
            found["convention"] = f"stored in years; ±inf is endless, {_beyond(asked)}NaN missing"
        case "number":
            found.update(unit=asked.unit, scale=asked.scale)
            found["convention"] = "stored = scale * shown"
        case "growth":
            found["unit"] = "log-rate per year"
            found["convention"] = "the factor per year is exp(stored)"
        case "boolean":
            found["convention"] = "1 true, 0 false, NaN missing"
        case "category":
            found["convention"] = "position in labels, NaN missing"
            found["labels"] = ", ".join(asked.categories)
    return found


def _beyond(question: Question) -> str:
    return "" if question.horizon is None else f"beyond ±{BEYOND:g} what the clock ends before, "
