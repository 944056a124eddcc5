from fractions import Fraction

import pytest

from forecast.language.library import Function, all_functions, lookup
from forecast.language.library.match import (
    GivenTwice,
    Match,
    Missing,
    NamedOnly,
    NeedsIndex,
    NotTogether,
    OneIndexOnly,
    TakesNoIndex,
    TooMany,
    UnknownName,
    WrongKind,
    expected_kind,
    match,
)
from forecast.language.library.pattern import Amount, Anything, Exactly, Location, Pattern, Spread, Square
from forecast.language.types.dimension import TIME, base
from forecast.language.types.kind import (
    DURATION,
    PLAIN,
    RATE,
    Boolean,
    Category,
    Date,
    Growth,
    Kind,
    Number,
)

USD = Number(base("USD"))
LAB = Category(("openai", "google"), "lab")
YEAR = Category(("2020", "2021"), "year")


def function(name: str) -> Function:
    found = lookup(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "positional", "named", "runtime", "bound", "result"),
    [
        ("normal", [USD, USD], {}, "normal", ("mean", "sd"), USD),
        ("normal", [Date(), DURATION], {}, "normal", ("mean", "sd"), Date()),
        ("normal", [Growth(), Growth()], {}, "normal", ("mean", "sd"), Growth()),
        ("normal", [], {"sd": DURATION, "mean": Date()}, "normal", ("sd", "mean"), Date()),
        ("normal", [Date()], {"sd": DURATION}, "normal", ("mean", "sd"), Date()),
        ("lognormal", [PLAIN, PLAIN], {}, "lognormal", ("mu", "sigma"), PLAIN),
        ("lognormal", [], {"median": USD, "factor": PLAIN}, "lognormal_median", ("median", "factor"), USD),
        ("lognormal", [], {"mean": USD, "sd": USD}, "lognormal_mean", ("mean", "sd"), USD),
        ("beta", [], {"mean": PLAIN, "n": PLAIN}, "beta_mean", ("mean", "n"), PLAIN),
        ("gamma", [PLAIN, RATE], {}, "gamma", ("shape", "rate"), DURATION),
        ("exponential", [RATE], {}, "exponential", ("rate",), DURATION),
        ("exponential", [], {"mean": USD}, "exponential_mean", ("mean",), USD),
        ("triangular", [Date(), Date(), Date()], {}, "triangular", ("min", "mode", "max"), Date()),
        ("chance", [PLAIN], {}, "chance", ("p",), Boolean()),
        ("bernoulli", [PLAIN], {}, "bernoulli", ("p",), PLAIN),
        ("hazard", [RATE], {}, "hazard", ("rate",), Date()),
        ("hazard", [RATE], {"after": Date()}, "hazard", ("rate", "after"), Date()),
        ("sqrt", [USD], {}, "sqrt", ("x",), Number(base("USD") ** Fraction(1, 2))),
        ("round", [PLAIN], {}, "round", ("x",), PLAIN),
        ("round", [DURATION, DURATION], {}, "round", ("x", "step"), DURATION),
        ("round", [DURATION], {"step": DURATION}, "round", ("x", "step"), DURATION),
        ("clamp", [Date(), Date(), Date()], {}, "clamp", ("x", "low", "high"), Date()),
        ("growth", [RATE], {}, "growth_effective", ("rate",), Growth()),
        ("growth", [], {"continuous": RATE}, "growth_continuous", ("continuous",), Growth()),
        ("factor", [Growth(), DURATION], {}, "factor", ("growth", "duration"), PLAIN),
        ("doubling_time", [Growth()], {}, "doubling_time", ("growth",), DURATION),
        ("year", [Date()], {}, "calendar_year", ("date",), PLAIN),
        ("max", [USD, USD, USD, USD], {}, "max", ("a", "b", "b", "b"), USD),
        ("first", [Date(), Date()], {}, "first", ("a", "b"), Date()),
        ("any", [Boolean(), Boolean()], {}, "or", ("a", "b"), Boolean()),
        ("missing", [LAB], {}, "missing", ("x",), Boolean()),
    ],
)
def test_calls_that_fit(
    name: str,
    positional: list[Kind],
    named: dict[str, Kind],
    runtime: str,
    bound: tuple[str, ...],
    result: Kind,
) -> None:
    outcome = match(function(name), positional, named)
    assert isinstance(outcome, Match)
    assert (outcome.signature.runtime, outcome.bound, outcome.result) == (runtime, bound, result)


@pytest.mark.parametrize(
    ("name", "positional", "over", "runtime", "result"),
    [
        ("max", [USD], [LAB], "max", USD),
        ("max", [Date()], [LAB, YEAR], "max", Date()),
        ("sum", [USD], [LAB], "sum", USD),
        ("sum", [Growth()], [LAB], "sum", Growth()),
        ("sd", [Date()], [LAB], "sd", DURATION),
        ("mean", [Date()], [LAB], "mean", Date()),
        ("argmax", [USD], [LAB], "argmax", LAB),
        ("count", [Boolean()], [LAB], "count", PLAIN),
        ("any", [Boolean()], [LAB], "any", Boolean()),
        ("first", [Date()], [LAB], "first", Date()),
        ("nth", [PLAIN, Date()], [LAB], "nth", Date()),
    ],
)
def test_reductions_that_fit(
    name: str, positional: list[Kind], over: list[Category], runtime: str, result: Kind
) -> None:
    outcome = match(function(name), positional, {}, over=over)
    assert isinstance(outcome, Match)
    assert outcome.signature.reduces
    assert (outcome.signature.runtime, outcome.result) == (runtime, result)


@pytest.mark.parametrize(
    ("name", "positional", "named", "argument", "parameter", "expected", "wanted", "because"),
    [
        ("normal", [Date(), Date()], {}, 1, "sd", Spread(), DURATION, "mean"),
        ("normal", [USD, DURATION], {}, 1, "sd", Spread(), USD, "mean"),
        ("normal", [], {"sd": Date(), "mean": Date()}, "sd", "sd", Spread(), DURATION, "mean"),
        ("normal", [Boolean(), PLAIN], {}, 0, "mean", Location(), None, None),
        ("log", [USD], {}, 0, "x", Exactly(PLAIN), PLAIN, None),
        ("factor", [RATE, DURATION], {}, 0, "growth", Exactly(Growth()), Growth(), None),
        ("uniform", [USD, DURATION], {}, 1, "max", Location(), USD, "min"),
        ("lognormal", [USD, PLAIN], {}, 0, "mu", Exactly(PLAIN), PLAIN, None),
        ("first", [Date(), Date(), PLAIN], {}, 2, "b", Exactly(Date()), Date(), None),
        ("max", [USD, USD, DURATION], {}, 2, "b", Location(), USD, "a"),
    ],
)
def test_a_wrong_kind_says_what_was_wanted_and_why(
    name: str,
    positional: list[Kind],
    named: dict[str, Kind],
    argument: int | str,
    parameter: str,
    expected: Pattern,
    wanted: Kind | None,
    because: str | None,
) -> None:
    outcome = match(function(name), positional, named)
    assert isinstance(outcome, WrongKind)
    assert (outcome.argument, outcome.parameter, outcome.expected) == (argument, parameter, expected)
    assert (outcome.wanted, outcome.because) == (wanted, because)
    assert outcome.given == (positional[argument] if isinstance(argument, int) else named[argument])


def test_a_dimension_that_another_argument_decided() -> None:
    outcome = match(function("round"), [DURATION, USD], {})
    assert isinstance(outcome, WrongKind)
    assert outcome.expected == Amount((("D", Fraction(1)),))
    assert (outcome.wanted, outcome.because) == (DURATION, "x")


def test_missing_parameters_are_all_named() -> None:
    outcome = match(function("triangular"), [USD], {})
    assert isinstance(outcome, Missing)
    assert outcome.parameters == ("mode", "max")


def test_the_form_with_the_named_argument_is_the_one_meant() -> None:
    outcome = match(function("lognormal"), [], {"median": USD})
    assert isinstance(outcome, Missing)
    assert outcome.parameters == ("factor",)
    assert outcome.signature.runtime == "lognormal_median"


def test_the_nearest_form_is_the_one_that_misses_least() -> None:
    outcome = match(function("exponential"), [], {})
    assert isinstance(outcome, Missing)
    assert outcome.parameters == ("rate",)


def test_an_unknown_name_comes_with_the_known_ones() -> None:
    outcome = match(function("lognormal"), [], {"median": USD, "sigmma": PLAIN})
    assert outcome == UnknownName("sigmma", ("mu", "sigma", "factor", "mean", "sd"))


def test_names_of_different_forms_do_not_go_together() -> None:
    outcome = match(function("lognormal"), [], {"median": USD, "sd": USD})
    assert outcome == NotTogether(("median", "sd"))


def test_a_parameter_given_twice() -> None:
    outcome = match(function("normal"), [USD, USD], {"mean": USD})
    assert isinstance(outcome, GivenTwice)
    assert (outcome.name, outcome.position) == ("mean", 0)


def test_a_position_where_only_a_name_will_do() -> None:
    outcome = match(function("hazard"), [RATE, Date()], {})
    assert isinstance(outcome, NamedOnly)
    assert (outcome.position, outcome.parameter) == (1, "after")
    mixed = match(function("lognormal"), [USD], {"factor": PLAIN})
    assert isinstance(mixed, NamedOnly)
    assert mixed.parameter == "median"


def test_too_many_arguments() -> None:
    outcome = match(function("sqrt"), [PLAIN, PLAIN], {})
    assert isinstance(outcome, TooMany)
    assert (outcome.most, outcome.given) == (1, 2)


def test_an_index_where_it_is_needed_and_where_it_is_not() -> None:
    assert isinstance(match(function("sum"), [USD], {}), NeedsIndex)
    assert isinstance(match(function("sqrt"), [USD], {}, over=[LAB]), TakesNoIndex)
    assert isinstance(match(function("argmax"), [USD], {}, over=[LAB, YEAR]), OneIndexOnly)
    one = match(function("max"), [USD], {})
    assert isinstance(one, Missing)
    assert one.parameters == ("b",)


def test_what_is_special_is_not_matched() -> None:
    with pytest.raises(ValueError, match="choice has no signatures"):
        match(function("choice"), [], {})


@pytest.mark.parametrize(
    ("name", "argument", "known", "result", "kind"),
    [
        ("normal", 0, {}, Date(), Date()),
        ("normal", 1, {}, Date(), DURATION),
        ("normal", "sd", {"mean": Date()}, None, DURATION),
        ("normal", 0, {1: DURATION}, None, None),
        ("uniform", 1, {0: Date()}, None, Date()),
        ("uniform", 0, {1: Date()}, None, Date()),
        ("first", 0, {}, None, Date()),
        ("first", 4, {}, None, Date()),
        ("max", 0, {1: Date()}, None, Date()),
        ("clamp", 1, {0: USD, 2: USD}, None, USD),
        ("clamp", 1, {0: USD}, Date(), USD),
        ("hazard", "after", {0: RATE}, None, Date()),
        ("hazard", 0, {}, None, RATE),
        ("growth", 0, {}, None, RATE),
        ("exponential", 0, {}, DURATION, RATE),
        ("lognormal", "factor", {"median": USD}, None, PLAIN),
        ("lognormal", "median", {}, USD, USD),
        ("log", 0, {}, None, PLAIN),
        ("round", 1, {0: DURATION}, None, DURATION),
        ("missing", 0, {}, Boolean(), None),
        ("normal", "nonsense", {}, None, None),
        ("sqrt", 3, {}, None, None),
        ("choice", 0, {}, None, None),
    ],
)
def test_what_a_place_asks_for(
    name: str, argument: int | str, known: dict[int | str, Kind], result: Kind | None, kind: Kind | None
) -> None:
    assert expected_kind(function(name), argument, known, result=result) == kind


def test_what_a_place_asks_for_depends_on_the_form_that_is_written() -> None:
    lognormal = function("lognormal")
    assert expected_kind(lognormal, "sd", {}, named=["mean", "sd"], result=USD) == USD
    rounding = function("round")
    assert expected_kind(rounding, 0, {}, positional=1) == PLAIN
    assert expected_kind(rounding, 0, {}, positional=2) is None
    assert expected_kind(function("nth"), 0, {}, positional=2, reduces=True) == PLAIN
    assert expected_kind(function("nth"), 1, {}, positional=2, reduces=True) == Date()


def witness(pattern: Pattern) -> Kind:
    """A kind that fits the pattern where every variable stands for a duration."""
    match_kinds: dict[type, Kind] = {Location: DURATION, Spread: DURATION, Anything: DURATION, Square: Number(TIME**2)}
    if isinstance(pattern, Exactly):
        return pattern.kind
    if isinstance(pattern, Amount):
        ((_, power),) = pattern.powers
        return Number(TIME**power)
    return match_kinds[type(pattern)]


@pytest.mark.parametrize("record", [r for r in all_functions() if r.signatures], ids=lambda r: r.name)
def test_each_form_is_reached_by_a_call_written_to_it(record: Function) -> None:
    for signature in record.signatures:
        positional = [witness(p.pattern) for p in signature.parameters if not p.named_only]
        named = {p.name: witness(p.pattern) for p in signature.parameters if p.named_only}
        outcome = match(record, positional, named, over=[LAB] if signature.reduces else [])
        assert isinstance(outcome, Match)
        assert outcome.signature == signature
        assert set(outcome.bound) == set(signature.names)
