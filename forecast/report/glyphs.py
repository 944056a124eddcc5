"""The characters that plots are made of, for terminals that know Unicode and for those that do not."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Glyphs:
    """``levels``: a cell filled by 0/8 to 8/8 from below. ``outer`` and ``inner``: cells of a wide and a narrow band;
    ``seen``: a value beside them.
    """

    levels: str
    corner: str
    side: str
    floor: str
    tick: str
    notch: str
    thin: str
    thick: str
    median: str
    many: str
    outer: str
    inner: str
    seen: str


UNICODE: Final = Glyphs(
    levels=" ▁▂▃▄▅▆▇█",
    corner="└",
    side="│",
    floor="─",
    tick="┴",
    notch="┤",
    thin="─",
    thick="━",
    median="┃",
    many="…",
    outer="░",
    inner="▒",
    seen="●",
)
ASCII: Final = Glyphs(
    levels="  ..::++#",
    corner="+",
    side="|",
    floor="-",
    tick="+",
    notch="+",
    thin="-",
    thick="=",
    median="|",
    many="...",
    outer=".",
    inner=":",
    seen="o",
)


def glyphs(*, ascii_only: bool) -> Glyphs:
    """The set to use."""
    return ASCII if ascii_only else UNICODE
