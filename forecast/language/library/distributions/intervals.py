"""What `a to b` can mean: the families of central intervals."""

from dataclasses import dataclass

from forecast.language.library.constraint import Constraint, inside, less, positive
from forecast.language.library.record import Form, Noise, Signature, parse_signature

DEFAULT_LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Interval:
    """A family of `a to b @ level as FAMILY`; the parameters of its form are low, high, level."""

    family: str
    doc: str
    form: Form
    noise: Noise

    @property
    def signature(self) -> Signature:
        return parse_signature(self.form, _ABOUT)


_ABOUT = (
    ("low", "the lower end"),
    ("high", "the upper end"),
    ("level", "the probability between the ends; as much lies below as above"),
)
_ALWAYS: tuple[Constraint, ...] = (less("low", "high"), inside("level", 0, 1))

INTERVALS = (
    Interval(
        "normal",
        "A normal; on the log-rate for a growth.",
        Form("normal_between(low: L, high: L, level: number) -> L", "normal_between", _ALWAYS),
        "score",
    ),
    Interval(
        "lognormal",
        "A lognormal: for amounts above 0.",
        Form(
            "lognormal_between(low: number D, high: number D, level: number) -> number D",
            "lognormal_between",
            (positive("low"), *_ALWAYS),
        ),
        "score",
    ),
    Interval(
        "logit_normal",
        "A normal on the log-odds: for shares strictly between 0 and 1.",
        Form(
            "logit_normal_between(low: number, high: number, level: number) -> number",
            "logit_normal_between",
            (inside("low", 0, 1), inside("high", 0, 1), *_ALWAYS),
        ),
        "score",
    ),
)


def interval(family: str) -> Interval | None:
    """The family of that name, or None."""
    return next((known for known in INTERVALS if known.family == family), None)
