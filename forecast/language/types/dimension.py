"""Physical dimensions: products of rational powers of base quantities."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of powers of bases, an Abelian group under ``*``.

    ``exponents`` is sorted by base and holds no zero; build other dimensions from ``base`` with ``*``, ``/``
    and ``**``, or from any pairs with ``dimension_of``.
    """

    exponents: tuple[tuple[str, Fraction], ...] = ()

    def __mul__(self, other: "Dimension") -> "Dimension":
        return dimension_of((*self.exponents, *other.exponents))

    def __truediv__(self, other: "Dimension") -> "Dimension":
        return self * other**-1

    def __pow__(self, power: Fraction | int) -> "Dimension":
        return dimension_of((name, exponent * power) for name, exponent in self.exponents)

    def __str__(self) -> str:
        """The dimension as a unit expression: ``USD/year``, ``kg*m^2/year^3``, ``1/year``, ``1``."""
        above = [_power_text(name, exponent) for name, exponent in self.exponents if exponent > 0]
        below = [_power_text(name, -exponent) for name, exponent in self.exponents if exponent < 0]
        return "/".join(["*".join(above) or "1", *below])

    @property
    def is_plain(self) -> bool:
        """Whether this is the dimension of a plain number."""
        return not self.exponents

    def describe(self) -> str:
        """The dimension in a reader's words."""
        return "a plain number" if self.is_plain else str(self)


def dimension_of(powers: Iterable[tuple[str, Fraction]]) -> Dimension:
    """The dimension that is the product of the given powers of bases."""
    totals: dict[str, Fraction] = {}
    for name, exponent in powers:
        totals[name] = totals.get(name, Fraction(0)) + exponent
    return Dimension(tuple(sorted((name, total) for name, total in totals.items() if total)))


def base(name: str) -> Dimension:
    """The dimension of one base quantity."""
    return Dimension(((name, Fraction(1)),))


def _power_text(name: str, exponent: Fraction) -> str:
    if exponent == 1:
        return name
    return f"{name}^{exponent}" if exponent.denominator == 1 else f"{name}^({exponent})"


ONE = Dimension()
TIME = base("year")
