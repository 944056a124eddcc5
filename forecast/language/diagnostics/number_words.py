"""How the letters of powers of ten are written elsewhere."""

from collections.abc import Mapping
from types import MappingProxyType

WORDS_FOR_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("thousand", "thousands"), "k"),
        **dict.fromkeys(("million", "millions", "mn", "mln", "mil", "mio"), "M"),
        **dict.fromkeys(("billion", "billions", "bn", "bln", "b"), "B"),
        **dict.fromkeys(("trillion", "trillions", "tn", "trn"), "T"),
    }
)
"""The word with the letter that stands for it."""

LETTERS: Mapping[str, str] = MappingProxyType({**WORDS_FOR_LETTERS, "K": "k", "m": "M"})
"""The same, and what is a unit of its own where no other unit follows."""
