"""Whole numbers as people type them: `1e6`, `1_000_000`, `100k`, `1M`."""

import re
from decimal import Decimal

from forecast.cli.usage import UsageError

_NUMBER = re.compile(r"([+-]?)(\d[\d_,]*(?:\.\d+)?)(?:e\+?(\d{1,3}))?([kMB]?)", re.IGNORECASE | re.ASCII)
_SUFFIXES = {"": 0, "k": 3, "m": 6, "b": 9}
MAX_LENGTH = 60


def parse_count(text: str, *, option: str, least: int, most: int) -> int:
    """The number that an option was given. Raises UsageError where it is none, not whole, or out of range."""
    stripped = text.strip()
    match = _NUMBER.fullmatch(stripped) if len(stripped) <= MAX_LENGTH else None
    if match is None:
        raise UsageError(f"{option} wants a whole number, such as 100000, 1e6 or 100k; got {text[:MAX_LENGTH]!r}")
    sign, digits, exponent, suffix = match.groups()
    value = Decimal(re.sub("[_,]", "", digits)).scaleb(int(exponent or 0) + _SUFFIXES[suffix.lower()])
    if sign == "-":
        value = -value
    if value != value.to_integral_value():
        raise UsageError(f"{option} wants a whole number; got {text!r}")
    if value < least:
        raise UsageError(f"{option} is at least {least:,}; got {text!r}")
    if value > most:
        raise UsageError(f"{option} is at most {most:,}; got {text!r}")
    return int(value)
