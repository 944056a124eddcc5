"""Truth values and missing values."""

from forecast.language.library.record import Example, Form, Function

TOPIC = "logic"

_ELEMENTS = "index lab = a, b, c\nspend[lab] = {a: 3 USD, b: 5 USD, c: 1 USD}"

FUNCTIONS = (
    Function(
        "any",
        TOPIC,
        "Whether at least one condition holds, of several or along an index.",
        (
            Form("any(a: boolean, b: boolean, ...) -> boolean", "or"),
            Form("any(x: boolean over index) -> boolean", "any"),
        ),
        (
            ("a", "a condition"),
            ("b", "another condition; any number of them"),
            ("x", "conditions along the index"),
        ),
        (
            Example("any(1 > 2, 2 > 1)"),
            Example("any(spend > 4 USD over lab)", given=_ELEMENTS),
        ),
        kind="reduction",
    ),
    Function(
        "all",
        TOPIC,
        "Whether every condition holds, of several or along an index.",
        (
            Form("all(a: boolean, b: boolean, ...) -> boolean", "and"),
            Form("all(x: boolean over index) -> boolean", "all"),
        ),
        (
            ("a", "a condition"),
            ("b", "another condition; any number of them"),
            ("x", "conditions along the index"),
        ),
        (
            Example("all(2 > 1, 3 > 1)"),
            Example("not all(spend > 4 USD over lab)", given=_ELEMENTS),
        ),
        kind="reduction",
    ),
    Function(
        "count",
        TOPIC,
        "For how many elements of an index a condition holds.",
        (Form("count(x: boolean over index) -> number", "count"),),
        (("x", "conditions along the index"),),
        (Example("count(spend > 2 USD over lab) == 2", given=_ELEMENTS),),
        kind="reduction",
    ),
    Function(
        "missing",
        TOPIC,
        "Whether a value is missing: an empty cell, or what follows from one.",
        (Form("missing(x: T) -> boolean", "missing"),),
        (("x", "the value"),),
        (Example("not missing(3 USD)"),),
    ),
)
