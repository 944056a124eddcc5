"""The generated program as data: its text, and where its randomness enters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

CLOCK = "time"
"""The name under which a program's constants hold the ticks and the number of steps in each."""

POINTS_IN_A_TICK = 8
"""Points of the past that the run-time library keeps between two ticks, at most."""

type Owner = tuple[str, str, str]
"""Node, part and element to which a number of noise belongs."""

type Constant = tuple[float | tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One ``numpyro.sample`` statement.

    ``name`` is the site's name in the program, ``node`` the node of the graph that it belongs to and ``part`` which
    of the node's distributions it is ("1", "2", "never"). ``elements`` are the labels of its elements in row-major
    order, ``("",)`` for a scalar; ``shape`` its shape in one world. ``noise`` says whether its value is made from a
    normal score or from a uniform, and ``constructor`` names the function of ``forecast.runtime`` that builds its
    distribution. ``fixed`` are that function's parameters, by keyword and in canonical units, where they are the same
    for all draws and elements, else None. ``owners`` says to whom the noise of each element belongs where the site is that
    of a correlation, whose elements are those of several nodes.
    """

    name: str
    node: str
    part: str
    elements: tuple[str, ...]
    shape: tuple[int, ...]
    noise: Literal["score", "uniform", "path"]
    constructor: str
    fixed: Mapping[str, float] | None
    owners: tuple[Owner, ...] = ()

    @property
    def keys(self) -> tuple[Owner, ...]:
        """To whom the noise of each element belongs."""
        return self.owners or tuple((self.node, self.part, element) for element in self.elements)


@dataclass(frozen=True, slots=True)
class Program:
    """A readable NumPyro program of one possible world.

    ``text`` defines ``constants`` and ``model(constants=constants)``; ``constants`` are the same values as data, so
    that they can be replaced without a new text. ``outputs`` are the names of all its nodes, in order, and ``width``
    is how many numbers these have together in one world, with the past that delays look back on. ``code`` are the statements
    of ``model`` without its comments: programs with the same code do the same, each with its own constants.
    """

    name: str
    text: str
    sites: tuple[Site, ...]
    constants: Mapping[str, Constant]
    outputs: tuple[str, ...]
    width: int = 0
    code: str = ""
    watched: tuple[str, ...] = ()
    """Outputs that tell how the clock's passes went: the dates at which stocks blow up, and whether steps were too long."""

    @property
    def substeps(self) -> int:
        """Into how many steps each tick of the clock is divided, at least; 0 without a clock."""
        clock = self.constants.get(CLOCK)
        return 0 if clock is None or isinstance(clock[1], tuple) else int(clock[1])

    def with_substeps(self, count: int) -> "Program":
        """The same program with ticks divided into so many steps, a power of two up to 64."""
        ticks = self.constants[CLOCK][0]
        return replace(self, constants={**self.constants, CLOCK: (ticks, float(count))})
