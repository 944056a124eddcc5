"""Numbers with the digits that their Monte Carlo standard error supports, and no more."""

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, exp, floor, inf, isfinite, isinf, isnan, log10

from forecast.language.types.calendar import DAYS_PER_YEAR, Precision
from forecast.language.types.calendar import format_date as calendar_text
from forecast.results.estimate import Estimate
from forecast.results.question import Question

NO_VALUE = "-"
MOST_DIGITS = 3
"""Significant digits of an estimate; below 10,000 never fewer than its whole part has. Of a share those of its smaller side."""
EXACT_DIGITS = 4
"""Significant digits of a number without error."""
FEW_DRAWS = 30
"""Draws below which what none of them has may still have a chance above 10%."""
SMALL_SHARE = 0.1
"""Percent up to which a share that may as well be twice as large is shown as a bound."""
DAY_ERROR = 0.004
"""Years of standard error (a day and a half) up to which a date is shown to the day."""
MONTH_ERROR = 0.06
_SUFFIXES = ((12, "T"), (9, "B"), (6, "M"), (3, "k"))
_SMALLEST = 1e-300
DECIMALS = 3
"""Smaller numbers than this many decimals show have an exponent, and zeros with more are plain."""


def format_number(value: float, mcse: float = 0.0) -> str:
    """``4.50M``, ``0.034``, ``2.1e26``: the last digit is the one that two standard errors reach.

    From 10,000 with the suffixes k, M, B, T, from 1e15 and below 0.001 with an exponent. An exact number (error 0)
    has no trailing zeros. Without a value: a dash.
    """
    if isnan(value):
        return NO_VALUE
    if isinf(value):
        return "inf" if value > 0 else "-inf"
    if abs(value) < _SMALLEST:
        value = 0.0
    place = _last_place(value, mcse)
    # Decimals, for they round half up as readers do, and never overflow.
    rounded = _round(Decimal(repr(value)), place)
    if rounded:
        place = max(place, _finest(rounded.adjusted(), mcse))
        rounded = _round(rounded, place)
    elif place < -DECIMALS:
        return "0"
    exponent = rounded.adjusted() if rounded else 0
    if exponent < -DECIMALS or exponent >= 15:
        mantissa = rounded.scaleb(-exponent)
        return f"{_trim(f'{mantissa:.{max(exponent - place, 0)}f}', mcse)}e{exponent}"
    power, suffix = next(((p, s) for p, s in _SUFFIXES if exponent >= max(p, 4)), (0, ""))
    return _trim(f"{rounded.scaleb(-power):.{max(power - place, 0)}f}", mcse) + suffix


def format_share(share: Estimate, draws: int) -> str:
    """A probability: ``34%``, ``0.80%``, ``<0.01%`` where (almost) none of the draws has it (with 95% confidence).

    Of fewer than ``FEW_DRAWS`` draws, none or all of which have it, the count: ``0 of 12``.
    """
    if isnan(share.value):
        return NO_VALUE
    percent, error = 100 * share.value, 100 * share.mcse
    smaller = min(percent, 100 - percent)
    if smaller <= 0 and draws < FEW_DRAWS:
        return f"{round(share.value * draws)} of {draws}"
    bound = smaller + 2 * error
    if smaller > 0 and error > smaller / 2 and bound <= SMALL_SHARE:
        place = ceil(log10(bound) - 1e-9)
    elif smaller <= 0:
        # The rule of three: what happened in none of n draws has a chance below 3/n.
        place = min(ceil(log10(300 / max(draws, 1)) - 1e-9), 2)
    else:
        place = min(max(_last_place(smaller, error), floor(log10(smaller)) - 2), 1)
        shown = round(percent, -place)
        if 0 < shown < 100:
            return f"{shown:.{max(-place, 0)}f}%"
    decimals = max(-place, 0)
    edge = 10.0**place
    return f"<{edge:.{decimals}f}%" if percent < 50 else f">{100 - edge:.{decimals}f}%"


def format_date(years: float, mcse: float, epoch: int) -> str:
    """A date to the day, month or year, whichever its standard error (in years) supports; ``never``."""
    precision: Precision = "day" if mcse <= DAY_ERROR else "month" if mcse <= MONTH_ERROR else "year"
    return NO_VALUE if isnan(years) else calendar_text(years, epoch, precision)


def format_horizon(years: float, epoch: int) -> str:
    """The end of the clock: ``2080`` for 1 January, else ``2080-07`` or the day."""
    return calendar_text(years, epoch).removesuffix("-01").removesuffix("-01")


def duration_unit(years: float) -> tuple[str, float]:
    """The unit in which a duration reads best, and its length in years."""
    size = abs(years)
    if not isfinite(size) or size >= 1:
        return "years", 1.0
    return ("months", 1 / 12) if size >= 1 / 12 else ("days", 1 / DAYS_PER_YEAR)


def format_duration(years: float, mcse: float, scale: float) -> str:
    """A duration as a number of units of ``scale`` years; ``endless``."""
    if isinf(years):
        return "endless" if years > 0 else "-endless"
    return format_number(years / scale, mcse / scale)


def format_growth(rate: float, mcse: float) -> str:
    """A log-rate per year as its factor: ``4.2x``."""
    if isnan(rate):
        return NO_VALUE
    factor = exp(rate) if rate < 709 else inf
    return f"{format_number(factor, factor * mcse if mcse else 0.0)}x"


def shown_unit(question: Question, typical: float) -> tuple[str, float]:
    """The unit in which the answers of a question are shown, and its scale (canonical = scale * shown).

    ``typical`` is a canonical value, the median, by which the unit of a duration without one is chosen.
    """
    match question.kind:
        case "duration" if not question.unit:
            return duration_unit(typical)
        case "duration" | "number":
            return question.unit, question.scale
        case "growth":
            return "x/year", 1.0
        case "date" | "boolean" | "category":
            return "", 1.0


def format_estimate(estimate: Estimate, question: Question, *, epoch: int, scale: float = 1.0, unit: str = "") -> str:
    """A quantile of a question as text, without its unit, except for ``%``, ``x`` and the factor of a growth.

    ``unit`` and ``scale`` are those of ``shown_unit``. A quantile at the edge of what is infinite (see ``at_the_edge``) is
    shown as more than what is surely below it: ``>2044``; one beyond the end of the clock as ``>2080``, or of a duration as
    ``past 2080``.
    """
    if estimate.unreached and question.horizon is not None:
        end = format_horizon(question.horizon, epoch)
        return f">{end}" if question.kind == "date" else f"{'-' if estimate.value < 0 else ''}past {end}"
    if at_the_edge(estimate) and scale > 0:
        # Three or four digits of a number, the year of a date.
        low = Estimate(estimate.low, inf if question.kind == "date" else abs(estimate.low) / 1000)
        return f">{format_estimate(low, question, epoch=epoch, scale=scale, unit=unit)}"
    match question.kind:
        case "date":
            return format_date(estimate.value, estimate.mcse, epoch)
        case "duration":
            return format_duration(estimate.value, estimate.mcse, scale)
        case "growth":
            return format_growth(estimate.value, estimate.mcse)
        case _:
            text = format_number(estimate.value / scale, estimate.mcse / abs(scale))
            return text + unit if unit in ("%", "x") and text != NO_VALUE else text


def at_the_edge(estimate: Estimate) -> bool:
    """Whether the draws cannot tell if this quantile is finite or +inf (never, endless, beyond all numbers)."""
    return isfinite(estimate.low) and estimate.high == inf


def _last_place(value: float, mcse: float) -> int:
    """The power of ten of the last digit to show."""
    first = _exponent(value) if value else 0
    if not isfinite(2 * mcse):
        return first
    reached = floor(log10(2 * mcse)) if mcse > _SMALLEST else None
    if reached is None or value == 0:
        return _finest(first, mcse) if value else reached or 0
    return max(_finest(first, mcse), reached)


def _finest(exponent: int, mcse: float) -> int:
    place = exponent - (EXACT_DIGITS if mcse == 0 else MOST_DIGITS) + 1
    return min(place, 0) if exponent < 4 else place


def _exponent(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])


def _round(value: Decimal, place: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP)
    return rounded if rounded else Decimal(0)


def _trim(digits: str, mcse: float) -> str:
    return digits.rstrip("0").rstrip(".") if mcse == 0 and "." in digits else digits
