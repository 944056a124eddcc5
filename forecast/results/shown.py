"""Canonical values as numbers for people."""

from math import exp, inf, isfinite, isnan

from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year
from forecast.results.question import Question


def shown(question: Question, value: float, epoch: int) -> float:
    """A decimal calendar year of a date (never is inf), a factor per year of a growth, else a number of the question's unit."""
    match question.kind:
        case "date":
            return decimal_year(epoch + value * DAYS_PER_YEAR) if isfinite(value) else value
        case "growth":
            return exp(value) if isnan(value) or value < 709 else inf
        case _:
            return value / question.scale
