"""Reading of number literals."""

from collections.abc import Mapping
from math import inf, isfinite
from types import MappingProxyType

SUFFIXES: Mapping[str, int] = MappingProxyType({"k": 3, "M": 6, "B": 9, "T": 12})


class InvalidNumber(Exception):  # noqa: N818
    """Text that is not a number literal; ``reason`` says why."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason


def parse_number(text: str) -> float:
    """The value of ``1_000``, ``2.5e26``, ``20B`` (suffixes k M B T), ``inf``. Raises InvalidNumber."""
    if text == "inf":
        return inf
    shift = SUFFIXES.get(text[-1:], 0)
    digits, mark, written = (text[:-1] if shift else text).lower().partition("e")
    # The suffix goes into the exponent, not a product, so that 1.1B is the float nearest to 1,100,000,000.
    if not digits or not all(character in "0123456789._" for character in digits):
        raise InvalidNumber(text, "it is not a number")
    try:
        exponent = (int(written) if mark else 0) + shift
        value = float(f"{digits}e{exponent}")
    except ValueError:
        raise InvalidNumber(text, "it is not a number") from None
    if not isfinite(value):
        raise InvalidNumber(text, "it is larger than the largest number that can be computed with, about 1.8e308")
    return value
